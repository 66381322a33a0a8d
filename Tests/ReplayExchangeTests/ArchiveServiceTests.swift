import Archiving
import Candles
import Foundation
import TestSupport
import Testing

@testable import ReplayExchange

/// Files of the archive as they are asked for, without a socket.
@Suite("Archive service")
struct ArchiveServiceTests {
    private static let folder = "data/spot/daily/klines/BTCUSDT/1h"
    private static let name = "BTCUSDT-1h-2024-03-04.zip"

    private static func withTree<R>(
        publishes: Bool = false, _ body: (inout ArchiveService, [UInt8]) throws -> R
    ) async throws -> R {
        try await Samples.withFolder { root in
            let place = root.appending(path: folder)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            let table = Samples.table(try Samples.time("2024-03-04"), count: 24, length: Samples.hour)
            let rows = ArchiveRows.csv(table, 0..<24, .millisecond)
            let zip = try ZipWriter.archive([("BTCUSDT-1h-2024-03-04.csv", rows)])
            try Data(zip).write(to: place.appending(path: name))
            try Data(ArchiveService.checksum(ArchiveService.digest(zip), of: name)).write(
                to: place.appending(path: name + ".CHECKSUM"))
            var service = ArchiveService(
                try ArchiveTree(root.path()), publishes: publishes, pieceEvery: .seconds(1))
            return try body(&service, zip)
        }
    }

    private static func request(
        _ suffix: String = "", _ conditions: RestRequest.Conditions = .init(), method: String = "GET"
    ) -> RestRequest {
        RestRequest(method: method, uri: "/\(folder)/\(name)\(suffix)", conditions: conditions)
    }

    private static let now = OpenTime(milliseconds: 1_720_000_000_000)

    private static func bytes(_ answer: RestAnswer) throws -> [UInt8] {
        guard let file = answer.file else { return answer.body }
        let all = [UInt8](try Data(contentsOf: URL(filePath: file.path)))
        return Array(all[file.offset..<file.offset + file.count])
    }

    @Test("Parts of a file add up to the file, and what lies behind its end is refused")
    func ranges() async throws {
        try await Self.withTree { service, zip in
            func ask(_ range: String) -> RestAnswer {
                service.answer(Self.request("", .init(range: range)), now: Self.now)
            }
            let whole = service.answer(Self.request(), now: Self.now)
            #expect(whole.status == 200 && whole.header("Accept-Ranges") == "bytes")
            #expect(try Self.bytes(whole) == zip && whole.bodySize == zip.count)
            let first = ask("bytes=0-99")
            let rest = ask("bytes=100-")
            #expect(first.status == 206 && rest.status == 206)
            #expect(first.header("Content-Range") == "bytes 0-99/\(zip.count)")
            #expect(try Self.bytes(first) + Self.bytes(rest) == zip)
            #expect(try Self.bytes(ask("bytes=-7")) == Array(zip.suffix(7)))
            #expect(try Self.bytes(ask("bytes=5-999999")) == Array(zip.dropFirst(5)))
            let behind = ask("bytes=\(zip.count)-")
            #expect(behind.status == 416 && behind.header("Content-Range") == "bytes */\(zip.count)")
            for odd in ["bytes=1-2,4-5", "lines=1-2", "bytes=9-3", "bytes=-", "bytes=x-", ""] {
                #expect(ask(odd).status == 200)
            }
            let tag = try #require(whole.header("ETag"))
            let same = service.answer(
                Self.request("", .init(range: "bytes=1-", ifRange: tag)), now: Self.now)
            let other = service.answer(
                Self.request("", .init(range: "bytes=1-", ifRange: "\"x\"")), now: Self.now)
            #expect(same.status == 206 && other.status == 200)
        }
    }

    @Test("A file that has not changed is not sent again")
    func conditions() async throws {
        try await Self.withTree { service, _ in
            let whole = service.answer(Self.request(), now: Self.now)
            let tag = try #require(whole.header("ETag"))
            let modified = try #require(whole.header("Last-Modified"))
            func status(_ conditions: RestRequest.Conditions) -> Int {
                service.answer(Self.request("", conditions), now: Self.now).status
            }
            #expect(status(.init(ifNoneMatch: tag)) == 304)
            #expect(status(.init(ifNoneMatch: "\"a\", W/\(tag)")) == 304)
            #expect(status(.init(ifNoneMatch: "*")) == 304)
            #expect(status(.init(ifNoneMatch: "\"a\"")) == 200)
            #expect(status(.init(ifModifiedSince: modified)) == 304)
            #expect(status(.init(ifModifiedSince: "Thu, 01 Jan 1970 00:00:00 GMT")) == 200)
            #expect(status(.init(ifNoneMatch: "\"a\"", ifModifiedSince: modified)) == 200)
            #expect(status(.init(ifModifiedSince: "yesterday")) == 200)
        }
    }

