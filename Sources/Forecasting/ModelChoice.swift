/// The model whose forecast is put first, and why.
public struct ModelChoice: Hashable, Sendable {
    /// The name of the model.
    public let model: String
    /// Why, in one or two sentences.
    public let reason: String

    /// The choice that a study leads to: the lowest mean absolute error, and the last value where there is no
    /// study.
    ///
    /// - Parameters:
    ///   - study: The study, if one was made.
    ///   - refusal: Why none was made.
    ///   - available: The models that gave a current forecast.
    public init(_ study: StudyResult?, refusal: ForecastError?, available: [String]) {
        let fallback = ForecastModel.lastValue.name
        guard let best = study?.best(of: available) else {
            model = fallback
            let why =
                refusal.map { "There is no study, because of this: \($0.problem)" } ?? "There is no study."
            reason = "\(why) Nothing is known about the models, so the last price is carried forward."
            return
        }
        model = best.model
        let cutoffs = best.byCutoff.count == 1 ? "1 cutoff" : "\(best.byCutoff.count) cutoffs"
        if best.model == fallback {
            reason =
                "No model of this study is better than carrying the last price forward (lowest mean"
                + " absolute error over \(cutoffs))."
        } else {
            reason =
                "\(ForecastModel.title(of: best.model)) has the lowest mean absolute error over"
                + " \(cutoffs); it was better than carrying the last price forward at"
                + " \(best.cutoffsBetterThanLastValue) of them."
        }
    }
}
