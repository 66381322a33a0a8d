import Foundation
import ProphetEngine
import TestSupport
import Testing

@testable import ProphetInterchange

/// Whatever the bytes, a reader answers with a value or an error: it does not trap, hang or take all memory.
///
/// With `CANDLECAST_FUZZ_SECONDS` every reader is tried for so many seconds, and the seed of the case at hand is
/// kept in a file, so that a trap can be tried again: `CANDLECAST_FUZZ_SEED` begins with it.
@Suite("Readers and arbitrary bytes", .serialized)
struct ReaderFuzzTests {
    private static let seconds = ProcessInfo.processInfo.environment["CANDLECAST_FUZZ_SECONDS"].flatMap(
        Double.init)
    private static let seed = ProcessInfo.processInfo.environment["CANDLECAST_FUZZ_SEED"].flatMap(UInt64.init)
    /// The longest that one case may take.
    private static let longest = Duration.seconds(20)
    /// The most memory that the process may have used at its peak.
    private static let mostMemory = 3_000_000_000

    private static func fuzz(_ name: String, cases: UInt64, _ body: (UInt64) throws -> Void) throws {
        let clock = ContinuousClock()
        let begin = clock.now
        var file: FileHandle?
        var seed: UInt64 = 0
        if let seconds {
            seed = Self.seed ?? UInt64(Date().timeIntervalSince1970) << 24
            let url = FileManager.default.temporaryDirectory.appending(path: "candlecast-fuzz-\(name).seed")
            try Data().write(to: url)
            file = try FileHandle(forWritingTo: url)
            print("\(name): \(seconds) s from seed \(seed); the seed at hand is in \(url.path())")
        }
        let first = seed
        while true {
            if let seconds {
                guard clock.now - begin < .seconds(seconds) else { break }
                try file?.seek(toOffset: 0)
                file?.write(Data("\(seed)\n".utf8))
            } else if seed - first >= cases {
                break
            }
            let start = clock.now
            try body(seed)
            #expect(clock.now - start < longest, "\(name): the case of seed \(seed) took too long")
            seed += 1
        }
        if seconds != nil { print("\(name): \(seed - first) cases") }
        let peak = peakMemory
        #expect(peak < mostMemory, "\(name): the peak of memory is \(peak) bytes")
    }

