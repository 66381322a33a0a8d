import ArgumentParser
import Binance
import Candles
import ServingLayer

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the store, the log and the way to the exchange, with a remedy for what is wrong.",
        discussion: """
            Exit code 1 says that a check failed.

            EXAMPLES
              candlecast doctor
              candlecast doctor --rest-url http://127.0.0.1:9000 --stream-url ws://127.0.0.1:9000
            """)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = Context(common, command: "doctor")
        let checks = await Checkup(context: context).run()
        if common.json {
            context.console.result(try JSONText.document("candlecast.doctor/1", ["checks": checks]))
        } else {
            let color = context.console.outputHasColor
            for check in checks {
                let style: Style = check.state == .ok ? .green : check.state == .warn ? .yellow : .red
                let state = style.apply(check.state.rawValue, when: color)
                context.console.result("\(state)\t\(check.name): \(check.text)")
                if let hint = check.hint {
                    context.console.result("\t\(Style.dim.apply("hint: " + hint, when: color))")
                }
            }
        }
        let failed = checks.filter { $0.state == .fail }
        guard failed.isEmpty else {
            throw ProgramError.finding(
                failed.count == 1 ? "1 check failed." : "\(failed.count) checks failed.")
        }
    }
}
