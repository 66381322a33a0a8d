/// The style sheet of a report, and the few lines of script that change between light and dark.
enum ReportStyle {
    /// The whole style sheet.
    static let css = """
        :root{color-scheme:light dark;--page:#f4f6f9;--line:#dfe4eb;--soft:#eef1f5;--accent:#2f6fe0;--warn:#8a5200;\
        --warnpaper:#fff5e0;--warnline:#f0cf8e;\(variables(\.light))}
        @media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){\(darkPage)}}
        @media screen{:root[data-theme=dark]{color-scheme:dark;\(darkPage)}:root[data-theme=light]{color-scheme:light}}
        \(SVGWriter.pageRules)
        \(layout)
        \(parts)
        \(print)
        """

    /// Lets the reader change between light and dark; without it the page follows the system.
    static let themeScript = """
        (() => {
          const root = document.documentElement, button = document.getElementById('theme'), key = 'candlecast-theme';
          const set = (theme) => { root.dataset.theme = theme; };
          try { const kept = localStorage.getItem(key); if (kept) set(kept); } catch { }
          button.hidden = false;
          button.addEventListener('click', () => {
            const dark = root.dataset.theme ? root.dataset.theme === 'dark'
              : matchMedia('(prefers-color-scheme: dark)').matches;
            set(dark ? 'light' : 'dark');
            try { localStorage.setItem(key, root.dataset.theme); } catch { }
          });
        })();
        """

    private static let darkPage =
        "--page:#0e1319;--line:#263140;--soft:#1b232d;--accent:#7aa7fb;--warn:#f1c46b;--warnpaper:#2a2213;"
        + "--warnline:#5a4619;" + variables(\.dark)

    private static func variables(_ colour: (Ink) -> String) -> String {
        Ink.allCases.map { "--\($0.rawValue):\(colour($0));" }.joined()
    }

    private static let layout = """
        *{box-sizing:border-box}
        html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--page);color:var(--text);line-height:1.5;
          font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        main,footer{max-width:1240px;margin:0 auto;padding:0 20px}
        header{position:sticky;top:0;z-index:5;display:flex;flex-wrap:wrap;align-items:center;gap:6px 22px;
          padding:10px max(20px,calc((100% - 1200px)/2));background:var(--surface);
          border-bottom:1px solid var(--line)}
        .brand{display:flex;align-items:center;gap:8px;color:var(--text);font-weight:700;font-size:17px;
          text-decoration:none;letter-spacing:-.01em}
        nav{display:flex;gap:2px;overflow-x:auto;flex:1 1 200px;min-width:0}
        nav a{padding:4px 10px;border-radius:8px;color:var(--muted);text-decoration:none;font-weight:500}
        nav a:hover,nav a:focus-visible{background:var(--soft);color:var(--text)}
        .meta{display:flex;align-items:center;flex-wrap:wrap;gap:6px 12px;color:var(--muted);font-size:13px}
        .pill{display:inline-flex;align-items:center;gap:6px;padding:2px 10px;border-radius:99px;
          background:var(--soft)}
        .lamp{width:8px;height:8px;border-radius:50%;background:var(--up)}
        .pill.simulated{background:var(--missing);color:#fff;font-weight:700;letter-spacing:.06em}
        button{font:inherit;font-size:16px;line-height:1;width:30px;height:30px;border-radius:8px;cursor:pointer;
          border:1px solid var(--line);background:none;color:var(--text)}
        h1{font-size:26px;line-height:1.2;letter-spacing:-.02em;margin:26px 0 14px}
        h2{font-size:22px;letter-spacing:-.02em;margin:34px 0 12px;scroll-margin-top:64px}
        h3{font-size:15px;margin:0;letter-spacing:-.005em}
        h4{font-size:13px;margin:16px 0 6px;color:var(--muted);font-weight:600}
        a{color:var(--accent)}
        code{font:12.5px ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        .card{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:14px 16px;
          margin:0 0 14px;min-width:0}
        .grid{display:grid;gap:0 14px;align-items:stretch}
        .grid.two{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
        .grid.scores{grid-template-columns:minmax(0,1.6fr) minmax(0,1fr)}
        .grid.three{grid-template-columns:repeat(3,minmax(0,1fr))}
        .tiles{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:12px;margin:0 0 14px}
        .narrow{display:none}
        @media (max-width:1020px){.grid.two,.grid.scores{grid-template-columns:minmax(0,1fr)}
          .grid.three{grid-template-columns:repeat(2,minmax(0,1fr))}
          .tiles{grid-template-columns:repeat(3,minmax(0,1fr))}}
        @media (max-width:640px){main,footer{padding:0 12px}header{padding:10px 12px;position:static}
          .grid.three{grid-template-columns:minmax(0,1fr)}.tiles{grid-template-columns:repeat(2,minmax(0,1fr));
          gap:10px}.wide{display:none}.narrow{display:block}.card{padding:12px}h1{font-size:22px;margin-top:18px}}
        """

