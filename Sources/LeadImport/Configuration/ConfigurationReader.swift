/// Reads a config file into an `ImportConfiguration`, or says everything that is wrong with it.
public enum ConfigurationReader {
    /// The largest config that is read, in bytes; a config of a whole megabyte is another file.
    public static let maximumBytes = 1 << 20

    /// Reads the config file at `path`.
    /// - Throws: A `ConfigurationError` with all errors found, each with its line, column and key path.
    public static func read(path: String) throws(ConfigurationError) -> ImportConfiguration {
        try read(bytes: try ConfigurationFile.bytes(path: path), file: path)
    }

    /// Reads a config from its bytes, which must be UTF-8.
    /// - Parameter file: The file's name for errors.
    /// - Throws: A `ConfigurationError` with all errors found, each with its line, column and key path.
    /// - Complexity: O(length of the config).
    public static func read(bytes: [UInt8], file: String) throws(ConfigurationError) -> ImportConfiguration {
        let text = try ConfigurationFile.text(of: bytes, file: file)
        let problems = ConfigurationProblems()
        let configuration = decode(text, file: file, problems: problems)
        if let configuration, problems.all.isEmpty { return configuration }
        throw ConfigurationError(file: file, problems: problems.all)
    }

    /// Decodes the config and collects what is wrong; the result counts only if nothing is.
    static func decode(_ text: String, file: String, problems: ConfigurationProblems) -> ImportConfiguration? {
        let root: JSON5Value
        do {
            let parsed = try JSON5Parser.parse(text)
            root = parsed.value
            for problem in parsed.duplicateKeys { problems.add(problem.message, at: problem.position, path: "") }
        } catch {
            let opening = text.drop(while: \.isWhitespace).first
            let isConfig = opening.map { "{[/".contains($0) } ?? false
            let hint = isConfig ? "" : "; a config begins with \"{\" (is this the CSV file?)"
            problems.add(error.message + hint, at: error.position, path: "")
            return nil
        }
        let node = ConfigurationNode(value: root, path: "", problems: problems)
        guard let object = node.object("an object ({ … })") else { return nil }
        _ = object["$schema"]?.string()
        let api = decodeAPI(object["api"])
        let source = decodeSource(object["source"])
        let trackingKey = decodeTrackingKey(object["tracking_key"])
        var lead = LeadDecoder(trackingKey: trackingKey, decimal: source.decimal)
        if let leadNode = object["lead"] {
            lead.decode(leadNode)
        } else {
            node.fail("\"lead\" is missing: it says where the lead's fields come from")
        }
        let rules = decodeRules(object["rules"], lead: lead)
        let kept = decodeResults(object["results"])
        object.finish()
        return ImportConfiguration(
            file: file,
            api: api,
            source: source,
            fields: lead.fields,
            metadataColumns: lead.metadataColumns,
            rules: rules,
            keptColumns: kept,
            trackingKey: trackingKey
        )
    }

    private static func decodeTrackingKey(_ node: ConfigurationNode?) -> String? {
        guard let node else { return "import_key" }
        if node.isNull { return nil }
        return node.string("the name of a metadata key, or null to send none")
    }

    private static func decodeResults(_ node: ConfigurationNode?) -> ImportConfiguration.KeptColumns {
        guard let object = node?.object() else { return .all }
        let keep = object["keep"]
        object.finish()
        switch keep?.text {
        case nil where keep == nil: return .all
        case "all": return .all
        case "none": return .none
        default: return .only(keep?.strings("\"all\", \"none\" or a list of column names") ?? [])
        }
    }
}
