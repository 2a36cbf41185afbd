internal import CBlockMasks

/// Finds the records and fields of regular CSV 64 bytes at a time.
///
/// For each block it makes one bit a byte of the delimiters, the quotes and the line breaks. The running exclusive or of the quotes
/// marks what stands inside quotes, and the delimiters and line breaks outside are the ends of fields and
/// records. (The idea is simdjson's: Langdale and Lemire, Parsing Gigabytes of JSON per Second, 2019.) That holds as
/// long as quotes stand where RFC 4180 has them, which the same bits show; a record in which one does not is left to `CSVRecordParser`.
///
/// Bytes that may be invalid in the encoding, or letters garbled by a wrong conversion, are found on the way and only
/// their records looked at closely.
struct CSVIndexer {
    /// Why the indexer stopped.
    enum Stop {
        /// The record at the current position does not end in the bytes there are.
        case incomplete
        /// The record at the current position must be read by the exact parser.
        case irregular
    }

    private let parser: CSVChunkParser
    private let storage: CSVBatchStorage
    private let bytes: UnsafeMutablePointer<UInt8>
    private let filled: Int
    private let quotes: UInt64

    /// Whether the indexer can read this dialect at all.
    static func reads(_ format: CSVFormat) -> Bool { format.delimiterLength == 1 && !format.escapes }

    init(_ parser: CSVChunkParser) {
        self.parser = parser
        storage = parser.storage
        bytes = storage.bytes
        filled = storage.filled
        quotes = storage.format.quotes ? ~0 : 0
    }

    /// Appends the regular records from `progress.position` on, where a record begins, and moves behind them.
    /// Complexity: O(n), at about a cycle a byte.
    func run(_ progress: inout CSVChunkParser.Progress) -> Stop {
        let delimiter = storage.format.delimiter
        let quote = storage.format.quote
        let width = parser.width
        let longest = min(parser.limits.fieldBytes, parser.limits.recordBytes)
        let columns = parser.limits.columns

        var suspicion = ByteSuspicion(storage.format.encoding)
        /// All ones where the block begins inside quotes.
        var insideQuotes: UInt64 = 0
        /// Bit 0: a quote may stand at the block's first byte. Bit 0: it must be a delimiter, line break or quote.
        var mayOpen: UInt64 = 1
        var mustEnd: UInt64 = 0
        /// Whether the record has suspect bytes so far. A character cut short by the record's end may make the first bytes of
        /// the next one look as expected, so that this is looked at closely, too.
        var isSuspect = false
        var followsSuspect = false

        var recordStart = progress.position
        var recordLine = progress.lines
        var lines = progress.lines
        var firstField = storage.endsCount
        var count = firstField
        var offset = progress.position
        var stop: Stop?

        while offset < filled {
            storage.endsCount = count
            storage.reserveEnds(65)
            let ends = storage.ends
            let block = bytes + offset
            let valid: UInt64 = filled - offset >= 64 ? ~0 : (1 << UInt64(filled - offset)) - 1

            var delimiters = block_bytes_equal(block, delimiter) & valid
            let quoteBits = block_bytes_equal(block, quote) & quotes & valid
            var breaks = block_line_breaks(block) & valid
            if breaks != 0 { breaks = lineEnds(breaks, offset) }
            var suspects: UInt64 = 0
            let beyondASCII = block_bit_set(block, 0) & valid
            if beyondASCII != 0 || suspicion.isPending {
                suspects = suspicion.suspects(bytes, offset, beyondASCII) & valid
            }

            var innerBreaks: UInt64 = 0
            if quoteBits | insideQuotes | mustEnd != 0 {
                let inside = CSVIndexer.prefixXor(quoteBits) ^ insideQuotes
                let opens = quoteBits & inside
                let closes = quoteBits & ~inside
                // A CR whose LF follows is no line end of its own, but still stands lawfully behind a quote.
                let afterClose = (closes << 1 | mustEnd) & valid & ~(delimiters | breaks | quoteBits)
                let structure = (delimiters | breaks) & ~inside
                let badOpens = opens & ~((structure | closes) << 1 | mayOpen)
                innerBreaks = breaks & inside
                delimiters &= ~inside
                breaks &= ~inside
                insideQuotes = 0 &- (inside >> 63)
                mustEnd = closes >> 63
                mayOpen = (structure | closes) >> 63
                let irregular = badOpens | afterCloseOutOfOrder(afterClose, offset)
                if irregular != 0 {
                    let before = (irregular & (0 &- irregular)) &- 1
                    delimiters &= before
                    breaks &= before
                    stop = .irregular
                }
            } else {
                mayOpen = (delimiters | breaks) >> 63
            }

            while breaks != 0 {
                let before = (breaks & (0 &- breaks)) &- 1
                let position = offset + breaks.trailingZeroBitCount
                var earlier = delimiters & before
                delimiters &= ~before
                while earlier != 0 {
                    ends[count] = UInt32(truncatingIfNeeded: offset + earlier.trailingZeroBitCount)
                    count += 1
                    earlier &= earlier &- 1
                }
                if innerBreaks != 0 {
                    lines += (innerBreaks & before).nonzeroBitCount
                    innerBreaks &= ~before
                }
                lines += 1
                isSuspect = isSuspect || suspects & (before << 1 | 1) != 0
                var end = position
                if bytes[position] == UInt8(ascii: "\n"), position > recordStart,
                    bytes[position - 1] == UInt8(ascii: "\r")
                {
                    end -= 1
                }
                if end == recordStart {
                    progress.blankLines += 1
                } else {
                    ends[count] = UInt32(truncatingIfNeeded: end)
                    count += 1
                    let fields = count - firstField
                    if end - recordStart > longest || fields > columns || storage.count >= parser.maximumRecords {
                        stop = .irregular
                        break
                    }
                    if isSuspect || followsSuspect || (fields != width && width > 0) {
                        storage.endsCount = count
                        parser.append(recordStart, end, firstField, recordLine, irregular: false, nil)
                    } else {
                        storage.reserveEntry()
                        storage.entries[storage.count] = CSVBatchStorage.Entry(
                            start: UInt32(truncatingIfNeeded: recordStart),
                            end: UInt32(truncatingIfNeeded: end),
                            firstField: UInt32(truncatingIfNeeded: firstField),
                            lineOffset: UInt32(truncatingIfNeeded: recordLine),
                            flags: []
                        )
                        storage.count += 1
                    }
                    firstField = count
                }
                suspects &= ~(before << 1 | 1)
                followsSuspect = isSuspect
                isSuspect = false
                recordStart = position + 1
                recordLine = lines
                breaks &= breaks &- 1
            }
            if stop != nil { break }
            while delimiters != 0 {
                ends[count] = UInt32(truncatingIfNeeded: offset + delimiters.trailingZeroBitCount)
                count += 1
                delimiters &= delimiters &- 1
            }
            if innerBreaks != 0 { lines += innerBreaks.nonzeroBitCount }
            isSuspect = isSuspect || suspects != 0
            offset += 64
            if count - firstField > columns {
                // So many ends need not be kept: the exact parser stops counting.
                stop = .irregular
                break
            }
        }
        storage.endsCount = firstField
        progress.position = recordStart
        progress.lines = recordLine
        return stop ?? .incomplete
    }

