extension BinanceError: CustomStringConvertible {
    /// What is wrong, with the value found.
    public var problem: String {
        switch self {
        case .invalidURL(let url, let reason): "\"\(url)\" is not the address of an exchange: \(reason)."
        case .invalidCertificates(let reason): "the trusted certificates cannot be read: \(reason)."
        case .streamCount(let count): "\(count) streams were asked for; a connection carries 1 to 1024."
        case .unknownSymbol(let names, _):
            names.count == 1
                ? "the exchange does not know the symbol \(names[0])."
                : "the exchange does not know the symbols \(names.joined(separator: ", "))."
        case .refused(let path, let status, let code, let message):
            "the exchange refused \(path) with status \(status)"
                + (code.map { ", code \($0)" } ?? "")
                + (message.isEmpty ? "." : ": \(Self.sentence(message))")
        case .geoBlocked(let host): "\(host) does not serve the place you are in (status 451)."
        case .firewall(let host): "the firewall of \(host) refused the request (status 403)."
        case .rateLimited(let host, let retryAfter):
            "\(host) limits this address"
                + (retryAfter.map { " for another \(Self.text($0))." } ?? " and names no end of it.")
        case .banned(let host, let until, let rest):
            "\(host) has banned this address "
                + (until.map { "until \($0), " } ?? "") + "for another \(Self.text(rest)) (status 418)."
        case .unreachable(let url, let reason): "\(url) cannot be reached: \(reason)."
        case .tls(let url, let reason): "no trusted connection to \(url) came about: \(reason)."
        case .badAnswer(let path, let reason): "the answer to \(path) cannot be used: \(reason)."
        case .streamClosed(let url, let reason): "the stream from \(url) ended: \(reason)."
        case .streamSilent(let url, let duration):
            "the stream from \(url) was silent for \(Self.text(duration))."
        case .cancelled: "the request was cancelled."
        }
    }

    /// What the reader can do.
    public var remedy: String {
        switch self {
        case .invalidURL:
            "Give an address such as https://api.binance.com for --rest-url, "
                + "wss://stream.binance.com:9443 for --stream-url, https://data.binance.vision for --archive-url."
        case .invalidCertificates: "Give a file of certificates in PEM form."
        case .streamCount: "Ask for fewer symbols, or follow them in several processes."
        case .unknownSymbol(_, let near):
            near.isEmpty
                ? "Write the symbol as the exchange does, such as BTCUSDT."
                : "Did you mean \(near.joined(separator: ", "))?"
        case .refused: "Check the symbols, the interval and the address of the exchange."
        case .geoBlocked:
            "Use the addresses for public market data: --rest-url https://data-api.binance.vision "
                + "--stream-url wss://data-stream.binance.vision"
        case .firewall: "Wait some minutes, or use --rest-url https://data-api.binance.vision"
        case .rateLimited: "Wait that long before you try again; asking earlier makes the pause longer."
        case .banned:
            "Start nothing that asks it before then: every request makes the ban longer. "
                + "What was fetched is kept; the same command goes on from there."
        case .unreachable: "Check the network and the address, and try again."
        case .tls:
            "Check the address and the clock of this machine; trust the certificate of a proxy, if any."
        case .badAnswer: "Try again; if it stays, check that the address is one of the exchange."
        case .streamClosed, .streamSilent: "Connect again and fetch what was missed by REST."
        case .cancelled: "Start it again if that was not meant."
        }
    }

    public var description: String { "\(problem) \(remedy)" }

    /// Words of the exchange with a full stop at their end.
    private static func sentence(_ text: String) -> String {
        text.hasSuffix(".") || text.hasSuffix("!") ? text : text + "."
    }

    /// A length of time in words: `250 ms`, `12 s`, `5 min`, `3 h 20 min`.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        switch seconds {
        case ..<1: return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
        case ..<120: return "\(seconds + (attoseconds > 0 ? 1 : 0)) s"
        case ..<7200: return "\((seconds + 59) / 60) min"
        default: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        }
    }
}
