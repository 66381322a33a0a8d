import ProphetInterchange
import TestSupport
import Testing

@testable import ProphetParity

@Suite("Recorded cases of Prophet", .enabled(if: SharedData.isAvailable, SharedData.hint))
struct RecordedCaseTests {
    @Test("Every recorded file agrees", arguments: RecordedFiles.names)
    func fileAgrees(name: String) throws {
        let report = RecordedFiles.report(name, try RecordedFiles.document(name))
        let failures = report.failures
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
        #expect(report.checks > 0)
    }

    @Test("The folder holds cases and all kinds of auxiliary files")
    func folderIsComplete() {
        let kinds = Set(RecordedFiles.all.compactMap { AuxiliaryKind(fileName: $0.name) })
        #expect(kinds == Set(AuxiliaryKind.allCases))
        #expect(RecordedFiles.all.count > 40)
    }
}
