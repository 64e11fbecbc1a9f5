import { createHash } from "node:crypto";
import { printable } from "../printable.js";

/** A page. */
export interface HtmlDocument {
  readonly title: string;
  /** The content of the body, without its script. */
  readonly body: string;
  readonly style: string;
  readonly script?: string;
}

/**
 * One HTML page that needs no other file and no network: its content security policy allows nothing but its own style and script.
 */
export function htmlDocument({ title, body, style, script }: HtmlDocument): string {
  const csp = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${html(title)}</title>
<style>${style}</style>
</head>
<body>
${body}${script === undefined ? "" : `\n<script>${script}</script>`}
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** A text for HTML, between tags or in quotation marks. */
export function html(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? "");
}

/** Colours and type of all pages, for light and dark, for screens and paper. It has no addresses, so it loads nothing. */
export const DOCUMENT_STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --back: #fff; --line: #d0d7de; --soft: #f3f5f7;
  --red: #b3261e; --amber: #8a5a00; --green: #1a6b35; --blue: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --muted: #9aa7b4; --back: #0f1419; --line: #313a44; --soft: #1a2129;
  --red: #ff8a80; --amber: #f2c14e; --green: #6fd08c; --blue: #7ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 76rem; color: var(--text); background: var(--back);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
@media print {
  :root { color-scheme: light; --text: #000; --muted: #444; --back: #fff; --line: #999; --red: #900; --amber: #640; --green: #040; --blue: #004; }
  body { max-width: none; padding: 0; font-size: 10pt; }
}
`;
