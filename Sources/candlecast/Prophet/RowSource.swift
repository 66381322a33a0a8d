import ProphetEngine

/// Rows that the engine was given, and the file they came from: finds the row that an error is about.
struct RowSource {
    /// The file as it is called in messages.
    let name: String
    /// The rows.
    let frame: ProphetFrame

    /// The rows of a history that have a value, which alone are fitted.
    init(_ name: String, _ history: ProphetHistory) {
        self.name = name
        frame = history.frame.rows(history.y.indices.filter { history.y[$0].isFinite })
    }

    init(_ name: String, _ frame: ProphetFrame) {
        self.name = name
        self.frame = frame
    }

    /// What is wrong, with the date and the column; nil if the error is about no row of these.
    func problem(_ error: ProphetError) -> String? {
        switch error {
        case .regressorValue(let column, _, let value):
            guard let time = first(frame.regressors[column], where: { !$0.isFinite }) else { return nil }
            return value.isNaN
                ? "the regressor \(column) has no value on \(time)."
                : "the regressor \(column) is \(value) on \(time), which is no number to compute with."
        case .capNotAboveFloor(_, let cap, let floor):
            guard cap.isFinite else {
                return first(frame.cap, where: { !$0.isFinite }).map {
                    "the column cap has no value on \($0)."
                }
            }
            return first(frame.cap, where: { $0 == cap }).map {
                "the cap on \($0) is \(Figure.plain(cap)), which is not above its floor \(Figure.plain(floor))."
            }
        default: return nil
        }
    }

    /// The earliest time of a value of some kind.
    private func first(_ values: [Double]?, where isMeant: (Double) -> Bool) -> String? {
        guard let values else { return nil }
        return zip(frame.ds, values).filter { isMeant($0.1) }.map(\.0).min().map(TimeList.text)
    }
}