    /// The most memory that the process has used, where the system tells.
    private static var peakMemory: Int {
        guard let data = FileManager.default.contents(atPath: "/proc/self/status") else { return 0 }
        let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first {
            $0.hasPrefix("VmHWM")
        }
        return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1024 } ?? 0
    }

    /// Small models of every kind.
    private static func models() throws -> [FittedProphet] {
        try ModelSamples.all.map { sample in
            let rows = min(40, sample.history.ds.count)
            var options = sample.options
            options.changepointCount = min(3, options.changepointCount)
            options.uncertaintySamples = min(20, options.uncertaintySamples)
            options.holidays = options.holidays.map {
                Holiday(
                    $0.name, ds: $0.ds - 90 * ModelSamples.day, lowerWindow: $0.lowerWindow,
                    upperWindow: $0.upperWindow, priorScale: $0.priorScale)
            }
            if options.changepoints?.isEmpty == false {
                options.changepoints = [ModelSamples.start + 9 * ModelSamples.day]
            }
            return try ProphetModel(options: options).fit(sample.history.rows(0..<rows))
        }
    }

    /// Uses a model that was read, as far as that takes no time by its own wish.
    private static func use(_ fitted: FittedProphet) throws {
        guard fitted.options.uncertaintySamples <= 100, fitted.featureColumns.count <= 2000 else { return }
        let ds = (0..<4).map { fitted.start &+ fitted.tScale / 2 &* Int64($0) }
        var frame = ProphetFrame(ds: ds, cap: [1e3, 1e3, 1e3, 1e3], floor: [0, 1, 2, 3])
        for regressor in fitted.regressors { frame.regressors[regressor.name] = [0, 1, 2, 3] }
        for condition in fitted.seasonalities.compactMap(\.condition) {
            frame.conditions[condition] = [true, false, true, false]
        }
        let read = Result { () throws(ProphetError) in try fitted.predict(frame) }
        let written = Result { () throws(InterchangeError) in try ProphetJSON.encode(fitted) }
        if case .success(let text) = written { #expect(!text.isEmpty) }
        if case .success(let forecast) = read { #expect(forecast.yhat.count == 4) }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test("Saved models of Prophet")
    func json() throws {
        let corpus = try Self.models().map { Array(try ProphetJSON.encode($0).utf8) }
        let values = try corpus.map { try JSONParser.parse($0) }
        try Self.fuzz("json", cases: 400) { seed in
            var mutator = Mutator(seed: seed)
            let index = mutator.index(corpus.count)
            var bytes: [UInt8]
            if seed % 4 == 0 {
                bytes = mutator.mutate(corpus[index], with: corpus)
            } else {
                var value = values[index]
                for _ in 0...mutator.index(3) { value = mutator.mutate(value) }
                bytes = Array(JSONText.text(value).utf8)
            }
            if seed % 97 == 0 { bytes = [UInt8](repeating: UInt8(ascii: "["), count: 200_000) }
            if case .success(let fitted) = Result(catching: { () throws(InterchangeError) in
                try ProphetJSON.decode(bytes)
            }) {
                try Self.use(fitted)
            }
        }
    }

    @Test("Compact models")
    func compact() throws {
        let corpus = try Self.models().flatMap { fitted in
            [try CompactModel.encode(fitted), try CompactModel.encode(fitted, includesHistory: true)]
        }
        try Self.fuzz("compact", cases: 1500) { seed in
            var mutator = Mutator(seed: seed)
            var bytes = mutator.mutate(corpus[mutator.index(corpus.count)], with: corpus)
            if seed % 16 > 0, bytes.count > 9 {
                // With a right checksum and header the content is what is tried.
                bytes.replaceSubrange(0..<5, with: CompactModel.magic + [1])
                let checksum = Checksum.crc32(bytes.dropLast(4))
                for index in 0..<4 {
                    bytes[bytes.count - 4 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index))
                }
            }
            let read = Result { () throws(InterchangeError) in try CompactModel.decode(bytes) }
            if case .success(let fitted) = read {
                try Self.use(fitted)
                let again = try CompactModel.decode(try CompactModel.encode(fitted, includesHistory: true))
                #expect(again.options == fitted.options)
            }
        }
    }

    @Test("Tables")
    func tables() throws {
        let corpus = [
            "ds,y,cap,floor,a,b\n2024-01-01,1.5,10,0,1,true\n2024-01-02,,10,0,2,false\n2024-01-03 10:00,-3e2,10,0,3,0\n",
            "\u{FEFF}ds;y;c\r\n\"2024-01-01\";\"1\";0\r\n\r\n2024/1/2;2;1\r\n",
            "holiday,ds\nx,20240101\n\"a\"\"b\",2024-05-01\n",
            "ds\tholiday\tlower_window\tupper_window\tprior_scale\n2024-01-01\tx\t-1\t2.0\t10\n2024-01-02\ty\t\t\t\n",
            ",ds,y\n0,1970-01-01T00:00:00.001,9007199254740993\n",
        ].map { Array($0.utf8) }
        let roles: [CSVColumns] = [
            .init(), .init(regressors: .allNumeric), .init(regressors: .named(["a"]), conditions: ["b"]),
            .init(time: "holiday", value: "ds", regressors: .allNumeric, conditions: ["c"]),
        ]
        try Self.fuzz("csv", cases: 4000) { seed in
            var mutator = Mutator(seed: seed)
            let bytes = mutator.mutate(corpus[mutator.index(corpus.count)], with: corpus)
            for columns in roles {
                let history = Result { () throws(InterchangeError) in
                    try ProphetCSV.decodeHistory(bytes, columns: columns)
                }
                if case .success(let history) = history { #expect(history.y.allSatisfy { !$0.isInfinite }) }
                let frame = Result { () throws(InterchangeError) in
                    try ProphetCSV.decodeFrame(bytes, columns: columns)
                }
                if case .failure(let error) = frame { #expect(!error.description.isEmpty) }
            }
            let holidays = Result { () throws(InterchangeError) in try ProphetCSV.decodeHolidays(bytes) }
            if case .success(let holidays) = holidays {
                #expect(holidays.allSatisfy { $0.lowerWindow <= 0 && $0.upperWindow >= 0 })
            }
        }
    }

    @Test("Calendars")
    func calendars() throws {
        let corpus = [
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Fête\\, na\r\n tionale\r\nDTSTART;VALUE=DATE:20240714\r\n"
                + "DTEND;VALUE=DATE:20240716\r\nRRULE:FREQ=YEARLY;COUNT=5;INTERVAL=2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            "BEGIN:VEVENT\nSUMMARY:x\nDTSTART:20231123T120000Z\nDURATION:P2D\n"
                + "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20301231\nEXDATE:20251127,20261126\n"
                + "BEGIN:VALARM\nTRIGGER:-P1D\nEND:VALARM\nEND:VEVENT\n",
        ].map { Array($0.utf8) }
        try Self.fuzz("ics", cases: 4000) { seed in
            var mutator = Mutator(seed: seed)
            let bytes = mutator.mutate(corpus[mutator.index(corpus.count)], with: corpus)
            let read = Result { () throws(InterchangeError) in
                try HolidayCalendar.decode(bytes, years: seed % 8 == 0 ? Int.min...Int.max : 2020...2030)
            }
            if case .success(let holidays) = read { #expect(holidays.allSatisfy { !$0.name.isEmpty }) }
        }
    }
}
