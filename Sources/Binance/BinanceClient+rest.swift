public import Candles
import Foundation

extension BinanceClient {
    /// The most candles of one answer.
    public static let largestPage = 1000

    /// The exchange's clock.
    ///
    /// - Throws: ``BinanceError``.
    public func serverTime() async throws(BinanceError) -> OpenTime {
        try await ask("/api/v3/time", weight: 1) { answer throws(AnswerFault) in try Self.time(in: answer) }
    }

    /// Where the answers come from: the exchange, or a replay that says so.
    ///
    /// - Throws: ``BinanceError``; ``BinanceError/badAnswer(path:reason:)`` for a source that is not known.
    public func source() async throws(BinanceError) -> ExchangeSource {
        try await ask("/api/v3/time", weight: 1) { answer throws(AnswerFault) in
            _ = try Self.time(in: answer)
            guard let source = ExchangeSource(header: answer.source) else {
                throw .bad("its source \"\(answer.source ?? "")\" is not known")
            }
            return source
        }
    }

    /// What the exchange says about some symbols; also takes over its published request limit.
    ///
    /// - Parameter wanted: The symbols; none means all.
    /// - Returns: One entry for each wanted symbol, in the same order.
    /// - Throws: ``BinanceError/unknownSymbol(_:nearMatches:)`` that names the unknown ones and what is
    ///   close.
    public func symbols(_ wanted: [Symbol]) async throws(BinanceError) -> [SymbolInfo] {
        let asksForAll = wanted.isEmpty || wanted.count > 100
        do throws(BinanceError) {
            let info = try await exchangeInfo(asksForAll ? [] : wanted)
            guard !wanted.isEmpty else { return info.symbols }
            let found = Dictionary(info.symbols.map { ($0.symbol, $0) }) { first, _ in first }
            let missing = wanted.filter { found[$0] == nil }
            guard missing.isEmpty else { throw Self.unknown(missing, in: info) }
            return wanted.compactMap { found[$0] }
        } catch .unknownSymbol(let names, _) where names.isEmpty {
            throw await unknown(wanted)
        }
    }

    /// One page of candles, oldest first.
    ///
    /// Without `from` the page holds the newest candles up to `to`. The exchange is never asked for candles
    /// that begin after `now`, so `now` may be older than the exchange's clock.
    ///
    /// - Parameters:
    ///   - key: The series.
    ///   - from: The first open time to ask for.
    ///   - to: The last open time to ask for, inclusive.
    ///   - limit: The most candles wanted, 1 to 1000.
    ///   - now: The exchange's time: a candle that ends later is running.
    /// - Returns: Closed candles and the running one apart; empty if the exchange has none in the range.
    /// - Throws: ``BinanceError/badAnswer(path:reason:)`` for rows that cannot be true, with row and value.
    public func klines(
        _ key: SeriesKey, from: OpenTime?, to: OpenTime?, limit: Int = largestPage, now: OpenTime
    ) async throws(BinanceError) -> KlinePage {
        let question = KlinePage.Question(
            key: key, from: from, to: min(to ?? now, now), limit: limit, now: now)
        guard question.isOpen else { return KlinePage(closed: [], running: nil) }
        let limits = 1...Self.largestPage
        precondition(limits.contains(question.limit), "limit must be 1 to 1000, was \(question.limit)")
        var query: [(name: String, value: String)] = [
            ("symbol", question.key.symbol.name), ("interval", question.key.interval.rawValue),
        ]
        if let from = question.from { query.append(("startTime", String(from.milliseconds))) }
        if let to = question.to { query.append(("endTime", String(to.milliseconds))) }
        query.append(("limit", String(question.limit)))
        do throws(BinanceError) {
            return try await ask("/api/v3/klines", query, weight: 2) { answer throws(AnswerFault) in
                try KlinePage(rows: Self.rows(answer.body), question: question)
            }
        } catch .unknownSymbol {
            throw .unknownSymbol([question.key.symbol.name], nearMatches: [])
        }
    }

    private func exchangeInfo(_ wanted: [Symbol]) async throws(BinanceError) -> ExchangeInfo {
        var query: [(name: String, value: String)] = [("showPermissionSets", "false")]
        if !wanted.isEmpty {
            query.append(("symbols", "[" + wanted.map { "\"\($0.name)\"" }.joined(separator: ",") + "]"))
        }
        let info: ExchangeInfo
        do throws(BinanceError) {
            info = try await ask("/api/v3/exchangeInfo", query, weight: 20) { answer throws(AnswerFault) in
                try ExchangeInfo(json: answer.body)
            }
        } catch .refused(_, 400, -1100, _) where !wanted.isEmpty {
            // A name that the exchange finds impossible is unknown to it all the more.
            throw .unknownSymbol([], nearMatches: [])
        }
        try budget.limitsPublished(info.limits, at: clock.now())
        return info
    }

    /// Finds out which of the wanted symbols the exchange does not know, since its refusal does not say.
    private func unknown(_ wanted: [Symbol]) async -> BinanceError {
        do throws(BinanceError) {
            let all = try await exchangeInfo([])
            let known = Set(all.symbols.map(\.symbol))
            let missing = wanted.filter { !known.contains($0) }
            return Self.unknown(missing.isEmpty ? wanted : missing, in: all)
        } catch .cancelled {
            return .cancelled
        } catch {
            // The list is only a help: without it the refusal itself still stands.
            return .unknownSymbol(wanted.map(\.name), nearMatches: [])
        }
    }

    private static func unknown(_ missing: [Symbol], in info: ExchangeInfo) -> BinanceError {
        .unknownSymbol(missing.map(\.name), nearMatches: missing.flatMap { info.nearMatches(of: $0.name) })
    }

    private static func time(in answer: HTTPAnswer) throws(AnswerFault) -> OpenTime {
        struct Wire: Decodable {
            let serverTime: Int64
        }
        let number: Int64
        do {
            number = try JSONDecoder().decode(Wire.self, from: Data(answer.body)).serverTime
        } catch {
            throw .broken("it is no server time (\(answer.body.count) bytes)")
        }
        do {
            return try OpenTime(exchange: number)
        } catch {
            throw .bad("\(error)")
        }
    }

    private static func rows(_ body: [UInt8]) throws(AnswerFault) -> [KlineRow] {
        do {
            return try KlineRow.rows(json: body)
        } catch {
            switch error {
            case .notAnArray, .truncated: throw .broken(unpunctuated("\(error)"))
            case .row(let index, let reason): throw .bad(unpunctuated("row \(index + 1): \(reason.problem)"))
            }
        }
    }

    /// A sentence without its full stop, to be continued in another.
    static func unpunctuated(_ text: String) -> String {
        text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
