import type { LeakTree } from "./leak-tree.js";

/** A piece of a text, and whether it is secret. */
export interface Piece {
  readonly text: string;
  readonly isLeak: boolean;
}

/** How a printer writes keys and values. */
interface Style {
  key(key: string): string;
  value(value: unknown): string;
}

const JSON_STYLE: Style = {
  key: (key) => JSON.stringify(key),
  value: (value) => JSON.stringify(value) ?? "null",
};

const INSPECT_STYLE: Style = {
  key: (key) => (/^[a-z_]\w*$/i.test(key) ? key : singleQuoted(key)),
  value(value) {
    if (typeof value === "string") return singleQuoted(value);
    if (typeof value === "bigint") return `${value}n`;
    if (!(value instanceof Uint8Array)) return String(value);
    return value.length === 0 ? "Uint8Array(0) []" : `Uint8Array(${value.length}) [ ${value.join(", ")} ]`;
  },
};

/** JSON with indentation, in pieces. */
export function jsonPieces(tree: LeakTree): readonly Piece[] {
  return piecesOf(tree, JSON_STYLE, "");
}

/** How Node's `console.log` writes a value, in pieces. */
export function inspectPieces(tree: LeakTree): readonly Piece[] {
  return piecesOf(tree, INSPECT_STYLE, "");
}

function piecesOf(tree: LeakTree, style: Style, indent: string): readonly Piece[] {
  if (tree.kind === "leaf") return [{ text: style.value(tree.value), isLeak: tree.isLeak }];
  const inner = `${indent}  `;
  const members =
    tree.kind === "list"
      ? tree.items.map((item) => piecesOf(item, style, inner))
      : tree.entries.map(({ key, isKeyLeak, value }) => [
          { text: style.key(key), isLeak: isKeyLeak },
          open(": "),
          ...piecesOf(value, style, inner),
        ]);
  const [start, end] = tree.kind === "list" ? ["[", "]"] : ["{", "}"];
  if (members.length === 0) return [open(start + end)];
  return [
    open(start),
    ...members.flatMap((member, index) => [open(`${index === 0 ? "" : ","}\n${inner}`), ...member]),
    open(`\n${indent}${end}`),
  ];
}

function open(text: string): Piece {
  return { text, isLeak: false };
}

function singleQuoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
