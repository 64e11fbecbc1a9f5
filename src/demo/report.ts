import { FORM_NAMES, type Leak } from "./leak-search.js";

/** The result of a run of the demo. */
export interface DemoResult {
  readonly unsafe: boolean;
  readonly calls: number;
  readonly secretsSent: number;
  /** The raw bytes of the log. */
  readonly log: Buffer;
  readonly leaks: readonly Leak[];
  /** The secrets in errors that the client got. */
  readonly returned: readonly Leak[];
}

/** The report for the terminal. It names secrets and the fields they stood in, and never shows the value of one. */
export function renderReport({ unsafe, calls, secretsSent, log, leaks, returned }: DemoResult): string {
  const lines = log.toString("utf8").split("\n").slice(0, -1);
  return [
    `A CSI driver and its client on a Unix socket log every message with pino, ${unsafe ? "unsanitized" : "sanitized"}.`,
    "",
    // Lines are shown only if no line holds a secret.
    ...(leaks.length === 0 ? samples(lines) : leakTable(leaks)),
    "",
    ...aligned([
      ["calls", String(calls)],
      ["log lines", String(lines.length)],
      ["secrets sent", String(secretsSent)],
      ["secrets found", String(leaks.length), `(each searched for ${FORM_NAMES})`],
      ["sent back in errors", String(returned.length), returned.map(({ secret }) => secret.name).join(", ")],
    ]),
    "",
    conclusion(unsafe, leaks.length + returned.length),
    "",
  ].join("\n");
}

function samples(lines: readonly string[]): string[] {
  const entries = lines.map((line) => ({
    line,
    entry: JSON.parse(line) as Readonly<Record<string, unknown>>,
  })); // pino writes an object on each line
  const of = (side: string, key: string, method = ""): string[] =>
    entries
      .filter(
        ({ entry }) => entry["side"] === side && key in entry && String(entry["method"]).endsWith(method),
      )
      .map(({ line }) => line);
  const shown = [
    ...of("client", "request", "/CreateVolume").slice(0, 1),
    ...of("server", "request", "/NodePublishVolume").slice(0, 2),
    ...of("handler", "msg").slice(0, 1),
    ...of("client", "statusMessage", "/NodeStageVolume").slice(0, 1),
  ];
  return [
    "Five lines of the log: provisioner secrets; service account tokens in volume_context; the same in secrets; a command",
    "line with the CHAP password; what the client is told of its failure:",
    ...shown.flatMap((line) => ["", line]),
  ];
}

function leakTable(leaks: readonly Leak[]): string[] {
  return aligned([
    ["leaked", "lines", "stood in"],
    ...leaks.map(({ secret, lines, fields }) => [secret.name, String(lines), fieldNames(fields)]),
  ]);
}

function fieldNames([first = "(no field of a log line)", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function conclusion(unsafe: boolean, found: number): string {
  if (unsafe)
    return "This is what a log holds if nobody takes the secrets out. Run it without --unsafe to see the difference.";
  if (found > 0) return "Secrets got through: that is a bug in protosanitizer. Please report it.";
  return "Nothing leaked. Run the demo with --unsafe to see what leaks otherwise: npm run demo -- --unsafe";
}

/** A table: columns as wide as their widest cell, two spaces apart. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widthOf(column))).join("  ")}`.trimEnd(),
  );
}
