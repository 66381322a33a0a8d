import Binance
import Candles
import ServingLayer

/// Compares the archive files that were read with what is held and with what the archive publishes.
enum ArchiveAudit {
    /// The file that a record is of, or nil for a name that is none of the archive's.
    static func file(_ record: ArchiveRecord, of key: SeriesKey) -> ArchiveFile? {
        let prefix = "\(key.symbol)-\(key.interval.fileName)-"
        guard record.name.hasPrefix(prefix) else { return nil }
        let date = String(record.name.dropFirst(prefix.count))
        let parts = date.split(separator: "-")
        guard let first = day(parts.count == 2 ? date + "-01" : date) else { return nil }
        guard parts.count == 2 else { return ArchiveFile(key, .day(first)) }
        return ArchiveFile(key, .month(year: first.civil.year, month: first.civil.month))
    }

    private static func day(_ text: String) -> UTCDay? {
        do { return try UTCDay(text: text) } catch { return nil }
    }

    /// A finding if fewer candles are held than the file had; sources only add to each other.
    static func held(_ record: ArchiveRecord, _ file: ArchiveFile, perDay: [UTCDay: Int]) -> AuditFinding? {
        let range = file.range
        let held = (range.start.day..<range.end.day).reduce(0) { $0 + perDay[$1, default: 0] }
        guard held < record.candles else { return nil }
        return AuditFinding(
            .archive, file.key, range,
            problem: "the archive file \(record.name) had \(record.candles) candles, and \(held) are held",
            cure: AuditCure.refetch(file.key.symbol, [file.key.interval], range))
    }

    /// A finding if the archive publishes another file now, or none.
    static func published(_ record: ArchiveRecord, _ file: ArchiveFile, digest: String?) -> AuditFinding? {
        guard digest?.lowercased() != record.digest.lowercased() else { return nil }
        let difference = CandleDifference(field: "sha256", left: record.digest, right: digest ?? "-")
        return AuditFinding(
            .archive, file.key, file.range,
            problem: digest == nil
                ? "the archive no longer has the file \(record.name)"
                : "the archive has published the file \(record.name) anew",
            sides: .init("as read", "published"), differences: [difference],
            cure: AuditCure.refetch(file.key.symbol, [file.key.interval], file.range))
    }
}
