/** The look of what a contact sheet has besides a report. */
export const sheetStyle: string = `
.wide { overflow-x: auto; }
.parts { width: auto; margin-bottom: 2rem; }
.parts th, .parts td { padding: 0.4rem 1.5rem 0.4rem 0; text-align: right; font-weight: 400; }
.parts thead th { color: var(--quiet); font-size: 0.85rem; }
.parts tbody th { text-align: left; font-weight: 600; }
.parts tbody tr { border-top: 1px solid var(--line); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 2rem; }
.figure h3 { margin: 0; }
.figure p { margin: 0.2rem 0 0.6rem; color: var(--quiet); font-size: 0.85rem; }
.histogram { display: block; width: 100%; height: auto; }
.histogram rect { fill: var(--accent); }
.histogram path { stroke: var(--line); }
.histogram text { fill: var(--quiet); font-size: 13px; }
.counts { margin-top: 0.6rem; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
.counts li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 1rem; padding: 0.15rem 0; }
.counts span + span { color: var(--quiet); }
.counts .bar { grid-column: 1 / -1; margin: 0; }

.sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem; }
.card {
  display: flex; flex-direction: column; gap: 0.6rem; min-width: 0; padding: 0.8rem;
  background: var(--panel); border-radius: 0.8rem; font-size: 0.88rem; line-height: 1.4;
}
.card:has(.film) { grid-column: span 2; }
.card figure, .group figure { margin: 0; }
.card figcaption, .group figcaption,
.place { margin: 0.3rem 0 0; color: var(--quiet); font-size: 0.75rem; }
.card img, .group img { width: 100%; height: auto; padding: 0; border-radius: 0.4rem; background: var(--line); }
.seen img { aspect-ratio: 1; object-fit: contain; }
.seen .small { image-rendering: pixelated; }
.film img { aspect-ratio: auto; }
.heard img { height: 4.5rem; background: #000; object-fit: fill; }
.heard audio { display: block; width: 100%; height: 2.2rem; margin: 0.4rem 0; }
.caption { margin: 0; overflow: hidden; overflow-wrap: anywhere; }
.place { overflow-wrap: anywhere; }
.card > .place { margin-top: auto; }
.split {
  padding: 0.05rem 0.45rem; background: var(--line); color: var(--ink); border-radius: 1rem;
  font-weight: 600; overflow-wrap: anywhere;
}
.factors { display: flex; flex-wrap: wrap; gap: 0.15rem 0.8rem; margin: 0; font-size: 0.78rem; }
.factors div { display: flex; gap: 0.3rem; min-width: 0; }
.factors dt { color: var(--quiet); }
.factors dd { min-width: 0; margin: 0; overflow-wrap: anywhere; }

.bad { font-size: 0.92rem; }
.bad th, .bad td { padding: 0.4rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.bad th { width: 1%; padding-right: 1.5rem; color: var(--quiet); font-weight: 400; white-space: nowrap; }
.bad tr { border-top: 1px solid var(--line); }
.groups { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: 1rem; }
.group {
  display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 1rem; padding: 1rem;
  background: var(--panel); border-radius: 0.8rem; font-size: 0.88rem; line-height: 1.4;
}
.group ol { display: grid; gap: 0.6rem; align-content: start; }
.group li { min-width: 0; }
.more { margin: 1rem 0 0; color: var(--quiet); font-size: 0.92rem; }
h3.kind-of { margin-top: 2rem; }

@media (max-width: 46rem) {
  .sheet { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.7rem; }
  .figures, .groups { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  .card, .group, .figure, .bad tr { break-inside: avoid; }
  audio { display: none; }
}
`;
