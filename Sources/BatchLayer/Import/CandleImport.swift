import Candles
import Foundation
public import ServingLayer

/// Takes candles of files into the store: finds out how a file is to be read, reads it with several tasks, and writes
/// what the join lets in.
///
/// What was written stays written: an import that is stopped at any moment is simply run again, and gives the same
/// store. Imported candles have the vintage ``Vintage/imported``, so they give way to whatever the exchange says; no
/// time counts as answered by the exchange. Nothing is imported into a store of simulated candles.
///
///     let job = CandleImport(ImportRequest(symbol, now: now), directory: "data")
///     let report = try await job.run(["BTCUSDT.csv.gz"], into: store) { event in show(event) }
public struct CandleImport: Sendable {
    /// What the files hold.
    public let request: ImportRequest
    private let directory: String
    private let blockSize: Int
    private let lateLimit: Int
    private let progress: @Sendable (ImportEvent) -> Void

    /// An import.
    ///
    /// - Parameters:
    ///   - request: What the files hold, and how they are to be taken in.
    ///   - directory: The data directory, below which rejected rows are kept.
    ///   - progress: Told what happens, from any thread.
    public init(
        _ request: ImportRequest, directory: String,
        progress: @escaping @Sendable (ImportEvent) -> Void = { _ in }
    ) {
        self.init(
            request, directory: directory, blockSize: BlockSource.blockSize,
            lateLimit: CandleIntake.lateLimit, progress: progress)
    }

    /// An import with blocks of another size, that keeps another number of late rows in memory.
    init(
        _ request: ImportRequest, directory: String, blockSize: Int, lateLimit: Int,
        progress: @escaping @Sendable (ImportEvent) -> Void = { _ in }
    ) {
        self.request = request
        self.directory = directory
        self.blockSize = blockSize
        self.lateLimit = lateLimit
        self.progress = progress
    }

    /// Imports files, one after the other.
    ///
    /// - Parameters:
    ///   - paths: The files, `-` for stdin.
    ///   - store: The store, open for writing; nil for a dry run.
    ///   - command: The command for the run log.
    /// - Returns: What became of each file.
    /// - Throws: ``ImportError``; what was written by then stays, also of the file that failed.
    public func run(
        _ paths: [String], into store: CandleStore?, command: String = "candlecast import"
    ) async throws(ImportError) -> ImportReport {
        var report = ImportReport(isDryRun: request.isDryRun)
        if request.isStrict, paths.contains("-") { throw .strictStream }
        guard let store, !request.isDryRun else {
            for path in paths { report.files.append(try await file(path, nil)) }
            return report
        }
        let run: Int64
        do {
            try await store.claimSource("exchange")
            run = try await store.startRun(command, at: request.now)
        } catch { throw ImportError(error, path: "") }
        let start = ContinuousClock.now
        var failure: ImportError?
        for path in paths where failure == nil {
            do {
                report.files.append(try await file(path, store))
            } catch { failure = error }
        }
        let end = request.now + (ContinuousClock.now - start).milliseconds
        do {
            try await store.finishRun(
                run, at: end, outcome: failure.map { "failed: \($0.problem)" } ?? "done",
                counts: Self.counts(report), steps: report.files.map(Self.step))
        } catch  where failure == nil { throw ImportError(error, path: "") } catch {}
        if let failure { throw failure }
        return report
    }

    private static func counts(_ report: ImportReport) -> [String: Int] {
        [
            "files": report.files.count, "rows": report.candles, "rejected": report.rejected,
            "changed": report.files.reduce(0) { $0 + ($1.changed ?? 0) },
        ]
    }

    private static func step(_ file: ImportReport.File) -> RunStep {
        let first = file.first ?? OpenTime(milliseconds: 0)
        return RunStep(
            symbol: file.key.symbol, interval: file.key.interval, from: first,
            to: file.last.map { file.key.interval.slot(after: $0) } ?? first, source: "file", name: file.path,
            candles: file.counts.candles, bytes: file.bytes, milliseconds: Int(file.seconds * 1000))
    }

