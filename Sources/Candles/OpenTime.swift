/// An instant in milliseconds since 1970-01-01T00:00:00 UTC: the open time of a candle, or the exchange's "now".
///
/// Microseconds exist only at the border: ``init(exchange:)`` is the one place that tells the two units apart.
public struct OpenTime: Hashable, Sendable {
    /// Milliseconds since 1970-01-01 UTC.
    public let milliseconds: Int64

    /// The first instant that the exchange's numbers may name: 2009-01-01.
    public static let earliest = OpenTime(milliseconds: 1_230_768_000_000)
    /// The end of the instants that the exchange's numbers may name: 2100-01-01.
    public static let latest = OpenTime(milliseconds: 4_102_444_800_000)

    /// Takes milliseconds as they are.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Reads a time of the exchange, in milliseconds or microseconds, told apart by magnitude.
    ///
    /// Spot archives changed to microseconds with the year 2025; a row says by its size which unit it has.
    ///
    /// - Throws: ``CandleError/time(_:)`` outside 2009 to 2100 in either unit.
    public init(exchange number: Int64) throws(CandleError) {
        let milliseconds = number >= 1_000_000_000_000_000 ? number / 1000 : number
        guard milliseconds >= Self.earliest.milliseconds, milliseconds < Self.latest.milliseconds else {
            throw .time(number)
        }
        self.milliseconds = milliseconds
    }

    /// The UTC day that holds this instant.
    public var day: UTCDay { UTCDay(Int32(milliseconds.flooredQuotient(by: UTCDay.milliseconds))) }
}

extension OpenTime: Comparable {
    public static func < (left: OpenTime, right: OpenTime) -> Bool { left.milliseconds < right.milliseconds }

    /// The instant some milliseconds later.
    public static func + (time: OpenTime, milliseconds: Int64) -> OpenTime {
        OpenTime(milliseconds: time.milliseconds + milliseconds)
    }

    /// The instant some milliseconds earlier.
    public static func - (time: OpenTime, milliseconds: Int64) -> OpenTime {
        OpenTime(milliseconds: time.milliseconds - milliseconds)
    }

    /// Milliseconds from the right instant to the left one.
    public static func - (left: OpenTime, right: OpenTime) -> Int64 {
        left.milliseconds - right.milliseconds
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity, so that times before 1970 fall on their own day.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
