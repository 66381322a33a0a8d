import Candles
import TestSupport
import Testing

@testable import BatchLayer

@Suite("Roll-ups of an audit")
struct RollupAuditTests {
    private static let day = UTCDay(19_500)
    private static let slot = TimeRange(day.start, day.end)

    private static func audit(answered: TimeRange? = nil) -> RollupAudit {
        let answers = answered.map { [Coverage.Answer(range: $0, answeredAt: $0.end + 1)] } ?? []
        let bounds = day.advanced(by: -5).start...day.advanced(by: 5).start
        return RollupAudit(
            symbol: bitcoin, larger: .d1, smaller: .m1,
            largerAnswered: AnsweredRanges(Coverage(answers), .d1),
            smallerAnswered: AnsweredRanges(Coverage(answers), .m1), largerBounds: bounds,
            smallerBounds: bounds)
    }

    private static func minutes(seed: UInt64 = 1) -> [CandleVersion] {
        AuditSamples.walk(.m1, days: day.number..<(day.number + 1), seed: seed)
    }

    @Test(
        "A day that its minutes add up to is the same, whatever the walk", arguments: 0..<20 as Range<UInt64>)
    func same(seed: UInt64) throws {
        let minutes = Self.minutes(seed: seed)
        let whole = try #require(AuditSamples.rolled(minutes, to: .d1).first)
        #expect(Self.audit().compare(Self.slot, whole: whole, parts: minutes, before: nil) == .same)
    }

    @Test(
        "Any one value changed in any minute is found and named with both values",
        arguments: AuditSamples.CandleFieldToAlter.allCases, 0..<12 as Range<UInt64>)
    func altered(field: AuditSamples.CandleFieldToAlter, seed: UInt64) throws {
        var minutes = Self.minutes(seed: seed)
        let whole = try #require(AuditSamples.rolled(minutes, to: .d1).first)
        var random = SeededGenerator(seed: seed)
        let index = Int.random(in: minutes.indices, using: &random)
        minutes[index] = try AuditSamples.altered(minutes[index], field)
        let outcome = Self.audit().compare(Self.slot, whole: whole, parts: minutes, before: nil)
        guard case .finding(let finding) = outcome else {
            Issue.record("nothing was found")
            return
        }
        #expect(finding.differences.map(\.field) == [field.rawValue])
        #expect(finding.differences.allSatisfy { $0.left != $0.right })
        #expect(finding.range == Self.slot && finding.check == .rollup)
        #expect(
            finding.cure == "candlecast backfill BTCUSDT --interval 1m --interval 1d --from 2023-05-23"
                + " --to 2023-05-24 --refetch")
    }

    @Test("Days whose minutes were never asked for cannot be compared; those known to have none can")
    func incomplete() throws {
        let minutes = Self.minutes()
        let kept = minutes.filter { !(300..<340).contains(minutes.firstIndex(of: $0) ?? 0) }
        let whole = try #require(AuditSamples.rolled(kept, to: .d1).first)
        #expect(Self.audit().compare(Self.slot, whole: whole, parts: kept, before: nil) == .notComparable)
        let all = Self.audit(answered: Self.slot)
        #expect(all.compare(Self.slot, whole: whole, parts: kept, before: nil) == .same)
        let half = Self.audit(answered: TimeRange(Self.slot.start, Self.slot.start + 310 * 60_000))
        #expect(half.compare(Self.slot, whole: whole, parts: kept, before: nil) == .notComparable)
    }

    @Test("A day that traded although its minutes are said not to exist is found, and the other way round")
    func removed() throws {
        let minutes = Self.minutes()
        let whole = try #require(AuditSamples.rolled(minutes, to: .d1).first)
        let audit = Self.audit(answered: Self.slot)
        guard case .finding(let first) = audit.compare(Self.slot, whole: whole, parts: [], before: nil),
            case .finding(let second) = audit.compare(Self.slot, whole: nil, parts: minutes, before: nil)
        else {
            Issue.record("a removed day was not found")
            return
        }
        #expect(first.problem.hasPrefix("no 1m candle is held, and 1d tells of base volume"))
        #expect(second.problem.hasPrefix("no 1d candle is held, and its 1m candles tell of base volume"))
        #expect(Self.audit().compare(Self.slot, whole: nil, parts: minutes, before: nil) == .notComparable)
    }

    @Test("Candles off the grid, and running ones, are not compared")
    func offGrid() throws {
        var minutes = Self.minutes()
        let whole = try #require(AuditSamples.rolled(minutes, to: .d1).first)
        let before = try #require(AuditSamples.walk(.m1, days: 19_499..<19_500, seed: 2).last)
        let audit = Self.audit()
        #expect(audit.compare(Self.slot, whole: whole, parts: minutes, before: before) == .same)
        let late = try CandleValues(
            open: 1, high: 1, low: 1, close: 1, closeTime: Self.slot.start + 16_812)
        let spill = try #require(
            CandleVersion(stored: before.openTime + 16_812, values: late, vintage: .rest))
        #expect(audit.compare(Self.slot, whole: whole, parts: minutes, before: spill) == .notComparable)
        let running = CandleVersion(OpenCandle(openTime: Self.slot.start, values: whole.values))
        #expect(audit.compare(Self.slot, whole: running, parts: minutes, before: nil) == .notComparable)
        minutes[5] = try #require(
            CandleVersion(stored: minutes[5].openTime + 10, values: minutes[5].values, vintage: .rest))
        #expect(audit.compare(Self.slot, whole: whole, parts: minutes, before: nil) == .notComparable)
    }

    @Test("Where the minutes begin or end, the days before and after are nothing, unless both begin there")
    func ends() throws {
        let minutes = Self.minutes()
        let whole = try #require(AuditSamples.rolled(minutes, to: .d1).first)
        var audit = Self.audit(
            answered: TimeRange(Self.slot.start - 864_000_000, Self.slot.end + 864_000_000))
        audit.smallerBounds = Self.slot.end...Self.slot.end + 60_000
        #expect(audit.compare(Self.slot, whole: whole, parts: [], before: nil) == .nothing)
        let half = Array(minutes.suffix(720))
        audit.smallerBounds = half[0].openTime...Self.slot.end + 60_000
        #expect(audit.compare(Self.slot, whole: whole, parts: half, before: nil) == .notComparable)
        let listed = try #require(AuditSamples.rolled(half, to: .d1).first)
        audit.largerBounds = Self.slot.start...Self.slot.end
        #expect(audit.compare(Self.slot, whole: listed, parts: half, before: nil) == .same)
        audit.smallerBounds = nil
        #expect(audit.compare(Self.slot, whole: whole, parts: [], before: nil) == .nothing)
    }

    @Test("A volume that the minutes do not know is no difference")
    func unknown() throws {
        let minutes = Self.minutes()
        let whole = try #require(AuditSamples.rolled(minutes, to: .d1).first)
        let values = try CandleValues(
            open: whole.values.open, high: whole.values.high, low: whole.values.low,
            close: whole.values.close,
            closeTime: whole.values.closeTime)
        let bare = try #require(CandleVersion(stored: whole.openTime, values: values, vintage: .imported))
        #expect(Self.audit().compare(Self.slot, whole: bare, parts: minutes, before: nil) == .same)
    }
}
