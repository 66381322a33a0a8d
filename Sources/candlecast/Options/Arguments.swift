public import ArgumentParser
public import Candles

extension OpenTime: ExpressibleByArgument {
    /// A time in ISO 8601, in UTC.
    public init?(argument: String) {
        do { try self.init(text: argument) } catch { return nil }
    }
}

extension Interval: ExpressibleByArgument {
    /// An interval by the exchange's name.
    public init?(argument: String) {
        do { try self.init(text: argument) } catch { return nil }
    }
}
