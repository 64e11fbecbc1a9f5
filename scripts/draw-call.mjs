// Draws the way of a call, once for light and once for dark: docs/call-light.svg and docs/call-dark.svg.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @typedef {{ paper: string, line: string, text: string, faint: string, box: string, ours: string, ourText: string, leak: string }} Colours */

/** @type {Readonly<Record<string, Colours>>} */
const COLOURS = {
  light: {
    paper: "#ffffff",
    line: "#57606a",
    text: "#1f2328",
    faint: "#57606a",
    box: "#f0f2f5",
    ours: "#d7e6fb",
    ourText: "#0a3069",
    leak: "#a40e26",
  },
  dark: {
    paper: "#0d1117",
    line: "#9aa4af",
    text: "#e6edf3",
    faint: "#9aa4af",
    box: "#21262d",
    ours: "#123a6b",
    ourText: "#d8e8ff",
    leak: "#ff9aa2",
  },
};

/** @param {Colours} colours */
function picture(colours) {
  /** @type {string[]} */
  const parts = [];
  /** @param {number} x @param {number} y @param {number} width @param {number} height @param {string} title @param {readonly string[]} lines @param {boolean} ours */
  const box = (x, y, width, height, title, lines, ours = false) => {
    const fill = ours ? colours.ours : colours.box;
    const ink = ours ? colours.ourText : colours.text;
    parts.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}"/>`,
      text(x + 14, y + 24, title, ink, "font-weight:600"),
      ...lines.map((line, index) => text(x + 14, y + 46 + 19 * index, line, ink, "font-size:13px")),
    );
  };
  /** @param {number} x @param {number} y @param {string} content @param {string} fill @param {string} style */
  const text = (x, y, content, fill, style = "") =>
    `<text x="${x}" y="${y}" fill="${fill}"${style === "" ? "" : ` style="${style}"`}>${escaped(content)}</text>`;
  /** @param {string} path */
  const arrow = (path) =>
    parts.push(
      `<path d="${path}" fill="none" stroke="${colours.line}" stroke-width="2" marker-end="url(#tip)"/>`,
    );

  box(20, 40, 190, 84, "request", ["volume_id: pvc-1", "secrets: correct horse"]);
  box(280, 40, 220, 84, "interceptor", ["knows types by the method", "writes an entry for the call"], true);
  box(580, 40, 300, 84, "handler", [
    "runs iscsiadm --value correct horse",
    "throws: login with correct%20horse failed",
  ]);
  arrow("M210 82H276");
  arrow("M500 82H576");

  box(280, 184, 220, 84, "live secrets", ["one index for the process", "until 30 s after the answer"], true);
  arrow("M390 124V180");
  parts.push(text(400, 157, "holds", colours.faint, "font-size:13px"));

  box(
    580,
    184,
    300,
    84,
    "logger",
    ["prints messages without secrets,", "and scrubs every finished line"],
    true,
  );
  arrow("M730 124V180");
  parts.push(text(740, 157, "logs", colours.faint, "font-size:13px"));
  arrow("M500 226H576");
  arrow("M470 124V154H640V180");
  parts.push(text(536, 147, "entry", colours.faint, "font-size:13px"));

  parts.push(
    `<rect x="20" y="316" width="860" height="92" rx="6" fill="none" stroke="${colours.line}"/>`,
    text(
      34,
      342,
      '{"method":"/csi.v1.Node/NodeStageVolume","request":{"secrets":"***stripped***","volume_id":"pvc-1"}}',
      colours.text,
      MONO,
    ),
    text(34, 366, '{"argv":["iscsiadm","--value","***stripped***"],"msg":"exec"}', colours.text, MONO),
    text(34, 390, '{"msg":"login with ***stripped*** failed"}', colours.text, MONO),
  );
  arrow("M730 268V312");
  parts.push(text(740, 295, "log", colours.faint, "font-size:13px"));

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 16 900 416" width="900" height="416" role="img" aria-labelledby="title desc">
<title id="title">The way of a call</title>
<desc id="desc">A request reaches the interceptor, which holds its secrets in the index of live secrets, writes an entry, and calls the handler. What the handler logs passes the logger. It prints messages without secrets, and takes live secrets out of every finished line.</desc>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8Z" fill="${colours.line}"/></marker></defs>
<style>text{font:14px system-ui,-apple-system,"Segoe UI","Noto Sans","Liberation Sans",Helvetica,Arial,sans-serif}</style>
<rect y="16" width="900" height="416" rx="8" fill="${colours.paper}"/>
${parts.join("\n")}
</svg>
`;
}

const MONO = "font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

for (const [name, colours] of Object.entries(COLOURS)) {
  writeFileSync(fileURLToPath(new URL(`../docs/call-${name}.svg`, import.meta.url)), picture(colours));
}
