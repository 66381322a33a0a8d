/// Lists the folders and files of the archive as the storage service behind it does: pages of XML.
struct ArchiveListing: Sendable {
    /// The number of names on a page.
    static let pageLimit = 1000

    private let tree: ArchiveTree

    /// The listing of a tree.
    init(_ tree: ArchiveTree) {
        self.tree = tree
    }

    /// The answer to `/?prefix=…&delimiter=/&marker=…&max-keys=…`.
    ///
    /// A prefix that names a folder with its slash is listed; without the delimiter all files below it are.
    func answer(_ request: RestRequest) -> RestAnswer {
        guard request.method == "GET" else {
            return XMLText.error(
                405, "MethodNotAllowed", "The specified method is not allowed against this resource.", key: ""
            )
        }
        var values: [String: String] = [:]
        for pair in request.query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[PercentText.decode(parts[0], plusIsSpace: true)] =
                parts.count == 2 ? PercentText.decode(parts[1], plusIsSpace: true) : ""
        }
        let limit = min(Self.pageLimit, values["max-keys"].flatMap { Int($0) } ?? Self.pageLimit)
        guard limit > 0 else {
            return XMLText.error(400, "InvalidArgument", "max-keys is 1 to 1000", key: "")
        }
        let prefix = values["prefix"] ?? ""
        var page = Page(
            prefix: prefix, marker: values["marker"] ?? "", isDeep: values["delimiter"] != "/", limit: limit)
        let folders = prefix.split(separator: "/").map(String.init)
        let isSafe = !folders.contains { $0.hasPrefix(".") || $0.contains("\\") }
        if isSafe, folders.isEmpty || folders[0] == "data" || "data".hasPrefix(folders[0]) {
            // What follows the last slash is the beginning of a name.
            let parent = prefix.hasSuffix("/") ? folders : Array(folders.dropLast())
            collect(parent, &page)
        }
        return RestAnswer(contentType: "application/xml", body: Array(page.xml.utf8))
    }

    private func collect(_ folder: [String], _ page: inout Page) {
        for entry in tree.entries(folder) where folder.count > 0 || entry.name == "data" && entry.isFolder {
            let key = (folder + [entry.name]).joined(separator: "/")
            if entry.isFolder {
                let path = key + "/"
                guard path.hasPrefix(page.prefix) || page.prefix.hasPrefix(path) else { continue }
                if page.isDeep || !path.hasPrefix(page.prefix) {
                    collect(folder + [entry.name], &page)
                } else {
                    page.add(path, file: nil)
                }
            } else if key.hasPrefix(page.prefix), page.wants(key),
                let file = ArchivePath("/" + key).flatMap(tree.file)
            {
                page.add(key, file: file)
            }
            if page.isTruncated { return }
        }
    }

    /// A page of names.
    private struct Page {
        let prefix: String
        let marker: String
        let isDeep: Bool
        let limit: Int
        private(set) var isTruncated = false
        private var count = 0
        private var last = ""
        private var contents = ""
        private var folders = ""

        init(prefix: String, marker: String, isDeep: Bool, limit: Int) {
            self.prefix = prefix
            self.marker = marker
            self.isDeep = isDeep
            self.limit = limit
        }

        func wants(_ key: String) -> Bool { marker.utf8.lexicographicallyPrecedes(key.utf8) }

        mutating func add(_ key: String, file: ArchiveTree.File?) {
            guard wants(key) else { return }
            guard count < limit else {
                isTruncated = true
                return
            }
            count += 1
            last = key
            if let file {
                contents +=
                    "<Contents><Key>\(XMLText.escaped(key))</Key><LastModified>\(file.modified)</LastModified>"
                    + "<ETag>\(XMLText.escaped(file.tag))</ETag><Size>\(file.size)</Size>"
                    + "<StorageClass>STANDARD</StorageClass></Contents>"
            } else {
                folders += "<CommonPrefixes><Prefix>\(XMLText.escaped(key))</Prefix></CommonPrefixes>"
            }
        }

        var xml: String {
            let next = isTruncated ? "<NextMarker>\(XMLText.escaped(last))</NextMarker>" : ""
            return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                + "<Name>data.binance.vision</Name><Prefix>\(XMLText.escaped(prefix))</Prefix>"
                + "<Marker>\(XMLText.escaped(marker))</Marker>\(next)<MaxKeys>\(limit)</MaxKeys>"
                + (isDeep ? "" : "<Delimiter>/</Delimiter>") + "<IsTruncated>\(isTruncated)</IsTruncated>"
                + contents + folders + "</ListBucketResult>"
        }
    }
}
