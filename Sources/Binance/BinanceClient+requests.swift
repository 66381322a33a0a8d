import Candles

extension BinanceClient {
    /// Asks one question until it is answered or the retry policy gives it up.
    ///
    /// - Parameters:
    ///   - path: The path below the base address, as it is counted and named in errors.
    ///   - query: The fields of the query.
    ///   - weight: What the exchange charges for the question.
    ///   - read: Reads the answer; a fault that the transfer may have caused leads to another try.
    /// - Returns: What `read` made of the answer.
    /// - Throws: ``BinanceError``.
    func ask<Value>(
        _ path: String, _ query: [(name: String, value: String)] = [], weight: Int,
        read: (HTTPAnswer) throws(AnswerFault) -> Value
    ) async throws(BinanceError) -> Value {
        _ = try tls.get()
        let base = try BaseURL(rest: configuration.restURL)
        let url = base.text + path + BaseURL.query(query)
        let seed = locked { state in
            state.nextSeed &+= 1
            return state.nextSeed
        }
        var policy = RetryPolicy(configuration: configuration, url: base, path: path, seed: seed)
        while true {
            try await waitForPermit(weight: weight, host: base.host)
            locked { $0.counters.requests[path, default: 0] += 1 }
            let outcome: RetryPolicy.Outcome
            switch await transport.get(url) {
            case .failed(.cancelled): throw .cancelled
            case .failed(.failed(let reason)): outcome = .failed(reason)
            case .failed(.untrusted(let reason)): outcome = .untrusted(reason)
            case .answered(let answer):
                note(answer)
                guard (200..<300).contains(answer.status) else {
                    let error = answer.errorBody
                    outcome = .answered(
                        status: answer.status, code: error.code, message: error.message,
                        retryAfter: answer.retryAfter)
                    break
                }
                do throws(AnswerFault) {
                    return try read(answer)
                } catch {
                    switch error {
                    case .bad(let reason): throw .badAnswer(path: path, reason: reason)
                    case .broken(let reason): outcome = .broken(reason)
                    }
                }
            }
            try await act(on: policy.next(after: outcome), path: path, host: base.host)
        }
    }

    /// Spends the pause before another try, or ends the question.
    private func act(on action: RetryPolicy.Action, path: String, host: String) async throws(BinanceError) {
        switch action {
        case .accept:
            // Only a good answer is accepted, and that has been read already.
            return
        case .giveUp(let error):
            if case .rateLimited(_, let pause?) = error { hold(for: pause) }
            throw error
        case .retry(let pause, let holdsAll, let reason):
            locked { $0.counters.retries += 1 }
            if holdsAll {
                // The permit for the next try waits, together with every other request.
                hold(for: pause)
                notice("\(host) asks for a pause: waiting \(BinanceError.text(pause)) (\(reason))")
            } else {
                notice("\(path): \(reason); trying again in \(BinanceError.text(pause))")
                try await wait(pause)
            }
        }
    }

    private func hold(for pause: Duration) {
        let now = clock.now()
        locked { $0.budget.pause(for: pause, at: now) }
    }

    private func note(_ answer: HTTPAnswer) {
        guard let weight = answer.usedWeight else { return }
        let now = clock.now()
        locked { $0.budget.answered(usedWeight: weight, at: now) }
    }

    /// Waits until the budget allows a request.
    private func waitForPermit(weight: Int, host: String) async throws(BinanceError) {
        while true {
            let now = clock.now()
            switch locked({ $0.budget.permit(weight: weight, at: now) }) {
            case .go:
                return
            case .refuse(let rest):
                throw .rateLimited(host: host, retryAfter: rest)
            case .wait(let pause, let announces):
                if announces, pause >= .seconds(1) {
                    notice("request limit of \(host): waiting \(BinanceError.text(pause))")
                }
                try await wait(pause)
            }
        }
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
