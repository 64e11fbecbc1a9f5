import { DOCUMENT_STYLE } from "../reports/html-document.js";

/** The style of the page. It has no addresses, so it loads nothing. */
export const PAGE_STYLE: string = `${DOCUMENT_STYLE}
h3 { font: 600 1rem/1.4 ui-monospace, monospace; margin: 1.5rem 0 .25rem; }
dl { margin: 0; } dl div { display: flex; gap: .5rem; } dt { color: var(--muted); flex: 0 0 5.5rem; } dd { margin: 0; }
code, .place, td, strong { font-family: ui-monospace, monospace; font-size: .9rem; }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
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
  form, .skip { display: none; }
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
