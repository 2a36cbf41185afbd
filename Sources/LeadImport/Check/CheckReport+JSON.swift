internal import NomosAPI

extension CheckReport {
    /// The report for scripts: one JSON object, pretty-printed, ending with a line break.
    public func json(input: String) -> String {
        var writer = JSONWriter(pretty: true)
        writer.object { writer in
            writer.member("input", input)
            writer.member("config", configurationFile)
            writer.member("dialect") { $0.object(writeDialect) }
            writer.member("columns") { $0.strings(columns) }
            writer.member("columns_used") { $0.strings(usedColumns) }
            writer.member("columns_unused") { $0.strings(unusedColumns) }
            writer.member("warnings") { $0.strings(warnings) }
            writer.member("rows", rows)
            writer.member("valid", validRows)
            writer.member("invalid", invalidRows)
            writer.member("findings") { writer in
                writer.array { writer in
                    for finding in findings {
                        writer.element { writer in
                            writer.object { writer in
                                writer.member("code", finding.code)
                                writer.member("field", finding.field)
                                writer.member("columns") { $0.strings(finding.columns) }
                                writer.member("summary", finding.summary)
                                writer.member("rows", finding.rows)
                                writer.member("first") { $0.places(finding.first) }
                            }
                        }
                    }
                }
            }
            writer.member("suspicions") { writer in
                writer.array { writer in
                    for suspicion in suspicions {
                        writer.element { writer in
                            writer.object { writer in
                                writer.member("code", suspicion.code)
                                writer.member("columns") { $0.strings(suspicion.columns) }
                                writer.member("message", suspicion.message)
                                writer.member("rows", suspicion.rows)
                                writer.member("first") { $0.places(suspicion.first) }
                            }
                        }
                    }
                }
            }
            writer.member("duplicates") { writer in
                writer.object { writer in
                    writer.member("identity") { $0.strings(duplicates.identity) }
                    writer.member("treatment", duplicates.treatment.rawValue)
                    writer.member("rows", duplicates.rows)
                    writer.member("first") { $0.places(duplicates.first) }
                }
            }
            writer.member("suppliers_to_look_up", suppliersToLookUp)
            writer.member("leads", leads)
            writer.member("requests_per_second", requestsPerSecond)
            writer.member("estimated_seconds", estimatedSeconds)
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    private func writeDialect(to writer: inout JSONWriter) {
        writer.member("encoding", dialect.encoding.rawValue)
        writer.member("byte_order_mark", dialect.hasByteOrderMark)
        writer.member("delimiter", String(dialect.delimiter))
        writer.member("quote", dialect.quote.map { String($0) })
        writer.member("escape", dialect.escape.map { String($0) })
        writer.member("line_break", dialect.lineBreak.rawValue)
        writer.member("compressed", dialect.isCompressed)
        writer.member("reasons") { $0.strings(dialect.reasons) }
    }
}

extension JSONWriter {
    fileprivate mutating func strings(_ texts: [String]) {
        array { writer in
            for text in texts { writer.element { $0.string(text) } }
        }
    }

    fileprivate mutating func places(_ places: [CheckReport.Place]) {
        array { writer in
            for place in places {
                writer.element { writer in
                    writer.object { writer in
                        writer.member("row", place.row)
                        writer.member("line", place.line)
                    }
                }
            }
        }
    }
}