    /// Of CRs and LFs those that end a line: not a CR before an LF. A CR at the end of what was read so far is left for later.
    @inline(__always)
    private func lineEnds(_ breaks: UInt64, _ offset: Int) -> UInt64 {
        let lineFeeds = block_bytes_equal(bytes + offset, UInt8(ascii: "\n")) & breaks
        let returns = breaks & ~lineFeeds
        if returns == 0 { return breaks }
        var beforeLineFeed = lineFeeds >> 1
        if returns >> 63 != 0 {
            let next = offset + 64
            let isLeft = next >= filled ? parser.horizon != .endOfInput : bytes[next] == UInt8(ascii: "\n")
            if isLeft { beforeLineFeed |= 1 << 63 }
        } else if offset + 64 > filled, returns >> UInt64(filled - offset - 1) & 1 != 0, parser.horizon != .endOfInput {
            beforeLineFeed |= 1 << UInt64(filled - offset - 1)
        }
        return lineFeeds | (returns & ~beforeLineFeed)
    }

    /// Of the bytes behind closing quotes that are neither delimiter, line end nor quote: those that are no CR either.
    @inline(__always)
    private func afterCloseOutOfOrder(_ candidates: UInt64, _ offset: Int) -> UInt64 {
        if candidates == 0 { return 0 }
        return candidates & ~block_bytes_equal(bytes + offset, UInt8(ascii: "\r"))
    }

    /// Each bit becomes the exclusive or of itself and all below it.
    @inline(__always)
    private static func prefixXor(_ bits: UInt64) -> UInt64 {
        if bits == 0 { return 0 }
        var result = bits
        result ^= result << 1
        result ^= result << 2
        result ^= result << 4
        result ^= result << 8
        result ^= result << 16
        result ^= result << 32
        return result
    }
}
