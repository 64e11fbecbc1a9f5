/** The style of the page. It has no addresses, so it loads nothing. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --back: #fff; --line: #d0d7de; --soft: #f3f5f7;
  --red: #b3261e; --amber: #8a5a00; --green: #1a6b35; --blue: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --muted: #9aa7b4; --back: #0f1419; --line: #313a44; --soft: #1a2129;
  --red: #ff8a80; --amber: #f2c14e; --green: #6fd08c; --blue: #7ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 76rem; color: var(--text); background: var(--back);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font: 600 1rem/1.4 ui-monospace, monospace; margin: 1.5rem 0 .25rem; }
dl { margin: 0; } dl div { display: flex; gap: .5rem; } dt { color: var(--muted); flex: 0 0 5.5rem; } dd { margin: 0; }
code, .place, td, strong { font-family: ui-monospace, monospace; font-size: .9rem; }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
.findings { list-style: none; margin: 0; padding: 0; }
.findings li { border: 1px solid var(--line); border-left: .3rem solid var(--muted); border-radius: .3rem; padding: .5rem .75rem; margin: .5rem 0; }
.findings li.error { border-left-color: var(--red); } .findings li.warning { border-left-color: var(--amber); }
.findings p { margin: .15rem 0; } .repair, .place { color: var(--muted); }
.rule { font-size: .8rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; white-space: nowrap; }
form { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .5rem 0;
  background: var(--back); border-bottom: 1px solid var(--line); z-index: 1; }
form[hidden] { display: none; }
input, select { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--muted); border-radius: .3rem; padding: .25rem .5rem; max-width: 100%; }
output { color: var(--muted); }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
th { color: var(--muted); font-weight: 500; font-size: .85rem; }
th:nth-child(3) { width: 9rem; }
tr.suspect td:nth-child(3) { color: var(--amber); font-weight: 600; } tr.refused td:nth-child(3) { color: var(--red); }
tr.secret td:nth-child(3) { color: var(--green); } tr.keyed td:nth-child(3) { color: var(--blue); }
[hidden] { display: none !important; }
@media (max-width: 46rem) {
  thead { position: absolute; left: -100rem; }
  tr { display: block; border: 1px solid var(--line); border-radius: .3rem; margin: .5rem 0; padding: .25rem; }
  td { display: flex; gap: .5rem; border: 0; padding: .1rem .25rem; }
  td:empty { display: none; }
  td::before { content: attr(data-label); flex: 0 0 5.5rem; color: var(--muted); font-family: system-ui, sans-serif; }
  dl div { display: block; }
}
@media print {
  :root { color-scheme: light; --text: #000; --muted: #444; --back: #fff; --line: #999; --red: #900; --amber: #640; --green: #040; --blue: #004; }
  body { max-width: none; padding: 0; font-size: 10pt; } form, .skip { display: none; }
  .findings li, tr { break-inside: avoid; } h2, h3 { break-after: avoid; } thead { display: table-header-group; }
}
`;

/** The script of the page: it filters rows, and makes nothing of what it reads but a comparison. */
export const PAGE_SCRIPT = `
"use strict";
(() => {
  const form = document.getElementById("filter");
  const text = document.getElementById("text");
  const verdict = document.getElementById("verdict");
  const shown = document.getElementById("shown");
  const types = [...document.querySelectorAll("section.type")].map((section) => ({
    section,
    name: section.dataset.type.toLowerCase(),
    rows: [...section.querySelectorAll("tbody tr")].map((row) => ({ row, words: row.textContent.toLowerCase() })),
  }));
  const filter = () => {
    const wanted = text.value.trim().toLowerCase();
    let count = 0;
    for (const { section, name, rows } of types) {
      const isNamed = name.includes(wanted);
      let visible = 0;
      for (const { row, words } of rows) {
        const isVerdict =
          verdict.value === "" ||
          (verdict.value === "suspect" ? "suspect" in row.dataset : row.dataset.verdict === verdict.value);
        const isShown = isVerdict && (isNamed || words.includes(wanted));
        row.hidden = !isShown;
        if (isShown) visible++;
      }
      section.hidden = visible === 0 && !(rows.length === 0 && isNamed && verdict.value === "");
      count += visible;
    }
    shown.textContent = count === 1 ? "1 field" : count + " fields";
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  document.addEventListener("keydown", (event) => {
    const isTyping = document.activeElement === text || document.activeElement === verdict;
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      text.focus();
    } else if (event.key === "Escape" && document.activeElement === text) {
      text.value = "";
      filter();
    }
  });
  form.hidden = false;
  filter();
})();
`;
