import ProphetEngine
import TestSupport
import Testing

@testable import ProphetInterchange

@Suite("Compact models")
struct CompactModelTests {
    @Test("A model reads back with everything", arguments: ModelSamples.all)
    func roundTrip(sample: ModelSamples.Sample) throws {
        let fitted = try sample.fitted()
        let read = try CompactModel.decode(try CompactModel.encode(fitted, includesHistory: true))
        #expect(read.parameters == fitted.parameters)
        #expect(read.featureColumns == fitted.featureColumns)
        // The diagnostics of draws are not kept.
        #expect(read == fitted || fitted.draws?.diagnostics != nil)
        #expect(try read.predict(seed: 4) == fitted.predict(seed: 4))
    }

    @Test("A model without history forecasts the same to the last bit", arguments: ModelSamples.all)
    func withoutHistory(sample: ModelSamples.Sample) throws {
        let fitted = try sample.fitted()
        let bytes = try CompactModel.encode(fitted)
        let read = try CompactModel.decode(bytes)
        #expect(read.history.ds.isEmpty)
        #expect(read.historyTimes == fitted.historyTimes)
        #expect(try read.predict(sample.rows, seed: 9) == fitted.predict(sample.rows, seed: 9))
        #expect(throws: ProphetError.self) { _ = try read.predict() }
    }

    @Test("A model of a regressor is part of the bytes")
    func predictor() throws {
        let fitted = try ModelSamples.predicting.fitted()
        let read = try CompactModel.decode(try CompactModel.encode(fitted))
        let ds = (380..<450).map { ModelSamples.start + Int64($0) * ModelSamples.day }
        let rows = ProphetFrame(ds: Array(ds.dropFirst(20)))
        #expect(try read.predict(rows) == fitted.predict(rows))
        #expect(read.options == fitted.options)
        #expect(read.regressors[0].predictor?.parameters == fitted.regressors[0].predictor?.parameters)
    }

    @Test("A model with draws keeps them")
    func draws() throws {
        let fitted = try ModelSamples.all[0].fitted()
        let parameters = fitted.parameters
        let draws = PosteriorDraws(
            chains: 2, k: [1, 2], m: [0.5, -0.0], delta: [parameters.delta, parameters.delta.map { $0 + 1 }],
            beta: [parameters.beta, parameters.beta.map { -$0 }], sigma: [0.1, 0.2])
        let sampled = FittedProphet(
            options: fitted.options, parameters: parameters, draws: draws, report: fitted.report,
            scale: fitted.scale, changepoints: fitted.changepoints, changepointTimes: fitted.changepointTimes,
            seasonalities: fitted.seasonalities, regressors: fitted.regressors,
            historyTimes: fitted.historyTimes, historyRows: fitted.historyRows, history: fitted.history)
        #expect(try CompactModel.decode(try CompactModel.encode(sampled)).draws == draws)
    }

    @Test("A default model of 3000 days takes less than two kilobytes")
    func size() throws {
        let times = (0..<3000).map { ModelSamples.start + Int64($0) * ModelSamples.day }
        // A size depends on the number of parameters, not on how well they were fitted.
        let draft = try ProphetModel().fit(ModelSamples.history(rows: 800))
        let fitted = FittedProphet(
            options: draft.options, parameters: draft.parameters, draws: nil, report: draft.report,
            scale: draft.scale, changepoints: draft.changepoints, changepointTimes: draft.changepointTimes,
            seasonalities: draft.seasonalities, regressors: [], historyTimes: times, historyRows: 3000,
            history: draft.history)
        let bytes = try CompactModel.encode(fitted)
        #expect(bytes.count < 2_000, "\(bytes.count) bytes")
        #expect(bytes.count > 200)
    }

    @Test("Every changed byte and every cut is noticed")
    func damage() throws {
        let bytes = try CompactModel.encode(try ModelSamples.all[1].fitted())
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x20
            #expect(throws: InterchangeError.self) { _ = try CompactModel.decode(changed) }
            #expect(throws: InterchangeError.self) { _ = try CompactModel.decode(Array(bytes[..<index])) }
        }
        #expect(throws: InterchangeError.self) { _ = try CompactModel.decode(bytes + [0]) }
    }

    @Test("A newer version and other files are told apart")
    func versions() throws {
        var bytes = try CompactModel.encode(try ModelSamples.all[0].fitted())
        bytes[4] = 7
        #expect(throws: InterchangeError.newerVersion(found: 7, supported: 1)) {
            _ = try CompactModel.decode(bytes)
        }
        #expect(throws: InterchangeError.notCompact) { _ = try CompactModel.decode(Array("{}".utf8)) }
        #expect(throws: InterchangeError.notCompact) { _ = try CompactModel.decode([]) }
    }

    @Test("A few bytes cannot stand for a huge number of times")
    func hugeRuns() throws {
        var writer = CompactWriter()
        writer.count(ModelDraft.mostRows + 1)
        writer.signed(0)
        writer.signed(1)
        writer.count(ModelDraft.mostRows)
        var reader = CompactReader(writer.bytes[...])
        #expect(throws: InterchangeError.self) { _ = try reader.times() }
    }

    @Test("A length that reaches beyond the end is noticed")
    func lengthBeyondEnd() throws {
        var writer = CompactWriter()
        writer.text("ab")
        var reader = CompactReader(writer.bytes.dropLast())
        #expect(throws: InterchangeError.damaged("it is cut off")) { _ = try reader.text() }
    }

    @Test("Numbers read back exactly", arguments: 0..<20 as Range<UInt64>)
    func numbers(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var writer = CompactWriter()
        let integers = (0..<50).map { _ in
            Int64(bitPattern: random.next()) >> Int64.random(in: 0...63, using: &random)
        }
        let doubles = (0..<50).map { _ in
            Double(bitPattern: random.next() << UInt64.random(in: 0...63, using: &random))
        }
        let times = integers.map { $0 >> 12 }.sorted()
        for integer in integers + [.min, .max, 0, -1] { writer.signed(integer) }
        for double in doubles { writer.double(double) }
        writer.times(times)
        var reader = CompactReader(writer.bytes[...])
        for integer in integers + [.min, .max, 0, -1] {
            let read = try reader.signed()
            #expect(read == integer)
        }
        for double in doubles {
            let read = try reader.double()
            #expect(read.bitPattern == double.bitPattern)
        }
        let readTimes = try reader.times()
        #expect(readTimes == times)
        #expect(reader.isAtEnd)
    }
}
