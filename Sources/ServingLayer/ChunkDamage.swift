/// Why the bytes of a chunk cannot be trusted.
enum ChunkDamage: Error, Hashable {
    case version(UInt8)
    case checksum
    case cutShort(at: Int)
    case trailingBytes(Int)
    case otherChunk
    case rowCount(Int)
    case openTimes
    case closeTimes
    case vintage(UInt8)
    case column(UInt8)
    case bitWidth(UInt8)
    case unusedBits(at: Int)
    case values(String)
    case index(String)
}

extension ChunkDamage: CustomStringConvertible {
    /// What is wrong, as the end of a sentence.
    var description: String {
        switch self {
        case .version(let found): "its format version is \(found), which this program does not know"
        case .checksum: "its checksum is wrong"
        case .cutShort(let position): "it ends too early, at byte \(position)"
        case .trailingBytes(let count): "\(count) bytes follow its end"
        case .otherChunk: "it belongs to another day or interval"
        case .rowCount(let count): "it claims \(count) candles, which do not fit"
        case .openTimes: "its open times are not in order or not in its range"
        case .closeTimes: "its close times are not those of its candles"
        case .vintage(let code): "it has a candle of the unknown vintage \(code)"
        case .column(let kind): "it has a column of the unknown kind \(kind)"
        case .bitWidth(let width): "it has a block of \(width) bits per number"
        case .unusedBits(let position): "bits that must be 0 before byte \(position) are not"
        case .values(let reason): "it has an impossible candle (\(reason))"
        case .index(let reason): "it does not match its index entry (\(reason))"
        }
    }
}
