/// Dates and times as text: `2024-12-31`, `2024-12-31 18:30:00`, `2024-12-31T18:30:00.250`.
///
/// Times have no timezone: they are the milliseconds since 1970-01-01 00:00 of the calendar that the text
/// shows.
public enum DateText {
    /// How much of a time is written.
    public enum Precision: Hashable, Sendable, CaseIterable {
        /// The date alone.
        case day
        /// Date, hours, minutes and seconds.
        case second
        /// Everything down to the millisecond.
        case millisecond

        /// The least precision that loses nothing of some times.
        public init(for times: some Sequence<Int64>) {
            var result = Precision.day
            for time in times {
                if time % 1000 != 0 {
                    self = .millisecond
                    return
                }
                if time % CivilDate.milliseconds != 0 { result = .second }
            }
            self = result
        }
    }

    /// Writes a time.
    ///
    /// - Parameters:
    ///   - time: Milliseconds since 1970-01-01.
    ///   - precision: How much of the time is written.
    ///   - separator: What stands between date and time of day.
    /// - Returns: The text.
    public static func text(
        _ time: Int64, _ precision: Precision = .second, separator: Character = " "
    ) -> String {
        var bytes: [UInt8] = []
        append(time, precision, separator: separator.asciiValue ?? 32, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a time as text.
    ///
    /// Beside the forms that ``text(_:_:separator:)`` writes it takes `20241231`, `2024/12/31`, `2024-12`,
    /// `2024` and times without seconds.
    ///
    /// - Returns: Milliseconds since 1970-01-01.
    /// - Throws: ``InterchangeError/date(_:_:)``; among others for texts with a timezone and for dates whose
    ///   month cannot be told from the day.
    public static func milliseconds(_ text: String) throws(InterchangeError) -> Int64 {
        do {
            return try withBytes(text)
        } catch {
            throw .date(String(text.prefix(60)), error)
        }
    }

    private static func withBytes(_ text: String) throws(CellFault) -> Int64 {
        let bytes = Array(text.utf8)
        return try bytes.withUnsafeBufferPointer { (buffer) throws(CellFault) in
            try parse(buffer)
        }
    }

    /// Appends a time to some bytes.
    static func append(
        _ time: Int64, _ precision: Precision, separator: UInt8, to bytes: inout [UInt8]
    ) {
        let day = CivilDate.floorDivide(time, CivilDate.milliseconds)
        let date = CivilDate(dayNumber: day)
        if date.year < 0 { bytes.append(UInt8(ascii: "-")) }
        append(abs(date.year), width: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(date.month, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(date.day, width: 2, to: &bytes)
        guard precision != .day else { return }
        let rest = Int(time - day * CivilDate.milliseconds)
        bytes.append(separator)
        append(rest / 3_600_000, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(rest / 60_000 % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(rest / 1000 % 60, width: 2, to: &bytes)
        guard precision == .millisecond else { return }
        bytes.append(UInt8(ascii: "."))
        append(rest % 1000, width: 3, to: &bytes)
    }

    /// Appends a number with leading zeros.
    private static func append(_ number: Int, width: Int, to bytes: inout [UInt8]) {
        let digits = String(number).utf8
        for _ in 0..<max(0, width - digits.count) { bytes.append(UInt8(ascii: "0")) }
        bytes.append(contentsOf: digits)
    }
}
