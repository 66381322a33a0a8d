import Candles
import Foundation

/// An answer of the exchange about itself: its symbols and its limit.
struct ExchangeInfo: Hashable, Sendable {
    /// The symbols in the order of the answer; names that cannot be file names are left out.
    let symbols: [SymbolInfo]
    /// What one address may ask.
    let limits: RateLimits

    /// Reads an answer of `/api/v3/exchangeInfo`.
    ///
    /// - Throws: ``AnswerFault/broken(_:)`` for a body that is not such an answer.
    init(json body: [UInt8]) throws(AnswerFault) {
        let wire: Wire
        do {
            wire = try JSONDecoder().decode(Wire.self, from: Data(body))
        } catch {
            throw .broken("it is no exchange information (\(body.count) bytes)")
        }
        // A symbol that is no file name can never be asked for, so leaving it out loses nothing.
        symbols = wire.symbols.compactMap { entry in
            (try? Symbol(entry.symbol)).map {
                SymbolInfo(
                    symbol: $0, status: entry.status, baseAsset: entry.baseAsset, quoteAsset: entry.quoteAsset
                )
            }
        }
        limits = Self.limits(wire.rateLimits ?? [])
    }

    /// Names of the list that a wrong name may have meant, best first, at most three.
    ///
    /// - Complexity: O(*n*) for *n* symbols of bounded length.
    func nearMatches(of name: String) -> [String] {
        let name = name.uppercased()
        let ranked = symbols.compactMap { info -> (distance: Int, quote: Int, name: String)? in
            let candidate = info.symbol.name
            var distance = candidate == name + "USDT" ? 0 : Self.distance(candidate, name)
            if !info.isTrading { distance += 1 }
            // Most markets are quoted in USDT, so that is what was probably meant.
            return distance <= 2 ? (distance, info.quoteAsset == "USDT" ? 0 : 1, candidate) : nil
        }
        return ranked.sorted { $0 < $1 }.prefix(3).map(\.name)
    }

    /// The number of letters to insert, delete or replace that turn one text into another.
    ///
    /// Source: Wagner and Fischer, "The String-to-String Correction Problem", J. ACM 21 (1974).
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.unicodeScalars)
        let right = Array(right.unicodeScalars)
        guard abs(left.count - right.count) <= 2 else { return abs(left.count - right.count) }
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let replaced = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }

    private static func limits(_ list: [Wire.Limit]) -> RateLimits {
        let units = ["SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86_400]
        var limits = RateLimits()
        for entry in list where entry.intervalNum > 0 && entry.limit > 0 {
            guard let unit = units[entry.interval] else { continue }
            switch entry.rateLimitType {
            case "REQUEST_WEIGHT" where entry.interval == "MINUTE":
                limits.weightPerMinute = entry.limit / entry.intervalNum
            case "RAW_REQUESTS":
                limits.requests = RateLimits.Requests(
                    count: entry.limit, window: .seconds(unit * min(entry.intervalNum, 86_400)))
            default: break
            }
        }
        return limits
    }

    /// The parts of the answer that are read.
    private struct Wire: Decodable {
        let rateLimits: [Limit]?
        let symbols: [Entry]

        struct Limit: Decodable {
            let rateLimitType: String
            let interval: String
            let intervalNum: Int
            let limit: Int
        }

        struct Entry: Decodable {
            let symbol: String
            let status: String
            let baseAsset: String
            let quoteAsset: String
        }
    }
}
