import ProphetEngine
import ProphetInterchange

/// Compares recorded Fourier columns.
enum FourierFile {
    /// The highest order that is taken for one.
    private static let highestOrder = 10_000

    /// Compares every entry of the file.
    static func compare(_ json: JSONValue, _ checks: inout Checks) throws(ParityError) {
        for (index, entry) in try json.array("fourier").enumerated() {
            checks.part("entry \(index)") { try compare(entry, name: "entry \(index)", &$0) }
        }
    }

    private static func compare(
        _ entry: JSONValue, name: String, _ checks: inout Checks
    ) throws(ParityError) {
        let times = try RecordedTime.list(entry.member("ds"), "ds").map(\.milliseconds)
        let period = try entry.member("period").number("period")
        let order = try entry.member("order").integer("order")
        let recorded = try entry.member("features").matrix("features")
        guard period > 0, period.isFinite, (1...highestOrder).contains(order) else {
            throw .malformed("period \(period) and order \(order) are no Fourier series")
        }
        checks.equal("\(name) rows", recorded.count, times.count)
        let columns = fourierColumns(period: period, order: order, times: times)
        for (row, values) in recorded.enumerated() where row < times.count {
            let days = Double(times[row]) / 86_400_000
            checks.near("\(name) row \(row)", columns.map { $0[row] }, values) { column in
                SetupComparison.fourierTolerance(days: days, period: period, pair: column / 2 + 1)
            }
        }
    }
}
