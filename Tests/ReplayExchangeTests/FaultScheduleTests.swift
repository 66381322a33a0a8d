import Candles
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("Fault schedules")
struct FaultScheduleTests {
    private static let klines = "/api/v3/klines"
    private static let zip = "/data/spot/daily/klines/BTCUSDT/1d/BTCUSDT-1d-2024-01-01.zip"

    private static func faults(_ schedule: FaultSchedule, _ paths: [String]) -> [Fault?] {
        var schedule = schedule
        return paths.map { schedule.next($0) }
    }

    @Test("Nothing goes wrong unless it is asked for")
    func none() {
        #expect(
            Self.faults(FaultSchedule(), Array(repeating: Self.klines, count: 100)).allSatisfy { $0 == nil })
    }

    @Test("The same seed gives the same faults, another seed others", arguments: 0..<20 as Range<UInt64>)
    func seeds(seed: UInt64) {
        let paths = (0..<400).map { $0 % 3 == 0 ? Self.zip : Self.klines }
        let first = Self.faults(FaultSchedule(seed: seed, rate: 0.5), paths)
        #expect(first == Self.faults(FaultSchedule(seed: seed, rate: 0.5), paths))
        #expect(first != Self.faults(FaultSchedule(seed: seed + 1, rate: 0.5), paths))
        let count = first.count { $0 != nil }
        #expect((140...260).contains(count), "\(count) of 400 at one half")
    }

    @Test("What befalls a request can befall its path, and in the end everything does")
    func places() {
        let paths = [Self.klines, "/api/v3/time", Self.zip, Self.zip + ".CHECKSUM"]
        var schedule = FaultSchedule(seed: 3, rate: 1)
        var seen: Set<Fault.Kind> = []
        for index in 0..<4000 {
            let path = paths[index % paths.count]
            let fault = schedule.next(path)
            #expect(fault?.kind.applies(to: Fault.Place(path)) == true)
            if let fault { seen.insert(fault.kind) }
        }
        #expect(seen == Set(Fault.Kind.allCases))
    }

    @Test("Only so many faults come by chance as are allowed, and only of the kinds named")
    func limits() {
        let faults = Self.faults(
            FaultSchedule(seed: 1, rate: 1, kinds: [.reset, .zipDamaged], limit: 7),
            Array(repeating: Self.klines, count: 50))
        #expect(faults.compactMap { $0?.kind } == Array(repeating: .reset, count: 7))
    }

    @Test("Rules decide by path and by the number of the request on it, before chance")
    func rules() throws {
        let schedule = FaultSchedule(
            rules: [
                try FaultRule(text: "klines:2-3:503"), try FaultRule(text: "*:1:429=30"),
                try FaultRule(text: "zip:2-:zip-damaged"),
                try FaultRule(text: "BTCUSDT-1d-2024-01-01.zip.CHECKSUM:*:checksum-wrong"),
            ])
        let time = "/api/v3/time"
        let paths = [
            time, Self.klines, Self.klines, Self.klines, Self.klines, Self.zip, Self.zip,
            Self.zip + ".CHECKSUM",
        ]
        let faults = Self.faults(schedule, paths)
        #expect(
            faults.map { $0?.kind } == [
                .rateLimited, nil, .unavailable, .unavailable, nil, nil, .zipDamaged, .checksumWrong,
            ])
        #expect(faults[0]?.seconds == 30)
    }

    @Test(
        "Rules that say nothing are refused with what was found",
        arguments: [
            "", "klines", "klines:3", "klines:0:503", "klines:5-3:503", "klines:x:503", ":1:503",
            "klines:1:999",
            "klines:1:429=0", "klines:1:429=x", "a:1:503:4", "klines:-3:503",
        ])
    func badRules(text: String) {
        let error = #expect(throws: ReplayError.self) { try FaultRule(text: text) }
        #expect(error?.kind == .usage && error?.problem.contains("\"\(text)\"") == true)
    }

    @Test("Every kind can be named in a rule")
    func names() throws {
        for kind in Fault.Kind.allCases {
            #expect(try FaultRule(text: "*:*:\(kind.rawValue)").kind == kind)
        }
    }
}

