import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Action, createSanitizer, type Sanitizer, STRIPPED } from "../../src/index.js";
import { createPseudonyms } from "../../src/pseudonym/index.js";
import { type Lists, ListsSchema, MapsSchema } from "../gen/probe_pb.js";
import { registry } from "../properties/subjects.js";
import { libraries } from "../representations/all-libraries.js";
import { isHeld } from "../representations/library-samples.js";
import { runs } from "../runs.js";

const pseudonyms = createPseudonyms({ key: "a key of tests, which has 32 bytes or more", keyId: "k7" });
const options = { schemas: [registry], pseudonyms, onSuspect: "ignore" } as const;

/** Lists of strings, bytes and numbers, and some entries of maps, have an action. */
function sanitizerWith(action: Action): Sanitizer {
  return createSanitizer({
    ...options,
    policy: {
      fieldOptions: [],
      fields: [
        {
          field: /Lists\.(hidden_strings|blobs|longs|unpacked|doubles|ints|colors|bools|leaves)$/,
          class: "pii",
        },
      ],
      mapKeys: [
        { field: "by_string", keys: [/^k/], class: "pii" },
        { field: "by_string", keys: ["key"], class: "bulk" },
      ],
    },
    classes: { pii: action, bulk: "size" },
  });
}

const showing = createSanitizer({ ...options, policy: { fieldOptions: [] } });
const sizing = sanitizerWith("size");
const showingLast = sanitizerWith({ last: 4 });
const hashing = sanitizerWith("pseudonym");
const stripping = sanitizerWith("strip");

const email = "jane.doe@example.com";
const card = 4_929_123_456_789_012n;
const lists = onTheWire({
  hiddenStrings: ["", "short", email, "", email, "johnny@example.com"],
  blobs: [Buffer.from(email), new Uint8Array(0), Uint8Array.of(1, 2, 3)],
  longs: [card, 1n, card],
  unpacked: [card],
  doubles: [Number(card), 0.5, Number.NaN],
  ints: [1, 2],
  colors: [1],
  bools: [true],
  leaves: [{ open: email }],
});
/** A message without Buffers. */
function onTheWire(given: MessageInitShape<typeof ListsSchema>): Lists {
  return fromBinary(ListsSchema, toBinary(ListsSchema, create(ListsSchema, given)));
}

const maps = create(MapsSchema, { byString: { a: email, k: email, key: email, k2: "short", k3: "" } });
const of = (value: Parameters<typeof pseudonyms.of>[0]): string => pseudonyms.of(value)[0] ?? STRIPPED;
const size = (bytes: number): string => `***stripped, ${bytes} bytes***`;

/** What a list or an entry of one type shows does not depend on its action if no part of a value of the type can be shown. */
const whole = { ints: STRIPPED, colors: STRIPPED, bools: STRIPPED, leaves: STRIPPED };

