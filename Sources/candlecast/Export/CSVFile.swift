import ServingLayer

/// One CSV file that is small enough to be held: where it belongs and what is in it.
struct CSVFile: Hashable, Sendable {
    /// The path below the export folder, such as `daily_filled/BTCUSDT.csv`.
    let path: String
    /// The whole text, with a header line and a line end after every row.
    let text: String

    /// The file of a table whose rows are here.
    init(_ table: ExportTable) {
        let encoder = LineEncoder(table.columns, .csv)
        var bytes = encoder.head()
        if case .held(let vectors) = table.source { bytes += encoder.rows(vectors) }
        path = table.path + ".csv"
        text = String(decoding: bytes, as: UTF8.self)
    }
}

extension ExportView {
    /// The forecast of one symbol, every model.
    static func forecasts(_ record: ForecastRecord) -> CSVFile { CSVFile(.forecasts(record)) }

    /// What the study predicted beside what happened.
    static func results(_ record: ForecastRecord) -> CSVFile { CSVFile(.results(record)) }

    /// The figures of the study of all symbols, a row for each model.
    static func metrics(_ records: [ForecastRecord]) -> CSVFile { CSVFile(.metrics(records)) }
}
