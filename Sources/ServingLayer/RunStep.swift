public import Candles

/// A part of a run: what was fetched for one series, from where, and what it took.
public struct RunStep: Hashable, Sendable {
    /// The symbol.
    public let symbol: Symbol
    /// The length of the candles.
    public let interval: Interval
    /// The first instant asked for.
    public let from: OpenTime
    /// The exclusive end of the time asked for.
    public let to: OpenTime
    /// Where the candles came from: `archive`, `rest`, `file` or `cache`.
    public let source: String
    /// The name of the archive or file, or what else tells the source.
    public let name: String
    /// The number of candles.
    public let candles: Int
    /// The number of bytes that were read.
    public let bytes: Int
    /// The number of requests.
    public let requests: Int
    /// The number of requests that had to be repeated.
    public let retries: Int
    /// How long it took.
    public let milliseconds: Int

    /// A part of a run.
    public init(
        symbol: Symbol, interval: Interval, from: OpenTime, to: OpenTime, source: String, name: String = "",
        candles: Int = 0, bytes: Int = 0, requests: Int = 0, retries: Int = 0, milliseconds: Int = 0
    ) {
        self.symbol = symbol
        self.interval = interval
        self.from = from
        self.to = to
        self.source = source
        self.name = name
        self.candles = candles
        self.bytes = bytes
        self.requests = requests
        self.retries = retries
        self.milliseconds = milliseconds
    }
}

extension RunStep: Codable {
    private enum CodingKeys: String, CodingKey {
        case symbol, interval, from, to, source, name, candles, bytes, requests, retries, milliseconds
    }

    /// Reads the form that ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            symbol: try Symbol(try fields.decode(String.self, forKey: .symbol)),
            interval: try Interval(text: try fields.decode(String.self, forKey: .interval)),
            from: try OpenTime(text: try fields.decode(String.self, forKey: .from)),
            to: try OpenTime(text: try fields.decode(String.self, forKey: .to)),
            source: try fields.decode(String.self, forKey: .source),
            name: try fields.decode(String.self, forKey: .name),
            candles: try fields.decode(Int.self, forKey: .candles),
            bytes: try fields.decode(Int.self, forKey: .bytes),
            requests: try fields.decode(Int.self, forKey: .requests),
            retries: try fields.decode(Int.self, forKey: .retries),
            milliseconds: try fields.decode(Int.self, forKey: .milliseconds))
    }

    /// Writes symbol, interval and times as text, the rest as it is.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(symbol.name, forKey: .symbol)
        try fields.encode(interval.rawValue, forKey: .interval)
        try fields.encode(from.description, forKey: .from)
        try fields.encode(to.description, forKey: .to)
        try fields.encode(source, forKey: .source)
        try fields.encode(name, forKey: .name)
        try fields.encode(candles, forKey: .candles)
        try fields.encode(bytes, forKey: .bytes)
        try fields.encode(requests, forKey: .requests)
        try fields.encode(retries, forKey: .retries)
        try fields.encode(milliseconds, forKey: .milliseconds)
    }
}
