import ProphetEngine
import ProphetInterchange

/// Compares recorded cutoffs of cross-validations.
enum CutoffsFile {
    /// Compares every case of every series in the file.
    static func compare(_ json: JSONValue, _ checks: inout Checks) throws(ParityError) {
        for series in json.members {
            let times = try RecordedTime.list(series.value.member("ds"), "ds").map(\.milliseconds).sorted()
            for (index, entry) in try series.value.member("cases").array("cases").enumerated() {
                let name = "\(series.name)[\(index)]"
                checks.part(name) { try compare(entry, times: times, name: name, &$0) }
            }
        }
    }

    private static func compare(
        _ entry: JSONValue, times: [Int64], name: String, _ checks: inout Checks
    ) throws(ParityError) {
        let horizon = try RecordedTime.duration(entry.member("horizon"), "horizon")
        let initial = try RecordedTime.duration(entry.member("initial"), "initial")
        let period = try RecordedTime.duration(entry.member("period"), "period")
        let result = Result { () throws(ProphetError) in
            try Cutoffs.make(times: times, horizon: horizon, initial: initial, period: period)
        }
        switch (result, entry["error"].isNull) {
        case (.success(let cutoffs), true):
            let recorded = try RecordedTime.list(entry.member("cutoffs"), "cutoffs").map(\.milliseconds)
            checks.equal("\(name) number of cutoffs", cutoffs.count, recorded.count)
            let differing = zip(cutoffs, recorded).first { $0 != $1 }
            checks.require(
                differing == nil, "\(name) has cutoff \(differing?.0 ?? 0), recorded \(differing?.1 ?? 0)")
        case (.success(let cutoffs), false):
            checks.require(false, "\(name) has \(cutoffs.count) cutoffs, recorded an error")
        case (.failure(let error), let isExpected):
            checks.require(!isExpected, "\(name) failed: \(error)")
        }
    }
}
