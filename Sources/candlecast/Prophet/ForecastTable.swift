import ProphetEngine
import ProphetInterchange

/// A forecast as text: a file, a document, or a table for the terminal.
struct ForecastTable {
    let forecast: ProphetForecast
    /// The model.
    let model: FittedProphet

    private var lastTime: Int64 { model.historyTimes.last ?? .min }

    private var times: [String] {
        let precision = DateText.Precision(for: forecast.ds)
        return forecast.ds.map { DateText.text($0, precision) }
    }

    /// The forecast as CSV, with Prophet's columns in Prophet's order.
    var csv: String { ProphetCSV.encode(forecast: forecast) }

    /// The most rows of the table on a terminal.
    private static let mostRows = 40

    /// The future rows as a table, or the last ones if there are no future rows.
    func lines(hasColor: Bool) -> [String] {
        let future = forecast.ds.indices.filter { forecast.ds[$0] > lastTime }
        let rows = future.isEmpty ? Array(forecast.ds.indices.suffix(Self.mostRows)) : future
        var names = ["yhat"]
        if forecast.hasIntervals { names += ["yhat_lower", "yhat_upper"] }
        names.append("trend")
        // Single holidays and regressors can be many; their sums are shown.
        names += ["holidays"] + model.seasonalities.map(\.name)
        names += ComponentMode.allCases.map { "extra_regressors_\($0.rawValue)" }
        let columns = names.compactMap { name in forecast.columns.first { $0.name == name } }
        let times = times
        var table = TextTable(["ds"] + columns.map { ">" + $0.name })
        for row in rows.prefix(Self.mostRows) {
            table.add([times[row]] + columns.map { Figure.text($0.values[row]) })
        }
        let left = rows.count - min(rows.count, Self.mostRows)
        let note = left > 0 ? ["and \(Figure.count(left, "row")) more; -o FILE.csv writes all"] : []
        return table.lines(hasColor: hasColor) + note
    }

    /// The forecast as JSON.
    struct Document: Encodable {
        let rows: Int
        let columns: [String: Column]

        /// The times or the numbers of a column.
        enum Column: Encodable {
            case times([String])
            case numbers([Double?])

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch self {
                case .times(let times): try container.encode(times)
                case .numbers(let numbers): try container.encode(numbers)
                }
            }
        }
    }

    /// The forecast as JSON, column by column.
    var document: Document {
        var columns: [String: Document.Column] = ["ds": .times(times)]
        for (name, values) in forecast.columns {
            columns[name] = .numbers(values.map { $0.isFinite ? $0 : nil })
        }
        return Document(rows: forecast.ds.count, columns: columns)
    }
}
