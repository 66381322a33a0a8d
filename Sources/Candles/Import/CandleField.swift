/// What a column of a candle file says.
public enum CandleField: Int, CaseIterable, Hashable, Sendable {
    case open = 0
    case high = 1
    case low = 2
    case close = 3
    case baseVolume = 4
    case quoteVolume = 5
    case takerBaseVolume = 6
    case takerQuoteVolume = 7
    case trades = 8
    case closeTime = 9
    case openTime = 10
    case symbol = 11

    /// The fields without which there is no candle.
    public static let needed: [CandleField] = [.openTime, .open, .high, .low, .close]

    /// The fields of the exchange's rows, in order; a twelfth is ignored.
    static let exchangeRow: [CandleField] = [
        .openTime, .open, .high, .low, .close, .baseVolume, .closeTime, .quoteVolume, .trades,
        .takerBaseVolume, .takerQuoteVolume,
    ]

    /// The name in messages and for `--columns`.
    public var name: String {
        switch self {
        case .open: "open"
        case .high: "high"
        case .low: "low"
        case .close: "close"
        case .baseVolume: "volume"
        case .quoteVolume: "quote_volume"
        case .takerBaseVolume: "taker_base_volume"
        case .takerQuoteVolume: "taker_quote_volume"
        case .trades: "trades"
        case .closeTime: "close_time"
        case .openTime: "open_time"
        case .symbol: "symbol"
        }
    }

    /// The spellings that are understood, in small letters and without anything but letters and digits.
    private static let spellings: [String: CandleField] = {
        let lists: [CandleField: String] = [
            .openTime: "opentime timestamp time date datetime unix unixtime unixtimestamp opentimestamp ts "
                + "starttime startat begin klineopentime",
            .closeTime: "closetime closetimestamp endtime klineclosetime",
            .open: "open o openprice", .high: "high h highprice max",
            .low: "low l lowprice min", .close: "close c closeprice",
            .baseVolume: "volume v vol basevolume volumebase baseassetvolume",
            .quoteVolume: "quotevolume quoteassetvolume volumequote volumecurrency turnover qav",
            .trades: "trades count numberoftrades tradecount tradescount numtrades numberoftrade n",
            .takerBaseVolume: "takerbasevolume takerbuybase takerbuybasevolume takerbuybaseassetvolume "
                + "takerbuyvolume tbbav",
            .takerQuoteVolume: "takerquotevolume takerbuyquote takerbuyquotevolume "
                + "takerbuyquoteassetvolume tbqav",
            .symbol: "symbol pair ticker market",
        ]
        var result: [String: CandleField] = [:]
        for (field, list) in lists {
            for word in list.split(separator: " ") { result[String(word)] = field }
        }
        return result
    }()

    /// A column's name in small letters, without anything but letters and digits.
    static func plain(_ name: String) -> String {
        String(
            name.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) })
    }

    /// The field with a name in one of the usual spellings, such as `Open time`, `unix` or `Volume USDT`.
    ///
    /// - Parameters:
    ///   - name: What the header says.
    ///   - symbol: The symbol of the file, which tells apart the volumes of two assets.
    ///   - hasBaseVolume: Whether a column before is the base volume, so that another volume is the quote's.
    init?(name: String, symbol: Symbol?, hasBaseVolume: Bool) {
        let plain = Self.plain(name)
        if let field = Self.spellings[plain] {
            self = field == .baseVolume && hasBaseVolume ? .quoteVolume : field
            return
        }
        guard plain.hasPrefix("volume") else { return nil }
        let asset = plain.dropFirst("volume".count)
        let pair = symbol.map { Self.plain($0.name) } ?? ""
        switch (pair.hasPrefix(asset), pair.hasSuffix(asset)) {
        case (true, false): self = .baseVolume
        case (false, true): self = .quoteVolume
        default: self = hasBaseVolume ? .quoteVolume : .baseVolume
        }
    }
}
