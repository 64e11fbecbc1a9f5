import type { SourceRegion } from "../../schema/source-places.js";

/** A word, a number, a text, or one character of a .proto file, and where it stands. */
interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A block in braces. Undefined names are of blocks without fields: enums, services, options. */
interface Block {
  /** Full name of the message whose fields stand in the block. */
  readonly message: string | undefined;
  /** Whether the block is the value of an option, within a statement that goes on behind it. */
  readonly isValue: boolean;
}

// Comments and texts come first, so that nothing in them counts. A text may be unfinished in a malformed file.
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|[A-Za-z_][\w.]*|\.?\d[\w.]*|\S/g;

/**
 * Where the fields in a .proto file are declared, by their full names. protobufjs keeps no lines of fields. A file that protobufjs
 * cannot parse may give anything; no file makes this throw.
 */
export function fieldRegions(source: string): ReadonlyMap<string, SourceRegion> {
  const lineStarts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const regions = new Map<string, SourceRegion>();
  const blocks: Block[] = [];
  let scope = "";
  let statement: Token[] = [];
  let brackets = 0;

  const addField = (message: string, end: number): void => {
    const [first] = statement;
    const name = fieldNameIn(statement);
    if (first === undefined || name === undefined || regions.has(`${message}.${name}`)) return;
    regions.set(`${message}.${name}`, regionOf(lineStarts, first.start, end));
  };

  for (const token of tokensOf(source)) {
    const block = blocks.at(-1);
    if (token.text === "[") brackets++;
    else if (token.text === "]") brackets--;
    if (token.text === "{") {
      const opened = openedBlock(statement, brackets > 0, block, scope);
      if (block?.message !== undefined && isGroup(statement)) addField(block.message, token.end);
      blocks.push(opened);
      if (!opened.isValue) statement = [];
    } else if (token.text === "}") {
      if (!blocks.pop()?.isValue) statement = [];
    } else if (token.text === ";" && block?.isValue !== true) {
      brackets = 0;
      if (block?.message !== undefined) addField(block.message, token.end);
      if (block === undefined && statement[0]?.text === "package") scope = statement[1]?.text ?? "";
      statement = [];
    } else if (block?.isValue !== true) statement.push(token);
  }
  return regions;
}

function* tokensOf(source: string): Generator<Token> {
  for (const { 0: text, index } of source.matchAll(TOKEN)) {
    if (!text.startsWith("//") && !text.startsWith("/*"))
      yield { text, start: index, end: index + text.length };
  }
}

function openedBlock(
  statement: readonly Token[],
  isInOption: boolean,
  outer: Block | undefined,
  scope: string,
): Block {
  // Since edition 2024, a message may be `export` or `local`.
  const isModified = /^(?:export|local)$/.test(statement[0]?.text ?? "");
  const [keyword, name] = isModified ? statement.slice(1) : statement;
  if (isInOption || (keyword?.text === "option" && statement.some(({ text }) => text === "=")))
    return { message: undefined, isValue: true };
  const holder = outer === undefined ? scope : outer.message;
  const within = (inner = ""): string =>
    holder === undefined || holder === "" ? inner : `${holder}.${inner}`;
  const isInMessage = outer === undefined || outer.message !== undefined;
  if (keyword?.text === "message" && isInMessage) return { message: within(name?.text), isValue: false };
  // The fields of a oneof belong to the message around it.
  if (keyword?.text === "oneof") return { message: outer?.message, isValue: false };
  if (isGroup(statement)) return { message: within(groupType(statement)), isValue: false };
  return { message: undefined, isValue: false };
}

/** `optional group Result = 1 {` declares a field and its type. */
function isGroup(statement: readonly Token[]): boolean {
  return groupType(statement) !== undefined;
}

function groupType(statement: readonly Token[]): string | undefined {
  const place = statement.findIndex(({ text }) => text === "group");
  return place >= 0 && place <= 1 && statement[place + 2]?.text === "="
    ? statement[place + 1]?.text
    : undefined;
}

/** The name before the first `=` of a statement that declares a field. */
function fieldNameIn(statement: readonly Token[]): string | undefined {
  const group = groupType(statement);
  if (group !== undefined) return group.toLowerCase();
  const place = statement.findIndex(({ text }) => text === "=");
  // A field has a type before its name. `option x = 1;` has no field; the names of custom options are in brackets.
  const isField = place >= 2 && statement[0]?.text !== "option";
  const name = statement[place - 1]?.text ?? "";
  return isField && /^[A-Za-z_]\w*$/.test(name) ? name : undefined;
}

function regionOf(lineStarts: readonly number[], start: number, end: number): SourceRegion {
  const first = lineAt(lineStarts, start);
  const last = lineAt(lineStarts, end);
  return {
    line: first + 1,
    column: start - (lineStarts[first] ?? 0) + 1,
    endLine: last + 1,
    endColumn: end - (lineStarts[last] ?? 0) + 1,
  };
}

/** The index of the last line that starts at or before an offset. */
function lineAt(lineStarts: readonly number[], offset: number): number {
  let [low, high] = [0, lineStarts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
