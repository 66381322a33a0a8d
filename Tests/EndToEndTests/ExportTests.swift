import Candles
import Foundation
import Parquet
import TestSupport
import Testing

@testable import candlecast

/// Exports of a store that a backfill from a simulated exchange has made.
@Suite("Export", .serialized)
struct ExportTests {
    /// A store with minutes over the end of a month, hours and days of one simulated symbol.
    private func store() async throws -> (program: Program, symbol: String) {
        let program = try Program()
        let replay = try await ReplayProcess.start(
            program, ["--simulate", "1", "--symbols", "1", "--now", "2024-03-02T12:30:00Z", "--speed", "1"])
        defer { replay.stop() }
        for (interval, from) in [("1m", "2024-02-28"), ("1h", "2024-02-28"), ("1d", "2024-01-01")] {
            let fetch = try await program.run(
                ["backfill"] + Self.symbols + ["--interval", interval, "--from", from, "--data-dir", "D"]
                    + replay.options)
            #expect(fetch.code == 0, "\(fetch.errors)")
        }
        return (program, Self.symbols[0])
    }

    private static let symbols = ["BTCUSDT"]

    private func export(_ program: Program, _ arguments: [String]) async throws -> Program.Run {
        try await program.run(["export", "--data-dir", "D", "--quiet"] + arguments)
    }

    private func lines(_ program: Program, _ path: String) throws -> [[String]] {
        try String(contentsOf: program.folder.appending(path: path), encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// The paths of all files below a folder.
    private func files(_ program: Program, _ folder: String) -> Set<String> {
        let base = program.folder.appending(path: folder)
        let found =
            FileManager.default.enumerator(at: base, includingPropertiesForKeys: [.isRegularFileKey])?
            .allObjects ?? []
        return Set(
            found.compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }
                .map { String($0.path().dropFirst(base.path().count + 1)) })
    }

    /// A value of a JSON line.
    private enum Cell: Decodable {
        case unknown
        case flag(Bool)
        case number(Double)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .unknown
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    @Test("JSON lines say what the CSV says, with numbers as numbers and times in ISO 8601")
    func jsonLines() async throws {
        let (program, symbol) = try await store()
        for (view, path) in [("candles", "candles/\(symbol)-1m"), ("daily", "daily_filled/\(symbol)")] {
            #expect(try await export(program, ["--view", view, "-o", "out"]).code == 0)
            #expect(try await export(program, ["--view", view, "-o", "out", "--format", "jsonl"]).code == 0)
            let rows = try lines(program, "out/\(path).csv")
            let text = try String(
                contentsOf: program.folder.appending(path: "out/\(path).jsonl"), encoding: .utf8)
            let objects = try text.split(separator: "\n").map {
                try JSONDecoder().decode([String: Cell].self, from: Data($0.utf8))
            }
            #expect(objects.count == rows.count - 1 && rows.count > 60)
            for (object, row) in zip(objects, rows.dropFirst()) {
                #expect(Set(object.keys) == Set(rows[0]))
                for (name, field) in zip(rows[0], row) {
                    switch object[name] {
                    case .unknown: #expect(field == "", "\(name)")
                    case .flag(let flag): #expect(field == (flag ? "1" : "0"), "\(name)")
                    case .number(let number): #expect(Double(field) == number, "\(name)")
                    case .text(let text):
                        let time = name.hasSuffix("_time") ? try OpenTime(text: text) : nil
                        #expect(field == time.map { "\($0.milliseconds)" } ?? text, "\(name)")
                    case nil: Issue.record("\(name) is missing")
                    }
                }
            }
        }
        try program.remove()
    }

    @Test("Minutes rolled up into hours are the hours of the exchange; the running hour is open")
    func rollup() async throws {
        let (program, symbol) = try await store()
        let run = try await export(
            program,
            [
                "--view", "candles", "--interval", "1h", "--from-interval", "1m", "-o", "out",
                "--no-provenance",
            ])
        #expect(run.code == 0, "\(run.errors)")
        #expect(
            try await export(
                program, ["--view", "candles", "--interval", "1h", "-o", "out", "--no-provenance"]
            )
            .code == 0)
        let rolled = try lines(program, "out/candles/\(symbol)-1h-from-1m.csv").dropFirst()
        let hours = try lines(program, "out/candles/\(symbol)-1h.csv").dropFirst()
        #expect(rolled.count == 85 && hours.count == 85)
        for (left, right) in zip(rolled, hours) where right[12] == "1" {
            #expect(left[..<5] == right[..<5] && left[8] == right[8], "\(left) \(right)")
            for index in [5, 7, 9, 10] {
                let (sum, whole) = (Double(left[index]) ?? -1, Double(right[index]) ?? -2)
                #expect(abs(sum - whole) <= 1e-12 * whole, "\(left) \(right)")
            }
            #expect(1...60 ~= Int(left[12]) ?? 0 && left[13] == "1", "\(left)")
        }
        #expect(rolled.last?.last == "0")
        #expect(rolled.count { $0[12] == "60" } > 70)
        // A range that cuts hours gives whole ones.
        let part = try await export(
            program,
            [
                "--view", "candles", "--interval", "1h", "--from-interval", "1m", "-o", "-",
                "--no-provenance",
                "--from", "2024-02-29T22:30:00Z", "--to", "2024-03-01T01:30:00Z",
            ])
        let wanted = rolled.filter { ("1709244000000"..."1709254800000").contains($0[0]) }
        #expect(
            part.output.split(separator: "\n").dropFirst().map(String.init)
                == wanted.map { $0.joined(separator: ",") })
        #expect(wanted.count == 4)
        try program.remove()
    }

