/// A rule broken by a row: no text, so that it costs nothing to find. `Rule.violation` makes a sentence of it.
public struct Breach: Sendable, Equatable {
    /// Which rule.
    public var rule: Rule
    /// The number of the field's slot.
    var slot: Int16
    /// A number the sentence needs, such as a length.
    var detail: Int32 = 0
}
