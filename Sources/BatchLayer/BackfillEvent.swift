public import Candles
public import ServingLayer

/// What a backfill tells while it runs, for the user's eyes.
public enum BackfillEvent: Sendable {
    /// What will be fetched of a series and why; told once more when its first candle had to be asked for.
    case planned(BackfillPlan)
    /// A page of a series arrived.
    ///
    /// `candles` counts the closed candles of the series so far, `about` the slots of its plan: outages make
    /// the first stay below the second.
    case page(SeriesKey, candles: Int, about: Int)
    /// A chunk could not be read; it is set aside and fetched again.
    case damaged(DamagedChunk)
    /// A series is done.
    case finished(BackfillReport.Series)
}