    @Test("A range keeps what opens in it, of candles and of days")
    func range() async throws {
        let (program, symbol) = try await store()
        let times = ["--from", "2024-02-29T23:59:00Z", "--to", "2024-03-01T00:02:00Z"]
        let run = try await export(program, ["--view", "candles", "--interval", "1m", "-o", "-"] + times)
        #expect(
            run.output.split(separator: "\n").dropFirst().map { $0.prefix(13) } == [
                "1709251140000", "1709251200000", "1709251260000",
            ])
        let days = try await export(program, ["--view", "daily", "-o", "out"] + times)
        #expect(days.code == 0)
        #expect(
            try lines(program, "out/daily_filled/\(symbol).csv").dropFirst().map { $0[1] } == ["2024-03-01"])
        try program.remove()
    }

    @Test("A dry run lists the files and rows of the export and writes nothing")
    func dryRun() async throws {
        let (program, _) = try await store()
        for arguments in [[], ["--view", "lake"], ["--layout", "old"], ["--view", "coverage"]] {
            let plan = try await export(program, arguments + ["-o", "out", "--dry-run"])
            #expect(plan.code == 0, "\(plan.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.path("out")))
            let run = try await export(program, arguments + ["-o", "out"])
            #expect(run.code == 0, "\(run.errors)")
            #expect(plan.output == run.output && run.output.contains(" rows"))
            let listed = run.output.split(separator: "\n").map {
                String($0.prefix { $0 != " " }.dropFirst(4))
            }
            #expect(Set(listed) == files(program, "out").filter { !$0.hasSuffix("_SUCCESS") })
            try FileManager.default.removeItem(atPath: program.path("out"))
        }
        try program.remove()
    }

    @Test("The lake has a Parquet file for each month that has candles, and says when it is whole")
    func lake() async throws {
        let (program, symbol) = try await store()
        let run = try await export(program, ["--view", "lake", "--interval", "1m", "-o", "out"])
        #expect(run.code == 0, "\(run.errors)")
        let folder = "lake/candles/interval=1m/symbol=\(symbol)/year=2024"
        #expect(
            files(program, "out") == [
                "lake/candles/_SUCCESS", "\(folder)/month=02/part-0.parquet",
                "\(folder)/month=03/part-0.parquet",
            ])
        let bytes = try Data(
            contentsOf: program.folder.appending(path: "out/\(folder)/month=02/part-0.parquet"))
        #expect(bytes.prefix(4) == Data("PAR1".utf8) && bytes.suffix(4) == Data("PAR1".utf8))
        let minutes = try await export(
            program, ["--view", "candles", "--interval", "1m", "-o", "-", "--to", "2024-03-01"])
        let rows = NumberText.count(minutes.output.count { $0 == "\n" } - 1)
        #expect(run.output.contains("month=02/part-0.parquet  \(rows) rows"), "\(run.output) \(rows)")
        try program.remove()
    }

    @Test("The old layout has the old pipeline's folders")
    func oldLayout() async throws {
        let (program, symbol) = try await store()
        #expect(try await export(program, ["--layout", "old", "-o", "out"]).code == 0)
        let found = files(program, "out")
        for folder in [
            "daily_raw", "daily_filled", "prophet_input", "missing_days", "per_day_counts",
            "large_gaps_top100",
        ] {
            #expect(found.contains("\(folder)/\(symbol).csv"), "\(folder)")
        }
        let queries = [
            "largest_daily_moves", "largest_volume_days", "mean_volume_per_month", "mean_return_per_year",
        ]
        for query in queries { #expect(found.contains("results/\(query).csv"), "\(query)") }
        let counts = try lines(program, "out/per_day_counts/\(symbol).csv")
        #expect(counts[1] == [symbol, "1m", "2024-02-28", "1440", "1440"])
        try program.remove()
    }

    @Test(
        "Options that do not go together are refused",
        arguments: [
            ["--view", "daily", "--format", "parquet", "-o", "-"], ["--view", "lake", "-o", "-"],
            ["--view", "lake", "--format", "csv"], ["--view", "lake", "--view", "daily"],
            ["--compression", "gzip"], ["--from", "2024-01-02", "--to", "2024-01-02"],
            ["--view", "candles", "--from-interval", "1m"],
            ["--view", "candles", "--interval", "1m", "--from-interval", "1h"],
            ["--interval", "1h", "--from-interval", "1m"], ["--layout", "old", "--view", "daily"],
            ["--format", "xml"],
        ])
    func usage(arguments: [String]) async throws {
        let program = try Program()
        let run = try await export(program, arguments)
        #expect(run.code == 64, "\(run.errors)")
        #expect(run.errors.contains("--"))
        try program.remove()
    }

    @Test("Candles that are not held cannot be rolled up")
    func noSource() async throws {
        let (program, _) = try await store()
        let run = try await export(
            program, ["--view", "candles", "--interval", "1h", "--from-interval", "5m", "-o", "out"])
        #expect(run.code == 66 && run.errors.contains("backfill"), "\(run.errors)")
        try program.remove()
    }

    @Test("A file that cannot take its place is named, and nothing else is left of it")
    func cannotWrite() async throws {
        let (program, symbol) = try await store()
        try FileManager.default.createDirectory(
            atPath: program.path("out/daily_filled/\(symbol).csv/full"), withIntermediateDirectories: true)
        let run = try await export(program, ["--view", "daily", "-o", "out"])
        #expect(run.code == 73 && run.errors.contains("daily_filled/\(symbol).csv"), "\(run.errors)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: program.path("out/daily_filled")) == [
                "\(symbol).csv"
            ])
        try Data().write(to: program.folder.appending(path: "file"))
        #expect(try await export(program, ["--view", "daily", "-o", "file"]).code == 73)
        try program.remove()
    }

    private static let python = ProcessInfo.processInfo.environment["CANDLECAST_PARQUET_PYTHON"]

    /// Compares every Parquet file below a folder with the CSV file of the same name.
    private static let script = """
        import csv, datetime, pathlib, sys
        import duckdb, pyarrow.parquet
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'")
        count = 0
        for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.parquet")):
            with open(path.with_suffix(".csv"), newline="") as file:
                names, *expected = list(csv.reader(file))
            def plain(value, text):
                if value is None: return text == ""
                if isinstance(value, bool): return text == ("1" if value else "0")
                if isinstance(value, datetime.datetime):
                    if "T" in text: return value == datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
                    return (value - epoch) // datetime.timedelta(milliseconds=1) == int(text)
                if isinstance(value, datetime.date): return value.isoformat() == text
                if isinstance(value, str): return value == text
                return value == float(text)
            table = pyarrow.parquet.read_table(path)
            answer = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            for found, rows in [(table.column_names, zip(*[c.to_pylist() for c in table.columns])),
                                ([c[0] for c in answer.description], answer.fetchall())]:
                rows = list(rows)
                assert list(found) == names and len(rows) == len(expected), (path, found, len(rows))
                for row, texts in zip(rows, expected):
                    assert all(plain(v, t) for v, t in zip(row, texts)), (path, row, texts)
            count += 1
        print(count, "equal")
        """

    @Test(
        "Parquet read by pyarrow and by DuckDB equals the CSV, value for value",
        .enabled(if: python != nil, "set CANDLECAST_PARQUET_PYTHON to a python with pyarrow and duckdb"),
        arguments: ["zstd", "gzip", "none"])
    func parquet(compression: String) async throws {
        let (program, _) = try await store()
        let views = [
            "--view", "daily", "--view", "candles", "--view", "gaps", "--view", "coverage", "-o", "out",
        ]
        #expect(try await export(program, views).code == 0)
        let run = try await export(program, views + ["--format", "parquet", "--compression", compression])
        #expect(run.code == 0, "\(run.errors)")
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = ["-c", Self.script, program.path("out")]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(said == "10 equal\n", "\(said)")
        try program.remove()
    }

    /// Property: the fast way to write numbers writes what the exact way writes.
    @Test("Numbers are written as the shortest text", arguments: 0..<20 as Range<UInt64>)
    func numbers(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let numbers = (0..<2_000).map { _ -> Double in
            switch Int.random(in: 0..<8, using: &random) {
            case 0: Double(Int64.random(in: 0...10_000_000, using: &random))
            case 1: Double(bitPattern: UInt64.random(in: 0..<0x7FF0_0000_0000_0000, using: &random))
            case 2: -Double.random(in: 0...1e6, using: &random)
            case 3: Double.random(in: 0...1e-6, using: &random)
            default:
                Double(Int64.random(in: 0...2_000_000_000_000_000, using: &random))
                    / [1, 10, 100, 1e4, 1e6, 1e8].randomElement(using: &random)!
            }
        }
        // Numbers beyond the usual room take the slow way for their whole column, so both are tried.
        for part in [
            numbers, numbers.filter { $0.magnitude > 1e-9 && $0.magnitude < 1e15 } + [0, -0.5, 1e-8],
        ] {
            let cells = TextCells(ExportColumn("x", .number), .known(part + [.nan]), .csv)
            let texts = zip([0] + cells.ends, cells.ends).map {
                String(decoding: cells.bytes[$0..<$1], as: UTF8.self)
            }
            #expect(texts == part.map(Decimal.text) + [""])
        }
    }

    @Test("Times are written as ISO 8601", arguments: 0..<5 as Range<UInt64>)
    func times(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let times = (0..<500).map { row in
            OpenTime(
                milliseconds: Int64.random(in: -1_000_000_000...4_000_000_000, using: &random)
                    * (row % 2 == 0 ? 1000 : 1))
        }
        let cells = TextCells(ExportColumn("x", .instant), .times(times), .csv)
        let texts = zip([0] + cells.ends, cells.ends).map {
            String(decoding: cells.bytes[$0..<$1], as: UTF8.self)
        }
        #expect(texts == times.map { "\($0)" })
    }
}
