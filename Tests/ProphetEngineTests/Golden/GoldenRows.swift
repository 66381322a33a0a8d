import ProphetEngine

/// The columns of recorded rows by name; null where a value is missing.
struct GoldenRows: Decodable {
    let ds: [String]
    private let columns: [String: [Double]]

    /// A number, a truth value or null.
    private struct Cell: Decodable {
        let number: Double

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                number = .nan
            } else if let truth = try? container.decode(Bool.self) {
                number = truth ? 1 : 0
            } else {
                number = try container.decode(Double.self)
            }
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: GoldenKey.self)
        ds = try container.decode([String].self, forKey: GoldenKey(stringValue: "ds"))
        var columns: [String: [Double]] = [:]
        for key in container.allKeys where key.stringValue != "ds" {
            columns[key.stringValue] = try container.decode([Cell].self, forKey: key).map(\.number)
        }
        self.columns = columns
    }

    /// A column of numbers, NaN where missing.
    func number(_ name: String) -> [Double]? { columns[name] }

    /// The rows without their values; every column that is nothing else counts as a regressor.
    func frame(conditions: Set<String>) -> ProphetFrame {
        let known: Set<String> = ["y", "cap", "floor"]
        return ProphetFrame(
            ds: ds.map(GoldenTime.milliseconds), cap: columns["cap"], floor: columns["floor"],
            regressors: columns.filter { !known.contains($0.key) && !conditions.contains($0.key) },
            conditions: columns.filter { conditions.contains($0.key) }.mapValues { $0.map { $0 != 0 } })
    }
}

/// The name of a column as a key.
struct GoldenKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// The columns of a recorded table of holidays.
struct GoldenHolidays: Decodable {
    let holiday: [String]
    let ds: [String]
    let lower_window: [Double?]?
    let upper_window: [Double?]?
    let prior_scale: [Double?]?

    var holidays: [Holiday] {
        holiday.indices.map { row in
            Holiday(
                holiday[row], ds: GoldenTime.milliseconds(ds[row]),
                lowerWindow: Int((lower_window?[row] ?? nil) ?? 0),
                upperWindow: Int((upper_window?[row] ?? nil) ?? 0), priorScale: prior_scale?[row] ?? nil)
        }
    }
}

/// A recorded extra regressor.
struct GoldenRegressor: Decodable {
    let name: String
    let prior_scale: Double?
    let mode: String?
    let standardize: GoldenSetting?

    var regressor: Regressor {
        let standardization: Regressor.Standardization =
            switch standardize?.setting {
            case .on: .on
            case .off: .off
            default: .auto
            }
        return Regressor(
            name, priorScale: prior_scale, standardize: standardization,
            mode: mode.flatMap(ComponentMode.init))
    }
}
