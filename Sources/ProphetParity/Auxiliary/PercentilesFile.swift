import ProphetEngine
import ProphetInterchange

/// Compares recorded quantiles of samples.
enum PercentilesFile {
    /// Compares the file.
    static func compare(_ json: JSONValue, _ checks: inout Checks) throws(ParityError) {
        let rows = try json.member("rows").matrix("rows")
        let percents = try json.member("q").numbers("q")
        let recorded = try json.member("result").matrix("result")
        guard rows.allSatisfy({ !$0.isEmpty }), percents.allSatisfy({ $0 >= 0 && $0 <= 100 }) else {
            throw .malformed("rows must hold samples, and q percents")
        }
        checks.equal("number of quantiles", percents.count, recorded.count)
        for (percent, values) in zip(percents, recorded) {
            // Prophet leaves out what is not a number.
            let ours = rows.map { row in
                let samples = row.filter { !$0.isNaN }
                return samples.isEmpty ? Double.nan : sampleQuantile(percent / 100, of: samples)
            }
            checks.near("\(percent) %", ours, values) { 1e-12 * max(1, abs(values[$0])) }
        }
    }
}