describe.each<[string, Sanitizer, object, object]>([
  [
    "size",
    sizing,
    {
      ...whole,
      hidden_strings: [0, 5, 20, 0, 20, 18].map(size),
      blobs: [20, 0, 3].map(size),
      longs: STRIPPED,
      unpacked: STRIPPED,
      doubles: STRIPPED,
    },
    { a: email, k: size(20), key: size(20), k2: size(5), k3: size(0) },
  ],
  [
    "last",
    showingLast,
    {
      ...whole,
      hidden_strings: ["", "", ".com", "", ".com", ".com"].map((last) => STRIPPED + last),
      blobs: STRIPPED,
      longs: STRIPPED,
      unpacked: STRIPPED,
      doubles: STRIPPED,
    },
    // Of two rules that match a key, the one that hides more counts.
    { a: email, k: `${STRIPPED}.com`, key: size(20), k2: STRIPPED, k3: STRIPPED },
  ],
  [
    "pseudonym",
    hashing,
    {
      ...whole,
      hidden_strings: [STRIPPED, STRIPPED, of(email), STRIPPED, of(email), of("johnny@example.com")],
      blobs: [of(Buffer.from(email)), STRIPPED, STRIPPED],
      longs: [of(card), STRIPPED, of(card)],
      unpacked: [of(card)],
      doubles: [of(card), STRIPPED, STRIPPED],
    },
    { a: email, k: of(email), key: size(20), k2: STRIPPED, k3: STRIPPED },
  ],
])("%s of items and entries", (_, sanitizer, items, entries) => {
  const shownBy = (desc: typeof ListsSchema | typeof MapsSchema, message: unknown): unknown =>
    sanitizer.toJson(desc, message);

  it("is shown in text and JSON, of messages and of wire bytes", () => {
    for (const one of [lists, toBinary(ListsSchema, lists)]) {
      expect(shownBy(ListsSchema, one)).toEqual(items);
      expect(JSON.parse(sanitizer.stringify(ListsSchema, one))).toEqual(items);
    }
    for (const one of [maps, toBinary(MapsSchema, maps)])
      expect(shownBy(MapsSchema, one)).toEqual({ by_string: entries });
  });

  it("is the same in every library's messages, and in their copies", () => {
    for (const [desc, message] of [
      [ListsSchema, lists],
      [MapsSchema, maps],
    ] as const) {
      const bytes = toBinary<typeof ListsSchema | typeof MapsSchema>(desc, message);
      const copied = showing.stringify(sanitizer.redact(message));
      for (const library of libraries) {
        if (!isHeld(library, desc, message)) continue;
        const other = library.decode(desc.typeName, bytes);
        expect([library.name, sanitizer.stringify(desc, other)]).toEqual([
          library.name,
          sanitizer.stringify(message),
        ]);
        expect([library.name, showing.stringify(desc, sanitizer.redact(desc, other))]).toEqual([
          library.name,
          copied,
        ]);
      }
    }
  });

  it("is in copies and in wire bytes, where a value of the type can hold it, and stands for itself there", () => {
    const copy = sanitizer.redact(lists);
    const kept = Object.entries({
      hidden_strings: copy?.hiddenStrings,
      blobs: copy?.blobs.map((one) => Buffer.from(one).toString()),
    });
    for (const [name, copied] of kept) {
      const shown = (items as Record<string, unknown>)[name];
      expect(copied).toEqual(Array.isArray(shown) ? shown : [shown]);
    }
    const redacted = sanitizer.redactBinary(ListsSchema, toBinary(ListsSchema, lists));
    expect(redacted && fromBinary(ListsSchema, redacted)).toEqual(copy);
    // Two parts of a field that is not repeated: then the bytes are written anew.
    expect(sanitizer.redact(MapsSchema, maps)?.byString).toEqual(entries);
    const entriesInBytes = sanitizer.redactBinary(MapsSchema, toBinary(MapsSchema, maps));
    expect(entriesInBytes && fromBinary(MapsSchema, entriesInBytes).byString).toEqual(entries);
    expect(sanitizer.redact(copy)).toEqual(copy);
    expect(sanitizer.redact(sanitizer.redact(maps))?.byString).toEqual(entries);
  });

  it("is not shown of a list or an item of the wrong type, and of a missing one", () => {
    const plain = (hiddenStrings: unknown): unknown => sanitizer.toJson(ListsSchema, { hiddenStrings });
    const shown = sanitizer.toJson(ListsSchema, { hiddenStrings: [email] }) as { hidden_strings: unknown[] };
    expect(plain([7, email, null, { a: email }])).toEqual({
      hidden_strings: [STRIPPED, shown.hidden_strings[0], STRIPPED, STRIPPED],
    });
    for (const wrong of [email, 7, { a: email }, new Set([email])])
      expect(JSON.stringify(plain(wrong))).not.toContain("jane");
    expect(plain([])).toEqual({});
  });

  it("is cut where lists and the output are cut", () => {
    for (const maxListLength of [0, 1, 3]) {
      const policy = { fieldOptions: [], fields: [{ field: "probe.v1.Lists.hidden_strings", class: "pii" }] };
      const limited = createSanitizer({
        ...options,
        policy,
        classes: { pii: "size" },
        limits: { maxListLength, maxOutputLength: 200 },
      });
      const { hidden_strings } = limited.toJson(
        create(ListsSchema, { hiddenStrings: lists.hiddenStrings }),
      ) as {
        hidden_strings: unknown[];
      };
      expect(hidden_strings).toHaveLength(maxListLength + 1);
      expect(limited.stringify(lists).length).toBeLessThanOrEqual(200);
    }
  });
});

