import Candles

/// Values that many tests begin with.
enum Samples {
    static let minute: Int64 = 60_000
    /// 2024-01-01T00:00:00Z.
    static let start = OpenTime(milliseconds: 1_704_067_200_000)

    static func symbol(_ name: String = "BTCUSDT") -> Symbol {
        guard let symbol = try? Symbol(name) else { preconditionFailure("\(name) must be a symbol") }
        return symbol
    }

    static let minuteKey = SeriesKey(symbol(), .m1)

    /// A row of one-minute klines in JSON.
    static func row(_ index: Int, close: Double = 2) -> String {
        let open = start.milliseconds + Int64(index) * minute
        return #"[\#(open),"1.5","3.0","1.0","\#(close)","10",\#(open + minute - 1),"20",7,"5","10","0"]"#
    }

    /// An answer of the klines interface.
    static func rows(_ indices: Range<Int>) -> String {
        "[" + indices.map { row($0) }.joined(separator: ",") + "]"
    }
}
