/// What a colour means; each meaning has one colour on light and one on dark paper.
enum Ink: String, CaseIterable, Hashable, Sendable {
    case surface, text, muted, grid
    case up, down, ma7, ma30, actual
    case batch, speed, filled, missing, open
    case series1, series2, series3, series4, series5, series6

    /// The colour on light paper.
    var light: String {
        switch self {
        case .surface: "#ffffff"
        case .text: "#18212d"
        case .muted: "#5b6675"
        case .grid: "#e6e9ee"
        case .up: "#0f9d6e"
        case .down: "#d93f50"
        case .ma7: "#c27803"
        case .ma30: "#7c4dbd"
        case .actual: "#18212d"
        case .batch: "#2f6fe0"
        case .speed: "#dd8a1c"
        case .filled: "#8d9cbb"
        case .missing: "#d6403c"
        case .open: "#2f6fe0"
        case .series1: "#2f6fe0"
        case .series2: "#0d9488"
        case .series3: "#9a4fd0"
        case .series4: "#d9730d"
        case .series5: "#c73b7b"
        case .series6: "#64748b"
        }
    }

    /// The colour on dark paper.
    var dark: String {
        switch self {
        case .surface: "#151b23"
        case .text: "#e8edf4"
        case .muted: "#93a0b1"
        case .grid: "#232c38"
        case .up: "#26b887"
        case .down: "#f2606d"
        case .ma7: "#d99a2b"
        case .ma30: "#a47be0"
        case .actual: "#e8edf4"
        case .batch: "#2d63c8"
        case .speed: "#e2952f"
        case .filled: "#4b5f8f"
        case .missing: "#e0504b"
        case .open: "#6d9ff8"
        case .series1: "#6d9ff8"
        case .series2: "#2dd4bf"
        case .series3: "#c08cf0"
        case .series4: "#f59e4b"
        case .series5: "#f07fb0"
        case .series6: "#94a3b8"
        }
    }

    /// The colour of a model or symbol by its place in a list.
    static func series(_ index: Int) -> Ink {
        let inks: [Ink] = [.series1, .series2, .series3, .series4, .series5, .series6]
        return inks[index % inks.count]
    }
}
