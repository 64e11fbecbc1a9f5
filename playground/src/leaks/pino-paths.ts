import pinoRedact from "@pinojs/redact";
import { isRecord, type LeakTree, leakTree } from "./leak-tree.js";

/** The paths that such a list usually has. The reader may write others. */
export const USUAL_PATHS = "req.password, req.secrets, *.token, *.secret, *.*.password, *.*.token";

/**
 * What pino prints of `log.info({ req })` with its option `redact`, and what of it leaks.
 *
 * @param paths as the option takes them, with commas between.
 * @throws {Error} if pino cannot read a path.
 */
export function pinoTree(plain: unknown, sanitized: unknown, paths: string): LeakTree {
  const list = paths
    .split(/[\n,]/)
    .map((path) => path.trim())
    .filter((path) => path !== "");
  const given = { req: plain };
  // The text is parsed again: the object has a method of pino's, too.
  const printed: unknown =
    list.length === 0 ? given : JSON.parse(String(pinoRedact({ paths: list, censor: CENSOR })(given)));
  const tree = leakTree(printed, { req: sanitized });
  return withoutCensored(tree);
}

const CENSOR = "[Redacted]";

/** The same tree. Where pino printed its marker in place of a value, nothing leaks. */
function withoutCensored(tree: LeakTree): LeakTree {
  if (tree.kind === "leaf") return tree.value === CENSOR ? { ...tree, isLeak: false } : tree;
  if (tree.kind === "list") return { kind: "list", items: tree.items.map(withoutCensored) };
  return {
    kind: "object",
    entries: tree.entries.map((entry) => ({ ...entry, value: withoutCensored(entry.value) })),
  };
}

/** The text that pino prints, to be compared with that of another message. */
export function pinoText(plain: unknown, paths: string): string {
  return JSON.stringify(pinoTree(plain, plain, paths), (_, value: unknown) =>
    isRecord(value) && value["kind"] === "leaf" ? value["value"] : value,
  );
}
