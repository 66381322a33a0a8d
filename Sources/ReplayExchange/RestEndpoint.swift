/// The paths of the interface that are served.
enum RestEndpoint: String, CaseIterable, Sendable {
    case ping = "/api/v3/ping"
    case time = "/api/v3/time"
    case exchangeInfo = "/api/v3/exchangeInfo"
    case klines = "/api/v3/klines"
    case uiKlines = "/api/v3/uiKlines"
    case ticker = "/api/v3/ticker/24hr"
    case aggregateTrades = "/api/v3/aggTrades"

    /// What a request weighs.
    ///
    /// - Parameter symbolCount: The number of symbols asked for; nil for all of them.
    /// - Returns: The weight that counts against the limit.
    func weight(symbolCount: Int?) -> Int {
        switch self {
        case .ping, .time: 1
        case .exchangeInfo: 20
        case .klines, .uiKlines: 2
        case .aggregateTrades: 4
        case .ticker:
            switch symbolCount {
            case .some(...20): 2
            case .some(...100): 40
            default: 80
            }
        }
    }
}
