import Candles
import Foundation
import GRDB
import Testing

@testable import ServingLayer

@Suite("Opening a store")
struct StoreOpeningTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("Writing makes the directory, reading does not")
    func missingDirectory() async throws {
        let path = directory.path + "/a/b"
        await #expect(throws: StoreError.missing(path: path + "/candlecast.db")) {
            try await CandleStore.open(directory: path, command: "test", access: .read)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        _ = try await CandleStore.open(directory: path, command: "test")
        _ = try await CandleStore.open(directory: path, command: "test", access: .read)
    }

    @Test("A directory that cannot be made is named with the reason")
    func unwritableDirectory() async throws {
        let file = directory.path + "/file"
        try Data("text".utf8).write(to: URL(filePath: file))
        let error = await #expect(throws: StoreError.self) {
            try await CandleStore.open(directory: file + "/data", command: "test")
        }
        guard case .notWritable(let path, let reason) = error else {
            Issue.record("the error was \(String(describing: error))")
            return
        }
        #expect(path == file + "/data")
        #expect(reason.contains("Not a directory"))
    }

    @Test("A file that is no database is refused and left as it is", arguments: CandleStore.Access.allTested)
    func noDatabase(access: CandleStore.Access) async throws {
        let text = Data(String(repeating: "time,open,high\n", count: 300).utf8)
        try text.write(to: URL(filePath: directory.database))
        let error = await #expect(throws: StoreError.self) {
            try await CandleStore.open(directory: directory.path, command: "test", access: access)
        }
        guard case .notADatabase(directory.database, _) = error else {
            Issue.record("the error was \(String(describing: error))")
            return
        }
        #expect(try Data(contentsOf: URL(filePath: directory.database)) == text)
    }

    @Test("The database of another program is refused and left as it is")
    func foreignDatabase() async throws {
        try await directory.outsider().write { try $0.execute(sql: "CREATE TABLE notes (text TEXT)") }
        let before = try Data(contentsOf: URL(filePath: directory.database))
        let error = await #expect(throws: StoreError.self) {
            try await CandleStore.open(directory: directory.path, command: "test")
        }
        guard case .notADatabase = error else {
            Issue.record("the error was \(String(describing: error))")
            return
        }
        #expect(try Data(contentsOf: URL(filePath: directory.database)) == before)
    }

    @Test("A file of a newer version is refused", arguments: CandleStore.Access.allTested)
    func newerVersion(access: CandleStore.Access) async throws {
        try await CandleStore.open(directory: directory.path, command: "test").close()
        try await directory.outsider().write { try $0.execute(sql: "PRAGMA user_version = 99") }
        await #expect(throws: StoreError.newerVersion(found: 99, supported: 2, path: directory.database)) {
            try await CandleStore.open(directory: directory.path, command: "test", access: access)
        }
    }

    @Test("A file of an older version is refused by a reader")
    func olderVersion() async throws {
        try await CandleStore.open(directory: directory.path, command: "test").close()
        try await directory.outsider().write { try $0.execute(sql: "PRAGMA user_version = 1") }
        await #expect(throws: StoreError.olderVersion(found: 1, supported: 2, path: directory.database)) {
            try await CandleStore.open(directory: directory.path, command: "test", access: .read)
        }
    }

    @Test("Migrations run once each, in order, from the version of the file")
    func migrations() throws {
        let queue = try directory.outsider()
        try queue.writeWithoutTransaction { db in
            try Schema.migrate(db)
            try db.execute(sql: "INSERT INTO meta VALUES ('kept', 'yes')")
            let second: @Sendable (Database) throws -> Void = {
                try $0.execute(sql: "CREATE TABLE second (x)")
            }
            let third: @Sendable (Database) throws -> Void = {
                try $0.execute(sql: "CREATE TABLE third (x); INSERT INTO third VALUES (1); SELECT nothing")
            }
            try Schema.migrate(db, through: Schema.migrations + [second])
            try Schema.migrate(db, through: Schema.migrations + [second])
            #expect(throws: DatabaseError.self) {
                try Schema.migrate(db, through: Schema.migrations + [second, third])
            }
            #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 3)
            #expect(try !db.tableExists("third"))
            #expect(try MetaTable(db: db)["kept"] == "yes")
        }
    }

    @Test("A killed beginning, an empty file, is taken up")
    func emptyFile() async throws {
        try Data().write(to: URL(filePath: directory.database))
        await #expect(throws: StoreError.missing(path: directory.database)) {
            try await CandleStore.open(directory: directory.path, command: "test", access: .read)
        }
        let store = try await CandleStore.open(directory: directory.path, command: "test")
        #expect(try await store.keys().isEmpty)
    }

    @Test("The daily view has the columns that people query")
    func dailyColumns() async throws {
        _ = try await CandleStore.open(directory: directory.path, command: "test")
        let columns = try await directory.outsider().read { try $0.columns(in: "daily").map(\.name) }
        #expect(
            columns == [
                "symbol", "date", "open", "high", "low", "close", "base_volume", "quote_volume", "trades",
                "ma7",
                "ma30", "minutes", "vintage", "origin", "closed",
            ])
    }
}

extension CandleStore.Access {
    static let allTested: [CandleStore.Access] = [.read, .write]
}
