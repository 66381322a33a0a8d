import BatchLayer
import Binance
import Candles
import ServingLayer
import Synchronization
import Testing

/// A backfill of several series against an exchange and an archive with faults.
@Suite("Backfill with faults")
struct BackfillFaultTests {
    static let now = time("2024-03-20T12:30:40Z")
    static let names = ["AAAUSDT", "BBBUSDT", "CCCUSDT", "DDDUSDT"]

    let folder: TemporaryFolder
    let store: CandleStore
    let symbols: [Symbol]
    var exchange = FakeExchange(interval: .m15, listing: time("2024-01-03"))

    init() async throws {
        folder = try TemporaryFolder()
        store = try await CandleStore.open(directory: folder.path, command: "test")
        symbols = try Self.names.map { try Symbol($0) }
    }

    /// What the exchange answers a question with, instead of the truth.
    typealias Fault = @Sendable (SeriesKey, Int) -> BinanceError?

    private func source(
        _ witness: Witness, pages: @escaping Fault = { _, _ in nil },
        files: @escaping @Sendable (ArchiveFile) -> BinanceError? = { _ in nil }
    ) -> CandleSource {
        let exchange = exchange
        return CandleSource(
            serverTime: { () throws(BinanceError) in Self.now },
            klines: { (query) throws(BinanceError) in
                let number = witness.ask(query)
                if let error = pages(query.key, number) { throw error }
                let answer = exchange.answer(query)
                return KlinePage(closed: answer.closed, running: answer.running)
            },
            archive: { (file, now, _) throws(BinanceError) in
                witness.ask(file)
                if let error = files(file) { throw error }
                return exchange.archive(file, at: now)
            })
    }

    private func run(
        _ source: CandleSource, _ witness: Witness, symbols: [Symbol]? = nil,
        from: BackfillRequest.Source = .archive, isRefetch: Bool = false
    ) async throws -> BackfillReport {
        try await Backfill(source: source, store: store, limits: .init(threads: 2)) { witness.hear($0) }
            .run(
                BackfillRequest(
                    symbols: symbols ?? self.symbols, ranges: [.init(.m15, isRefetch: isRefetch)],
                    source: from))
    }

    private func isWhole(_ symbol: Symbol) async throws -> Bool {
        try await store.candles(SeriesKey(symbol, .m15)).versions.filter(\.isClosed).map(\.openTime)
            == exchange.closed(at: Self.now)
    }

    @Test("A series that fails does not stop the others; its range is kept as failed until it is fetched")
    func oneSeriesFails() async throws {
        let witness = Witness()
        let failing = symbols[1]
        let report = try await run(
            source(
                witness,
                pages: { key, _ in
                    key.symbol == failing ? .unreachable(url: "http://127.0.0.1", reason: "test") : nil
                }), witness)
        #expect(!report.isComplete && report.failures.map(\.key.symbol) == [failing])
        for symbol in symbols where symbol != failing { #expect(try await isWhole(symbol)) }
        #expect(try await !store.failures(SeriesKey(failing, .m15)).isEmpty)
        let again = Witness()
        #expect(try await run(source(again), again).isComplete)
        #expect(try await isWhole(failing))
        #expect(try await store.failures(SeriesKey(failing, .m15)).isEmpty)
        #expect(again.queries.allSatisfy { $0.key.symbol == failing })
    }

    @Test("A ban ends the run at once, and what had arrived by then is kept")
    func ban() async throws {
        let witness = Witness()
        let source = source(
            witness,
            pages: { _, number in
                number > 5 ? .rateLimited(host: "127.0.0.1", retryAfter: .seconds(7200)) : nil
            })
        do {
            _ = try await run(source, witness, from: .rest)
            Issue.record("it must end with the ban")
        } catch let error as BatchError {
            guard case .exchange(.rateLimited) = error else { throw error }
        }
        #expect(witness.queries.count <= 5 + 4, "no more than were on their way")
        // The five answers before the ban are kept, whatever was on its way beside them.
        for key in Set(witness.queries.prefix(5).map(\.key)) {
            #expect(try await !store.coverage(key).answers.isEmpty, "\(key)")
        }
    }

    @Test("Without a network three series are tried and the rest is not, and the error says so")
    func noNetwork() async throws {
        let witness = Witness()
        await #expect(throws: BatchError.self) {
            try await run(
                source(
                    witness, pages: { _, _ in .unreachable(url: "http://127.0.0.1:9", reason: "refused") }),
                witness)
        }
        #expect(witness.queries.count <= 3 + 4)
    }

    @Test("A page that cannot be true fails that page only")
    func badPage() async throws {
        let witness = Witness()
        let report = try await run(
            source(
                witness,
                pages: { _, number in number == 3 ? .badAnswer(path: "klines", reason: "test") : nil }),
            witness, symbols: [symbols[0]], from: .rest)
        #expect(report.failures.count == 1 && report.fetched >= 6000)
        let missing = report.series[0].missing(.failed)
        #expect(missing > 0 && missing <= 1000)
        let again = Witness()
        #expect(try await run(source(again), again, symbols: [symbols[0]]).isComplete)
        #expect(try await isWhole(symbols[0]))
    }

