import Candles
public import EventLog
public import ServiceLifecycle
public import ServingLayer

/// Reads candles from the log and joins them into the store.
///
/// The offset moves in the same transaction as the candles of its records, so a crash at any moment loses
/// nothing; a record that is read twice changes nothing, since the store joins. A record that cannot be read
/// is counted, told and passed over. Today's candle is visible as soon as its first record is read.
public final class Consumer: Service {
    /// When a consumer ends.
    public enum Mode: Sendable {
        /// At the record that was the last one when it began.
        case drain
        /// When the program is asked to end.
        case follow
        /// When the producer has finished and all of the log is read.
        case until(FinishFlag)
    }

    private let log: EmbeddedLog
    private let store: CandleStore
    private let position: LogPosition
    private let mode: Mode
    private let batchSize: Int
    private let linger: Duration
    private let progress: @Sendable (ConsumerEvent) -> Void

    /// How long the log is watched before it is looked at whether to end.
    private static let patience: Duration = .milliseconds(250)

    /// A consumer that has not begun.
    ///
    /// - Parameters:
    ///   - log: The log.
    ///   - store: The store, opened for writing.
    ///   - group: The name under which the store keeps the offset.
    ///   - mode: When to end.
    ///   - batchSize: The largest number of records of one transaction.
    ///   - linger: How long to wait for more once a record has arrived, so that many share one transaction.
    ///   - progress: Told what happens.
    public init(
        log: EmbeddedLog, store: CandleStore, group: String = "candlecast", mode: Mode, batchSize: Int = 2000,
        linger: Duration = .milliseconds(100),
        progress: @escaping @Sendable (ConsumerEvent) -> Void = { _ in }
    ) {
        precondition(batchSize > 0, "a batch must hold at least one record, was \(batchSize)")
        self.log = log
        self.store = store
        self.mode = mode
        self.batchSize = batchSize
        self.linger = linger
        self.progress = progress
        position = LogPosition(group: group, topic: Topic.candles, partition: 0)
    }

    /// Reads until the mode's end.
    ///
    /// - Throws: ``SpeedError``; what was written by then stays, and the next run goes on after it.
    public func run() async throws {
        _ = try await consume()
    }

    /// Reads until the mode's end and says what was done.
    ///
    /// - Throws: ``SpeedError/trimmed(topic:partition:lost:)`` if records were removed before they were read,
    ///   and the errors of the log and of the store.
    public func consume() async throws(SpeedError) -> ConsumerSummary {
        var reading = Reading()
        try await begin(&reading)
        let target = try await end()
        while true {
            // Asked before the end of the log is: whatever was appended before the flag was raised is then
            // read.
            let isLast = isEnding
            let end = try await mode.isDrain ? target : end()
            while reading.next < end {
                let before = reading.next
                try await readBatch(&reading, upTo: end)
                if mode.isFollow, Task.isShuttingDownGracefully { break }
                if reading.next == before { break }
            }
            if mode.isDrain || isLast { break }
            try await wait(for: reading.next)
        }
        reading.summary.next = reading.next
        progress(.finished(reading.summary))
        return reading.summary
    }

    /// Where the reading stands.
    private struct Reading {
        /// The offset that the store holds.
        var stored: Int64?
        /// The offset of the next record.
        var next: Int64 = 0
        var summary = ConsumerSummary()
    }

    private var isEnding: Bool {
        if Task.isShuttingDownGracefully { return true }
        guard case .until(let flag) = mode else { return false }
        return flag.isRaised
    }

    /// Finds out where to read on.
    private func begin(_ reading: inout Reading) async throws(SpeedError) {
        let stored: Int64?
        let first: Int64
        do throws(StoreError) {
            stored = try await store.offset(
                group: position.group, topic: position.topic, partition: position.partition)
        } catch {
            throw SpeedError(error)
        }
        do throws(EventLogError) {
            first = try await log.startOffset(topic: position.topic, partition: position.partition)
        } catch {
            throw SpeedError(error)
        }
        reading.stored = stored
        reading.next = stored ?? first
        guard let stored else { return }
        if stored > (try await end()) {
            progress(.restarted(from: stored, to: first))
            reading.next = first
        } else if stored < first {
            try await write(StoreBatch(offsets: [position: (expected: stored, next: first)]), &reading)
            throw .trimmed(topic: position.topic, partition: position.partition, lost: stored..<first)
        }
    }

    /// The offset after the last record of the log.
    private func end() async throws(SpeedError) -> Int64 {
        do {
            return try await log.endOffset(topic: position.topic, partition: position.partition)
        } catch {
            throw SpeedError(error)
        }
    }

    /// Reads and writes one batch; afterwards `next` has moved, unless the records were not there after all.
    private func readBatch(_ reading: inout Reading, upTo end: Int64) async throws(SpeedError) {
        let records: [LogRecord]
        do throws(EventLogError) {
            records = try await log.read(
                topic: position.topic, partition: position.partition, from: reading.next,
                limit: min(batchSize, Int(clamping: end - reading.next)))
        } catch {
            throw SpeedError(error)
        }
        guard let first = records.first, let last = records.last, first.offset == reading.next else {
            // The log was trimmed since it was looked at; beginning anew says so.
            try await begin(&reading)
            return
        }
        var batch = StoreBatch(offsets: [position: (expected: reading.stored, next: last.offset + 1)])
        var bad = 0
        for record in records {
            do throws(RecordError) {
                let candle = try CandleRecord(json: record.value)
                batch.candles[candle.key, default: []].append(candle.version)
            } catch {
                bad += 1
                progress(.badRecord(offset: record.offset, error))
            }
        }
        let changed = reading.summary.changed
        guard try await write(batch, &reading) else {
            // Another consumer of the group was quicker: what it read need not be read again.
            try await begin(&reading)
            return
        }
        reading.stored = last.offset + 1
        reading.next = last.offset + 1
        reading.summary.records += records.count
        reading.summary.bad += bad
        progress(
            .batch(
                records: records.count, changed: reading.summary.changed - changed, next: reading.next,
                end: end))
    }

    /// Writes a batch.
    ///
    /// - Returns: Whether it was written; false if the group's offset was moved by another consumer.
    @discardableResult
    private func write(_ batch: StoreBatch, _ reading: inout Reading) async throws(SpeedError) -> Bool {
        do throws(StoreError) {
            let summary = try await store.write(batch)
            reading.summary.batches += 1
            reading.summary.changed += summary.changed
            reading.summary.disagreements += summary.disagreements.count
            return true
        } catch .fenced {
            return false
        } catch {
            throw SpeedError(error)
        }
    }

    private func wait(for offset: Int64) async throws(SpeedError) {
        let isThere: Bool
        do throws(EventLogError) {
            isThere = try await log.waitForRecords(
                topic: position.topic, partition: position.partition, from: offset, timeout: Self.patience)
        } catch {
            throw SpeedError(error)
        }
        guard isThere, linger > .zero else { return }
        do {
            try await Task.sleep(for: linger, clock: .continuous)
        } catch {
            throw .cancelled
        }
    }
}

extension Consumer.Mode {
    fileprivate var isDrain: Bool {
        if case .drain = self { true } else { false }
    }

    fileprivate var isFollow: Bool {
        if case .follow = self { true } else { false }
    }
}
