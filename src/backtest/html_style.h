#pragma once

namespace usher::backtest {

// The style sheet of a report's page: light or dark as the reader's device is.
inline constexpr char kStyleSheet[] = R"(
:root { color-scheme: light dark; --page: #fbfbfa; --card: #ffffff; --text: #1d2329; --dim: #5d6875;
  --line: #e2e5e9; --track: #eceff2; --a: #2f6fd0; --b: #b4560c; --sent: #1f8a54; --kept: #d39a1c;
  --out: #9aa4b0; --wait: #8e63c7; --note: #fff6df; --note-line: #e7c976; --good: #1f7a4b;
  --bad: #b3391f; }
@media (prefers-color-scheme: dark) { :root { --page: #14171b; --card: #1c2127; --text: #e7eaee;
  --dim: #9ba6b2; --line: #2d343c; --track: #272e36; --a: #6fa3f5; --b: #f0a35e; --sent: #4cc38a;
  --kept: #e0b34a; --out: #6d7883; --wait: #b794e8; --note: #2b2616; --note-line: #6b5a25;
  --good: #5ad19a; --bad: #ff8d77; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.2rem 1rem 4rem; }
h1 { font-size: 1.55rem; line-height: 1.25; margin: .5rem 0 .3rem; }
h2 { font-size: 1.25rem; margin: 2.6rem 0 .2rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.4rem 0 .5rem; }
p { margin: .2rem 0 .8rem; } .about { color: var(--dim); }
.note { background: var(--note); border: 1px solid var(--note-line); border-radius: .6rem;
  padding: .7rem 1rem; margin: 1rem 0; }
.note ul { margin: 0; padding-left: 1.1rem; } .note li { margin: .25rem 0; }
.note b { display: block; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .7rem;
  margin: 1rem 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .6rem .8rem; }
.card .name { color: var(--dim); font-size: .85rem; }
.card .figure { font-size: 1.35rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.card .more { color: var(--dim); font-size: .85rem; }
.panel { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: 1rem; margin: .8rem 0; }
.scroll { overflow-x: auto; margin-bottom: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem;
  font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
  vertical-align: top; white-space: nowrap; }
th { color: var(--dim); font-weight: 600; }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal;
  min-width: 10rem; }
td.text, th.text { text-align: left; white-space: normal; min-width: 9rem; }
@media (max-width: 32rem) { th, td { padding: .35rem .35rem; } .panel { padding: .8rem; }
  th:first-child, td:first-child { min-width: 6rem; } }
tr:last-child td { border-bottom: 0; }
svg { display: block; overflow: visible; } svg text { fill: var(--text); font-size: 14px; }
svg text.aside { fill: var(--dim); font-variant-numeric: tabular-nums; }
.track { fill: var(--track); } .a { fill: var(--a); } .b { fill: var(--b); }
.sent { fill: var(--sent); } .kept { fill: var(--kept); } .out { fill: var(--out); }
.wait { fill: var(--wait); } .interval { fill: var(--a); opacity: .45; }
.point { fill: var(--a); stroke: var(--card); stroke-width: 2; }
.legend { color: var(--dim); font-size: .85rem; margin: .8rem 0 0; }
.legend span { margin-right: 1rem; white-space: nowrap; }
.legend i { display: inline-block; width: .75rem; height: .75rem; border-radius: .15rem;
  margin-right: .35rem; vertical-align: -.05rem; }
i.a { background: var(--a); } i.b { background: var(--b); } i.sent { background: var(--sent); }
i.kept { background: var(--kept); } i.out { background: var(--out); }
i.wait { background: var(--wait); }
.up { color: var(--good); } .down { color: var(--bad); } .same { color: var(--dim); }
.side { display: inline-block; min-width: 1.5rem; padding: 0 .4rem; margin: .05rem .4rem .05rem 0;
  line-height: 1.35;
  border-radius: .3rem; color: var(--card); text-align: center; font-weight: 650; }
.side.A { background: var(--a); } .side.B { background: var(--b); }
footer { color: var(--dim); font-size: .85rem; margin-top: 3rem; overflow-wrap: anywhere; }
@media print { .panel, .card { break-inside: avoid; } }
)";

}  // namespace usher::backtest
