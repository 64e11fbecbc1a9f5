import { auditRule } from "../../audit/audit-rules.js";
import type { AuditedType } from "../../audit/audited-fields.js";
import type { Finding } from "../../audit/findings.js";
import { html, htmlDocument } from "../reports/html-document.js";
import {
  type AllowedField,
  type AuditReport,
  evidenceLines,
  findingsTitle,
  placeText,
  summaryOf,
} from "./audit-report.js";
import { reasonText, verdictText, why } from "./audit-table.js";
import { PAGE_SCRIPT, PAGE_STYLE } from "./html-page.js";

/**
 * The report as one HTML page that needs no other file and no network: its content security policy allows nothing but its own style
 * and script. Without the script, it shows the same, and cannot be searched.
 */
export function auditHtml(report: AuditReport): string {
  const { evidence, findings, allowed, types, counts } = report;
  const body = `<a class="skip" href="#fields">Skip to all fields</a>
<header>
<h1>What is secret</h1>
<dl>${evidenceLines(evidence)
    .map(([label, text]) => `<div><dt>${html(label)}</dt><dd>${html(text)}</dd></div>`)
    .join("")}</dl>
<p>${html(summaryOf(report))}</p>
</header>
<main>
<section aria-labelledby="found"><h2 id="found">${html(findingsTitle(report))}</h2>
${findings.length === 0 ? "" : `<ul class="findings">${findings.map(findingItem).join("\n")}</ul>`}</section>
${allowed.length === 0 ? "" : allowedSection(allowed)}
<section aria-labelledby="fields"><h2 id="fields" tabindex="-1">All fields</h2>
<form id="filter" role="search" hidden>
<label>Search <input type="search" id="text" autocomplete="off" spellcheck="false"></label>
<label>Show <select id="verdict">
<option value="">all ${counts.fields}</option>
<option value="suspect">suspects: ${counts.suspects}</option>
<option value="secret">secret: ${counts.secret}</option>
<option value="keyed">keyed: ${counts.keyed}</option>
<option value="open">open: ${counts.open}</option>
${counts.refused === 0 ? "" : `<option value="refused">refused: ${counts.refused}</option>`}
</select></label>
<output id="shown" aria-live="polite"></output>
</form>
${types.map(typeSection).join("\n")}
</section>
</main>`;
  return htmlDocument({
    title: `What is secret: ${evidence.input.from}`,
    body,
    style: PAGE_STYLE,
    script: PAGE_SCRIPT,
  });
}

function findingItem({ rule, field, type, place, reason, repair }: Finding): string {
  return (
    `<li class="${auditRule(rule).level}"><p><strong>${html(field)}</strong> <code>${html(type)}</code> ` +
    `<span class="rule">${html(rule)}</span> <span class="place">${html(placeText(place))}</span></p>` +
    `<p>${html(reason)}</p><p class="repair">${html(repair)}</p></li>`
  );
}

function allowedSection(allowed: readonly AllowedField[]): string {
  const items = allowed.map(
    ({ field, suspicion, reason }) =>
      `<li><p><strong>${html(field)}</strong></p><p>${html(suspicion)}; <em>${html(reasonText(reason))}</em></p></li>`,
  );
  return `<section aria-labelledby="allowed"><h2 id="allowed">Allowed: ${allowed.length}</h2><ul class="findings">${items.join("\n")}</ul></section>`;
}

function typeSection({ type, fields }: AuditedType): string {
  const rows = fields.map((field) => {
    const isSuspect = field.suspicion !== undefined && field.allowed === undefined;
    const verdict = isSuspect ? "suspect" : field.verdict;
    const cells = [
      ["field", `${field.field.slice(field.field.lastIndexOf(".") + 1)} = ${field.number}`],
      ["type", field.type],
      ["verdict", verdictText(field)],
      ["why", why(field)],
      ["declared at", placeText(field.place)],
    ] as const;
    const data = cells
      .map(
        ([label, text]) =>
          `<td data-label="${label}">${label === "type" ? breakable(text) : html(text)}</td>`,
      )
      .join("");
    return `<tr class="${verdict}" data-verdict="${field.verdict}"${isSuspect ? " data-suspect" : ""}>${data}</tr>`;
  });
  const head =
    '<tr><th scope="col">field</th><th scope="col">type</th><th scope="col">verdict</th><th scope="col">why</th><th scope="col">declared at</th></tr>';
  const body =
    fields.length === 0
      ? "<p>(no fields)</p>"
      : `<table><thead>${head}</thead><tbody>${rows.join("\n")}</tbody></table>`;
  return `<section class="type" data-type="${html(type)}"><h3>${breakable(type)}</h3>${body}</section>`;
}

/** A text for HTML whose long names may end a line behind a dot. */
function breakable(text: string): string {
  return html(text).replaceAll(/\.(?=\w)/g, ".<wbr>");
}
