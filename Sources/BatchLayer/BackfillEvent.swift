public import Binance
public import Candles
public import ServingLayer

/// What a backfill tells while it runs, for the user's eyes.
public enum BackfillEvent: Sendable {
    /// What will be fetched of a series and why; told once more when its first candle had to be asked for.
    case planned(BackfillPlan)
    /// Something of a series arrived; how far the whole run is by now, and for how long it has been running.
    case progress(SeriesKey, ProgressEstimate, elapsed: Duration)
    /// A chunk could not be read; it is set aside and fetched again.
    case damaged(DamagedChunk)
    /// A file of the archive cannot be trusted or fetched, for this reason; REST is asked instead.
    case archiveRefused(ArchiveFile, reason: String)
    /// A file of the archive has been published anew since it was last fetched.
    case archiveReissued(ArchiveFile)
    /// The archive cannot be reached, for this reason; the run goes on with REST.
    case archiveGivenUp(reason: String)
    /// A part of a series could not be fetched.
    case failed(BackfillReport.Failure)
    /// A series is done.
    case finished(SeriesKey, candles: Int, requests: Int)
}
