/** The look of the report: light and dark, wide and narrow, on screen and on paper. */
export const style: string = `
:root {
  --paper: #fff; --ink: #1b1f27; --quiet: #5a6372; --line: #dfe3ea; --panel: #f6f7f9;
  --tile: #fff; --accent: #2456c9; --pale: #a9c0f2; --right: #0b7242;
  color-scheme: light dark;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --ink: #e7eaf0; --quiet: #a0a8b5; --line: #313743; --panel: #1c2027;
    --tile: #c3cad5; --accent: #8cb0ff; --pale: #3d5285; --right: #6fd6a0;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  max-width: 66rem; margin: 0 auto; padding: 3rem 1.5rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif;
  overflow-wrap: break-word;
}
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { margin: 0.25rem 0 1rem; font-size: clamp(1.9rem, 5vw, 3rem); letter-spacing: -0.02em; }
h2 { margin: 0 0 0.5rem; font-size: 1.5rem; letter-spacing: -0.01em; }
h3 { margin: 0 0 0.6rem; font-size: 1.05rem; }
ol, ul { margin: 0; padding: 0; list-style: none; }
a { color: var(--accent); }
.kind { margin: 0; color: var(--accent); font-weight: 600; }
.summary { max-width: 46rem; margin: 0 0 1.5rem; font-size: 1.25rem; line-height: 1.5; }
.summary strong { color: var(--accent); white-space: nowrap; }
.intro { max-width: 46rem; margin: 0 0 1.5rem; color: var(--quiet); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.4rem 1.4rem; }
section { margin-top: 2.5rem; padding-top: 2.5rem; border-top: 1px solid var(--line); }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
footer p { margin: 0; color: var(--quiet); font-size: 0.85rem; }

img {
  display: block; width: 4.5rem; height: 4.5rem; padding: 0.4rem;
  background: var(--tile); border: 1px solid var(--line); border-radius: 0.6rem;
}
.score { color: var(--quiet); font-size: 0.85em; font-variant-numeric: tabular-nums; }

table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.recall { max-width: 46rem; }
.recall + .recall { margin-top: 2rem; }
.recall th, .recall td { padding: 0.55rem 0.75rem; text-align: right; vertical-align: top; }
.recall tbody tr { border-top: 1px solid var(--line); }
.recall tbody th { padding-left: 0; text-align: left; font-weight: 600; white-space: nowrap; }
.recall thead th { font-size: 0.85rem; font-weight: 600; }
.recall thead tr:last-child th { padding-top: 0; color: var(--quiet); font-weight: 400; }
.recall [colspan] { font-size: 1rem; }
.recall small { display: block; color: var(--quiet); font-weight: 400; }
.recall tbody td { width: 21%; font-size: 1.2rem; font-weight: 600; line-height: 1.6rem; }
.recall tbody .chance { color: var(--quiet); font-size: 1rem; font-weight: 400; }
.bar { display: block; height: 4px; margin-top: 0.3rem; border-radius: 2px; background: var(--line); }
.bar::before {
  content: ''; display: block; width: var(--share); min-width: 2px; height: 100%;
  border-radius: 2px; background: var(--accent);
}
.chance .bar::before { background: var(--quiet); }

.search { margin-bottom: 2rem; }
.hits { display: grid; grid-template-columns: repeat(8, minmax(0, 1fr)); gap: 1rem 0.75rem; }
.hits figure { margin: 0; }
.hits figcaption { margin-top: 0.35rem; font-size: 0.82rem; line-height: 1.3; }
.hits .score { display: block; font-size: 1em; }
.by-picture {
  display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 0.75rem 2rem;
  grid-template-rows: auto 1fr; align-items: start;
  padding: 1.25rem; background: var(--panel); border-radius: 0.8rem;
}
.by-picture h3 { display: flex; gap: 0.9rem; align-items: center; margin: 0; }
.by-picture h3 img { flex: none; }
.by-picture .hits {
  grid-column: 2; grid-row: 1 / span 2; grid-template-columns: repeat(4, minmax(0, 1fr));
}
.names { font-size: 0.92rem; }
.names li { display: flex; justify-content: space-between; gap: 0.75rem; padding: 0.15rem 0; }
.names .right > :first-child { color: var(--right); font-weight: 600; }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(18.5rem, 1fr)); gap: 1rem; }
.cards > li {
  display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.9rem; align-items: start;
  padding: 1rem; background: var(--panel); border-radius: 0.8rem;
}
.cards strong { display: block; margin-bottom: 0.3rem; line-height: 1.3; }

.chart { display: block; width: 100%; max-width: 56rem; height: auto; }
.chart text { fill: var(--quiet); font-size: 13px; font-variant-numeric: tabular-nums; }
.chart .note { fill: var(--ink); }
.chart path { fill: none; stroke-linejoin: round; }
.chart .grid, .chart .tick { stroke: var(--line); }
.chart .nothing { stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 6 5; }
.chart .raw { stroke: var(--pale); stroke-width: 1; }
.chart .smooth { stroke: var(--accent); stroke-width: 2.5; }

.columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.5rem 3rem; }
.facts { font-size: 0.92rem; }
.facts tr { border-top: 1px solid var(--line); }
.facts th, .facts td { padding: 0.4rem 0; text-align: left; vertical-align: top; }
.facts th { width: 38%; padding-right: 1rem; color: var(--quiet); font-weight: 400; }
.columns + h3 { margin-top: 2rem; }
pre {
  margin: 0; padding: 1rem; overflow-x: auto; background: var(--panel); border-radius: 0.6rem;
  font: 0.9rem/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
}

@media (max-width: 46rem) {
  body { padding: 1.5rem 1rem; }
  .summary { font-size: 1.1rem; }
  section { margin-top: 2rem; padding-top: 2rem; }
  .hits, .by-picture .hits { grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .hits img { width: 100%; height: auto; aspect-ratio: 1; }
  .by-picture, .columns { grid-template-columns: minmax(0, 1fr); grid-template-rows: none; }
  .by-picture .hits { grid-column: 1; grid-row: auto; margin-top: 0.75rem; }
  .recall th, .recall td { padding: 0.5rem 0.2rem; }
  .recall [colspan] { font-size: 0.9rem; }
  .recall tbody th { font-size: 0.85rem; white-space: normal; }
  .recall tbody td { width: auto; font-size: 0.9rem; }
  .recall thead .chance, .recall tbody .chance { font-size: 0.8rem; }
  .chart text { font-size: 22px; }
}
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  section { margin-top: 1.5rem; padding-top: 1.5rem; }
  h2, h3, .intro { break-after: avoid; }
  pre { white-space: pre-wrap; }
  .intro, .search, .cards > li, .recall, .chart, .facts tr { break-inside: avoid; }
  .bar, .bar::before { print-color-adjust: exact; }
}
`;
