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
        Refusal("fit sales.csv --model nowhere/model.json", 73, "nowhere/model.json"),
        Refusal("predict sales.csv", 64, "--periods"),
        Refusal("predict sales.csv --periods 3 --frequency often", 64, "often"),
        Refusal("predict sales.csv --periods 3 --plot chart.png", 64, "--plot"),
        Refusal("predict sales.csv --periods 3 --cap 9", 64, "logistic"),
        Refusal("predict --model sales.csv --periods 3", 65, "sales.csv"),
        Refusal("predict --model broken.json --periods 3", 65, "broken.json"),
        Refusal("predict --model sales.json --periods 3 --growth flat", 64, "saved model"),
        Refusal("cv sales.csv", 64, "--horizon"),
        Refusal("cv sales.csv --horizon soon", 64, "soon"),
        Refusal("cv sales.csv --horizon 900d", 65, "299 days", "900 days"),
        Refusal("cv sales.csv --horizon 20d --cutoffs 2020-01-01", 64, "2020-01-01"),
        Refusal("cv sales.csv --horizon 20d --metrics luck", 64, "luck"),
        Refusal("tune sales.csv --horizon 20d", 64, "--grid"),
        Refusal("tune sales.csv --horizon 20d --grid luck=1", 64, "luck"),
        Refusal("tune sales.csv --horizon 20d --grid growth=wavy", 64, "wavy"),
    ]

    @Test("What cannot be done is refused with its value and exit code", arguments: refusals)
    func refused(_ refusal: Refusal) async throws {
        let program = try SampleSeries.program()
        let files = [
            "empty.csv": "", "letters.csv": "ds,y\n2021-01-01,1\n2021-01-02,abc\n",
            "single.csv": "ds,y\n2021-01-01,1\n",
            "names.csv": "when,y\n2021-01-01,1\n", "broken.json": "{\"growth\":", "sales.json": "{}",
        ]
        for (name, text) in files { try SampleSeries.write(text, name, program) }
        let arguments = refusal.arguments.split(separator: " ").map(String.init)
        let run = try await program.run(["prophet"] + arguments)
        #expect(run.code == refusal.code, "\(run.errors)")
        #expect(run.output.isEmpty)
        for word in refusal.words { #expect(run.errors.contains(word), "\(run.errors) lacks \(word)") }
        try program.remove()
    }
}
