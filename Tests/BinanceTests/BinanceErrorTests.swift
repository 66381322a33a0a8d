import Testing

@testable import Binance

@Suite("Errors")
struct BinanceErrorTests {
    static let samples: [BinanceError] = [
        .invalidURL("x", reason: "r"), .invalidCertificates(reason: "r"), .streamCount(0),
        .unknownSymbol(["A"], nearMatches: []), .unknownSymbol(["A", "B"], nearMatches: ["C"]),
        .refused(path: "/p", status: 400, code: -1, message: "m"),
        .refused(path: "/p", status: 404, code: nil, message: ""), .geoBlocked(host: "h"),
        .firewall(host: "h"),
        .rateLimited(host: "h", retryAfter: .seconds(7)), .rateLimited(host: "h", retryAfter: nil),
        .unreachable(url: "u", reason: "r"), .tls(url: "u", reason: "r"), .badAnswer(path: "/p", reason: "r"),
        .streamClosed(url: "u", reason: "r"), .streamSilent(url: "u", for: .seconds(45)), .cancelled,
    ]

    @Test("Every error says in a sentence what is wrong and what to do", arguments: samples)
    func sentences(error: BinanceError) {
        #expect(error.problem.hasSuffix("."))
        #expect(!error.problem.hasSuffix(".."))
        #expect(!error.remedy.isEmpty)
        #expect(error.description == "\(error.problem) \(error.remedy)")
    }

    @Test("Only a failure that may pass is retriable", arguments: samples)
    func retriable(error: BinanceError) {
        #expect(!error.isRetriable || error.kind == .unavailable || error.kind == .rateLimited)
    }

    @Test(
        "Lengths of time read like speech",
        arguments: [
            (Duration.milliseconds(250), "250 ms"), (.seconds(12), "12 s"), (.milliseconds(1500), "2 s"),
            (.seconds(300), "5 min"), (.seconds(12_000), "3 h 20 min"),
        ])
    func durations(duration: Duration, text: String) {
        #expect(BinanceError.text(duration) == text)
    }

    @Test(
        "The source header is read strictly",
        arguments: [
            (nil, .exchange), ("recorded", .recorded), ("simulated; seed=42", .simulated(seed: 42)),
            ("simulated", nil), ("simulated; seed=x", nil), ("", nil), ("real", nil),
        ] as [(String?, ExchangeSource?)])
    func sources(header: String?, source: ExchangeSource?) {
        #expect(ExchangeSource(header: header) == source)
    }
}
