import Candles

/// One CSV file of an export: where it belongs and what is in it.
struct CSVFile: Hashable, Sendable {
    /// The path below the export folder, such as `daily_filled/BTCUSDT.csv`.
    let path: String
    /// The whole text, with a header line and a line end after every row.
    let text: String

    /// A file of a header and rows of fields that need no quotes.
    init(path: String, header: [String], rows: some Sequence<[String]>) {
        self.path = path
        text = ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    }
}
