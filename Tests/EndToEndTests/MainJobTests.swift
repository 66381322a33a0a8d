import Candles
import Foundation
import TestSupport
import Testing

/// The main job on recorded candles, as a user runs it.
@Suite("The main job", .serialized, .enabled(if: SharedData.isAvailable, SharedData.hint))
struct MainJobTests {
    private static let six = ["BTCUSDT", "ETHUSDT", "BNBUSDT", "ADAUSDT", "XRPUSDT", "LTCUSDT"]

    /// The rows of a CSV file below a folder, without the header, by their key column.
    private func rows(_ program: Program, _ path: String, key: Int) throws -> [String: [String]] {
        let text = try String(contentsOf: program.folder.appending(path: path), encoding: .utf8)
        var result: [String: [String]] = [:]
        for line in text.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            result[fields[key]] = fields
        }
        return result
    }

    private func recorded(_ name: String) throws -> [KlineRow] {
        try Gzip.lines(of: SharedData.url("data/replay/\(name).csv.gz")).map { try KlineRow(csv: $0) }
    }

    /// Checks that a served day says what the record says, as doubles.
    private func expect(_ fields: [String], equal row: KlineRow, _ what: String) {
        let values = row.values
        let expected = [
            values.open, values.high, values.low, values.close, values.baseVolume, values.quoteVolume,
        ]
        #expect(fields[2..<8].map(Double.init) == expected, "\(what)")
        #expect(fields[8] == "\(values.trades ?? -1)", "\(what)")
    }

    @Test(
        "Every served day equals its record, the running day is open, and a second run fetches only the tail")
    func sixSymbols() async throws {
        let program = try Program()
        let replay = try await ReplayProcess.start(
            program,
            [
                "--klines", try SharedData.url("data/replay").path(), "--now", "2025-06-29T12:00:00Z",
                "--speed", "60",
            ])
        defer { replay.stop() }
        let arguments =
            ["run"] + Self.six + replay.options
            + ["--data-dir", "D", "--follow", "2s", "--cutoffs", "2", "--horizon", "7"]
        let first = try await program.run(arguments)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output.contains("report: D/reports/"))
        let export = try await program.run([
            "export", "--view", "daily", "--data-dir", "D", "--output", "out",
        ])
        #expect(export.code == 0, "\(export.errors)")
        for symbol in Self.six {
            let served = try rows(program, "out/daily_filled/\(symbol).csv", key: 1)
            let today = try OpenTime(text: "2025-06-29")
            let recorded = try recorded("\(symbol)-1d").filter { $0.openTime < today }
            #expect(served.count == recorded.count + 1)
            for row in recorded {
                let day = "\(row.openTime.day)"
                let fields = try #require(served[day], "\(symbol) \(day)")
                expect(fields, equal: row, "\(symbol) \(day)")
                #expect(fields.last == "1")
            }
            #expect(served["2025-06-29"]?.last == "0", "\(symbol)")
        }
        let second = try await program.run(["backfill", "--json"] + replay.options + ["--data-dir", "D"])
        #expect(second.code == 0, "\(second.errors)")
        let document = try JSONDecoder().decode(BackfillResult.self, from: Data(second.output.utf8))
        for series in document.series where series.interval == "1d" {
            #expect(series.requests == 1 && series.fetched <= 1, "\(series)")
        }
        try program.remove()
    }

    private struct BackfillResult: Decodable {
        let series: [Series]

        struct Series: Decodable {
            let symbol: String
            let interval: String
            let requests: Int
            let fetched: Int
        }
    }

    @Test("Days rolled up from minutes equal the recorded days, and an outage is not asked for twice")
    func rollup() async throws {
        let program = try Program()
        let replay = try await ReplayProcess.start(
            program,
            [
                "--klines", try SharedData.url("data/replay").path(), "--now", "2023-04-10T12:00:00Z",
                "--speed", "1",
            ])
        defer { replay.stop() }
        let fetch = [
            "backfill", "BTCUSDT", "ETHUSDT", "--interval", "1m", "--from", "2023-03-20", "--to",
            "2023-04-10",
        ]
        let first = try await program.run(fetch + replay.options + ["--data-dir", "D"])
        #expect(first.code == 0, "\(first.errors)")
        #expect(try await program.run(["export", "--data-dir", "D", "--output", "out"]).code == 0)
        for symbol in ["BTCUSDT", "ETHUSDT"] {
            let served = try rows(program, "out/daily_filled/\(symbol).csv", key: 1)
            #expect(served.count == 21)
            for row in try recorded("\(symbol)-1d") {
                guard let fields = served["\(row.openTime.day)"] else { continue }
                expect(fields, equal: row, "\(symbol) \(row.openTime.day)")
                #expect(fields.last == "1")
                #expect(fields[11] == (fields[1] == "2023-03-24" ? "1360" : "1440"), "\(fields)")
            }
            let gaps = try rows(program, "out/gaps/\(symbol)-1m.csv", key: 2)
            #expect(gaps["2023-03-24T12:40:00Z"]?[3...5] == ["2023-03-24T14:00:00Z", "80", "outage"])
            #expect(gaps["2023-04-10T00:00:00Z"]?[5] == "not_fetched")
            #expect(gaps.count == 2)
        }
        let second = try await program.run(fetch + replay.options + ["--data-dir", "D", "--json"])
        let document = try JSONDecoder().decode(BackfillResult.self, from: Data(second.output.utf8))
        #expect(document.series.allSatisfy { $0.requests == 0 }, "\(second.output)")
        try program.remove()
    }
}