    @Test("A file that is not there is answered in XML; other methods are refused")
    func absent() async throws {
        try await Self.withTree { service, _ in
            let absent = service.answer(
                RestRequest(method: "GET", uri: "/data/spot/none&such.zip"), now: Self.now)
            let text = String(decoding: absent.body, as: UTF8.self)
            #expect(absent.status == 404 && absent.contentType == "application/xml")
            #expect(text.contains("<Code>NoSuchKey</Code>") && text.contains("none&amp;such.zip"))
            #expect(service.answer(Self.request(method: "PUT"), now: Self.now).status == 405)
            #expect(service.answer(Self.request(method: "HEAD"), now: Self.now).status == 200)
            #expect(absent.header("X-MBX-USED-WEIGHT") == nil)
        }
    }

    @Test("With publishing a day's file is there from the next day on, and its checksum too")
    func publishing() async throws {
        try await Self.withTree(publishes: true) { service, _ in
            for (now, status) in [("2024-03-04T23:59:59Z", 404), ("2024-03-05", 200)] {
                let now = try Samples.time(now)
                #expect(service.answer(Self.request(), now: now).status == status)
                #expect(service.answer(Self.request(".CHECKSUM"), now: now).status == status)
            }
        }
    }

    @Test(
        "A checksum on purpose misleads in its own way",
        arguments: [Fault.Kind.checksumAbsent, .checksumOther, .checksumWrong, .zipTruncated, .zipDamaged])
    func checksums(kind: Fault.Kind) async throws {
        try await Self.withTree { service, zip in
            let isZip = kind == .zipTruncated || kind == .zipDamaged
            let answer = service.answer(
                Self.request(isZip ? "" : ".CHECKSUM"), now: Self.now, fault: Fault(kind, variant: 12_345))
            let bytes = try Self.bytes(answer)
            let text = String(decoding: bytes, as: UTF8.self)
            switch kind {
            case .checksumAbsent: #expect(answer.status == 404)
            case .checksumOther:
                #expect(text == "\(ArchiveService.digest(zip))  OTHER-\(Self.name)\n")
            case .checksumWrong:
                #expect(text.hasSuffix("  \(Self.name)\n") && !text.hasPrefix(ArchiveService.digest(zip)))
            case .zipTruncated: #expect(bytes.count < zip.count && zip.starts(with: bytes))
            default:
                #expect(bytes.count == zip.count && bytes != zip)
            }
            #expect(answer.note.fault == kind)
            let after = service.answer(Self.request(), now: Self.now)
            #expect(try Self.bytes(after) == zip)
        }
    }

