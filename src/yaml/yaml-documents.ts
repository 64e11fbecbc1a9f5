import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  visit,
} from "yaml";

/** Names and indices that lead from a document to a value in it. */
export type Path = readonly (string | number)[];

/** A place in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** How a text is read. */
export interface YamlDialect {
  /** In YAML 1.1, `yes` and `on` are booleans, and there are merge keys. */
  readonly version: "1.1" | "1.2";
  /** Makes the error for a text that cannot be read. The problem quotes nothing of the text. */
  error(problem: string, position: Position): Error;
}

/** A document of a text that is not empty. */
export interface YamlDocument {
  /** The content, as plain values. */
  readonly value: unknown;
  /** The position of a value in the text. If it does not exist, the position of the last part of its path that exists. */
  position(path: Path): Position;
}

/** Levels of nesting: far more than a manifest has, and far less than the stack. */
const MAX_DEPTH = 200;
/** How often aliases may repeat their content: more is an attack. */
const MAX_ALIASES = 100;

/**
 * Reads all documents of a YAML or JSON text. Times are texts. The values are those of JSON. Empty documents are left out.
 *
 * @throws the error of the dialect, if the text is malformed or binary, nested too deeply, or grows too much by its aliases.
 */
export function yamlDocuments(text: string, { version, error }: YamlDialect): readonly YamlDocument[] {
  const lines = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const fail = (problem: string, offset: number): never => {
    throw error(problem, position(offset));
  };
  refuseBinary(text, error);
  const composer = new Composer({
    version,
    prettyErrors: false,
    // JSON has only keys that are strings. A chart that is not rendered has other keys: {{ .Values.x }}.
    stringKeys: true,
    // Warnings quote the text.
    logLevel: "silent",
    // JSON has no times, sets, ordered maps and bytes. They stay texts, lists and mappings.
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !isExtraTag(tag.tag, tag)),
    resolveKnownTags: false,
  });
  const documents: YamlDocument[] = [];
  for (const document of composer.compose(boundedTokens(text, lines, fail))) {
    const [mistake] = document.errors;
    if (mistake !== undefined) fail(problemOf(mistake.code, text), mistake.pos[0]);
    const value = plainValue(document, fail);
    if (value === null || value === undefined) continue;
    documents.push({ value, position: (path) => position(offsetOf(document, path)) });
  }
  return documents;
}

/** YAML allows no NUL (section 5.1). A parser reads a large file to its end before it says so. */
function refuseBinary(text: string, error: YamlDialect["error"]): void {
  const offset = text.indexOf("\0");
  if (offset === -1) return;
  const before = text.slice(0, offset).split("\n");
  const column = (before.at(-1) ?? "").length + 1;
  throw error("holds a NUL, so it is not a text", { line: before.length, column });
}

/** The tokens of a text. The composer recurses, and the engine itself may abort at the end of the stack. */
function* boundedTokens(
  text: string,
  lines: LineCounter,
  fail: (problem: string, offset: number) => never,
): ReturnType<Parser["parse"]> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    offset += lexeme.length;
    if (parser.stack.length > MAX_DEPTH) fail("nested too deeply", Math.min(offset, text.length));
  }
  yield* parser.end();
}

const EXTRA_TAGS: ReadonlySet<string> = new Set(
  ["binary", "omap", "pairs", "set", "timestamp"].map((name) => `tag:yaml.org,2002:${name}`),
);

/** Whether values with a tag are none of JSON. Code that looks for the entries of a Map as it does for those of an object finds none. */
function isExtraTag(name: string, tag: { readonly format?: string }): boolean {
  return EXTRA_TAGS.has(name) || tag.format === "TIME";
}

function plainValue(document: Document.Parsed, fail: (problem: string, offset: number) => never): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    // The error may quote the text.
    const offset = offsetOfLostAlias(document);
    if (offset !== undefined) return fail("an alias has no anchor", offset);
    return fail("its aliases repeat too much", document.range[0]);
  }
}

/** The offset of the first alias whose anchor does not stand before it. */
function offsetOfLostAlias(document: Document.Parsed): number | undefined {
  const anchors = new Set<string>();
  let offset: number | undefined;
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.add(node.anchor);
        return undefined;
      }
      if (anchors.has(node.source)) return undefined;
      offset = node.range?.[0];
      return visit.BREAK;
    },
  });
  return offset;
}

/** The offset of the last value on a path that exists: the offset of its key, if it has one. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? document.range[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      if (!isScalar(pair?.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
      // The items of a parsed list are nodes.
      offset = (node as { range?: [number] | null } | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

/** The problem, by the code of the error: the message of the error may quote the text. */
function problemOf(code: string, text: string): string {
  const problem = PROBLEMS.get(code) ?? "not valid YAML";
  return text.includes("{{") ? `${problem}; a chart has to be rendered first (helm template)` : problem;
}

const PROBLEMS: ReadonlyMap<string, string> = new Map([
  ["BAD_ALIAS", "an alias is not valid here"],
  ["BAD_DIRECTIVE", "a directive is not valid"],
  ["BAD_DQ_ESCAPE", "an escape sequence in double quotes is not valid"],
  ["BAD_INDENT", "the indentation does not fit"],
  ["BAD_SCALAR_START", "a plain text cannot begin with this character"],
  ["BLOCK_AS_IMPLICIT_KEY", "a nested mapping or list cannot stand on this line"],
  ["BLOCK_IN_FLOW", "a block collection cannot stand inside brackets"],
  ["DUPLICATE_KEY", "a key comes twice in one mapping"],
  ["KEY_OVER_1024_CHARS", "a key is longer than 1024 characters"],
  ["MISSING_CHAR", "a character is missing: a quote, a bracket, a colon or a comma"],
  ["NON_STRING_KEY", "a key is not a text"],
  ["MULTILINE_IMPLICIT_KEY", "a key takes more than one line"],
  ["MULTIPLE_ANCHORS", "a value has more than one anchor"],
  ["MULTIPLE_TAGS", "a value has more than one tag"],
  ["TAB_AS_INDENT", "a tab cannot indent"],
  ["TAG_RESOLVE_FAILED", "a tag does not fit its value"],
  ["UNEXPECTED_TOKEN", "this does not belong here"],
]);
