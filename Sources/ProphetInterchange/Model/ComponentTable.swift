import ProphetEngine

/// Which feature column belongs to which component or group, as Prophet records it.
struct ComponentTable {
    /// The names of components and groups: sorted, groups of terms that are empty last.
    let names: [String]
    /// For each feature column the names that it belongs to.
    let memberships: [Set<String>]

    /// The table of a model's columns.
    init(columns: [FeatureColumn]) {
        memberships = columns.map(Self.groups)
        let used = memberships.reduce(into: Set<String>()) { $0.formUnion($1) }
        let sorted = used.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        let terms = ComponentMode.allCases.map { "\($0.rawValue)_terms" }
        names = sorted + terms.filter { !used.contains($0) }
    }

    private static func groups(of column: FeatureColumn) -> Set<String> {
        guard let component = column.component else { return [] }
        let terms = "\(column.mode.rawValue)_terms"
        return switch column.source {
        case .seasonality: [component, terms]
        case .holiday: [component, terms, "holidays"]
        case .regressor: [component, terms, "extra_regressors_\(column.mode.rawValue)"]
        case .none: []
        }
    }

    /// The components and groups of each mode, in the order in which Prophet lists them.
    static func modes(of fitted: FittedProphet) -> [(mode: ComponentMode, names: [String])] {
        ComponentMode.allCases.map { mode in
            var names = fitted.seasonalities.filter { $0.mode == mode }.map(\.name)
            if mode == fitted.holidaysMode { names += fitted.holidayNames }
            names += fitted.regressors.filter { $0.mode == mode }.map(\.name)
            names += ["\(mode.rawValue)_terms", "extra_regressors_\(mode.rawValue)"]
            if mode == fitted.holidaysMode { names.append("holidays") }
            return (mode, names)
        }
    }
}
