import Candles
import ServingLayer

extension ExportView {
    /// The served daily series of one symbol, with or without the columns that say where a row comes from.
    static func daily(_ symbol: Symbol, _ days: [ServedDay], hasProvenance: Bool) -> CSVFile {
        let header = [
            "symbol", "date", "open", "high", "low", "close", "base_volume", "quote_volume", "trades", "ma7",
            "ma30",
            "minutes",
        ]
        return CSVFile(
            path: "daily_filled/\(symbol).csv",
            header: header + (hasProvenance ? ["vintage", "origin"] : []) + ["closed"],
            rows: days.map { day in
                let values = day.values
                let plain: [String] = [
                    symbol.name, "\(day.day)", Decimal.text(values.open), Decimal.text(values.high),
                    Decimal.text(values.low), Decimal.text(values.close), KlineRow.text(values.baseVolume),
                    KlineRow.text(values.quoteVolume), values.trades.map(String.init) ?? "",
                    KlineRow.text(day.ma7),
                    KlineRow.text(day.ma30), day.minutes.map(String.init) ?? "",
                ]
                return plain + (hasProvenance ? [day.vintage.name, day.origin.rawValue] : [])
                    + [day.isClosed ? "1" : "0"]
            })
    }

    /// The candles of one series, as the exchange lays them out, with a header.
    static func candles(_ key: SeriesKey, _ series: CandleSeries, hasProvenance: Bool) -> CSVFile {
        let header = [
            "open_time", "open", "high", "low", "close", "base_volume", "close_time", "quote_volume",
            "trades",
            "taker_base_volume", "taker_quote_volume", "ignore",
        ]
        return CSVFile(
            path: "candles/\(key.symbol)-\(key.interval.fileName).csv",
            header: header + (hasProvenance ? ["vintage"] : []) + ["closed"],
            rows: series.versions.map { version in
                [KlineRow(openTime: version.openTime, values: version.values).csv]
                    + (hasProvenance ? [version.vintage.name] : []) + [version.isClosed ? "1" : "0"]
            })
    }

    /// The gaps of one series, each with its reason.
    static func gaps(_ key: SeriesKey, _ gaps: [Gap]) -> CSVFile {
        CSVFile(
            path: "gaps/\(key.symbol)-\(key.interval.fileName).csv",
            header: ["symbol", "interval", "from", "to", "count", "reason"],
            rows: gaps.map { gap in
                [
                    key.symbol.name, key.interval.rawValue, "\(gap.range.start)", "\(gap.range.end)",
                    "\(gap.count)",
                    gap.reason.rawValue.replacing(" ", with: "_"),
                ]
            })
    }

    /// The closed days of one symbol as Prophet's input, as the models see them: without filled days.
    static func prophetInput(_ symbol: Symbol, _ days: [ServedDay]) -> CSVFile {
        CSVFile(
            path: "prophet_input/\(symbol).csv", header: ["ds", "y", "symbol"],
            rows: days.filter { $0.isClosed && $0.origin != .filled }.map {
                ["\($0.day)", Decimal.text($0.values.close), symbol.name]
            })
    }
}