@Suite("Spoilt rows and answers")
struct SpoiltRowsTests {
    private static func page() throws -> (rows: [CandleRow], query: KlineQuery, now: Int64) {
        let start = try Samples.time("2024-03-04")
        let table = Samples.table(start, count: 50, length: Samples.minute)
        let query = KlineQuery(
            key: try Samples.key("BTCUSDT", .m1), start: start, end: start + 50 * Samples.minute - 1,
            limit: 50)
        return ((0..<50).map { table[$0] }, query, start.milliseconds + 100 * Samples.minute)
    }

    private static func isSound(_ rows: [CandleRow], _ query: KlineQuery, _ now: Int64) -> Bool {
        zip(rows, rows.dropFirst()).allSatisfy { $0.closeTime <= $1.openTime }
            && rows.allSatisfy { row in
                row.openTime >= query.start?.milliseconds ?? 0
                    && row.openTime <= query.end?.milliseconds ?? .max && row.low <= min(row.open, row.close)
                    && row.high >= max(row.open, row.close) && row.closeTime <= now
            }
    }

    @Test(
        "Each kind of bad row can be seen in the page, whatever its variant",
        arguments: [
            Fault.Kind.rowsUnordered, .rowsRepeated, .rowsOverlapping, .rowImpossible, .rowUnasked,
            .rowRunning,
        ])
    func bad(kind: Fault.Kind) throws {
        let (rows, query, now) = try Self.page()
        #expect(Self.isSound(rows, query, now))
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            let fault = Fault(kind, variant: random.next())
            let spoilt = SpoiltRows.apply(fault, to: rows, query: query, now: now)
            #expect(!Self.isSound(spoilt, query, now), "\(fault)")
        }
    }

    @Test("A short page is the beginning of the whole one, and never empty")
    func short() throws {
        let (rows, query, now) = try Self.page()
        for variant in 0..<100 as Range<UInt64> {
            let page = SpoiltRows.apply(
                Fault(.shortPage, variant: variant), to: rows, query: query, now: now)
            #expect(!page.isEmpty && page.count < rows.count && page == Array(rows.prefix(page.count)))
        }
        #expect(SpoiltRows.apply(Fault(.shortPage), to: [rows[0]], query: query, now: now).count == 1)
        #expect(SpoiltRows.apply(Fault(.rowImpossible), to: [], query: query, now: now).isEmpty)
    }

    @Test("Statuses and codes are those of the exchange")
    func statuses() {
        let good = RestAnswer(
            headers: [RestAnswer.Header(name: "X-MBX-USED-WEIGHT-1M", value: "2")], body: Array("[]".utf8))
        func status(_ kind: Fault.Kind, _ variant: UInt64 = 0) -> (Int, String) {
            let answer = good.spoilt(by: Fault(kind, variant: variant), pause: .seconds(1))
            #expect(answer.header("X-MBX-USED-WEIGHT-1M") == "2")
            return (answer.status, String(decoding: answer.body, as: UTF8.self))
        }
        for (kind, number) in [
            (Fault.Kind.firewall, 403), (.restricted, 451), (.internalError, 500), (.badGateway, 502),
            (.unavailable, 503), (.gatewayTimeout, 504), (.html, 200), (.empty, 200), (.notJSON, 200),
        ] {
            #expect(status(kind).0 == number)
        }
        #expect(status(.restricted).1.hasPrefix("{\"code\":0,"))
        #expect(status(.firewall).1.hasPrefix("<!DOCTYPE html>"))
        for (kind, own, code) in [
            (Fault.Kind.tooManyCode, 429, -1003), (.timeoutCode, 408, -1007), (.busyCode, 503, -1008),
            (.disconnectedCode, 500, -1001), (.shuttingDownCode, 503, -1016),
        ] {
            #expect(status(kind).0 == own && status(kind, 1 << 32).0 == 400)
            #expect(status(kind).1.hasPrefix("{\"code\":\(code),"))
        }
        #expect(good.spoilt(by: Fault(.truncated), pause: .zero).delivery == .cut(after: 0))
        #expect(good.spoilt(by: Fault(.hang), pause: .zero).delivery == .never)
    }
}
