import { create, type Message } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { LeafSchema, type Lists, ListsSchema, type Tree, TreeSchema } from "../gen/probe_pb.js";
import { registry } from "../properties/subjects.js";
import { runs } from "../runs.js";

const sanitizer = createSanitizer({ schemas: [registry] });
/** Counts what it prints, item by item, and never makes pieces: the slow way to the same text. */
const counting = createSanitizer({
  schemas: [registry],
  limits: { maxOutputLength: 2 ** 30 },
});

// Around the length of a piece, and far below, so that pieces end in lists of all depths.
const anyLength = fc.oneof(
  fc.nat(40),
  fc.nat(4000),
  fc.integer({ min: 32_000, max: 33_000 }),
  fc.nat(80_000),
);
const anyText = anyLength.map((length) => "x".repeat(length));
const anyTexts = fc.array(anyText, { maxLength: 12 });
const manyTexts = fc.array(fc.string({ unit: "grapheme", maxLength: 12 }), {
  minLength: 2000,
  maxLength: 9000,
});

const anyLists: fc.Arbitrary<Lists> = fc
  .record({
    strings: fc.oneof(anyTexts, manyTexts),
    hiddenStrings: anyTexts,
    leaves: fc
      .oneof(anyTexts, manyTexts)
      .map((notes) => notes.map((note) => create(LeafSchema, { open: note }))),
    ints: fc.array(fc.integer(), { maxLength: 9000 }),
  })
  .map((fields) => create(ListsSchema, fields));

const anyTree: fc.Memo<Tree> = fc.memo((depth) =>
  fc
    .record({
      label: anyText,
      hidden: anyText,
      children: depth > 1 ? fc.array(anyTree(), { maxLength: 5 }) : fc.constant<Tree[]>([]),
    })
    .map((fields) => create(TreeSchema, fields)),
);

describe("lists that print as many pieces", () => {
  it("print the same text as they do item by item", () => {
    fc.assert(
      fc.property(fc.oneof<fc.Arbitrary<Message>[]>(anyLists, anyTree(4)), (message) => {
        const text = sanitizer.stringify(message);
        expect(text === counting.stringify(message)).toBe(true);
        expect(JSON.parse(text)).toEqual(sanitizer.toJson(message));
      }),
      { numRuns: runs(60) },
    );
  });

  it("print an item that is null, of the wrong type, or beyond the greatest number as a note", () => {
    const short = createSanitizer({ schemas: [registry], limits: { maxListLength: 3 } });
    const leaf = create(LeafSchema, { open: "a" });
    const odd: unknown[] = [leaf, null, 7, leaf];
    const message = { ...create(ListsSchema), leaves: odd };
    const wrong = `"<<wrong type of value, ${LeafSchema.typeName}>>"`;
    const text = (items: string): string => `{"leaves":[${items}]}`;
    expect(sanitizer.stringify(message)).toBe(text(`{"open":"a"},${wrong},${wrong},{"open":"a"}`));
    expect(short.stringify(message)).toBe(
      text(`{"open":"a"},${wrong},${wrong},"<<1 more items, ${ListsSchema.typeName}.leaves>>"`),
    );
  });
});
