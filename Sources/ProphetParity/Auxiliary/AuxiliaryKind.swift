import ProphetInterchange

/// The kinds of auxiliary files, each of which records single steps of Prophet.
enum AuxiliaryKind: String, CaseIterable {
    case metrics
    case cutoffs
    case setup
    case fourier
    case errors
    case serialized
    case trend
    case percentiles

    /// The kind that the name of a file tells: what comes before the first `_` or `.`.
    init?(fileName: String) {
        self.init(rawValue: String(fileName.prefix { $0 != "_" && $0 != "." }))
    }

    /// Compares a file of this kind.
    func report(name: String, json: JSONValue) -> ParityReport {
        var checks = Checks()
        do {
            switch self {
            case .metrics: try MetricsFile.compare(json, &checks)
            case .cutoffs: try CutoffsFile.compare(json, &checks)
            case .setup: try SetupFile.compare(json, &checks)
            case .fourier: try FourierFile.compare(json, &checks)
            case .errors: try ErrorsFile.compare(json, &checks)
            case .serialized: try SerializedFile.compare(json, &checks)
            case .trend: try TrendFile.compare(json, &checks)
            case .percentiles: try PercentilesFile.compare(json, &checks)
            }
        } catch {
            checks.require(false, "\(error)")
        }
        if checks.count == 0 {
            checks.require(false, "nothing could be compared")
        }
        return ParityReport(
            name: "aux/\(name)", tolerance: "\(rawValue)", figures: ParityFigures(), checks: checks)
    }
}
