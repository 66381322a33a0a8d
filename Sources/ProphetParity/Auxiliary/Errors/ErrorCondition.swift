import ProphetEngine

/// A condition under which Prophet raises an error or does not, and the nearest thing in this package.
enum ErrorCondition: Sendable {
    /// The condition can be brought about: what is run, throwing where this package refuses.
    case attempt(@Sendable () throws -> Void)
    /// The types leave no way to bring it about; the reason.
    case impossible(String)

    /// Thirty days with values, as the recorded conditions have them.
    static let history = history(days: 30)

    /// A number of days with values from the beginning of 2020.
    static func history(days: Int) -> ProphetHistory {
        let y: [Double] = (0..<days).map { day in
            let wave = Double(day * day % 7)
            return 10 + wave + 0.1 * Double(day)
        }
        return ProphetHistory(ds: times(days: days), y: y)
    }

    /// The days from the beginning of 2020.
    static func times(days: Int) -> [Int64] {
        (0..<Int64(days)).map { 1_577_836_800_000 + $0 * 86_400_000 }
    }

    /// A history of further columns.
    static func history(
        cap: Double? = nil, floor: Double? = nil, regressors: [String: [Double]] = [:],
        conditions: [String: [Bool]] = [:]
    ) -> ProphetHistory {
        ProphetHistory(
            frame(cap: cap, floor: floor, regressors: regressors, conditions: conditions), y: history.y)
    }

    /// Thirty days with further columns.
    static func frame(
        cap: Double? = nil, floor: Double? = nil, regressors: [String: [Double]] = [:],
        conditions: [String: [Bool]] = [:]
    ) -> ProphetFrame {
        let times = times(days: 30)
        return ProphetFrame(
            ds: times, cap: cap.map { [Double](repeating: $0, count: times.count) },
            floor: floor.map { [Double](repeating: $0, count: times.count) }, regressors: regressors,
            conditions: conditions)
    }

    /// Makes a model only.
    static func options(_ change: @escaping @Sendable (inout ProphetOptions) -> Void) -> Self {
        .attempt {
            var options = ProphetOptions()
            change(&options)
            _ = try ProphetModel(options: options)
        }
    }

    /// Fits a model.
    static func fit(
        _ history: ProphetHistory = history,
        _ change: @escaping @Sendable (inout ProphetOptions) -> Void = { _ in }
    ) -> Self {
        .attempt { _ = try fitted(history, change) }
    }

    /// Fits a model and predicts rows.
    static func predict(
        _ frame: ProphetFrame, after history: ProphetHistory,
        _ change: @escaping @Sendable (inout ProphetOptions) -> Void
    ) -> Self {
        .attempt {
            let model: FittedProphet
            do {
                model = try fitted(history, change)
            } catch {
                // Only the prediction may fail.
                throw UnexpectedResult(description: "the fit failed: \(error)")
            }
            _ = try model.predict(frame)
        }
    }

    /// Fits a model and requires something of it.
    static func fit(
        _ history: ProphetHistory = history, _ change: @escaping @Sendable (inout ProphetOptions) -> Void,
        requires: @escaping @Sendable (FittedProphet) throws -> Bool, _ reason: String
    ) -> Self {
        .attempt {
            guard try requires(fitted(history, change)) else {
                throw UnexpectedResult(description: reason)
            }
        }
    }

    /// Cross-validates a model.
    static func validate(_ options: CrossValidationOptions) -> Self {
        .attempt {
            var options = options
            options.mode = .prophet
            _ = try ProphetModel().crossValidation(history, options)
        }
    }

    static func fitted(
        _ history: ProphetHistory, _ change: (inout ProphetOptions) -> Void
    ) throws(ProphetError) -> FittedProphet {
        var options = ProphetOptions()
        options.uncertaintySamples = 10
        change(&options)
        return try ProphetModel(options: options).fit(history)
    }

    /// What went neither as recorded nor to a refusal that could be the recorded error.
    struct UnexpectedResult: Error, CustomStringConvertible {
        let description: String
    }
}