    /// Imports one file, or only reads it.
    private func file(_ path: String, _ store: CandleStore?) async throws(ImportError) -> ImportReport.File {
        // Damage of a packed file shows at its end, and a strict import stores all or nothing: both are looked at first.
        if store != nil, path != "-", request.isStrict { _ = try await pass(path, nil, isCheck: true) }
        if store != nil, path != "-", !request.isStrict { try await check(path) }
        return try await pass(path, store, isCheck: false)
    }

    /// Unpacks a packed file to see that it is whole.
    private func check(_ path: String) async throws(ImportError) {
        let source = BlockSource(try InputFile(path), blockSize: blockSize)
        var block = try await source.next()
        guard await source.isPacked else { return }
        while let used = block { block = try await source.next(using: used) }
    }

    /// Reads a file from its beginning to its end.
    private func pass(
        _ path: String, _ store: CandleStore?, isCheck: Bool
    ) async throws(ImportError) -> ImportReport.File {
        let start = ContinuousClock.now
        let input = try InputFile(path)
        let source = BlockSource(input, blockSize: blockSize)
        guard let first = try await source.next() else { throw .layout(path: path, .empty) }
        let layout: CandleFileLayout
        let interval: Interval
        do throws(CandleFileError) {
            layout = try CandleFileLayout(
                sample: first, symbol: request.symbol, columns: request.columns,
                timeUnit: request.timeUnit)
            first.skip(layout.dataOffset)
            interval = try IntervalFinder.interval(
                of: first, layout, symbol: request.symbol, named: request.interval)
        } catch { throw .layout(path: path, error) }
        if !isCheck { progress(.understood(path: path, layout, interval)) }
        let writer = store.map { ChunkWriter($0) }
        let isDry = store == nil
        let log = RejectLog(isDry ? .none : target(path), layout: layout)
        let reader = FileReader(
            key: SeriesKey(request.symbol, interval), layout: layout, request: request, input: input,
            source: source, log: log,
            spill: RowSpill(directory: isDry ? FileManager.default.temporaryDirectory.path() : directory),
            writer: writer, lateLimit: lateLimit, progress: progress)
        var (counts, seen) = (ImportCounts(), SeenSlots(interval))
        do {
            for part in try await reader.read(first) {
                counts.add(part.counts)
                seen.formUnion(part.seen)
            }
            let late = try await reader.mergeLate()
            counts.repeated += late.repeated
            counts.different += late.different
            try await writer?.finish()
        } catch { throw ImportError(error, path: path) }
        try log.close()
        if interval.dividesDay { counts.repeated += counts.candles - counts.offGrid - seen.count }
        if request.isStrict, isDry, let bad = log.first {
            throw .badRow(path: path, line: bad.line, fault: bad.row.fault, text: bad.row.text)
        }
        for chunk in await writer?.setAside ?? [] {
            progress(.damaged(.init(key: chunk.key, day: chunk.day, reason: chunk.reason)))
        }
        let file = ImportReport.File(
            path: path, entry: await source.entryName, key: reader.key, layout: layout, counts: counts,
            changed: await writer?.changed, disagreements: await writer?.disagreements ?? 0,
            bytes: input.offset,
            seconds: Double((ContinuousClock.now - start).milliseconds) / 1000, rejectFile: log.path)
        if !isCheck { progress(.finished(file)) }
        return file
    }

    /// Where the rejected rows of a file go.
    private func target(_ path: String) -> RejectLog.Target {
        if let file = request.rejectFile { return .file(file) }
        let name = path == "-" ? "stdin" : URL(filePath: path).lastPathComponent
        return .folder(directory + "/rejects", name: name)
    }
}

extension Duration {
    /// The whole milliseconds.
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