describe("two messages that differ in hidden values only", () => {
  const text = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom(email, "short", "johnny@example.com"));
  const items = fc.array(fc.tuple(text, text), { maxLength: 4 });
  const both = (pairs: readonly (readonly [string, string])[], side: 0 | 1) => {
    const values = pairs.map((pair) => pair[side]);
    return [
      create(ListsSchema, { hiddenStrings: values, blobs: values.map((one) => Buffer.from(one)) }),
      create(MapsSchema, { byString: Object.fromEntries(values.map((one, index) => [`k${index}`, one])) }),
    ] as const;
  };
  /** All that a sanitizer makes of them, with each pseudonym as the number of its first place. */
  const shown = (
    sanitizer: Sanitizer,
    pairs: readonly (readonly [string, string])[],
    side: 0 | 1,
  ): string => {
    const known = new Map<string, number>();
    return both(pairs, side)
      .flatMap((message) => {
        const bytes = toBinary<typeof ListsSchema | typeof MapsSchema>(
          message.$typeName === "probe.v1.Lists" ? ListsSchema : MapsSchema,
          message,
        );
        const redacted = sanitizer.redactBinary(message.$typeName, bytes) ?? new Uint8Array(0);
        return [
          sanitizer.stringify(message),
          showing.stringify(sanitizer.redact(message)),
          showing.stringify(message.$typeName, redacted),
        ];
      })
      .join("\n")
      .replace(/Kioq[\w+/]{20,}=*/g, (base64) => Buffer.from(base64, "base64").toString())
      .replace(/\*\*\*k7:[\da-f]{12}\*\*\*/g, (one) => {
        known.set(one, known.get(one) ?? known.size);
        return `#${known.get(one)}`;
      });
  };
  /** Whether a value has a pseudonym, as a text and as bytes. */
  const hasPseudonym = (value: string): string =>
    [value, Buffer.from(value)].map((one) => pseudonyms.of(one).length).join();

  it.each<[string, Sanitizer, (value: string) => unknown]>([
    ["strip: all alike", stripping, () => 0],
    ["size: alike if they have the same sizes", sizing, (value) => Buffer.byteLength(value)],
    [
      "last: alike if they end alike",
      showingLast,
      (value) => showingLast.toJson(MapsSchema, { byString: { k: value } }),
    ],
    [
      "pseudonym: alike but for the names of the pseudonyms, if the same values are equal",
      hashing,
      hasPseudonym,
    ],
  ])("print and are copied alike: %s", (name, sanitizer, shape) => {
    fc.assert(
      fc.property(items, (pairs) => {
        const isAlike = ([one, other]: readonly [string, string]): boolean =>
          shape(one) === shape(other) || JSON.stringify(shape(one)) === JSON.stringify(shape(other));
        const equal = (side: 0 | 1) =>
          pairs.map((pair) => pairs.findIndex((other) => other[side] === pair[side])).join();
        const paired = pairs.filter(isAlike);
        const arePaired =
          !name.startsWith("pseudonym") || (paired.length === pairs.length && equal(0) === equal(1));
        if (arePaired) expect(shown(sanitizer, paired, 0)).toBe(shown(sanitizer, paired, 1));
      }),
      { numRuns: runs(300) },
    );
  });
});
