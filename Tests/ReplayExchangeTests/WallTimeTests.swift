import Candles
import TestSupport
import Testing

@testable import ReplayExchange

@Suite("Weights, messages and connections in wall time")
struct WallTimeTests {
    @Test("Requests are admitted up to the limit, then refused until the minute ends")
    func refuses() {
        var meter = WeightMeter(limit: 10)
        for count in 1...5 {
            #expect(meter.request(weight: 2, at: .seconds(10)) == .admitted(used: 2 * count))
        }
        #expect(meter.request(weight: 2, at: .seconds(15)) == .refused(used: 12, wait: .seconds(45)))
        #expect(meter.request(weight: 2, at: .seconds(60)) == .admitted(used: 2))
    }

    @Test("A client that goes on is banned, each time for longer, and then admitted again")
    func bans() {
        var meter = WeightMeter(limit: 1, window: .seconds(60))
        func provoke(at elapsed: Duration) -> WeightMeter.Verdict {
            var verdict = meter.request(weight: 1, at: elapsed)
            for _ in 0..<meter.patience + 1 { verdict = meter.request(weight: 1, at: elapsed) }
            return verdict
        }
        guard case .banned(_, .seconds(120)) = provoke(at: .seconds(0)) else {
            Issue.record("not banned")
            return
        }
        guard case .banned(_, .seconds(60)) = meter.request(weight: 1, at: .seconds(60)) else {
            Issue.record("the ban does not last")
            return
        }
        #expect(meter.request(weight: 1, at: .seconds(120)) == .admitted(used: 1))
        guard case .banned(_, .seconds(240)) = provoke(at: .seconds(180)) else {
            Issue.record("the second ban is not longer")
            return
        }
    }