    @Test(
        "An altered file has a checksum that matches, stays altered, and says something else",
        arguments: [
            Fault.Kind.zipRows, .zipCutRow, .zipHeader, .zipMicroseconds, .zipIncomplete, .zipReissued,
        ])
    func altered(kind: Fault.Kind) async throws {
        for variant in (0..<12).map({ UInt64($0) << 32 | UInt64($0 * 7) }) {
            try await Self.withTree { service, zip in
                let fault = Fault(kind, variant: variant)
                let first = try Self.bytes(service.answer(Self.request(), now: Self.now, fault: fault))
                let again = try Self.bytes(service.answer(Self.request(), now: Self.now))
                let checksum = try Self.bytes(service.answer(Self.request(".CHECKSUM"), now: Self.now))
                #expect(again != zip && first == (kind == .zipReissued ? zip : again))
                #expect(
                    String(decoding: checksum, as: UTF8.self)
                        == "\(ArchiveService.digest(again))  \(Self.name)\n")
                let archive = try ZipArchive(again)
                #expect(archive.entries.map(\.name) == ["BTCUSDT-1h-2024-03-04.csv"])
                let rows = String(decoding: try archive.contents(of: archive.entries[0]), as: UTF8.self)
                let table = Samples.table(try Samples.time("2024-03-04"), count: 24, length: Samples.hour)
                let good = String(
                    decoding: ArchiveRows.csv(table, 0..<24, .millisecond), as: UTF8.self)
                switch kind {
                case .zipReissued: #expect(rows == good)
                case .zipHeader: #expect(rows.hasPrefix("open_time,") && rows.hasSuffix(good))
                case .zipIncomplete: #expect(good.hasPrefix(rows) && rows.count < good.count)
                case .zipMicroseconds:
                    #expect(
                        rows
                            == String(
                                decoding: ArchiveRows.csv(table, 0..<24, .microsecond), as: UTF8.self))
                default: #expect(rows != good)
                }
            }
        }
    }

    @Test("Folders are listed in pages with a marker")
    func listing() async throws {
        try await Samples.withFolder { root in
            let place = root.appending(path: Self.folder)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for index in 0..<5 { try Data([1]).write(to: place.appending(path: "f\(index).zip")) }
            let listing = ArchiveListing(try ArchiveTree(root.path()))
            func ask(_ query: String) -> String {
                String(
                    decoding: listing.answer(RestRequest(method: "GET", uri: "/?\(query)")).body,
                    as: UTF8.self)
            }
            let top = ask("prefix=data/spot/daily/klines/&delimiter=/")
            #expect(top.contains("<Prefix>data/spot/daily/klines/BTCUSDT/</Prefix>"))
            #expect(!top.contains("<Contents>") && top.contains("<IsTruncated>false</IsTruncated>"))
            let page = ask("prefix=\(Self.folder)/&delimiter=/&max-keys=2")
            #expect(page.contains("f0.zip") && page.contains("f1.zip") && !page.contains("f2.zip"))
            #expect(page.contains("<NextMarker>\(Self.folder)/f1.zip</NextMarker>"))
            let next = ask("prefix=\(Self.folder)/&delimiter=/&marker=\(Self.folder)/f1.zip")
            #expect(!next.contains("f1.zip</Key>") && next.contains("f2.zip") && next.contains("f4.zip"))
            #expect(ask("").components(separatedBy: "<Contents>").count == 6)
            #expect(!ask("prefix=../").contains("<Contents>"))
            #expect(!ask("prefix=other/&delimiter=/").contains("<CommonPrefixes>"))
        }
    }
}

@Suite("Periods and dates of the archive")
struct ArchivePeriodTests {
    @Test("Names say their period")
    func names() throws {
        let day = try #require(ArchivePeriod(stem: "BTCUSDT-1m-2024-02-29"))
        #expect(day.text == "2024-02-29" && day.folder == "daily" && !day.isMonth)
        #expect("\(day.range)" == "2024-02-29T00:00:00Z..<2024-03-01T00:00:00Z")
        let month = try #require(ArchivePeriod(stem: "BTCUSDT-1mo-2023-12"))
        #expect(month.text == "2023-12" && month.folder == "monthly")
        #expect("\(month.range)" == "2023-12-01T00:00:00Z..<2024-01-01T00:00:00Z")
        for bad in ["BTCUSDT-1m-2023-02-30", "BTCUSDT-1m", "x", "BTCUSDT-1m-2023-13", ""] {
            #expect(ArchivePeriod(stem: bad) == nil)
        }
    }

    @Test(
        "A day is published the next day, a month on the first Monday after it",
        arguments: [
            ("X-1d-2024-03-04", "2024-03-05"), ("X-1d-2024-03", "2024-04-01"), ("X-1d-2024-04", "2024-05-06"),
            ("X-1d-2024-08", "2024-09-02"), ("X-1d-2023-12", "2024-01-01"),
        ])
    func publication(stem: String, day: String) throws {
        #expect(ArchivePeriod(stem: stem)?.publication == (try Samples.time(day)))
    }

    @Test("Files are in microseconds from 2025 on")
    func units() {
        #expect(ArchivePeriod(stem: "X-1d-2024-12")?.isInMicroseconds == false)
        #expect(ArchivePeriod(stem: "X-1d-2025-01-01")?.isInMicroseconds == true)
    }

    @Test("Dates of HTTP are written and read", arguments: 0..<50 as Range<UInt64>)
    func dates(seed: UInt64) throws {
        #expect(HTTPDate.text(OpenTime(milliseconds: 784_111_777_000)) == "Sun, 06 Nov 1994 08:49:37 GMT")
        var random = SeededGenerator(seed: seed)
        let time = OpenTime(milliseconds: .random(in: 0..<2_000_000_000, using: &random) * 1000)
        #expect(HTTPDate.time(HTTPDate.text(time)) == time)
        for bad in ["", "Sun, 06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT"]
        {
            #expect(HTTPDate.time(bad) == nil)
        }
    }
}
