/// How the report looks: on a bright screen, a dark one and paper.
enum ReportStyle {
    static let css: HTML = """
        :root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --ink: #1b1f24; --soft: #5b6470; --rule: #e1e4e8;
          --created: #2a9d6f; --invalid: #d9822b; --rejected: #c93c37; --failed: #8f3a5f; --unknown: #7a5bc7;
          --duplicate: #5b8db8; --pending: #a3abb5; --limit: #1b1f24; --good: #1c7d56; --bad: #b54708; --stopped: #b42318; }
        @media screen and (prefers-color-scheme: dark) {
          :root { --page: #14171b; --card: #1d2126; --ink: #e7eaee; --soft: #9aa4b0; --rule: #30363d;
            --created: #3fb68a; --invalid: #e39a4b; --rejected: #e5635d; --failed: #c06a92; --unknown: #9d82e0;
            --duplicate: #74a5cf; --pending: #6b7480; --limit: #e7eaee; --good: #57cc9f; --bad: #f0a95c; --stopped: #f07f78; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
        main { max-width: 62rem; margin: 0 auto; padding: 2rem 1rem 3rem; }
        header p { margin: 0; color: var(--soft); }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; margin: 0 0 .6rem; }
        section { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 1.2rem 1.4rem;
          margin-top: 1rem; }
        section > :last-child { margin-bottom: 0; }
        .verdict { border-left: 6px solid var(--bad); }
        .verdict.good { border-left-color: var(--good); }
        .verdict.stopped { border-left-color: var(--stopped); }
        .verdict .sentence { font-size: 1.3rem; line-height: 1.35; font-weight: 600; margin: 0 0 .5rem; color: var(--bad);
          overflow-wrap: anywhere; }
        .verdict.good .sentence { color: var(--good); }
        .verdict.stopped .sentence { color: var(--stopped); }
        ol, ul { margin: .4rem 0; padding-left: 1.3rem; }
        li { margin: .25rem 0; overflow-wrap: anywhere; }
        code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .9em; }
        pre { background: var(--page); border: 1px solid var(--rule); border-radius: 6px; padding: .6rem .8rem; margin: .5rem 0;
          white-space: pre-wrap; overflow-wrap: anywhere; }
        a { color: inherit; text-decoration-color: var(--created); text-underline-offset: 2px; }
        .files { display: flex; flex-wrap: wrap; gap: .5rem; margin: .9rem 0 0; padding: 0; list-style: none; }
        .files li { margin: 0; }
        .files a { display: inline-block; border: 1px solid var(--rule); border-radius: 999px; padding: .2rem .9rem;
          text-decoration: none; background: var(--page); }
        .files a:hover { border-color: var(--created); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1rem; margin: 0; }
        .figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
        .figures dd { margin: 0; font-size: 1.35rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
        .figures dt { color: var(--soft); font-size: .85rem; line-height: 1.35; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; font-weight: 400; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--rule);
          vertical-align: baseline; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { color: var(--soft); font-size: .8rem; }
        tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
        .number { text-align: right; white-space: nowrap; }
        .states td:last-child { color: var(--soft); font-size: .9rem; }
        .states th { white-space: nowrap; }
        .states tbody tr:not(.none) .number:nth-child(2) { font-weight: 600; }
        .states .none th, .states .none td { color: var(--soft); font-weight: 400; } .none .swatch { opacity: .35; }
        .swatch { display: inline-block; width: .75rem; height: .75rem; border-radius: 3px; margin-right: .5rem; }
        .swatch.line { height: 0; border-top: 2px dashed var(--limit); border-radius: 0; width: 1.4rem; vertical-align: .25rem; }
        .swatch.trouble { background: var(--unknown); height: .5rem; border-radius: 1px; vertical-align: .05rem; }
        .bar { display: block; width: 100%; height: 44px; border-radius: 6px; background: var(--rule); margin-bottom: .8rem; }
        .chart { display: block; width: 100%; height: auto; }
        .chart text { fill: var(--soft); font-size: 14px; }
        .grid { stroke: var(--rule); stroke-width: 1; }
        .limit { stroke: var(--limit); stroke-width: 2; stroke-dasharray: 7 5; }
        .trouble { fill: var(--unknown); }
        .created { fill: var(--created); } .swatch.created { background: var(--created); }
        .invalid { fill: var(--invalid); } .swatch.invalid { background: var(--invalid); }
        .rejected { fill: var(--rejected); } .swatch.rejected { background: var(--rejected); }
        .failed { fill: var(--failed); } .swatch.failed { background: var(--failed); }
        .unknown { fill: var(--unknown); } .swatch.unknown { background: var(--unknown); }
        .duplicate { fill: var(--duplicate); } .swatch.duplicate { background: var(--duplicate); }
        .pending { fill: var(--pending); } .swatch.pending { background: var(--pending); }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: .2rem 0 0; font-size: .9rem; color: var(--soft); }
        .quiet { color: var(--soft); font-size: .9rem; margin: 0 0 .6rem; }
        .errors { table-layout: fixed; }
        .errors th:first-child { width: 56%; }
        .errors th:last-child { width: 5.5rem; }
        .errors th[scope=row] { overflow-wrap: anywhere; }
        .errors .meaning { display: block; color: var(--soft); font-size: .85rem; }
        .errors td { vertical-align: middle; }
        .errors code { font-weight: 600; }
        .track svg { display: block; width: 100%; height: 14px; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        footer { color: var(--soft); font-size: .85rem; margin-top: 1rem; overflow-wrap: anywhere; }
        @media (max-width: 40rem) { .states th:last-child, .states td:last-child { display: none; } .chart text { font-size: 24px; } }
        @media print { body { background: #fff; font-size: 11pt; } main { padding: 0; max-width: none; }
          section { break-inside: avoid; border-color: #bbb; } section:has(.errors) { break-inside: auto; } tr { break-inside: avoid; }
          svg, .swatch, .verdict { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        """
}
