import Foundation

/// Makes the bytes of HTTP answers and WebSocket frames, proper and improper ones.
enum WireBytes {
    /// An HTTP answer with a body of stated length.
    static func answer(
        _ status: Int, _ body: String = "", headers: [String: String] = [:], statedLength: Int? = nil
    ) -> [UInt8] {
        var text = "HTTP/1.1 \(status) Reason\r\nContent-Length: \(statedLength ?? body.utf8.count)\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        return Array((text + "\r\n" + body).utf8)
    }

    /// An HTTP answer with any bytes as its body.
    static func answer(_ status: Int, bytes: [UInt8], statedLength: Int? = nil) -> [UInt8] {
        Array("HTTP/1.1 \(status) Reason\r\nContent-Length: \(statedLength ?? bytes.count)\r\n\r\n".utf8)
            + bytes
    }

    /// The answer that grants an upgrade.
    static func upgraded(_ request: String) -> [UInt8] {
        let key = header("Sec-WebSocket-Key", of: request) ?? ""
        let digest = SHA1.digest(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        return Array(
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: \(Data(digest).base64EncodedString())\r\n\r\n").utf8)
    }

    /// The value of a header in a request head.
    static func header(_ name: String, of request: String) -> String? {
        for line in request.split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
            return parts[1].trimmingCharacters(in: .whitespaces)
        }
        return nil
    }

    /// The path and query of a request head.
    static func target(of request: String) -> String {
        String(request.split(separator: " ").dropFirst().first ?? "")
    }

    /// A frame as a server sends it; `reserved` are the three bits of extensions.
    static func frame(
        _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, reserved: UInt8 = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
        switch payload.count {
        case ..<126: bytes.append(UInt8(payload.count))
        case ..<65_536: bytes += [126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default:
            bytes.append(127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        return bytes + payload
    }

    /// A text frame.
    static func text(_ text: String) -> [UInt8] { frame(1, Array(text.utf8)) }

    /// A close frame.
    static func close(_ code: UInt16, _ reason: String = "") -> [UInt8] {
        frame(8, [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8))
    }

    /// A mini ticker whose last price tells messages apart.
    static func miniTicker(_ last: Int) -> String {
        #"{"stream":"btcusdt@miniTicker","data":{"e":"24hrMiniTicker","E":1754676198909,"s":"BTCUSDT","#
            + #""c":"\#(last)","o":"1.5","h":"9.5","l":"0.5","v":"10","q":"20"}}"#
    }
}
