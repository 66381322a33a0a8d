/// One question to a server, as often as it is repeated.
struct Question: Sendable {
    /// The address asked, for errors.
    let base: BaseURL
    /// The whole address with the query.
    let url: String
    /// The path as it is named in errors.
    let path: String
    /// The name under which its tries are counted.
    let countedAs: String
    /// What the exchange charges for it.
    var weight = 0
    /// The budget that it counts for.
    let budget: SharedBudget
    /// How its answer is taken in.
    let transfer: HTTPTransport.Transfer
    /// Whether another address of the same exchange can be asked instead.
    var hasFallback = false
    /// Called with every try.
    var onTry: @Sendable () -> Void = {}

    /// How a question ended that no error ended.
    enum End<Value: Sendable>: Sendable {
        /// The answer.
        case answer(Value)
        /// The next address of the exchange should be asked; the error is for where there is none.
        case moveOn(BinanceError)
    }
}
