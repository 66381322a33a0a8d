import Foundation

/// The figures of one recorded case; nil where the case has none.
public struct ParityFigures: Hashable, Sendable {
    /// The log posterior of our fit, of the recorded optimum and of Prophet's own fit.
    public var ours: Double?
    public var map: Double?
    public var prophet: Double?
    /// The largest subgradient at our fit, recomputed from its definition.
    public var kktResidual: Double?
    /// The largest distance of our yhat from that of the recorded optimum in the history, as a share of the
    /// scale of y.
    public var inSample: Double?
    /// The same after the history.
    public var outOfSample: Double?
    /// The largest distance of a bound from the recorded one, as a share of the width of yhat's interval.
    public var intervals: Double?
    /// The largest relative distance of a metric of the cross-validation.
    public var crossValidation: Double?

    /// The headings of ``columns``.
    static let headings = [
        "lp ours", "lp map", "lp default", "KKT", "yhat in", "yhat out", "bounds", "CV",
    ]

    /// The figures as text, `-` where there is none.
    var columns: [String] {
        [ours, map, prophet].map { $0.map(Self.density) ?? "-" }
            + [kktResidual, inSample, outOfSample, intervals, crossValidation].map {
                $0.map(Self.short) ?? "-"
            }
    }

    /// A number to two digits.
    static func short(_ number: Double) -> String {
        number == 0 ? "0" : String(format: "%.1e", number)
    }

    /// A log posterior to six decimals as far as they fit.
    static func density(_ number: Double) -> String {
        abs(number) < 1e9 ? String(format: "%.6f", number) : String(format: "%.6e", number)
    }
}
