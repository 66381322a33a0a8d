/// An error answer of the exchange: a status and a body `{"code":…,"msg":"…"}`.
struct Refusal: Error, Hashable, Sendable {
    let status: Int
    let code: Int
    let message: String

    init(_ code: Int, _ message: String, status: Int = 400) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// The body of the answer.
    var body: [UInt8] {
        var json = JSONText()
        json.raw("{\"code\":\(code),\"msg\":")
        json.string(message)
        json.raw("}")
        return json.bytes
    }

    static let notFound = Refusal(-1000, "Not found.", status: 404)
    static let invalidSymbol = Refusal(-1121, "Invalid symbol.")
    static let invalidInterval = Refusal(-1120, "Invalid interval.")

    static func method(_ name: String) -> Refusal {
        Refusal(-1000, "Request method '\(name)' not supported.", status: 405)
    }

    static func missing(_ name: String) -> Refusal {
        Refusal(-1102, "Mandatory parameter '\(name)' was not sent, was empty/null, or malformed.")
    }

    static func empty(_ name: String) -> Refusal { Refusal(-1105, "Parameter '\(name)' was empty.") }

    static func illegal(_ name: String, _ range: String) -> Refusal {
        Refusal(-1100, "Illegal characters found in parameter '\(name)'; legal range is '\(range)'.")
    }

    static func invalid(_ name: String) -> Refusal {
        Refusal(-1130, "Data sent for parameter '\(name)' is not valid.")
    }

    static func combination(_ recommendation: String) -> Refusal {
        Refusal(-1128, "Combination of optional parameters invalid. Recommendation: '\(recommendation)'")
    }

    static func duplicate(_ name: String) -> Refusal {
        Refusal(-1101, "Duplicate values for parameter '\(name)'.")
    }

    static func tooMany(expected: Int, received: Int) -> Refusal {
        Refusal(-1101, "Too many parameters; expected '\(expected)' and received '\(received)'.")
    }

    static func unread(read: Int, sent: Int) -> Refusal {
        Refusal(
            -1104, "Not all sent parameters were read; read '\(read)' parameter(s) but was sent '\(sent)'.")
    }
}