    @Test("Five messages in any second are allowed, the sixth is not")
    func messages() {
        var meter = MessageMeter()
        for index in 0..<5 { #expect(meter.message(at: .milliseconds(100 * index)) == true) }
        #expect(meter.message(at: .milliseconds(999)) == false)
        var calm = MessageMeter()
        for index in 0..<50 { #expect(calm.message(at: .milliseconds(200 * index)) == true) }
    }

    private static func limits(announces: Bool = false) -> ConnectionTimer.Limits {
        ConnectionTimer.Limits(
            pingEvery: .seconds(20), pongLimit: .seconds(60), cutAfter: .seconds(1000),
            announcesCut: announces)
    }

    private static func ping(_ actions: [ConnectionTimer.Action]) -> String {
        guard case .ping(let payload)? = actions.first, actions.count == 1 else {
            Issue.record("a ping was expected, found \(actions)")
            return ""
        }
        return payload
    }

    @Test("A client that answers pings lives on; one that does not is cut after a minute")
    func pings() {
        var timer = ConnectionTimer(Self.limits(), opened: .seconds(5))
        #expect(timer.tick(at: .seconds(24)) == [])
        let first = Self.ping(timer.tick(at: .seconds(25)))
        #expect(timer.pong(first) == true)
        #expect(timer.pong(first) == false)
        #expect(timer.pong("unsolicited") == false)
        let second = Self.ping(timer.tick(at: .seconds(45)))
        let third = Self.ping(timer.tick(at: .seconds(65)))
        #expect(second != third)
        #expect(timer.pong(third) == true)
        _ = Self.ping(timer.tick(at: .seconds(104)))
        _ = Self.ping(timer.tick(at: .seconds(163)))
        #expect(timer.tick(at: .seconds(164)) == [.cut])
    }

    @Test("A warning comes before the cut, however late one looks")
    func lateWarning() {
        var timer = ConnectionTimer(Self.limits(announces: true), opened: .zero)
        #expect(timer.tick(at: .seconds(2000)).first == .announceCut)
        #expect(timer.tick(at: .seconds(2001)) == [.cut])
    }

    @Test(
        "A connection is cut at the end of its life, with a warning if that is wanted",
        arguments: [true, false])
    func life(announces: Bool) {
        var timer = ConnectionTimer(Self.limits(announces: announces), opened: .zero)
        var seen: [ConnectionTimer.Action] = []
        for second in 1...999 {
            for action in timer.tick(at: .seconds(second)) {
                if case .ping(let payload) = action { _ = timer.pong(payload) } else { seen.append(action) }
            }
        }
        #expect(seen == (announces ? [.announceCut] : []))
        #expect(timer.tick(at: .seconds(1000)) == [.cut])
    }
}

@Suite("Stream sessions")
struct StreamSessionTests {
    private static func session(_ uri: String) throws -> StreamSession {
        StreamSession(try #require(StreamTarget(uri: uri)), market: Samples.twoDays)
    }

    private static func reply(_ reactions: [StreamSession.Reaction]) -> String {
        guard case .reply(let bytes)? = reactions.first else { return "\(reactions)" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("URLs of raw and combined streams are taken apart")
    func targets() throws {
        let raw = try Self.session("/ws/btcusdt@kline_1m/ethusdt@ticker")
        #expect(raw.names == ["btcusdt@kline_1m", "ethusdt@ticker"])
        #expect(!raw.isCombined && raw.unit == .millisecond && raw.streams.count == 2)
        let combined = try Self.session("/stream?streams=btcusdt%40kline_1m/nope@ticker&timeUnit=microsecond")
        #expect(combined.names == ["btcusdt@kline_1m", "nope@ticker"])
        #expect(combined.isCombined && combined.unit == .microsecond && combined.streams.count == 1)
        #expect(try Self.session("/ws").names.isEmpty)
        #expect(try Self.session("/stream").isCombined)
        let many = (0...1024).map { "s\($0)@ticker" }.joined(separator: "/")
        for uri in ["/", "/wsx", "/api/v3/time", "/ws?timeUnit=hour", "/stream?streams=\(many)"] {
            #expect(StreamTarget(uri: uri) == nil)
        }
    }

    @Test("Subscriptions are made, listed and ended")
    func subscribes() throws {
        var session = try Self.session("/ws")
        let text = #"{"method":"SUBSCRIBE","params":["btcusdt@ticker","foo@ticker"],"id":7}"#
        let reactions = session.received(Array(text.utf8), at: .zero)
        #expect(Self.reply(reactions) == #"{"result":null,"id":7}"#)
        #expect(reactions.last == .subscribed([.ticker(try Symbol("BTCUSDT"))]))
        let again = session.received(Array(text.utf8), at: .zero)
        #expect(again.count == 1)
        #expect(
            Self.reply(session.received(Array(#"{"method":"LIST_SUBSCRIPTIONS","id":"a1"}"#.utf8), at: .zero))
                == #"{"result":["btcusdt@ticker","foo@ticker"],"id":"a1"}"#)
        _ = session.received(
            Array(#"{"method":"UNSUBSCRIBE","params":["btcusdt@ticker"],"id":null}"#.utf8), at: .zero)
        #expect(session.names == ["foo@ticker"] && session.streams.isEmpty)
    }

    @Test("The property combined is set and told")
    func property() throws {
        var session = try Self.session("/ws")
        func ask(_ text: String, _ second: Int) -> String {
            Self.reply(session.received(Array(text.utf8), at: .seconds(second)))
        }
        #expect(
            ask(#"{"method":"GET_PROPERTY","params":["combined"],"id":1}"#, 1) == #"{"result":false,"id":1}"#)
        #expect(
            ask(#"{"method":"SET_PROPERTY","params":["combined",true],"id":2}"#, 2)
                == #"{"result":null,"id":2}"#)
        #expect(session.isCombined)
        #expect(ask(#"{"method":"SET_PROPERTY","params":["combined",1],"id":2}"#, 3).contains("\"code\":1"))
        #expect(ask(#"{"method":"SET_PROPERTY","params":["other",true],"id":2}"#, 4).contains("\"code\":0"))
    }

    @Test(
        "Bad messages are answered with an error",
        arguments: [
            ("{", 3), ("[]", 2), (#"{"method":"NOPE","id":1}"#, 2), (#"{"method":"SUBSCRIBE","id":1}"#, 2),
            (#"{"method":"SUBSCRIBE","params":[1],"id":1}"#, 2),
            (#"{"method":"SUBSCRIBE","params":"x","id":1}"#, 2),
            (#"{"method":"LIST_SUBSCRIPTIONS","id":1.5}"#, 2),
            (#"{"method":"LIST_SUBSCRIPTIONS","id":"ä"}"#, 2),
        ])
    func bad(text: String, code: Int) throws {
        var session = try Self.session("/ws")
        #expect(Self.reply(session.received(Array(text.utf8), at: .zero)).hasPrefix("{\"code\":\(code),"))
    }

    @Test("A client that sends too much is cut off")
    func flood() throws {
        var session = try Self.session("/ws")
        for _ in 0..<5 { _ = session.received(Array("{".utf8), at: .zero) }
        #expect(session.received(Array("{".utf8), at: .zero) == [.disconnect])
    }
}
