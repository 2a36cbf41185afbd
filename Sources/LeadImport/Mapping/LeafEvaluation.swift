extension LeafPlan {
    /// What a leaf comes to for a record.
    enum Outcome {
        /// The text in the buffer.
        case text
        /// There is no value.
        case absent
        /// There is none and none is expected: the map or the condition leaves the field out.
        case leftOut
        case refused(Rule)
    }

    /// Puts the leaf's text for a record into `text`, replacing what was there.
    func evaluate(_ record: CSVRecord, nulls: NullTexts, into text: inout [UInt8]) -> Outcome {
        text.removeAll(keepingCapacity: true)
        if let condition, !condition.holds(for: record, nulls: nulls) {
            guard let defaultValue else { return .leftOut }
            text.append(contentsOf: defaultValue)
            return .text
        }
        let refused = gather(record, nulls: nulls, into: &text)
        if let refused { return .refused(refused) }
        if !text.isEmpty {
            for transform in transforms {
                if case .refused(let rule) = transform.apply(to: &text) { return .refused(rule) }
            }
            Self.trim(&text)
        }
        if text.isEmpty { return absent(into: &text) }
        guard let map else { return .text }
        if TextScan.traits(text.span).contains(.mayDecompose) { text = TextScan.composed(text) }
        return take(map.find(text.span), of: map, into: &text)
    }

    /// The source's text before any transform. Gives the rule that refuses it, if one does.
    private func gather(_ record: CSVRecord, nulls: NullTexts, into text: inout [UInt8]) -> Rule? {
        switch source {
        case .column(let index): _ = Self.append(index, of: record, nulls: nulls, to: &text)
        case .value(let bytes): text.append(contentsOf: bytes)
        case .columns(let indices, let join):
            for index in indices {
                let before = text.count
                if before > 0 { text.append(contentsOf: join) }
                if !Self.append(index, of: record, nulls: nulls, to: &text) { text.removeSubrange(before...) }
            }
        case .template(let parts):
            var found = false
            for part in parts {
                switch part {
                case .text(let bytes): text.append(contentsOf: bytes)
                case .column(let index):
                    if Self.append(index, of: record, nulls: nulls, to: &text) { found = true }
                }
            }
            // A template of nothing but its own words says nothing about the row.
            if !found, parts.contains(where: { if case .column = $0 { true } else { false } }) {
                text.removeAll(keepingCapacity: true)
            }
            Self.trim(&text)
        case .firstOf(let leaves):
            for leaf in leaves {
                switch leaf.evaluate(record, nulls: nulls, into: &text) {
                case .text: return nil
                case .refused(let rule): return rule
                case .absent, .leftOut: text.removeAll(keepingCapacity: true)
                }
            }
        }
        return nil
    }

    private func absent(into text: inout [UInt8]) -> Outcome {
        if let map, let outcome = map.absent(hasDefault: defaultValue != nil, isOptional) {
            return take(outcome, of: map, into: &text)
        }
        guard let defaultValue else { return .absent }
        text.append(contentsOf: defaultValue)
        return .text
    }

    private func take(_ outcome: ValueMap.Outcome, of map: ValueMap, into text: inout [UInt8]) -> Outcome {
        switch outcome {
        case .text(let range):
            text.removeAll(keepingCapacity: true)
            text.append(contentsOf: map.bytes[range])
            return text.isEmpty ? .absent : .text
        case .leaveOut: return .leftOut
        case .unknown: return .refused(.valueNotInMap)
        }
    }

    /// Appends a column's trimmed text. False where it is empty or means "no value".
    private static func append(
        _ index: Int,
        of record: CSVRecord,
        nulls: NullTexts,
        to text: inout [UInt8]
    ) -> Bool {
        record.withUTF8(index) { field in
            let trimmed = field.extracting(TextScan.trimmed(field))
            if trimmed.isEmpty || nulls.contains(trimmed) { return false }
            text.append(copying: trimmed)
            return true
        }
    }

    private static func trim(_ text: inout [UInt8]) {
        let range = TextScan.trimmed(text.span)
        if range.upperBound < text.count { text.removeSubrange(range.upperBound...) }
        if range.lowerBound > 0 { text.removeSubrange(..<range.lowerBound) }
    }
}

extension LeafPlan.Condition {
    /// Whether the condition's column makes the leaf count.
    func holds(for record: CSVRecord, nulls: NullTexts) -> Bool {
        record.withUTF8(column) { field in
            let trimmed = field.extracting(TextScan.trimmed(field))
            let absent = trimmed.isEmpty || nulls.contains(trimmed)
            switch test {
            case .empty: return absent
            case .present: return !absent
            case .isOne(let texts): return texts.contains(trimmed)
            case .isNone(let texts): return !texts.contains(trimmed)
            }
        }
    }
}
