import Binance
import Candles
import ServingLayer

/// What became of one question.
struct FetchResult: Sendable {
    /// The place of the series in the run.
    let index: Int
    let task: FetchTask
    let outcome: Outcome
    /// How long the question took.
    let milliseconds: Int
    /// When the answer came, in milliseconds since the start of the run.
    let arrivedAt: Int

    /// The answer, or why there is none.
    enum Outcome: Sendable {
        case page(KlinePage)
        case file(File)
        case absent
        case refused(String)
        case failed(BinanceError)
    }

    /// A file of the archive, packed for the store.
    struct File: Sendable {
        let chunks: [PreparedChunk]
        /// The runs of slots for which the file has a candle.
        let runs: [TimeRange]
        let candles: Int
        let digest: String
        let bytes: Int
        let requests: Int
        let isCached: Bool
        let isReissued: Bool
    }
}

extension CandleSource {
    /// Asks for a page.
    func page(_ query: KlineQuery) async -> FetchResult.Outcome {
        do {
            return .page(try await klines(query))
        } catch {
            return .failed(error)
        }
    }

    /// Asks for a file and packs its candles, so that this is done beside other files.
    func file(_ file: ArchiveFile, now: OpenTime, previousDigest: String?) async -> FetchResult.Outcome {
        let answer: ArchiveAnswer
        do {
            answer = try await archive(file, now, previousDigest)
        } catch {
            return .failed(error)
        }
        switch answer {
        case .absent: return .absent
        case .refused(let reason): return .refused(reason)
        case .contents(let contents):
            let columns = contents.columns
            // Nothing of a file that ends in the future can be a closed candle.
            if let last = columns.closeTimes.last, last > now.milliseconds {
                return .refused("it has a candle that ends at \(OpenTime(milliseconds: last)), after \(now)")
            }
            let times = columns.openTimes.lazy.map { OpenTime(milliseconds: $0) }
            return .file(
                FetchResult.File(
                    chunks: PreparedChunk.chunks(file.key, columns),
                    runs: GapFinder.runs(of: times, file.key.interval), candles: columns.count,
                    digest: contents.digest, bytes: contents.bytes, requests: contents.requests,
                    isCached: contents.isCached,
                    isReissued: contents.isReissued
                        || previousDigest.map { $0 != contents.digest } ?? false))
        }
    }
}
