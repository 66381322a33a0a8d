import BatchLayer
import Binance
import Candles
import TestSupport
import Testing

/// An exchange with recorded candles, over REST and in an archive.
struct RecordedExchange: Sendable {
    var candles: [SeriesKey: [ClosedCandle]] = [:]
    var statuses: [Symbol: String] = [:]

    /// Candles of a recorded file whose columns are named in a header; `times` names the one with open times, which are
    /// milliseconds or text.
    static func read(_ path: String, _ key: SeriesKey, times: String) throws -> [ClosedCandle] {
        let lines = try Gzip.lines(of: SharedData.url(path))
        let header = (lines.first ?? "").split(separator: ",").map(String.init)
        func column(_ name: String) throws -> Int {
            try #require(header.firstIndex(of: name), "\(path) has no column \(name)")
        }
        let time = try column(times)
        let columns = try ["open", "high", "low", "close", "volume"].map(column)
        return try lines.dropFirst().filter { !$0.isEmpty }.map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let numbers = columns.map { Double(fields[$0]) ?? .nan }
            let open =
                try Int64(fields[time]).map { OpenTime(milliseconds: $0) }
                ?? OpenTime(text: fields[time].replacing(" ", with: "T") + "Z")
            return ClosedCandle(
                openTime: open,
                values: try CandleValues(
                    open: numbers[0], high: numbers[1], low: numbers[2], close: numbers[3],
                    closeTime: open + (key.interval.milliseconds ?? 0), baseVolume: numbers[4]))
        }
    }

    /// Candles of a file of the replay's folder: twelve columns without a header.
    static func replay(_ key: SeriesKey) throws -> [ClosedCandle] {
        let name = "data/replay/\(key.symbol)-\(key.interval.fileName).csv.gz"
        return try Gzip.lines(of: SharedData.url(name)).filter { !$0.isEmpty }.map { line in
            let row = try KlineRow(csv: line)
            return ClosedCandle(openTime: row.openTime, values: row.values)
        }
    }

    private func answer(_ query: KlineQuery) -> KlinePage {
        var closed: [ClosedCandle] = []
        var running: OpenCandle?
        let last = min(query.to ?? query.now, query.now)
        for candle in candles[query.key] ?? [] where candle.openTime >= query.from && candle.openTime <= last
        {
            guard closed.count < query.limit else { break }
            if candle.values.closeTime <= query.now {
                closed.append(candle)
            } else {
                running = OpenCandle(openTime: candle.openTime, values: candle.values)
            }
        }
        return KlinePage(closed: closed, running: running)
    }

    private func file(_ file: ArchiveFile, now: OpenTime) -> ArchiveAnswer {
        var columns = CandleColumns(.archive)
        for candle in candles[file.key] ?? [] where file.range.contains(candle.openTime) {
            guard candle.values.closeTime <= now else { continue }
            columns.append(candle.openTime, candle.values)
        }
        guard columns.count > 0 else { return .absent }
        return .contents(
            ArchiveContents(columns: columns, digest: file.name, bytes: 1, isCached: false, requests: 2))
    }

    /// What a backfill asks.
    func source(now: OpenTime, _ witness: Witness = Witness()) -> CandleSource {
        CandleSource(
            serverTime: { () throws(BinanceError) in now },
            symbols: { (symbols) throws(BinanceError) in
                symbols.map {
                    SymbolInfo(
                        symbol: $0, status: statuses[$0] ?? "TRADING", baseAsset: "", quoteAsset: "USDT")
                }
            },
            klines: { (query) throws(BinanceError) in
                _ = witness.ask(query)
                return answer(query)
            },
            archive: { (name, now, _) throws(BinanceError) in
                witness.ask(name)
                return file(name, now: now)
            })
    }
}
