/** A key with its value, as a document has them. */
export interface DocumentEntry {
  readonly key: string;
  readonly value: string;
}

/** How a format writes keys with values. Undefined if it cannot write one of them. */
export type WriteDocument = (entries: readonly DocumentEntry[]) => string | undefined;

const json = (value: string): string => JSON.stringify(value);
const lines = (entries: readonly DocumentEntry[], line: (entry: DocumentEntry) => string): string =>
  entries.map(line).join("\n");
const ifAll = (entries: readonly DocumentEntry[], pattern: RegExp, text: string): string | undefined =>
  entries.every(({ value }) => pattern.test(value)) ? text : undefined;

const ONE_LINE = /^[^\r\n]*$/;
/** What needs no quotes in any of the formats. */
const BARE = /^[\w./!*?~^-]+$/;

/** How each format writes a document, by the name of the format. */
export const DOCUMENT_FORMATS: ReadonlyMap<string, WriteDocument> = new Map<string, WriteDocument>([
  ["JSON", (all) => JSON.stringify(Object.fromEntries(all.map(({ key, value }) => [key, value])))],
  [
    "pretty JSON",
    (all) => JSON.stringify({ a: [{ b: all.map(({ key, value }) => ({ [key]: value })) }] }, null, 2),
  ],
  [
    "YAML, double quotes",
    (all) => `a:\n  b:\n${lines(all, ({ key, value }) => `    ${key}: ${json(value)}`)}\n`,
  ],
  [
    "YAML, single quotes",
    (all) =>
      ifAll(
        all,
        ONE_LINE,
        lines(all, ({ key, value }) => `${key}: '${value.replaceAll("'", "''")}'`),
      ),
  ],
  [
    "YAML, plain",
    (all) =>
      ifAll(all, BARE, `- ${lines(all, ({ key, value }) => `${key}: ${value}`).replaceAll("\n", "\n  ")}`),
  ],
  ["YAML, blocks", (all) => lines(all, ({ key, value }) => `${key}: |-\n${value.replace(/^/gm, "  ")}`)],
  ["YAML, flow", (all) => `a: {${all.map(({ key, value }) => `${key}: ${json(value)}`).join(", ")}}`],
  ["TOML", (all) => `[a.b]\n${lines(all, ({ key, value }) => `${key} = ${json(value)}`)}\n`],
  [
    "TOML, literals",
    (all) =>
      ifAll(
        all,
        /^[^'\r\n]*$/,
        lines(all, ({ key, value }) => `${key} = '${value}'`),
      ),
  ],
  ["INI", (all) => ifAll(all, ONE_LINE, `[a]\n${lines(all, ({ key, value }) => `${key} = ${value}`)}\n`)],
  [".env", (all) => lines(all, ({ key, value }) => `export ${key.toUpperCase()}=${json(value)}`)],
  [
    ".env, bare",
    (all) =>
      ifAll(
        all,
        BARE,
        lines(all, ({ key, value }) => `${key.toUpperCase()}=${value}`),
      ),
  ],
  [
    "keyring",
    (all) =>
      ifAll(all, ONE_LINE, `[client.admin]\n${lines(all, ({ key, value }) => `\t${key} = ${value}`)}\n`),
  ],
  ["options", (all) => ifAll(all, BARE, all.map(({ key, value }) => `${key}=${value}`).join(","))],
  ["arguments", (all) => ifAll(all, BARE, all.map(({ key, value }) => `-o ${key}=${value}`).join(" "))],
  [
    "long arguments",
    (all) =>
      ifAll(all, /^[\w./!*?~^][\w./!*?~^-]*$/, all.map(({ key, value }) => `--${key} ${value}`).join(" ")),
  ],
  [
    "query",
    (all) =>
      `https://db.example.com/x?${new URLSearchParams(Object.fromEntries(all.map(({ key, value }) => [key, value])))}`,
  ],
  [
    "DSN",
    (all) =>
      ifAll(
        all,
        ONE_LINE,
        all.map(({ key, value }) => `${key}='${value.replace(/['\\]/g, "\\$&")}'`).join(" "),
      ),
  ],
  [
    "ADO.NET",
    (all) =>
      ifAll(all, ONE_LINE, all.map(({ key, value }) => `${key}="${value.replaceAll('"', '""')}"`).join(";")),
  ],
]);
