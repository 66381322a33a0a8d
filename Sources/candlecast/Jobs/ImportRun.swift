import BatchLayer
import Candles
import Foundation
import ServingLayer

/// Runs an import and tells the user how far it is.
struct ImportRun: Sendable {
    let context: Context
    let request: ImportRequest

    /// Imports files, or only reads them.
    func run(_ paths: [String]) async throws -> ImportReport {
        let console = context.console
        let clock = ContinuousClock()
        let start = clock.now
        let job = CandleImport(request, directory: context.dataDirectory) { event in
            switch event {
            case .understood(let path, let layout, let interval):
                console.note("import: \(path): \(interval) candles of \(request.symbol); \(layout)")
            case .progress(let path, let bytes, let total, let rows):
                let elapsed = start.duration(to: clock.now)
                console.progress(Self.text(path, bytes, total, rows, elapsed / .seconds(1)))
            case .damaged(let chunk):
                console.warn(
                    "the stored \(chunk.key) candles of \(chunk.day) are damaged (\(chunk.reason)); they are set aside;"
                        + " fetch them again with `candlecast backfill`.")
            case .finished(let file):
                console.detail("import: \(file.path): \(file.counts.candles) rows in \(file.seconds) s")
                if file.counts.rejected > 0, let rejects = file.rejectFile {
                    console.warn(
                        "\(NumberText.count(file.counts.rejected)) rows of \(file.path) are in \(rejects)")
                }
                if file.counts.otherSymbol > 0 {
                    console.warn(
                        "\(NumberText.count(file.counts.otherSymbol)) rows of \(file.path) are of other symbols than"
                            + " \(file.key.symbol) and were left out")
                }
            }
        }
        do {
            guard !request.isDryRun else { return try await job.run(paths, into: nil) }
            return try await context.withStore { store in
                try await job.run(paths, into: store, command: context.command)
            }
        } catch let error as ImportError {
            throw Self.failure(error)
        }
    }

    /// The error that the program ends with.
    private static func failure(_ error: ImportError) -> any Error {
        let code: Failure.Code
        switch error.kind {
        case .usage: code = .usage
        case .noInput: code = .noInput
        case .badData: code = .badData
        case .cannotWrite: code = .cannotWrite
        case .cancelled: return CancellationError()
        case .store:
            if case .store(let inner) = error { return inner }
            code = .bug
        }
        return FileProblem(problem: error.problem, remedy: error.remedy, code: code)
    }

    /// How far a file is, how fast, and how long it will take.
    static func text(_ path: String, _ bytes: Int, _ total: Int?, _ rows: Int, _ seconds: Double) -> String {
        let name = path == "-" ? "stdin" : URL(filePath: path).lastPathComponent
        let rate = seconds > 0 ? Double(rows) / seconds / 1e6 : 0
        let speed = "\(NumberText.count(rows)) rows, \(NumberText.grouped(rate, places: 1)) M rows/s"
        guard let total, total > 0, bytes > 0 else { return "import: \(name)  \(speed)" }
        let left = seconds * Double(max(0, total - bytes)) / Double(bytes)
        let (shift, unit) = total >= 100 << 20 ? (20, "MB") : (10, "KB")
        return "import: \(name)  \(Bar.text(bytes >> shift, of: max(1, total >> shift))) \(unit), \(speed), "
            + "\(NumberText.grouped(left, places: 0)) s left"
    }

    /// The table at the end, and below it how each file was read.
    static func lines(_ report: ImportReport, hasColor: Bool) -> [String] {
        var table = TextTable([
            "file", "interval", ">rows", report.isDryRun ? ">distinct" : ">new", ">duplicates", ">empty",
            ">rejected",
            "first", "last", ">seconds",
        ])
        for file in report.files {
            let counts = file.counts
            table.add([
                file.path == "-" ? "stdin" : URL(filePath: file.path).lastPathComponent,
                file.key.interval.rawValue, NumberText.count(counts.candles),
                NumberText.count(file.changed ?? counts.candles - counts.repeated),
                NumberText.count(counts.repeated), NumberText.count(counts.empty),
                NumberText.count(counts.rejected), file.first.map { "\($0)" } ?? "-",
                file.last.map { "\($0)" } ?? "-", NumberText.grouped(file.seconds, places: 2),
            ])
        }
        return table.lines(hasColor: hasColor) + report.files.flatMap(Self.notes)
    }

    private static func notes(_ file: ImportReport.File) -> [String] {
        let name =
            (file.path == "-" ? "stdin" : URL(filePath: file.path).lastPathComponent)
            + (file.entry.map { " (\($0))" } ?? "")
        var notes = ["\(name): \(file.layout)"]
        let counts = file.counts
        if counts.different > 0 {
            notes.append(
                "\(name): \(NumberText.count(counts.different)) duplicates have other values; the join keeps one of each"
            )
        }
        if file.disagreements > 0 {
            notes.append(
                "\(name): \(NumberText.count(file.disagreements)) candles were held with other values; the join decided"
            )
        }
        if counts.offGrid > 0 {
            notes.append(
                "\(name): \(NumberText.count(counts.offGrid)) candles do not begin on the grid of \(file.key.interval);"
                    + " they are kept as they are")
        }
        if let rejects = file.rejectFile {
            notes.append("\(name): rejected rows, with line and reason: \(rejects)")
        }
        return notes
    }
}

/// The result of an import as JSON.
struct ImportDocument: Encodable {
    let dryRun: Bool
    let files: [File]

    struct File: Encodable {
        let file: String
        let entry: String?
        let symbol: String
        let interval: String
        let understood: String
        let columns: [String]
        let ignored: [String]
        let rows: Int
        let new: Int?
        let duplicates: Int
        let different: Int
        let disagreements: Int
        let empty: Int
        let otherSymbols: Int
        let offGrid: Int
        let rejected: Int
        let rejectFile: String?
        let first: String?
        let last: String?
        let bytes: Int
        let seconds: Double
    }

    init(_ report: ImportReport) {
        dryRun = report.isDryRun
        files = report.files.map { file in
            let counts = file.counts
            return File(
                file: file.path, entry: file.entry, symbol: file.key.symbol.name,
                interval: file.key.interval.rawValue, understood: "\(file.layout)",
                columns: file.layout.fields.compactMap { $0?.name }, ignored: file.layout.ignored,
                rows: counts.candles, new: file.changed, duplicates: counts.repeated,
                different: counts.different,
                disagreements: file.disagreements, empty: counts.empty, otherSymbols: counts.otherSymbol,
                offGrid: counts.offGrid, rejected: counts.rejected, rejectFile: file.rejectFile,
                first: file.first.map { "\($0)" }, last: file.last.map { "\($0)" }, bytes: file.bytes,
                seconds: file.seconds)
        }
    }
}
