/// A forecast: one entry per row in each array, in order of time.
///
/// `yhat` is `trend * (1 + multiplicativeTerms) + additiveTerms`. The four arrays of bounds are empty when
/// the model simulates no paths (`uncertaintySamples` is 0).
public struct ProphetForecast: Hashable, Sendable {
    /// The times of the rows, in milliseconds since 1970-01-01 UTC.
    public let ds: [Int64]
    /// The cap of the frame, which only logistic growth takes into account; nil where it had none.
    public let cap: [Double]?
    /// The floor, if the model was fitted with one.
    public let floor: [Double]?
    /// The trend, in units of the series.
    public let trend: [Double]
    /// The lower bound of the trend; the trend itself in the history.
    public internal(set) var trendLower: [Double] = []
    /// The upper bound of the trend; the trend itself in the history.
    public internal(set) var trendUpper: [Double] = []
    /// The forecast, in units of the series.
    public let yhat: [Double]
    /// The lower bound of an observation.
    public internal(set) var yhatLower: [Double] = []
    /// The upper bound of an observation.
    public internal(set) var yhatUpper: [Double] = []
    /// The components in Prophet's order.
    ///
    /// Sorted by name, with the groups `additive_terms`, `multiplicative_terms`, `holidays`,
    /// `extra_regressors_additive` and `extra_regressors_multiplicative` among them; a group of terms that is
    /// empty comes last.
    public internal(set) var components: [ProphetComponent]

    /// Whether the forecast has bounds.
    public var hasIntervals: Bool { !yhatLower.isEmpty }

    /// The component of a name, or nil if the model has none of it.
    public func component(_ name: String) -> ProphetComponent? {
        components.first { $0.name == name }
    }

    /// The sum of all additive components, in units of the series.
    public var additiveTerms: [Double] { component("additive_terms")?.values ?? [] }
    /// The sum of all multiplicative components, as a fraction of the trend.
    public var multiplicativeTerms: [Double] { component("multiplicative_terms")?.values ?? [] }

    /// All columns but `ds`, named and ordered as Prophet's data frame has them.
    public var columns: [(name: String, values: [Double])] {
        var result: [(name: String, values: [Double])] = [("trend", trend)]
        if let cap { result.append(("cap", cap)) }
        if let floor { result.append(("floor", floor)) }
        if hasIntervals {
            result += [
                ("yhat_lower", yhatLower), ("yhat_upper", yhatUpper), ("trend_lower", trendLower),
                ("trend_upper", trendUpper),
            ]
        }
        for component in components {
            result.append((component.name, component.values))
            if hasIntervals {
                result += [
                    ("\(component.name)_lower", component.lower),
                    ("\(component.name)_upper", component.upper),
                ]
            }
        }
        return result + [("yhat", yhat)]
    }
}
