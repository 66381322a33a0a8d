import Archiving
import Candles

/// Alters the rows of a zip file of the archive, as a fault of the file says.
enum AlteredZip {
    /// The file with the fault; bytes that are no zip file with one entry stay as they are.
    ///
    /// - Parameters:
    ///   - fault: A fault of files; others change nothing.
    ///   - bytes: The file.
    ///   - name: Its name.
    /// - Returns: The same for the same arguments.
    static func apply(_ fault: Fault, to bytes: [UInt8], name: String) -> [UInt8] {
        do throws(ArchivingError) {
            let archive = try ZipArchive(bytes)
            guard let entry = archive.entries.first else { return bytes }
            let text = String(decoding: try archive.contents(of: entry), as: UTF8.self)
            // The same rows in other bytes: not packed at all.
            var writer = ZipWriter(level: fault.kind == .zipReissued ? 0 : 6)
            try writer.add(entry.name, Array(altered(text, fault).utf8))
            return writer.finish()
        } catch {
            return bytes
        }
    }

    private static func altered(_ text: String, _ fault: Fault) -> String {
        var lines = text.split(separator: "\n").map(String.init)
        guard !lines.isEmpty else { return text }
        let index = fault.choice(lines.count)
        switch fault.kind {
        case .zipRows:
            spoil(&lines, index, form: Int(fault.variant >> 32 % 4))
        case .zipCutRow:
            let last = lines[lines.count - 1]
            lines[lines.count - 1] = String(last.prefix(max(1, last.count / 2)))
            return lines.joined(separator: "\n")
        case .zipHeader:
            lines.insert(
                "open_time,open,high,low,close,volume,close_time,quote_volume,count,"
                    + "taker_buy_volume,taker_buy_quote_volume,ignore", at: 0)
        case .zipMicroseconds:
            lines = lines.map(otherUnit)
        case .zipIncomplete:
            lines.removeLast(min(lines.count - 1, 1 + fault.choice(lines.count)))
        default:
            return text
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func spoil(_ lines: inout [String], _ index: Int, form: Int) {
        var fields = lines[index].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard fields.count > 6, let open = Int64(fields[0]), let close = Int64(fields[6]) else { return }
        switch form {
        case 0:
            // An open above the high.
            fields[1] = "9" + fields[2]
        case 1:
            // A year earlier: outside the period, and out of order.
            let year: Int64 = 31_536_000_000 * (open >= 1_000_000_000_000_000 ? 1000 : 1)
            fields[0] = String(open - year)
            fields[6] = String(close - year)
        case 2:
            fields[4] = "n/a"
        default:
            // The row a second time, with another close.
            var other = fields
            other[4] = other[3]
            lines.insert(other.joined(separator: ","), at: index)
            if other == fields { fields[1] = "9" + fields[2] }
        }
        let place = form > 2 ? index + 1 : index
        lines[place] = fields.joined(separator: ",")
    }

    /// A row with its times in microseconds instead of milliseconds, or the other way round.
    private static func otherUnit(_ line: String) -> String {
        var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard fields.count > 6, let open = Int64(fields[0]), let close = Int64(fields[6]) else { return line }
        let isMicroseconds = open >= 1_000_000_000_000_000
        fields[0] = String(isMicroseconds ? open / 1000 : open * 1000)
        fields[6] = String(isMicroseconds ? (close + 1) / 1000 - 1 : (close + 1) * 1000 - 1)
        return fields.joined(separator: ",")
    }
}
