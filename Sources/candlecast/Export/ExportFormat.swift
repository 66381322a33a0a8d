public import ArgumentParser
public import Parquet

/// The formats of exported tables.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
    /// A header line, then a line for every row.
    case csv
    /// A JSON object for every row, each on a line.
    case jsonl
    /// Apache Parquet.
    case parquet

    /// What file names end in.
    var fileExtension: String { rawValue }
}

/// Where exported files lie and which there are.
enum ExportLayout: String, CaseIterable, ExpressibleByArgument {
    /// A folder for each view.
    case views
    /// The folders of the pipeline that Candlecast replaces.
    case old
}

extension ParquetCompression: ExpressibleByArgument {}
