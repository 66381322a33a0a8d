import GRDB

/// The table of single facts about the store, by name.
struct MetaTable {
    let db: Database

    subscript(name: String) -> String? {
        get throws {
            try String.fetchOne(db, sql: "SELECT value FROM meta WHERE name = ?", arguments: [name])
        }
    }

    func set(_ name: String, _ value: String) throws {
        try db.execute(
            sql:
                "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            arguments: [name, value])
    }

    func setIfMissing(_ name: String, _ value: String) throws {
        if try self[name] == nil { try set(name, value) }
    }
}
