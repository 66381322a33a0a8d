import ArgumentParser
import Foundation
import ProphetEngine
import Reporting

/// Where pictures go, and in which form: the ending of the file decides.
struct PlotFile: Hashable {
    /// The form of a picture.
    enum Form: Hashable {
        case svg
        case html
    }

    let path: String
    let form: Form

    init(text: String) throws {
        path = text
        switch URL(filePath: text).pathExtension.lowercased() {
        case "svg": form = .svg
        case "html", "htm": form = .html
        default:
            throw ValidationError("pictures are written as .svg or .html; the file must end in one of them.")
        }
    }

    /// Writes the forecast, or all of its pictures on one page.
    func write(_ report: ProphetReport) throws {
        switch form {
        case .svg: try OutputFile.write(report.forecastChart(), to: path)
        case .html: try OutputFile.write(try report.page(), to: path)
        }
    }
}
