extension FeaturePlan {
    /// A component or a group of components: the columns that it sums.
    struct Group: Hashable, Sendable {
        let name: String
        let mode: ComponentMode
        let columns: [Int]
    }

    /// The components and groups in Prophet's order: by name, empty groups of terms last.
    var groups: [Group] {
        var result: [Group] = []
        var positions: [String: [Int]] = [:]
        for (index, column) in columns.enumerated() {
            guard let component = column.component else { continue }
            positions[component, default: []].append(index)
        }
        for (name, members) in positions {
            result.append(Group(name: name, mode: columns[members[0]].mode, columns: members))
        }
        func add(_ name: String, _ mode: ComponentMode, keepsEmpty: Bool = false, _ members: [Int]) {
            guard !members.isEmpty || keepsEmpty else { return }
            result.append(Group(name: name, mode: mode, columns: members))
        }
        add("holidays", holidaysMode, indices { $0.source == .holiday })
        for mode in ComponentMode.allCases {
            add(
                "extra_regressors_\(mode.rawValue)", mode,
                indices { $0.source == .regressor && $0.mode == mode })
        }
        let terms = ComponentMode.allCases.map { mode in
            (mode, indices { $0.component != nil && $0.mode == mode })
        }
        for (mode, members) in terms where !members.isEmpty {
            add("\(mode.rawValue)_terms", mode, members)
        }
        result.sort { precedes($0.name, $1.name) }
        for (mode, members) in terms where members.isEmpty {
            add("\(mode.rawValue)_terms", mode, keepsEmpty: true, members)
        }
        return result
    }

    private func indices(_ isChosen: (FeatureColumn) -> Bool) -> [Int] {
        columns.indices.filter { isChosen(columns[$0]) }
    }

    /// The values of all components and groups at some coefficients, additive ones in units of the series.
    ///
    /// - Complexity: O(T·K).
    func components(_ features: FeatureMatrix, beta: [Double], yScale: Double) -> [ProphetComponent] {
        groups.map { group in
            var values = features.values.sum(group.columns, beta)
            if group.mode == .additive {
                for row in values.indices {
                    values[row] *= yScale
                }
            }
            return ProphetComponent(name: group.name, mode: group.mode, values: values)
        }
    }
}
