import ProphetEngine
import ProphetInterchange

/// The options of a model as they are typed.
enum ModelWords {
    /// The arguments that give options, as far as they are not the defaults.
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - holidays: The file that the holidays were read from.
    /// - Returns: Names and values in turn.
    static func arguments(_ options: ProphetOptions, holidays: String?) -> [String] {
        let base = ProphetOptions()
        var words = TuningKey.words(options, apartFrom: base)
        if let changepoints = options.changepoints {
            let precision = DateText.Precision(for: changepoints)
            let dates = changepoints.map { DateText.text($0, precision, separator: "T") }
            words += ["--changepoints", dates.joined(separator: ",")]
        }
        for seasonality in options.seasonalities {
            words += ["--seasonality", ComponentText.text(seasonality)]
        }
        if let holidays { words += ["--holidays", holidays] }
        for regressor in options.regressors { words += ["--regressor", ComponentText.text(regressor)] }
        if options.mcmcSamples != base.mcmcSamples { words += ["--mcmc-samples", "\(options.mcmcSamples)"] }
        if options.sampler != base.sampler { words += ["--sampler", options.sampler.rawValue] }
        if options.intervalWidth != base.intervalWidth {
            words += ["--interval-width", "\(options.intervalWidth)"]
        }
        if options.uncertaintySamples != base.uncertaintySamples {
            words += ["--uncertainty-samples", "\(options.uncertaintySamples)"]
        }
        return words
    }

    /// Arguments as one line for a shell.
    static func line(_ arguments: [String]) -> String {
        arguments.map { word in
            let isPlain = word.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "-_./,=:+@%".utf8.contains(byte)
            }
            return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }
        .joined(separator: " ")
    }
}
