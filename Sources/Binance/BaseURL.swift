import Foundation

/// The checked address of one of the exchange's interfaces.
struct BaseURL: Hashable, Sendable {
    /// The address as it was given, without a slash at its end.
    let text: String
    /// The name or the number of the host; an IPv6 number without brackets.
    let host: String
    /// The port, given or implied.
    let port: Int
    /// Whether the connection is encrypted.
    let isSecure: Bool
    /// What precedes every path: empty, or a path that begins with a slash.
    let prefix: String

    /// Checks the address of the REST interface.
    ///
    /// - Throws: ``BinanceError/invalidURL(_:reason:)``.
    init(rest text: String) throws(BinanceError) {
        try self.init(text, plain: "http", secure: "https")
    }

    /// Checks the address of the streams.
    ///
    /// - Throws: ``BinanceError/invalidURL(_:reason:)``.
    init(stream text: String) throws(BinanceError) {
        try self.init(text, plain: "ws", secure: "wss")
    }

    /// The value of the Host header: the port is named unless the scheme implies it.
    var hostHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// Whether the host is a number; such a name must not be sent as TLS server name.
    var isIPLiteral: Bool {
        if host.contains(":") { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Whether the host belongs to Binance.US, an exchange of its own.
    var isBinanceUS: Bool { host == "binance.us" || host.hasSuffix(".binance.us") }

    /// The name under which requests are counted: the public exchange counts by address of the asker, whatever
    /// host of its own is asked.
    var budgetName: String {
        if host.hasSuffix(".binance.com") || host == "data-api.binance.vision" { return "binance.com" }
        return "\(host):\(port)"
    }

    private init(_ given: String, plain: String, secure: String) throws(BinanceError) {
        func refused(_ reason: String) -> BinanceError { .invalidURL(given, reason: reason) }
        guard given.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw refused("it holds a space or a sign outside ASCII")
        }
        guard let parts = URLComponents(string: given), let scheme = parts.scheme?.lowercased() else {
            throw refused("it is no URL")
        }
        guard scheme == plain || scheme == secure else {
            throw refused("the scheme is \(scheme) where \(secure) or \(plain) belongs")
        }
        guard let name = parts.host?.trimmingCharacters(in: ["[", "]"]), !name.isEmpty else {
            throw refused("it names no host")
        }
        guard parts.user == nil, parts.password == nil else { throw refused("it holds a user name") }
        guard parts.query == nil, parts.fragment == nil else {
            throw refused("it holds a query or a fragment")
        }
        isSecure = scheme == secure
        port = parts.port ?? (isSecure ? 443 : 80)
        guard (1...65_535).contains(port) else { throw refused("the port is \(port), not 1 to 65535") }
        host = name
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        prefix = path
        let bracketed = name.contains(":") ? "[\(name)]" : name
        text = "\(scheme)://\(bracketed)\(parts.port.map { ":\($0)" } ?? "")\(path)"
    }

    /// A query in which everything but letters, digits and `-._~` is escaped; empty without fields.
    static func query(_ fields: [(name: String, value: String)]) -> String {
        fields.isEmpty ? "" : "?" + fields.map { "\($0.name)=\(escaped($0.value))" }.joined(separator: "&")
    }

    /// A text in which every byte but letters, digits, `-._~` and those of `kept` is escaped.
    static func escaped(_ text: String, keeping kept: String = "") -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.append(byte)
            case _ where kept.utf8.contains(byte):
                result.append(byte)
            default:
                result.append(UInt8(ascii: "%"))
                result.append(hex[Int(byte >> 4)])
                result.append(hex[Int(byte & 15)])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
