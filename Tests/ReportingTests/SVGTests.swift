import Candles
import Forecasting
import Foundation
import ProphetEngine
import TestSupport
import Testing

@testable import Reporting

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Charts as SVG")
struct SVGTests {
    /// What a parser finds in an SVG.
    final class Reader: NSObject, XMLParserDelegate {
        private(set) var elements: [(name: String, attributes: [String: String])] = []
        private(set) var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) { elements.append((name, attributes)) }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    }

    /// Reads an SVG, or fails where it is not well formed.
    static func read(_ svg: String) throws -> Reader {
        let reader = Reader()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = reader
        let isWellFormed = parser.parse()
        try #require(
            isWellFormed, "line \(parser.lineNumber): \(parser.parserError?.localizedDescription ?? "")")
        return reader
    }

    private static func scenes(
        seed: UInt64, count: Int = 400, isSimulated: Bool = false
    ) throws -> [ChartScene] {
        let report = try ReportSamples.symbol(
            "BTCUSDT", ReportSamples.days(count: count, seed: seed),
            models: [.prophet(ProphetOptions(uncertaintySamples: 40))],
            options: StudyOptions(horizon: 10, maximumCutoffs: 3, seed: seed))
        return ReportCharts.scenes(report, isSimulated: isSimulated)
    }

    @Test(
        "Every chart is well formed, named, described, and of finite places",
        arguments: 0..<4 as Range<UInt64>)
    func wellFormed(seed: UInt64) throws {
        let scenes = try Self.scenes(seed: seed)
        #expect(Set(scenes.map(\.name)).count == scenes.count)
        // 400 days are too few for an effect of the time of the year.
        let names = [
            "candles", "forecast", "trend", "weekly", "error-by-horizon", "error-histogram", "coverage",
            "error-by-cutoff", "close-90d", "history", "candles-per-day",
        ]
        #expect(scenes.map(\.name) == names)
        for scene in scenes {
            let reader = try Self.read(SVGWriter.document(scene))
            let root = try #require(reader.elements.first)
            #expect(root.name == "svg" && root.attributes["role"] == "img")
            #expect(!scene.title.isEmpty && !scene.summary.isEmpty)
            #expect(reader.text.contains(scene.title) && reader.text.contains(scene.summary))
            for (name, attributes) in reader.elements {
                for (key, value) in attributes {
                    #expect(!value.contains("nan") && !value.contains("inf"), "\(name) \(key)=\(value)")
                }
            }
        }
    }

    @Test("Every colour stands as an attribute, and dark paper has a rule for each of them")
    func literalColours() throws {
        for scene in try Self.scenes(seed: 1) {
            let svg = SVGWriter.document(scene)
            let style = try #require(svg.split(separator: "<style>").last?.split(separator: "</style>").first)
            #expect(!svg.contains("var("))
            for (name, attributes) in try Self.read(svg).elements {
                let kinds = (attributes["class"] ?? "").split(separator: " ")
                for kind in kinds where kind.hasPrefix("f-") || kind.hasPrefix("s-") {
                    let key = kind.hasPrefix("f-") ? "fill" : "stroke"
                    #expect(attributes[key]?.hasPrefix("#") == true, "\(name) .\(kind)")
                    #expect(style.contains(".\(kind){\(key):#"))
                }
            }
        }
    }

    @Test("A chart of made-up data says so, others do not", arguments: [true, false])
    func watermark(isSimulated: Bool) throws {
        for scene in try Self.scenes(seed: 2, isSimulated: isSimulated) {
            #expect(try Self.read(SVGWriter.document(scene)).text.contains("SIMULATED") == isSimulated)
        }
    }

    @Test("Two symbols are compared, one is not, and none gives no chart")
    func overview() throws {
        let one = try ReportSamples.symbol("AAA", ReportSamples.days(count: 300, seed: 1))
        let two = try ReportSamples.symbol("BBB", ReportSamples.days(count: 200, seed: 2))
        let names = { (reports: [SymbolReport]) in
            ReportCharts.overview(reports, isSimulated: false).map(\.name)
        }
        #expect(names([one, two]) == ["comparison", "coverage-strip"])
        #expect(names([one]) == ["coverage-strip"])
        #expect(names([]).isEmpty)
        for scene in ReportCharts.overview([one, two], isSimulated: true) {
            #expect(try Self.read(SVGWriter.document(scene)).text.contains("SIMULATED"))
        }
    }

    @Test("How a day is drawn says where it comes from")
    func provenance() throws {
        let report = try ReportSamples.symbol("BTCUSDT", ReportSamples.days(count: 60, seed: 3))
        let scene = CandleChart.scene(report, .wide(400))
        let candles = scene.marks.compactMap { mark -> ChartMark.Style? in
            guard case .candle(_, _, _, _, _, _, let style) = mark else { return nil }
            return style
        }
        // 60 rows: one is filled and has no candle, two come from the stream, one is forming.
        #expect(candles.count == 59)
        #expect(candles.count { $0.dash.isEmpty } == 56)
        #expect(candles.count { $0.dash == [3, 2] } == 2)
        #expect(candles.count { $0.dash == [2, 2] && $0.fill == .surface } == 1)
        let hatched = scene.marks.count { mark in
            if case .bar(_, let style, _, _) = mark { style == .hatch(.filled) } else { false }
        }
        #expect(hatched == 2, "one column and one sign of the legend")
    }

    @Test(
        "The strip shows each day's state; days before the first are not drawn, days after the last are missing"
    )
    func strip() throws {
        let days = try ReportSamples.days(count: 60, seed: 3)
        let report = try ReportSamples.symbol("BTCUSDT", days)
        let first = try #require(days.first?.day)
        let last = try #require(days.last?.day)
        let states = CoverageStrip.states(report, first.advanced(by: -5), last.advanced(by: 2))
        #expect(states.count == 62)
        #expect(states.map(\.1).filter { $0 == .filled }.count == 1)
        #expect(states.suffix(5).map(\.1) == [.speed, .speed, .open, .missing, .missing])
    }

    @Test("Marks stay inside the view box", arguments: 0..<4 as Range<UInt64>)
    func inside(seed: UInt64) throws {
        for scene in try Self.scenes(seed: seed) {
            for mark in scene.marks {
                guard case .text(let place, let text, let style) = mark else { continue }
                #expect(
                    (0...scene.width).contains(place.x) && (0...scene.height).contains(place.y), "\(text)")
                let length = Double(text.count) * 0.55 * style.size
                let right = style.anchor == .start ? length : style.anchor == .middle ? length / 2 : 0
                #expect(place.x + right <= scene.width + 2, "\(scene.name): \(text)")
            }
        }
    }
}
