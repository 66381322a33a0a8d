import Binance
import Candles
import ServingLayer

extension Audit {
    /// Asks the exchange again about some of what is held, and the archive about the files that were read.
    func ask(
        _ exchange: AuditExchange, _ questions: AuditQuestions, _ request: AuditRequest,
        _ report: inout AuditReport, _ findings: inout AuditList<AuditFinding>
    ) async throws(BatchError) {
        let now = try await prepare(exchange)
        let limits = request.limits
        let held = questions.held.mapValues { runs in
            runs.map { $0.clamped(to: limits) }.filter { !$0.isEmpty }
        }
        var pages = AuditSample.pages(of: held, count: request.samples, seed: request.seed)
        let outages = questions.outages.mapValues { runs in runs.filter { limits.contains($0.start) } }
        for page in AuditSample.pages(ofEach: outages, count: request.samples, seed: request.seed) {
            // What a page of what is held asks for as well need not be asked twice.
            let asked = pages.filter { $0.key == page.key }.map(\.range)
            pages += page.range.without(asked).map { AuditSample.Page(key: page.key, range: $0) }
        }
        for (index, page) in pages.enumerated() {
            progress("asking for \(page.key) of \(page.range.start.day) again", index, pages.count)
            let query = KlineQuery(
                page.key, from: page.range.start, to: page.range.end - 1, limit: 1000, now: now)
            let answer: KlinePage
            do throws(BinanceError) {
                answer = try await exchange.candles.klines(query)
            } catch {
                throw BatchError(error)
            }
            let mine = try await closed(page, without: questions.unknown[page.key] ?? [])
            let unknown = questions.unknown[page.key] ?? []
            let theirs = answer.closed.filter { candle in !unknown.contains { $0.contains(candle.openTime) } }
            report.counts.pagesAsked += 1
            report.counts.candlesAsked += mine.count
            for finding in AuditSample.compare(page.key, held: mine, answered: theirs) {
                findings.add(finding)
            }
        }
        for (index, item) in questions.archives.enumerated() {
            progress("asking for the checksum of \(item.record.name)", index, questions.archives.count)
            let digest: String?
            do throws(BinanceError) {
                digest = try await exchange.digest(item.file)
            } catch {
                throw BatchError(error)
            }
            report.counts.archivesAsked += 1
            if let finding = ArchiveAudit.published(item.record, item.file, digest: digest) {
                findings.add(finding)
            }
        }
    }

    /// Makes sure that it is the exchange that the candles came from, and asks for its time.
    private func prepare(_ exchange: AuditExchange) async throws(BatchError) -> OpenTime {
        let (label, now): (String, OpenTime)
        do throws(BinanceError) {
            label = try await exchange.candles.kind().label
            now = try await exchange.candles.serverTime()
        } catch {
            throw BatchError(error)
        }
        do throws(StoreError) {
            let found = label == "recorded" ? "exchange" : label
            if let held = try await store.source(), held != found {
                throw .mixedSource(held: held, found: found)
            }
        } catch {
            throw BatchError(error)
        }
        return now
    }

    /// The closed candles held of a page; damaged chunks are passed over.
    private func closed(
        _ page: AuditSample.Page, without unknown: [TimeRange]
    ) async throws(BatchError) -> [CandleVersion] {
        var versions: [CandleVersion] = []
        do throws(StoreError) {
            for part in page.range.without(unknown) {
                versions += try await store.candles(page.key, in: part).versions
            }
        } catch {
            throw BatchError(error)
        }
        return versions.filter(\.isClosed)
    }
}
