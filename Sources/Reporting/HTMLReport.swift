import Candles
import Forecasting

/// One page with everything about a run: charts, scores, tables, data and how it was made.
///
/// The page holds all it needs: no other file, no network, and nothing is lost without scripts.
public enum HTMLReport {
    /// The page.
    ///
    /// All text of the input is escaped. The same input gives the same page, byte for byte.
    ///
    /// - Complexity: O(days + rows of the studies).
    public static func render(_ input: ReportInput) -> String {
        let sections = input.symbols.enumerated().map { index, report in
            SymbolSection(input: input, report: report, id: "s\(index + 1)").markup
        }
        let badge: Markup = input.isSimulated ? "SIMULATED · " : .empty
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="\(input.program)">
            <title>\(badge)\(input.title) · Candlecast</title>
            <link rel="icon" href="\(icon)">
            <style>
            \(Markup(trusted: ReportStyle.css))
            </style>
            </head>
            <body>
            \(header(input))
            <main>
            \(ReportSummary(input: input).markup)
            \(Markup(sections))
            </main>
            \(footer(input))
            \(data(input))
            <script>
            \(Markup(trusted: ReportStyle.themeScript))
            </script>
            </body>
            </html>

            """
        return page.text
    }

    private static func header(_ input: ReportInput) -> Markup {
        let links = input.symbols.enumerated().map { index, report -> Markup in
            "<a href=\"#s\(index + 1)\">\(report.symbol.name)</a>"
        }
        let pill: Markup =
            input.isSimulated
            ? "<span class=\"pill simulated\">SIMULATED</span>"
            : "<span class=\"pill\"><span class=\"lamp\"></span>\(input.source)</span>"
        let ribbon: Markup =
            input.isSimulated
            ? """
            <div class="ribbon" role="note"><strong>SIMULATED DATA</strong> These candles are made up \
            (\(input.source)). Nothing here says anything about a real market.</div>
            <div class="watermark" aria-hidden="true">SIMULATED</div>
            """ : .empty
        return """
            \(ribbon)
            <header>
            <a class="brand" href="#top" id="top">\(logo)<span>Candlecast</span></a>
            <nav aria-label="Symbols">\(links)</nav>
            <div class="meta">\(pill)<time datetime="\(input.madeAt.description)">\
            \(DateText.minute(input.madeAt))</time>\
            <button id="theme" type="button" hidden aria-label="Change between light and dark">◐</button></div>
            </header>
            """
    }

    private static func footer(_ input: ReportInput) -> Markup {
        """
        <footer>
        <p><strong>Not advice.</strong> A forecast is a statement about the past of a price, not a promise about its \
        future. An interval is meant to be wrong as often as its width says: one of 80 %, one time in five.</p>
        <p>\(input.program) · made \(DateText.minute(input.madeAt)) on the exchange's clock · days are UTC days · \
        source: \(input.source)</p>
        </footer>
        """
    }

    private static func data(_ input: ReportInput) -> Markup {
        let blocks = input.symbols.enumerated().map { index, report -> Markup in
            let json = ReportJSON.symbol(report, madeAt: input.madeAt, isSimulated: input.isSimulated)
            return """
                <script type="application/json" id="data-s\(index + 1)">\(Markup(trusted: json))</script>
                """
        }
        return Markup(blocks)
    }

    private static let logo: Markup = """
        <svg viewBox="0 0 28 28" width="28" height="28" aria-hidden="true"><path class="s-up" stroke="#0f9d6e" \
        stroke-width="2" stroke-linecap="round" d="M7 5v18"/><rect class="f-up" fill="#0f9d6e" x="4" y="9" width="6" \
        height="10" rx="1.5"/><path class="s-down" stroke="#d93f50" stroke-width="2" stroke-linecap="round" \
        d="M15 3v15"/><rect class="f-down" fill="#d93f50" x="12" y="6" width="6" height="8" rx="1.5"/>\
        <path class="s-series1" stroke="#2f6fe0" stroke-width="2" stroke-linecap="round" fill="none" \
        d="M19 16l6-5M19 18l6 3"/></svg>
        """

    private static let icon: Markup = """
        data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath \
        d='M4 1v14M11 3v10' stroke='%23888'/%3E%3Crect x='2' y='4' width='4' height='7' fill='%230f9d6e'/%3E%3Crect \
        x='9' y='6' width='4' height='5' fill='%23d93f50'/%3E%3C/svg%3E
        """
}
