import ProphetEngine
import ProphetInterchange

/// Reads recorded parameters.
enum RecordedParameters {
    /// Reads parameters for S changepoints and K columns.
    static func read(_ json: JSONValue, for problem: FitProblem) throws(ParityError) -> ProphetParameters {
        let delta = try vector(json.member("delta"), "delta", count: problem.changepointTimes.count)
        let beta = try vector(json.member("beta"), "beta", count: problem.featureColumns.count)
        return ProphetParameters(
            k: try scalar(json.member("k"), "k"), m: try scalar(json.member("m"), "m"), delta: delta,
            beta: beta, sigma: try scalar(json.member("sigma_obs"), "sigma_obs"))
    }

    private static func scalar(_ json: JSONValue, _ what: String) throws(ParityError) -> Double {
        guard let elements = json.elements else { return try json.number(what) }
        guard elements.count == 1 else {
            throw .malformed("\(what) must be one number, was \(json.kind)")
        }
        return try scalar(elements[0], what)
    }

    private static func vector(
        _ json: JSONValue, _ what: String, count: Int
    ) throws(ParityError) -> [Double] {
        if let elements = json.elements, elements.count == 1, elements[0].elements != nil {
            return try vector(elements[0], what, count: count)
        }
        let values = try json.numbers(what)
        guard values.count == count else {
            throw .malformed("\(what) must have \(count) numbers as the model has, had \(values.count)")
        }
        return values
    }
}
