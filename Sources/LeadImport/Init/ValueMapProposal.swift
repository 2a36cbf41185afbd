/// A `map` from the words of a column to the API's words.
struct ValueMapProposal {
    let profile: ColumnProfile
    let target: LeadField
    /// The words found and their meanings, the frequent ones first.
    let known: [(word: String, meaning: String)]
    /// The words found that mean nothing here.
    let unknown: [String]

    /// Nil if the column has too many different values to be a list of choices, or none that is known.
    init?(_ profile: ColumnProfile, _ target: LeadField) {
        guard let choices = profile.choices else { return nil }
        self.profile = profile
        self.target = target
        let words = choices.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        known = words.compactMap { word in ValueVocabulary.meaning(word, of: target).map { (word, $0) } }
        unknown = words.filter { ValueVocabulary.meaning($0, of: target) == nil }
        if known.isEmpty { return nil }
    }

    /// Writes the leaf. Words that mean nothing here are listed as comments, to be filled in.
    /// - Parameters:
    ///   - rest: What every other word becomes; nil to refuse it.
    ///   - absent: What a row without the word gets; nil to leave the field out there.
    func write(
        _ key: String,
        _ writer: inout ProposalWriter,
        _ note: String,
        rest: String? = nil,
        absent: String? = nil
    ) {
        writer.comment(note)
        writer.object(key) { writer in
            writer.line("column: \(ProposalWriter.quoted(profile.name)),")
            writer.object("map") { writer in
                for (word, meaning) in known where meaning != rest {
                    writer.line("\(ProposalWriter.quoted(word)): \"\(meaning)\",")
                }
                let choices = ConfigurationNode.oneOf(FixedValueRule.values(of: target) ?? [])
                if let rest {
                    writer.line("\"*\": \"\(rest)\",", "every other word")
                } else {
                    // A free text that stands where a choice should is a customer's, and no business of the config.
                    for word in unknown where word.allSatisfy({ $0.isLetter || " -/&().".contains($0) }) {
                        writer.comment("\(ProposalWriter.quoted(word)): \(choices)? Refused until it stands here.")
                    }
                }
            }
            if let absent {
                writer.line("default: \"\(absent)\",")
            } else if profile.hasGaps {
                writer.line("optional: true,")
            }
        }
    }
}
