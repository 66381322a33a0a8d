import Foundation
import TestSupport
import Testing

/// Bad arguments and bad files of the `prophet` commands: each is named, with the right exit code.
@Suite("prophet refuses")
struct ProphetRefusalTests {
    /// A run that must fail, and words that its message must have.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let arguments: String
        let code: Int32
        let words: [String]

        init(_ arguments: String, _ code: Int32, _ words: String...) {
            self.arguments = arguments
            self.code = code
            self.words = words
        }

        var testDescription: String { arguments }
    }

    static let refusals: [Refusal] = [
        Refusal("fit missing.csv", 66, "missing.csv"),
        Refusal("fit .", 66, "cannot be read"),
        Refusal("fit empty.csv", 65, "empty.csv", "header"),
        Refusal("fit letters.csv", 65, "letters.csv", "Line 3", "abc"),
        Refusal("fit single.csv", 65, "at least 2"),
        Refusal("fit names.csv", 65, "\"ds\"", "\"when\""),
        Refusal("fit sales.csv --growth wavy", 64, "--growth"),
        Refusal("fit sales.csv --changepoint-range 3", 64, "3.0"),
        Refusal("fit sales.csv --changepoints 1999-01-01", 64, "1999-01-01", "2021-01-01"),
        Refusal("fit sales.csv --changepoints soon", 64, "soon"),
        Refusal("fit sales.csv --seasonality monthly,period=x,order=3", 64, "period", "\"x\""),
        Refusal("fit sales.csv --seasonality monthly,order=3", 64, "period"),
        Refusal("fit sales.csv --regressor promo,colour=red", 64, "colour"),
        Refusal("fit sales.csv --regressor absent", 65, "absent"),
        Refusal("fit sales.csv --holidays missing.ics", 66, "missing.ics"),
        Refusal("fit sales.csv --model model.txt", 64, ".json", ".ccm"),
        Refusal(
            "fit sales.csv --model nowhere/model.json", 73, "nowhere/model.json", "folder nowhere does not"),
        Refusal("fit single.csv", 65, "single.csv", "1 row with"),
        Refusal("fit packed.csv", 65, "packed.csv", "gzip"),
        Refusal("fit gap.csv --regressor promo", 65, "gap.csv", "promo has no value on 2021-01-02"),
        Refusal("fit sales.csv --regressor promo --regressor promo", 64, "--regressor promo is given twice"),
        Refusal(
            "fit sales.csv --seasonality a,period=3,order=2 --seasonality a,period=9,order=2", 64, "own name"),
        Refusal("fit sales.csv --daily-seasonality 1000000", 64, "--daily-seasonality", "10,000"),
        Refusal("predict sales.csv --periods -5", 64, "--periods must be 0 or more, was -5"),
        Refusal("predict sales.csv --periods 3 -o sales.csv", 64, "sales.csv", "overwritten"),
        Refusal("predict sales.csv --periods 3 -o ./a.csv --samples a.csv", 64, "same place"),
        Refusal("predict sales.csv --periods 3 -o - --json", 64, "--json"),
        Refusal("predict sales.csv --regressor promo --future gap.csv", 65, "gap.csv", "2021-01-02"),
        Refusal("predict --model empty.csv --periods 3", 65, "empty.csv", "is empty"),
        Refusal("predict --model letters.csv --periods 3", 65, "is a table"),
        Refusal("predict sales.csv", 64, "--periods", "--future"),
        Refusal("predict sales.csv --periods 3 --frequency often", 64, "often"),
        Refusal("predict sales.csv --periods 3 --plot chart.png", 64, "--plot", ".svg or .html"),
        Refusal("predict sales.csv --periods 3 --cap 9", 64, "logistic"),
        Refusal("predict --model sales.csv --periods 3", 65, "sales.csv"),
        Refusal("predict --model broken.json --periods 3", 65, "broken.json"),
        Refusal("predict --model sales.json --periods 3 --growth flat", 64, "saved model"),
        Refusal("cv sales.csv", 64, "--horizon"),
        Refusal("cv sales.csv --horizon soon", 64, "soon", "12 hours"),
        Refusal("cv sales.csv --horizon 900d", 65, "299 days", "900 days"),
        Refusal("cv sales.csv --horizon 20d --cutoffs 2020-01-01", 64, "2020-01-01"),
        Refusal("cv sales.csv --horizon 20d --metrics luck", 64, "luck"),
        Refusal("tune sales.csv --horizon 20d", 64, "--grid"),
        Refusal("tune sales.csv --horizon 20d --grid luck=1", 64, "luck"),
        Refusal("tune sales.csv --horizon 20d --grid growth=wavy", 64, "wavy"),
        Refusal("tune sales.csv --horizon 20d --grid changepoint_prior_scale=0.1,0", 64, "prior-scale=0"),
        Refusal("tune sales.csv --horizon 20d --grid yearly_seasonality=0.5", 64, "0.5", "Fourier"),
    ]

    @Test("What cannot be done is refused with its value and exit code", arguments: refusals)
    func refused(_ refusal: Refusal) async throws {
        let program = try SampleSeries.program()
        let files = [
            "empty.csv": "", "letters.csv": "ds,y\n2021-01-01,1\n2021-01-02,abc\n",
            "single.csv": "ds,y\n2021-01-01,1\n",
            "names.csv": "when,y\n2021-01-01,1\n", "broken.json": "{\"growth\":", "sales.json": "{}",
            "gap.csv": "ds,y,promo\n2021-01-01,1,0\n2021-01-02,2,\n2021-01-03,3,1\n",
        ]
        for (name, text) in files { try SampleSeries.write(text, name, program) }
        try Data([0x1F, 0x8B, 8, 0]).write(to: URL(filePath: program.path("packed.csv")))
        let arguments = refusal.arguments.split(separator: " ").map(String.init)
        let run = try await program.run(["prophet"] + arguments)
        #expect(run.code == refusal.code, "\(run.errors)")
        #expect(run.output.isEmpty)
        for word in refusal.words { #expect(run.errors.contains(word), "\(run.errors) lacks \(word)") }
        try program.remove()
    }
}
