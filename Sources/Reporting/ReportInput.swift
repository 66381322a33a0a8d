public import Candles

/// All that a report is made from; nothing else is looked up.
public struct ReportInput: Hashable, Sendable {
    /// The heading.
    public let title: String
    /// When the report was made, on the exchange's clock.
    public let madeAt: OpenTime
    /// The program and its version.
    public let program: String
    /// The command that makes the report again.
    public let command: String
    /// Where the candles come from, in a few words.
    public let source: String
    /// Whether the candles are made up; the report then says so on every page and in every chart.
    public let isSimulated: Bool
    /// The symbols, in order.
    public let symbols: [SymbolReport]

    /// The parts of a report.
    public init(
        title: String, madeAt: OpenTime, program: String, command: String, source: String, isSimulated: Bool,
        symbols: [SymbolReport]
    ) {
        self.title = title
        self.madeAt = madeAt
        self.program = program
        self.command = command
        self.source = source
        self.isSimulated = isSimulated
        self.symbols = symbols
    }
}
