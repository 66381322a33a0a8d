/// A chart laid out: every mark has its place, and nothing is left to be measured.
///
/// Text has no known width here, so 0.6 em per character is left for it, and more for capitals.
public struct ChartScene: Hashable, Sendable {
    /// The name of the chart's file, without the ending: small letters, digits and hyphens.
    public let name: String
    /// What the chart shows, in a few words.
    public let title: String
    /// What can be read from the chart, in one or two sentences, for those who do not see it.
    public let summary: String
    /// The width of the view box.
    public let width: Double
    /// The height of the view box.
    public let height: Double
    /// The marks, the last ones on top.
    var marks: [ChartMark]

    init(_ name: String, title: String, summary: String, _ size: ChartSize, marks: [ChartMark] = []) {
        self.name = name
        self.title = title
        self.summary = summary
        width = size.width
        height = size.height
        self.marks = marks
    }

    /// The room that a text needs, with slack.
    static func width(of text: String, size: Double = 12) -> Double {
        text.reduce(0) { $0 + ($1.isUppercase ? 0.72 : 0.6) } * size
    }

    /// The scene with a word written over it from corner to corner, so that it cannot be taken for something
    /// else.
    func watermarked(_ word: String) -> ChartScene {
        var scene = self
        let size = min(width / (Double(word.count) * 0.7), height * 0.3)
        let style = ChartMark.TextStyle(
            size: size, ink: .missing, anchor: .middle, isBold: true, opacity: 0.13, rotation: -14)
        scene.marks.append(.text(Point(width / 2, height / 2 + size * 0.35), word, style))
        return scene
    }
}

/// The size of a chart, and with it how much is shown: narrow ones are for telephones.
struct ChartSize: Hashable, Sendable {
    let width: Double
    let height: Double

    /// The full width of a page.
    static func wide(_ height: Double) -> ChartSize { ChartSize(width: 1000, height: height) }
    /// The full width of a telephone.
    static func narrow(_ height: Double) -> ChartSize { ChartSize(width: 380, height: height) }
    /// One of several charts beside each other.
    static let small = ChartSize(width: 360, height: 216)

    var isNarrow: Bool { width < 600 }
}
