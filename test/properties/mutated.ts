import fc from "fast-check";

/** A change that happens to bytes: a flipped bit, a byte more or less, a cut, a piece that comes twice. */
export interface Change {
  readonly kind: "flip" | "set" | "insert" | "remove" | "cut" | "repeat";
  readonly at: number;
  readonly byte: number;
}

/** Changes that happen one after the other. */
export type Changes = readonly Change[];

/** One change. */
export const changeArbitrary: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom<Change["kind"][]>("flip", "set", "insert", "remove", "cut", "repeat"),
  at: fc.nat({ max: 2000 }),
  byte: fc.nat({ max: 255 }),
});

/** One to four changes. */
export const changesArbitrary: fc.Arbitrary<Changes> = fc.array(changeArbitrary, {
  minLength: 1,
  maxLength: 4,
});

/** Changed bytes. */
export function mutated(bytes: Uint8Array, changes: Changes): Uint8Array {
  const list = [...bytes];
  for (const { kind, at, byte } of changes) {
    const index = list.length === 0 ? 0 : at % list.length;
    if (kind === "flip") list[index] = (list[index] ?? 0) ^ (1 << (byte & 7));
    if (kind === "set") list[index] = byte;
    if (kind === "insert") list.splice(index, 0, byte);
    if (kind === "remove") list.splice(index, 1);
    if (kind === "cut") list.length = index;
    if (kind === "repeat") list.push(...list.slice(index));
  }
  return Uint8Array.from(list);
}
