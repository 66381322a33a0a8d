import ProphetEngine
import ProphetInterchange

/// What the engine has to say about a fit.
enum ProphetWords {
    /// Says what a reader of the forecast should know; what is usual, as a seasonality that the data cannot show, is no
    /// warning.
    static func say(_ warnings: [FitWarning], _ console: Console) {
        if let note = offNote(warnings) { console.note(note) }
        for warning in warnings {
            switch warning {
            case .seasonalityDisabled: continue
            case .changepointsReduced: console.note(text(warning))
            default: console.warn(text(warning))
            }
        }
    }

    /// A warning in the words of the command line.
    static func text(_ warning: FitWarning) -> String {
        switch warning {
        case .seasonalityDisabled(let name):
            "\(name) seasonality is off (history too short or sparse); \(option(name)) switches it on"
        case .poorMixing(let rHat):
            "the chains of draws do not agree yet, with an R-hat of \(Figure.rHat(rHat)); more draws may help"
        default: QuotedText.escaped(warning.description)
        }
    }

    /// One note about all seasonalities that are off.
    static func offNote(_ warnings: [FitWarning]) -> String? {
        let names = warnings.compactMap { warning -> String? in
            if case .seasonalityDisabled(let name) = warning { name } else { nil }
        }
        guard names.count > 1 else { return names.first.map { text(.seasonalityDisabled($0)) } }
        let options = names.map(option)
        return
            "\(list(names)) seasonality are off (history too short or sparse); \(list(options)) switch them on"
    }

    private static func option(_ name: String) -> String { "--\(name)-seasonality true" }

    private static func list(_ words: [String]) -> String {
        words.count < 2
            ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "")
    }

    /// Says so where intervals cannot be exact, and are simulated instead.
    static func sayExact(
        _ method: IntervalMethod, _ growth: Growth, isSampled: Bool, hasPredictor: Bool = false,
        _ console: Console
    ) {
        guard method == .exact else { return }
        let reason =
            isSampled
            ? "a sampled posterior"
            : hasPredictor
                ? "a regressor that has a model of its own" : growth == .logistic ? "logistic growth" : nil
        guard let reason else { return }
        console.warn("no exact intervals are known with \(reason); they are simulated")
    }
}
