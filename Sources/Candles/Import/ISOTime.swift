/// Reads times in ISO 8601 from bytes, as candle files write them.
enum ISOTime {
    /// The milliseconds since 1970 of a time in text, nil if it is none.
    ///
    /// It is a date, or a date, a `T` or a space, and a clock time with or without seconds and a fraction, such as
    /// `2023-04-01 00:00` or `2023-04-01T00:00:00.000Z`. An offset such as `+02:00` may follow; without one the time is
    /// UTC. Digits beyond milliseconds are cut.
    static func milliseconds(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard text.count >= 10, text[4] == 0x2D, text[7] == 0x2D, let year = number(text, 0, 4),
            let month = number(text, 5, 2), let day = number(text, 8, 2),
            let date = UTCDay(year: Int(year), month: Int(month), day: Int(day))
        else { return nil }
        var result = date.start.milliseconds
        if text.count == 10 { return result }
        guard text[10] == 0x54 || text[10] == 0x20, text.count >= 16, text[13] == 0x3A,
            let hour = number(text, 11, 2), hour < 24, let minute = number(text, 14, 2), minute < 60
        else { return nil }
        result += (hour * 60 + minute) * 60_000
        var position = 16
        if position < text.count, text[position] == 0x3A {
            guard let second = number(text, 17, 2), second < 60 else { return nil }
            result += second * 1000
            position = 19
            if position < text.count, text[position] == 0x2E {
                position += 1
                guard let fraction = fraction(text, &position) else { return nil }
                result += fraction
            }
        }
        guard let offset = offset(text, position) else { return nil }
        return result - offset
    }

    /// The milliseconds that digits after a point say.
    private static func fraction(_ text: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Int64? {
        var value: Int64 = 0
        var count = 0
        while position < text.count, text[position] &- 0x30 < 10 {
            if count < 3 { value = value * 10 + Int64(text[position] - 0x30) }
            count += 1
            position += 1
        }
        guard (1...9).contains(count) else { return nil }
        for _ in min(count, 3)..<3 { value *= 10 }
        return value
    }

    /// The milliseconds by which the rest of a text says that the clock is ahead of UTC.
    private static func offset(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int64? {
        switch text.count - position {
        case 0: return 0
        case 1: return text[position] == 0x5A ? 0 : nil
        case 4 where text[position] == 0x20:  // " UTC"
            return text[position + 1] == 0x55 && text[position + 2] == 0x54 && text[position + 3] == 0x43
                ? 0 : nil
        case 3, 5, 6: break
        default: return nil
        }
        guard text[position] == 0x2B || text[position] == 0x2D, let hours = number(text, position + 1, 2),
            hours < 24
        else { return nil }
        var minutes: Int64 = 0
        if text.count - position > 3 {
            let start = position + (text.count - position == 6 ? 4 : 3)
            guard start == position + 3 || text[position + 3] == 0x3A, let found = number(text, start, 2),
                found < 60
            else { return nil }
            minutes = found
        }
        return (hours * 60 + minutes) * 60_000 * (text[position] == 0x2B ? 1 : -1)
    }

    /// The value of some digits, or nil if one is none or the text is too short.
    private static func number(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int64? {
        guard start + count <= text.count else { return nil }
        var value: Int64 = 0
        for byte in text[start..<start + count] {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }
}