    @Test("A file whose checksum does not match is told and healed from REST")
    mutating func corruptFile() async throws {
        exchange.corrupt = ["AAAUSDT-15m-2024-02"]
        let witness = Witness()
        let report = try await run(source(witness), witness, symbols: [symbols[0]])
        #expect(report.isComplete && report.notices.count == 1)
        #expect(report.notices[0].contains("AAAUSDT-15m-2024-02") && report.notices[0].contains("checksum"))
        #expect(report.steps.contains { $0.name.contains("refused") })
        #expect(try await isWhole(symbols[0]))
    }

    @Test("A file that was published too early leaves no hole: what it lacks comes from REST")
    mutating func incompleteFile() async throws {
        exchange.incomplete = ["AAAUSDT-15m-2024-02", "AAAUSDT-15m-2024-03-04"]
        let witness = Witness()
        let report = try await run(source(witness), witness, symbols: [symbols[0]])
        #expect(report.isComplete && report.series[0].gaps.isEmpty)
        #expect(try await isWhole(symbols[0]))
    }

    @Test("An archive that cannot be reached is given up, and the run goes on with REST")
    func archiveOutOfReach() async throws {
        let witness = Witness()
        let report = try await run(
            source(witness, files: { _ in .unreachable(url: "http://127.0.0.1:9", reason: "refused") }),
            witness)
        #expect(report.isComplete && report.failures.isEmpty && report.archives == 0)
        #expect(witness.files.count <= 3 + 2)
        #expect(report.notices.contains { $0.contains("given up") })
        for symbol in symbols { #expect(try await isWhole(symbol)) }
    }

    @Test("A file published anew is told when it is fetched again, and replaces what it said before")
    func reissued() async throws {
        let first = Witness()
        let report = try await run(source(first), first, symbols: [symbols[0]])
        #expect(report.archives > 0 && report.notices.isEmpty)
        let records = try await store.archives(SeriesKey(symbols[0], .m15))
        #expect(records.count == report.archives && records.allSatisfy { $0.candles > 0 })
        let same = Witness()
        #expect(try await run(source(same), same, symbols: [symbols[0]], isRefetch: true).notices.isEmpty)
        // The store knows another digest of one file.
        let known = try #require(records.first)
        var batch = StoreBatch()
        batch.archives[SeriesKey(symbols[0], .m15)] = [
            ArchiveRecord(
                name: known.name, digest: "another", bytes: known.bytes, candles: known.candles,
                fetchedAt: known.fetchedAt)
        ]
        _ = try await store.write(batch)
        let again = Witness()
        let refetched = try await run(source(again), again, symbols: [symbols[0]], isRefetch: true)
        #expect(refetched.notices.count == 1 && refetched.notices[0].contains(known.name))
    }

    @Test("Archive, REST and half of each give the same candles and gaps")
    mutating func sourcesAgree() async throws {
        exchange.outages = [TimeRange(time("2024-02-10T03:00:00Z"), time("2024-02-10T09:00:00Z"))]
        exchange.absent = ["AAAUSDT-15m-2024-02", "BBBUSDT-15m-2024-03-02"]
        var seen: [[Gap]] = []
        for (symbol, source) in zip(symbols, [BackfillRequest.Source.archive, .rest, .auto]) {
            let witness = Witness()
            _ = try await run(self.source(witness), witness, symbols: [symbol], from: source)
            #expect(try await isWhole(symbol))
            seen.append(try await SeriesGaps.read([SeriesKey(symbol, .m15)], in: store).flatMap(\.gaps))
        }
        #expect(seen[0].map(\.reason) == [.outage] && seen[0] == seen[1] && seen[1] == seen[2])
    }

    @Test("The run log has a line for every file and one for the pages of each series")
    func steps() async throws {
        let witness = Witness()
        let report = try await run(source(witness), witness)
        let files = report.steps.filter { $0.source == "archive" }
        let pages = report.steps.filter { $0.source == "rest" }
        #expect(files.count == witness.files.count && pages.count == symbols.count)
        #expect(pages.reduce(0) { $0 + $1.requests } == witness.queries.count)
        #expect(report.steps.reduce(0) { $0 + $1.candles } == report.fetched)
        #expect(files.reduce(0) { $0 + $1.bytes } > 0)
    }

    @Test("What the exchange says of a symbol is kept, and written again only when it is news")
    func statuses() async throws {
        let witness = Witness()
        let info = SymbolInfo(symbol: symbols[0], status: "BREAK", baseAsset: "AAA", quoteAsset: "USDT")
        let request = BackfillRequest(symbols: [symbols[0]], ranges: [.init(.m15)])
        let backfill = Backfill(source: source(witness), store: store)
        _ = try await backfill.run(request, symbols: [info])
        let kept = try await store.statuses()[symbols[0]]
        #expect(kept?.status == "BREAK" && kept?.askedAt == Self.now)
        _ = try await backfill.run(request, now: Self.now + 3_600_000, symbols: [info])
        #expect(try await store.statuses()[symbols[0]]?.askedAt == Self.now)
    }

    @Test("An event tells how far the run is, up to the end of it")
    func progress() async throws {
        let witness = Witness()
        _ = try await run(source(witness), witness)
        let shares = witness.events.compactMap { event -> Double? in
            if case .progress(_, let estimate, _) = event { estimate.fraction } else { nil }
        }
        #expect(shares.count == witness.files.count + witness.queries.count)
        #expect(shares.last == 1 && shares.allSatisfy { (0...1).contains($0) })
    }
}