    private static let parts = """
        .tile{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:10px 14px;
          display:flex;flex-direction:column;gap:1px;min-width:0}
        .tile .name{color:var(--muted);font-size:12.5px}
        .tile .value{font-size:20px;font-weight:650;letter-spacing:-.025em;font-variant-numeric:tabular-nums;
          white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
        .tile .long{font-size:17px}.tile .note{color:var(--muted);font-size:12px;margin-top:auto}
        .up{color:var(--up)}.down{color:var(--down)}
        .banner{margin:0 0 14px;padding:11px 16px;border-radius:12px;border:1px solid var(--warnline);
          background:var(--warnpaper);color:var(--warn)}
        .verdict{margin:0 0 14px;padding:11px 16px;border-radius:12px;border:1px solid var(--line);
          background:var(--surface);border-left:4px solid var(--accent);border-radius:4px 12px 12px 4px}
        figure.card{display:flex;flex-direction:column}
        figcaption{display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 16px;margin-bottom:6px}
        .ohlc{margin:0;color:var(--muted);font-size:13px;font-variant-numeric:tabular-nums}
        .ohlc b{color:var(--text)}.forming{color:var(--open);font-weight:600}
        .chart{width:100%;height:auto;display:block}.chart.narrow{display:none}
        .zone:hover{fill:var(--text);fill-opacity:.07}
        .hint{margin:2px 0 8px;color:var(--muted);font-size:13px}
        details{margin-top:auto;padding-top:6px;font-size:13px}
        summary{color:var(--muted);cursor:pointer;width:max-content;padding:2px 4px;border-radius:6px}
        summary:hover{color:var(--text)}
        .scroll{overflow:auto;max-width:100%;max-height:376px;scrollbar-width:thin}
        table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
        caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .scroll{position:relative}
        th,td{padding:5px 7px;white-space:nowrap;border-bottom:1px solid var(--line);text-align:left}
        thead th{position:sticky;top:0;background:var(--surface);color:var(--muted);font-weight:500;z-index:1}
        tbody th{font-weight:500}tbody tr:hover{background:var(--soft)}tbody tr:last-child>*{border-bottom:0}
        .num{text-align:right}.scores table{font-size:12.5px}.scores th,.scores td{padding:5px}
        tr.best th,tr.best td{font-weight:700}tr.best{background:var(--soft)}
        dl{margin:8px 0 0}dl div{display:grid;grid-template-columns:110px minmax(0,1fr);gap:10px;padding:5px 0;
          border-bottom:1px solid var(--line)}dl div:last-child{border-bottom:0}
        .glossary{margin-top:12px}.glossary div{border:0;padding:1px 0}.glossary dt,.glossary dd{font-size:12px;
          color:var(--muted)}.glossary dt{font-weight:600}
        dt{color:var(--muted);font-size:13px}dd{margin:0;font-size:13.5px;overflow-wrap:anywhere}
        .key{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:7px;vertical-align:-1px}
        \(Ink.allCases.map { ".key.\($0.rawValue){background:var(--\($0.rawValue))}" }.joined())
        .key.speed{background:none;border:1.5px dashed var(--speed)}.key.open{background:none;\
        border:1.5px dashed var(--open)}
        .key.filled{background:repeating-linear-gradient(45deg,var(--filled) 0 2px,transparent 2px 4px)}
        .notes{margin:8px 0 0;padding-left:20px;font-size:13.5px}.notes li{margin:3px 0;overflow-wrap:anywhere}
        footer{color:var(--muted);font-size:13px;padding-top:10px;padding-bottom:40px}
        footer p{margin:4px 0}
        .ribbon{padding:10px 20px;text-align:center;color:#fff;font-size:14px;
          background:repeating-linear-gradient(-45deg,#b3261e 0 18px,#8f1d17 18px 36px)}
        .ribbon strong{letter-spacing:.12em;margin-right:8px}
        .watermark{position:fixed;inset:0;display:flex;align-items:center;justify-content:center;
          pointer-events:none;z-index:9;font-weight:800;font-size:12vw;letter-spacing:.04em;color:var(--missing);
          opacity:.06;transform:rotate(-24deg);white-space:nowrap;overflow:hidden}
        @media (max-width:640px){.chart.wide{display:none}.chart.narrow{display:block}.tile .value{font-size:18px}.tile .long{font-size:15.5px}
          dl div{grid-template-columns:88px minmax(0,1fr)}}
        """

    private static let print = """
        @media print{:root{color-scheme:light}body{background:#fff;font-size:11pt}header{position:static}
          button,details{display:none}.card,.tile,.banner,.verdict{break-inside:avoid}.symbol{break-before:page}
          .scroll{max-height:none;overflow:visible}main,footer,header{max-width:none;padding-left:0;padding-right:0}
          *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        """
}
