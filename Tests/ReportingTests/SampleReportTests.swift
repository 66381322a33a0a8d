import Candles
import Forecasting
import Foundation
import ProphetEngine
import Reporting
import TestSupport
import Testing

@Suite("A report of recorded candles")
struct SampleReportTests {
    /// Written where `CANDLECAST_REPORT_DIR` asks for it, so that somebody can look at it.
    @Test(
        "Recorded candles give a page and charts", .enabled(if: SharedData.isAvailable, SharedData.hint))
    func recorded() throws {
        let folder = ProcessInfo.processInfo.environment["CANDLECAST_REPORT_DIR"]
        let names = folder == nil ? ["BTCUSDT"] : ["BTCUSDT", "ETHUSDT", "ADAUSDT"]
        let symbols = try names.map { name in
            try ReportSamples.symbol(
                name, ReportSamples.recordedDays(name),
                models: folder == nil ? [] : [.prophet(ProphetOptions())],
                options: StudyOptions(maximumCutoffs: folder == nil ? 3 : 24, seed: 7),
                notes: ["The last day is still forming."])
        }
        for isSimulated in [false, true] {
            let input = ReportInput(
                title: "Daily crypto report", madeAt: ReportSamples.madeAt, program: "candlecast 1.0.0",
                command: "candlecast report --symbols \(names.joined(separator: ",")) --seed 7",
                source: isSimulated ? "simulated; seed=42" : "recorded", isSimulated: isSimulated,
                symbols: symbols)
            let page = HTMLReport.render(input)
            #expect(page.contains("id=\"s1\""))
            guard let folder else { continue }
            let url = URL(filePath: folder, directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            let file = url.appending(path: isSimulated ? "simulated.html" : "report.html")
            try page.write(to: file, atomically: true, encoding: .utf8)
            for scene in ReportCharts.scenes(symbols[0], isSimulated: isSimulated) {
                try SVGWriter.document(scene).write(
                    to: url.appending(path: "\(isSimulated ? "simulated-" : "")\(scene.name).svg"),
                    atomically: true,
                    encoding: .utf8)
            }
            print("report written to \(file.path())")
        }
    }
}
