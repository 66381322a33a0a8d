import Binance
import Candles
import Testing

@testable import BatchLayer

@Suite("Choice of the source")
struct SourceChoiceTests {
    static let now = time("2024-04-10T08:00:00Z")

    static func steps(
        _ interval: Interval, _ from: String, _ to: String?, source: BackfillRequest.Source = .auto,
        listing: String? = nil, now: OpenTime = now
    ) -> [String] {
        let answers = listing.map {
            [Coverage.Answer(range: TimeRange(BackfillPlan.origin, time($0)), answeredAt: now)]
        }
        let plan = BackfillPlan(
            SeriesKey(bitcoin, interval), wanted: .init(interval, from: time(from), to: to.map { time($0) }),
            known: .init(coverage: Coverage(answers ?? [])), now: now, source: source)
        return plan.steps.map { step in
            guard case .archive(let file) = step.source else {
                return "rest \(step.range.start) \(step.range.end)"
            }
            return String(file.name.dropFirst("BTCUSDT-".count))
        }
    }

    @Test("Whole months come from monthly files, whole days at the ends from daily ones, the rest over REST")
    func monthsDaysRest() {
        #expect(
            Self.steps(.m1, "2024-01-30T12:00:00Z", "2024-04-03T06:00:00Z") == [
                "rest 2024-01-30T12:00:00Z 2024-01-31T00:00:00Z", "1m-2024-01-31", "1m-2024-02", "1m-2024-03",
                "1m-2024-04-01", "1m-2024-04-02", "rest 2024-04-03T00:00:00Z 2024-04-03T06:00:00Z",
            ])
    }

    @Test("A month is expected after the first Monday of the next one, a day from noon of the next one on")
    func publication() {
        // 1 April 2024 was a Monday.
        let monday = time("2024-04-01T23:59:00Z")
        #expect(
            Self.steps(.m1, "2024-03-30", "2024-04-01", now: monday) == ["1m-2024-03-30", "1m-2024-03-31"])
        #expect(!Self.steps(.m1, "2024-03-01", "2024-04-01", now: monday).contains("1m-2024-03"))
        #expect(Self.steps(.m1, "2024-03-01", "2024-04-01", now: time("2024-04-02")) == ["1m-2024-03"])
        let morning = time("2024-04-09T11:59:59Z")
        #expect(
            Self.steps(.m1, "2024-04-07", "2024-04-09", now: morning) == [
                "1m-2024-04-07", "rest 2024-04-08T00:00:00Z 2024-04-09T00:00:00Z",
            ])
    }

    @Test("A few hundred minutes, hours of a month and days of years are pages, whatever files there are")
    func pagesAreCheaper() {
        #expect(Self.steps(.m1, "2024-01-01T01:00:00Z", "2024-01-01T09:00:00Z").count == 1)
        for interval in [Interval.h1, .h4, .d1, .d3, .w1, .month] {
            #expect(Self.steps(interval, "2019-01-01", "2024-01-01").allSatisfy { $0.hasPrefix("rest") })
        }
        #expect(
            Self.steps(.m5, "2024-01-01", "2024-02-02") == [
                "5m-2024-01", "rest 2024-02-01T00:00:00Z 2024-02-02T00:00:00Z",
            ])
    }

    @Test("The user's word goes before the cost: files wherever there can be one, or none at all")
    func preference() {
        #expect(Self.steps(.h1, "2024-01-01", "2024-02-01", source: .archive) == ["1h-2024-01"])
        #expect(Self.steps(.d1, "2024-02-29", "2024-03-01", source: .archive) == ["1d-2024-02-29"])
        #expect(Self.steps(.w1, "2023-01-01", "2024-03-01", source: .archive).count == 1)
        #expect(Self.steps(.m1, "2024-01-01", "2024-02-01", source: .rest).count == 1)
    }

    @Test("The month of the listing is one file, although nothing is wanted of its beginning")
    func listingMonth() {
        #expect(
            Self.steps(.m1, "2024-01-10T09:00:00Z", "2024-02-01", listing: "2024-01-10T09:00:00Z") == [
                "1m-2024-01"
            ])
        // The user wants less than the month, so no file of the month is read.
        #expect(
            Self.steps(.m1, "2024-01-31", "2024-02-01", listing: "2024-01-10T09:00:00Z") == ["1m-2024-01-31"])
    }

    @Test("What the exchange has answered for is never fetched with a file")
    func acknowledged() {
        let answered = Coverage.Answer(
            range: TimeRange(time("2024-01-15"), time("2024-01-16")), answeredAt: Self.now)
        let held = GapFinder.runs(
            of: stride(from: 0, to: 1440, by: 1).map { time("2024-01-15") + $0 * 60_000 }, .m1)
        let plan = BackfillPlan(
            SeriesKey(bitcoin, .m1), wanted: .init(.m1, from: time("2024-01-01"), to: time("2024-02-01")),
            known: .init(held: held, coverage: Coverage([answered])), now: Self.now)
        #expect(plan.steps.count == 30)
        #expect(
            plan.steps.allSatisfy {
                $0.range.end <= time("2024-01-15") || $0.range.start >= time("2024-01-16")
            })
    }

    @Test("Files before the first candle held are not asked for before it is known when the series began")
    func listingFirst() {
        let wanted = BackfillRequest.SeriesRange(.m1, from: time("2017-01-01"), to: time("2024-01-01"))
        let key = SeriesKey(bitcoin, .m1)
        let plan = BackfillPlan(key, wanted: wanted, known: .init(), now: Self.now)
        #expect(plan.needsListing)
        let listed = BackfillPlan(
            key, wanted: wanted,
            known: .init(
                coverage: Coverage([
                    Coverage.Answer(
                        range: TimeRange(BackfillPlan.origin, time("2023-12-30T10:00:00Z")),
                        answeredAt: Self.now)
                ])), listing: .first(time("2023-12-30T10:00:00Z")), now: Self.now)
        #expect(!listed.needsListing && listed.steps.count == 1, "\(listed.steps)")
        let rest = BackfillPlan(key, wanted: wanted, known: .init(), now: Self.now, source: .rest)
        #expect(!rest.needsListing)
    }

    @Test("The cost of a month of minutes: one file of two requests instead of 45 pages")
    func cost() {
        #expect(FetchCost.archive(slots: 44_640).requests == 2)
        #expect(FetchCost.rest(slots: 44_640).requests == 45 && FetchCost.rest(slots: 44_640).weight == 90)
        #expect(
            FetchCost.archive(slots: 44_640).milliseconds < FetchCost.rest(slots: 44_640).milliseconds / 3)
        let sum = FetchCost.rest(slots: 1) + .archive(slots: 100)
        #expect(sum.requests == 3 && sum.bytes == 5170)
    }
}
