import ArgumentParser
import Foundation
import ProphetEngine
import Reporting

/// Where pictures go, and in which form: the ending of the file decides.
struct PlotFile: ExpressibleByArgument, Hashable {
    /// The form of a picture.
    enum Form: Hashable {
        case svg
        case html
    }

    let path: String
    let form: Form

    init?(argument: String) {
        path = argument
        switch URL(filePath: argument).pathExtension.lowercased() {
        case "svg": form = .svg
        case "html", "htm": form = .html
        default: return nil
        }
    }

    /// Writes the forecast, or all of its pictures on one page.
    func write(_ report: ProphetReport) throws {
        switch form {
        case .svg: try ProphetFiles.write(report.forecastChart(), to: path)
        case .html: try ProphetFiles.write(try report.page(), to: path)
        }
    }
}
