/** What the reference prints, before it is text: each string is still to be escaped, each object still to be sorted. */
export type JsonTree =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bare"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly JsonTree[] }
  | { readonly kind: "object"; readonly entries: ReadonlyMap<string, JsonTree> };

/** A JSON string. */
export function text(value: string): JsonTree {
  return { kind: "text", text: value };
}

/** A JSON token that needs no quotes: a number, `true`, `false`. */
export function bare(value: string): JsonTree {
  return { kind: "bare", text: value };
}

/** Prints the tree on one line as Go's encoding/json does, keys sorted by their UTF-8 bytes. */
export function serializeTree(tree: JsonTree): string {
  switch (tree.kind) {
    case "text":
      return quote(tree.text);
    case "bare":
      return tree.text;
    case "list":
      return `[${tree.items.map(serializeTree).join(",")}]`;
    case "object": {
      const sorted = [...tree.entries].sort(([a], [b]) => compareAsUtf8(a, b));
      return `{${sorted.map(([key, value]) => `${quote(key)}:${serializeTree(value)}`).join(",")}}`;
    }
  }
}

/** Orders two strings by their UTF-8 bytes, which is not the order of UTF-16 units that `<` uses. */
export function compareAsUtf8(a: string, b: string): number {
  const left = [...new TextEncoder().encode(a)];
  const right = [...new TextEncoder().encode(b)];
  for (const [index, byte] of left.entries()) {
    const other = right[index];
    if (other === undefined) {
      return 1;
    }
    if (byte !== other) {
      return byte - other;
    }
  }
  return left.length - right.length;
}

function quote(value: string): string {
  let quoted = '"';
  for (const character of value) {
    quoted += escapeCharacter(character);
  }
  return `${quoted}"`;
}

function escapeCharacter(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  switch (character) {
    case '"':
      return '\\"';
    case "\\":
      return "\\\\";
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
    case "\b":
      return "\\b";
    case "\f":
      return "\\f";
    case "<":
    case ">":
    case "&":
    case "\u2028":
    case "\u2029":
      return unicodeEscape(codePoint);
  }
  if (codePoint < 0x20) {
    return unicodeEscape(codePoint);
  }
  // Not in Go: NEL (U+0085) ends a line for some readers, and U+009B starts terminal sequences.
  if (codePoint >= 0x80 && codePoint <= 0x9f) {
    return unicodeEscape(codePoint);
  }
  // A string is iterated by code points, so a surrogate that comes alone has no partner.
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
    return "\ufffd";
  }
  return character;
}

function unicodeEscape(codePoint: number): string {
  return `\\u${codePoint.toString(16).padStart(4, "0")}`;
}
