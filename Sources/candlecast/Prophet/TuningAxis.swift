import ArgumentParser
import Foundation
import ProphetEngine

/// The values that a search tries for one option: `changepoint_prior_scale=0.001,0.01,0.1`.
struct TuningAxis: Hashable {
    let key: TuningKey
    let values: [String]

    init(text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else {
            throw ValidationError("write an option and its values: name=value,value,…")
        }
        key = try TuningKey(name: String(parts[0]))
        values = parts[1].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        for value in values {
            let options = try key.setting(value, in: ProphetOptions())
            do {
                _ = try ProphetModel(options: options)
            } catch {
                throw ValidationError("\(key.rawValue)=\(value): \(ProphetFailure(error: error))")
            }
        }
    }
}
