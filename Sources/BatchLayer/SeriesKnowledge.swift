import Candles
import ServingLayer

/// What the store knows of a series.
struct SeriesKnowledge: Sendable {
    var held = HeldRanges()
    var known = BackfillPlan.Known()
    var failures: [TimeRange] = []
}
