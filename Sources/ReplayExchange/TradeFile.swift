import Candles
import Foundation

/// Reads a file of aggregate trades in the form of the exchange's archive: `SYMBOL-aggTrades-….csv`, packed or not.
///
/// Columns: number, price, quantity, first trade, last trade, time in ms or microseconds, whether the buyer was the
/// maker, and one that is ignored and may be absent.
enum TradeFile {
    /// Reads one file.
    ///
    /// - Throws: ``ReplayError`` for a name without a symbol, and for the first line that is refused.
    static func load(_ path: String) throws(ReplayError) -> (symbol: Symbol, trades: [AggregateTrade]) {
        let url = URL(filePath: path)
        let name = url.lastPathComponent
        guard let mark = name.range(of: "-aggTrades"), name.hasSuffix(".csv") || name.hasSuffix(".csv.gz")
        else {
            throw .badFile(
                file: name,
                reason: "the name is not SYMBOL-aggTrades-DATE.csv, such as BTCUSDT-aggTrades-2025-06.csv")
        }
        let symbol: Symbol
        do {
            symbol = try Symbol(String(name[..<mark.lowerBound]))
        } catch {
            throw .badFile(file: name, reason: "in the name, \(error.problem.dropLast())")
        }
        var trades: [AggregateTrade] = []
        try MarketFolder.forEachLine(of: url, isPacked: name.hasSuffix(".gz")) {
            (line, number) throws(ReplayError) in
            var text = String(decoding: line, as: UTF8.self)
            if text.hasSuffix("\r") { text.removeLast() }
            if text.isEmpty || number == 1 && text.first?.isLetter == true { return }
            guard let trade = parse(text) else {
                throw .badLine(
                    file: name, line: number, value: lineText(line),
                    reason: "the line is no aggregate trade of seven or eight columns")
            }
            if let last = trades.last {
                if trade == last { return }
                guard trade.id > last.id, trade.time >= last.time else {
                    throw .badLine(
                        file: name, line: number, value: lineText(line),
                        reason: "trade \(trade.id) does not follow trade \(last.id) in number and time")
                }
            }
            trades.append(trade)
        }
        guard !trades.isEmpty else { throw .badFile(file: name, reason: "the file has no trade") }
        return (symbol, trades)
    }

    private static func parse(_ text: String) -> AggregateTrade? {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 7 || fields.count == 8, let id = Int64(fields[0]), id >= 0,
            let price = Decimal.parse(String(fields[1])), price > 0, price.isFinite,
            let quantity = Decimal.parse(String(fields[2])), quantity >= 0, quantity.isFinite,
            let first = Int64(fields[3]), let last = Int64(fields[4]), let number = Int64(fields[5])
        else { return nil }
        let time: OpenTime
        do {
            time = try OpenTime(exchange: number)
        } catch {
            return nil
        }
        let isBuyerMaker: Bool
        switch fields[6] {
        case "True", "true": isBuyerMaker = true
        case "False", "false": isBuyerMaker = false
        default: return nil
        }
        return AggregateTrade(
            id: id, price: price, quantity: quantity, firstTrade: first, lastTrade: last,
            time: time.milliseconds,
            isBuyerMaker: isBuyerMaker)
    }
}
