import Candles

extension BinanceClient {
    /// Asks one question of the REST interface until it is answered or the retry policy gives it up.
    ///
    /// An address that does not serve is left for the next one, for good and by all tasks of the client.
    ///
    /// - Parameters:
    ///   - path: The path below the base address, as it is counted and named in errors.
    ///   - query: The fields of the query.
    ///   - weight: What the exchange charges for the question.
    ///   - read: Reads the answer; a fault that the transfer may have caused leads to another try.
    /// - Returns: What `read` made of the answer.
    /// - Throws: ``BinanceError``.
    func ask<Value: Sendable>(
        _ path: String, _ query: [(name: String, value: String)] = [], weight: Int,
        read: (HTTPAnswer) throws(AnswerFault) -> Value
    ) async throws(BinanceError) -> Value {
        let bases = try bases.get()
        let text = path + BaseURL.query(query)
        var index = locked { $0.baseIndex }
        while true {
            let base = bases[index]
            let question = Question(
                base: base, url: base.text + text, path: path, countedAs: path, weight: weight,
                budget: .named(base.budgetName, clock: clock),
                transfer: .init(
                    bodyLimit: configuration.bodyLimit, total: configuration.requestTimeout, leastBytes: 1,
                    wantsDigest: false),
                hasFallback: index + 1 < bases.count)
            switch try await ask(question, read: read) {
            case .answer(let value): return value
            case .moveOn(let error): index = moveOn(from: index, bases: bases, because: error)
            }
        }
    }

    /// Asks a question until it is answered, given up or should be asked elsewhere.
    func ask<Value: Sendable>(
        _ question: Question, read: (HTTPAnswer) throws(AnswerFault) -> Value
    ) async throws(BinanceError) -> Question.End<Value> {
        _ = try tls.get()
        let seed = locked { state in
            state.nextSeed &+= 1
            return state.nextSeed
        }
        var policy = RetryPolicy(
            configuration: configuration, url: question.base, path: question.path, seed: seed,
            hasFallback: question.hasFallback)
        while true {
            let outcome: RetryPolicy.Outcome
            switch try await tryOnce(question) {
            case .failed(.cancelled):
                // Not by us: a pause has called the request back before it was answered.
                if Task.isCancelled { throw .cancelled }
                continue
            case .failed(.failed(let reason)): outcome = .failed(reason)
            case .failed(.untrusted(let reason)): outcome = .untrusted(reason)
            case .failed(.tooLong(let limit)):
                throw .badAnswer(
                    path: question.path, reason: "the answer is too long: more than \(limit) bytes")
            case .answered(let answer) where (200..<300).contains(answer.status):
                do throws(AnswerFault) {
                    return .answer(try read(answer))
                } catch {
                    switch error {
                    case .bad(let reason): throw .badAnswer(path: question.path, reason: reason)
                    case .broken(let reason): outcome = .broken(reason)
                    }
                }
            case .answered(let answer):
                let error = answer.errorBody
                outcome = .answered(
                    Refusal(
                        status: answer.status, code: error.code, message: error.message,
                        retryAfter: answer.retryAfter, date: answer.date))
            }
            if let error = try await act(on: policy.next(after: outcome), question) { return .moveOn(error) }
        }
    }

    /// Sends a question once, when the budget lets it go.
    private func tryOnce(_ question: Question) async throws(BinanceError) -> HTTPTransport.Result {
        let number = try await waitForPermit(question)
        locked { $0.counters.requests[question.countedAs, default: 0] += 1 }
        question.onTry()
        let flight = Task { await transport.get(question.url, question.transfer) }
        question.budget.sending(number, at: clock.now()) { flight.cancel() }
        let result = await withTaskCancellationHandler {
            await flight.value
        } onCancel: {
            flight.cancel()
        }
        switch result {
        case .answered(let answer):
            question.budget.answered(number, answer, at: clock.now())
            locked { $0.counters.bytes += answer.body.count }
        case .failed:
            question.budget.lost(number, at: clock.now())
        }
        return result
    }

    /// Spends the pause before another try, or ends the question.
    ///
    /// - Returns: The error because of which another address should be asked.
    private func act(
        on action: RetryPolicy.Action, _ question: Question
    ) async throws(BinanceError) -> BinanceError? {
        let host = question.base.host
        switch action {
        case .moveOn(let error):
            return error
        case .giveUp(let error):
            switch error {
            case .rateLimited(_, let pause):
                question.budget.pause(for: pause ?? .seconds(60), isLimit: true, at: clock.now())
            case .banned(_, let end, let rest):
                question.budget.pause(
                    for: rest, isLimit: true, isBan: true, end: end?.milliseconds, at: clock.now())
            default: break
            }
            throw error
        case .retry(let pause, let holdsAll, let reason):
            locked { $0.counters.retries += 1 }
            if holdsAll {
                // The permit for the next try waits, together with every other request.
                question.budget.pause(for: pause, isLimit: reason == "429", at: clock.now())
                notice("\(host) asks for a pause: waiting \(BinanceError.text(pause)) (\(reason))")
            } else {
                notice("\(question.path): \(reason); trying again in \(BinanceError.text(pause))")
                try await wait(pause)
            }
            return nil
        }
    }

    /// Waits until the budget allows a request.
    private func waitForPermit(_ question: Question) async throws(BinanceError) -> Int {
        let host = question.base.host
        let start = clock.now()
        defer {
            let waited = clock.now() - start
            if waited >= .milliseconds(1) {
                locked {
                    $0.counters.waits += 1
                    $0.counters.waited += waited
                }
            }
        }
        while true {
            let permit = await question.budget.permit(
                weight: question.weight, longestPause: configuration.longestRetryAfter, clock: clock)
            switch permit {
            case nil, .waitForAnswer:
                throw .cancelled
            case .go(let number):
                return number
            case .refuse(let rest, isBan: true, let end):
                throw .banned(host: host, until: end.map { OpenTime(milliseconds: $0) }, retryAfter: rest)
            case .refuse(let rest, isBan: false, _):
                throw .rateLimited(host: host, retryAfter: rest)
            case .wait(let end, let announces):
                let pause = max(.milliseconds(1), end - clock.now())
                if announces, pause >= .seconds(1) {
                    notice("request limit of \(host): waiting \(BinanceError.text(pause))")
                }
                try await wait(pause)
            }
        }
    }

    /// Leaves an address for the next one, unless another task has done so already.
    ///
    /// - Returns: The number of the address to ask now.
    private func moveOn(from index: Int, bases: [BaseURL], because error: BinanceError) -> Int {
        let (now, isFirst) = locked { state in
            let isFirst = state.baseIndex == index
            if isFirst { state.baseIndex = index + 1 }
            return (state.baseIndex, isFirst)
        }
        if isFirst { notice("\(error.problem) Asking \(bases[now].text) from now on.") }
        return now
    }

    /// Spends a pause.
    func wait(_ pause: Duration) async throws(BinanceError) {
        do {
            try await clock.sleep(pause)
        } catch {
            throw .cancelled
        }
    }
}
