import Candles
import Foundation
import ProphetEngine

/// What the README promises, measured: each against a peer in the same run, each with its result checked.
@main
enum Benchmarks {
    static func main() throws {
        try klineRows()
        try candleFiles()
        try rollup()
        try prophetFit()
    }

    /// A month of made-up minutes as the exchange's CSV.
    private static let rows: [String] = (0..<43_200).map { index in
        let open = 1_700_000_000_000 + Int64(index) * 60_000
        let price = 30_000 + Double(index % 977) * 1.37
        let prices = [price, price + 3.25, price - 2.5, price + 0.75].map { String(format: "%.8f", $0) }
        return "\(open),\(prices.joined(separator: ",")),12.34567800,\(open + 59_999),370370.12345678,431,"
            + "6.17283900,185185.06172839,0"
    }

    private static func klineRows() throws {
        let rows = rows
        var volume = 0.0
        let ours = Measure.median {
            volume = 0
            for row in rows { volume += (try? KlineRow(csv: row))?.values.baseVolume ?? .nan }
            precondition(
                abs(volume - 533_333.2896) < 1e-3, "every row must be read, the volume was \(volume)")
        }
        let peer = Measure.median {
            var sum = 0.0
            for row in rows {
                let fields = row.split(separator: ",")
                let numbers = fields.compactMap { Double($0) }
                sum += numbers[5]
            }
            precondition(sum == volume, "both must read the same")
        }
        Measure.report(
            "KlineRow.init(csv:), 43,200 rows", ours, items: rows.count, peer: ("split and Double", peer))
    }

    /// Files of twelve and of six columns, from bytes to columns of candles.
    private static func candleFiles() throws {
        let short = rows.map { row in
            let fields = row.split(separator: ",")
            return "\(fields[0].dropLast(3)),\(fields[1...5].map { $0.dropLast(6) }.joined(separator: ","))"
        }
        for (name, lines) in [("12 columns", rows), ("6 columns", short)] {
            let block = TextBlock(capacity: 8 << 20)
            Array(lines.joined(separator: "\n").utf8).withUnsafeBytes { block.append($0) }
            block.cut(isLast: true)
            let layout = try CandleFileLayout(sample: block)
            let time = Measure.median {
                var count = 0
                var intake = CandleIntake(layout, interval: .m1, now: .latest)
                intake.feed(block, reject: { _ in }, emit: { count += $0.count }, spill: { _ in })
                intake.finish(emit: { count += $0.count }, spill: { count += $0.count })
                precondition(count == lines.count, "every row must be read, was \(count)")
            }
            Measure.report("CandleIntake, 43,200 rows of \(name)", time, items: lines.count)
        }
    }

    private static func rollup() throws {
        let versions = try rows.map { row in
            let row = try KlineRow(csv: row)
            return CandleVersion(ClosedCandle(openTime: row.openTime, values: row.values), from: .rest)
        }
        let time = Measure.median {
            var rollup = Rollup()
            for version in versions { rollup.add(version) }
            precondition(
                rollup.values(closeTime: .latest)?.trades == 431 * 43_200, "every trade must be counted")
        }
        Measure.report("Rollup.add, 43,200 minutes", time, items: versions.count)
    }

    private static func prophetFit() throws {
        var state: UInt64 = 1
        var level = 4.0
        let values: [Double] = (0..<3000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            level += (Double(state >> 11) / Double(1 << 53) - 0.5) * 0.05
            return level
        }
        let days = (0..<3000).map { Int64($0 + 16_000) * 86_400_000 }
        let history = ProphetHistory(ds: days, y: values)
        let model = try ProphetModel()
        let time = Measure.median {
            let fitted = try? model.fit(history)
            precondition((fitted?.report.kktResidual ?? 1) < 1e-6, "the fit must be the optimum")
        }
        Measure.report("ProphetModel.fit, 3000 days, yearly and weekly", time, items: 1)
    }
}
