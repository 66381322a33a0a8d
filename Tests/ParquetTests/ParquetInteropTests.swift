import Foundation
import Parquet
import TestSupport
import Testing

/// Other programs read what is written here.
@Suite("Parquet and other readers")
struct ParquetInteropTests {
    private static let python = ProcessInfo.processInfo.environment["CANDLECAST_PARQUET_PYTHON"]

    /// Reads the file with pyarrow, DuckDB and, where it is installed, Polars, and compares with the CSV.
    private static let script = """
        import csv, datetime, struct, sys
        import duckdb, pyarrow.parquet
        parquet, table = sys.argv[1:3]
        with open(table, newline="", encoding="utf-8") as file:
            names, *expected = list(csv.reader(file))
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        def text(value):
            if value is None: return "none"
            if isinstance(value, bool): return "true" if value else "false"
            if isinstance(value, datetime.datetime):
                assert value.tzinfo is not None, "a time without its zone"
                return str((value - epoch) // datetime.timedelta(milliseconds=1))
            if isinstance(value, datetime.date): return str((value - epoch.date()).days)
            if isinstance(value, float): return struct.pack(">d", value + 0.0).hex()
            return "=" + value if isinstance(value, str) else str(value)
        def check(reader, columns, rows):
            assert list(columns) == names, (reader, columns)
            found = [[text(value) for value in row] for row in rows]
            assert len(found) == len(expected), (reader, len(found))
            for number, (left, right) in enumerate(zip(found, expected)):
                assert left == right, (reader, number, left, right)
        file = pyarrow.parquet.ParquetFile(parquet)
        data = file.read()
        data.validate(full=True)
        check("pyarrow", data.column_names, zip(*[column.to_pylist() for column in data.columns]))
        for group in range(file.num_row_groups):
            for index in range(len(names)):
                known = file.metadata.row_group(group).column(index).statistics
                values = [v for v in file.read_row_group(group).column(index).to_pylist() if v is not None]
                assert known.null_count == file.metadata.row_group(group).num_rows - len(values)
                if values: assert (known.min, known.max) == (min(values), max(values)), names[index]
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'")
        answer = connection.execute("SELECT * FROM read_parquet(?)", [parquet])
        check("duckdb", [c[0] for c in answer.description], answer.fetchall())
        readers = ["pyarrow", "duckdb"]
        try:
            import polars
            frame = polars.read_parquet(parquet)
            check("polars", frame.columns, frame.rows())
            readers.append("polars")
        except ImportError:
            pass
        print("equal in", ", ".join(readers))
        """

    @Test(
        "pyarrow, DuckDB and Polars find every value that was written",
        .enabled(
            if: python != nil, "set CANDLECAST_PARQUET_PYTHON to a python with pyarrow and duckdb"),
        arguments: ParquetCompression.allCases)
    func readers(compression: ParquetCompression) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "parquet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (bytes, groups) = try Tables.file([1, 1_000, 9_000], compression, seed: 6)
        let parquet = folder.appending(path: "table.parquet")
        let csv = folder.appending(path: "table.csv")
        try Data(bytes).write(to: parquet)
        try Self.csv(groups).write(to: csv, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = ["-c", Self.script, parquet.path(), csv.path()]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && said.hasPrefix("equal in pyarrow, duckdb"), "\(said)")
    }

    /// Numbers with a point by their bits, text after an equals sign, absent values as `none`.
    private static func csv(_ groups: [[ParquetVector]]) -> String {
        var lines = [Tables.columns.map(\.name).joined(separator: ",")]
        for group in groups {
            let columns = zip(Tables.columns, group).map { column, vector in
                Tables.texts(vector).map { value in
                    guard let value else { return "none" }
                    switch column.kind {
                    case .string: return "\"=" + value.replacing("\"", with: "\"\"") + "\""
                    case .double:
                        let hex = String((Double(value) ?? .nan).bitPattern, radix: 16)
                        return String(repeating: "0", count: 16 - hex.count) + hex
                    default: return value
                    }
                }
            }
            for row in columns[0].indices { lines.append(columns.map { $0[row] }.joined(separator: ",")) }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
