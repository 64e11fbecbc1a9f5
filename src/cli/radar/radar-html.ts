import { DOCUMENT_STYLE, html, htmlDocument } from "../reports/html-document.js";
import type { AllowedLeak } from "./allowances.js";
import type { Leak } from "./merged-findings.js";
import { allowanceFor } from "./radar-json.js";
import type { RadarReport } from "./radar-report.js";
import { originText, placeText, sinkText, summaryOf } from "./radar-table.js";
import { repairsOf } from "./repairs.js";

const STYLE = `${DOCUMENT_STYLE}
code, pre, h3 { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .9rem; }
.lead { font-size: 1.1rem; margin: .25rem 0 0; } .note { color: var(--muted); margin: .25rem 0 0; }
.lead.found { color: var(--red); } .lead.clean { color: var(--green); } .lead.blind { color: var(--amber); }
article { border: 1px solid var(--line); border-left: .3rem solid var(--red); border-radius: .3rem; padding: .75rem; margin: .75rem 0; }
article.replaced { border-left-color: var(--amber); } article.allowed { border-left-color: var(--muted); }
h3 { margin: 0 0 .5rem; line-height: 1.4; font-weight: 600; }
dl { margin: 0; display: grid; grid-template-columns: 4.5rem 1fr; gap: .1rem .75rem; }
dt { color: var(--muted); } dd { margin: 0; min-width: 0; }
pre { margin: .5rem 0 0; padding: .5rem .75rem; background: var(--soft); border-radius: .3rem; white-space: pre-wrap; }
pre .line { color: var(--muted); user-select: none; margin-right: 1ch; }
.repairs { margin: .5rem 0 0; } .repairs ol { margin: .1rem 0 0; padding-left: 1.4rem; } .repairs p { margin: 0; color: var(--muted); }
.tag { font-size: .8rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; white-space: nowrap; font-family: system-ui, sans-serif; font-weight: 400; }
details { margin: .5rem 0 0; } summary { cursor: pointer; color: var(--muted); }
@media print { article { break-inside: avoid; } h2 { break-after: avoid; } }
`;

/** The report as a page. */
export function radarHtml(report: RadarReport): string {
  const { leaks, allowed, tool, version } = report;
  const clear = leaks.filter(({ isReplaced }) => !isReplaced);
  const replaced = leaks.filter(({ isReplaced }) => isReplaced);
  const body = [
    "<header><h1>Leak radar</h1>",
    `<p class="lead ${moodOf(report)}">${html(summaryOf(report))}</p>`,
    `<p class="note">${html(`${tool} ${version}`)}. No value of a secret is on this page.</p></header>`,
    "<main>",
    section(
      "clear",
      "Leaks in clear",
      "These secrets were printed, or handed to everybody.",
      clear.map(leakArticle),
    ),
    section(
      "replaced",
      "Replaced by the library",
      "These secrets were on their way into a log, a span or a status. The library has stopped them there, and nowhere else.",
      replaced.map(leakArticle),
    ),
    section("allowed", "Allowed", "These leaks are known.", allowed.map(allowedArticle)),
    "</main>",
  ];
  return htmlDocument({
    title: "Leak radar",
    body: body.filter((part) => part !== "").join("\n"),
    style: STYLE,
  });
}

function moodOf({ leaks, hasSecrets }: RadarReport): string {
  if (leaks.length > 0) return "found";
  return hasSecrets ? "clean" : "blind";
}

function section(id: string, title: string, text: string, articles: readonly string[]): string {
  if (articles.length === 0) return "";
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}: ${articles.length}</h2><p class="note">${text}</p>\n${articles.join("\n")}\n</section>`;
}

function leakArticle(leak: Leak): string {
  const [first, second] = repairsOf(leak);
  return `<article${leak.isReplaced ? ' class="replaced"' : ""}>
${facts(leak)}
<div class="repairs"><p>Two usual repairs:</p><ol><li>${html(first)}</li><li>${html(second)}</li></ol></div>
<details><summary>Allow it</summary><pre>${html(`${allowanceFor(leak)} # the reason`)}</pre></details>
</article>`;
}

function allowedArticle(leak: AllowedLeak): string {
  return `<article class="allowed">
${facts(leak)}
<p class="note">${html(leak.reason)}</p>
</article>`;
}

function facts(leak: Leak): string {
  const { class: className, form, count, function: name } = leak;
  const rows = [
    ["went to", sinkText(leak)],
    ["written", form],
    ["from", name === undefined ? placeText(leak) : `${placeText(leak)}, in ${name}`],
    ["times", String(count)],
  ];
  const tag = className === undefined ? "" : ` <span class="tag">${html(className)}</span>`;
  const list = rows.map(([label = "", text = ""]) => `<dt>${label}</dt><dd>${html(text)}</dd>`).join("");
  const code =
    leak.code === undefined ? "" : `\n<pre><span class="line">${leak.line}</span>${html(leak.code)}</pre>`;
  return `<h3>${html(originText(leak)).replaceAll(".", ".<wbr>")}${tag}</h3>\n<dl>${list}</dl>${code}`;
}
