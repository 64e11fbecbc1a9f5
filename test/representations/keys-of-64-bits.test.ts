import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, it } from "vitest";
import { createSanitizer, type KeyPattern, type Sanitizer } from "../../src/index.js";
import { registry } from "../properties/subjects.js";
import { casesInTurn } from "../runs.js";
import { expectAgreement, expectHidden } from "./every-writer.js";
import type { Library } from "./library.js";
import { DEMOCRATIC_CSI, protoLoader } from "./proto-loader-library.js";
import { reflectionLibraries, staticLibrary } from "./protobufjs-library.js";
import { parseText, VERSIONS } from "./protobufjs-root.js";

// protobufjs keeps a 64-bit key as eight characters, one for each byte. All of them may be printable: then the key looks like a
// text, and eight digits look like another key.

const SECRET = "hunter2-secret";
const TYPES = ["int64", "uint64", "sint64", "fixed64", "sfixed64"] as const;
type KeyType = (typeof TYPES)[number];

/** Keys as protobufjs writes them. */
const HASHES = [
  "12345678",
  "99999999",
  "00000000",
  "-1234567",
  "abcdefgh",
  "__proto_",
  "        ",
  "~~~~~~~~",
  "1\0\0\0\0\0\0\0",
  "1234567\xff",
];

function keyOf(type: KeyType, hash: string): string {
  const bits = [...hash].reduceRight((sum, character) => (sum << 8n) | BigInt(character.charCodeAt(0)), 0n);
  return String(/^[uf]/.test(type) ? bits : BigInt.asIntN(64, bits));
}

/** The bytes of a map with one entry. */
function entry(field: number, type: KeyType, key: string, write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter().tag(field, WireType.LengthDelimited).fork();
  writer.tag(1, type.includes("fixed") ? WireType.Bit64 : WireType.Varint);
  writer[type](BigInt(key));
  write(writer);
  return writer.join().finish();
}

const schemaText = `syntax = "proto3"; package app.v1; message Table {
  ${TYPES.map((type, index) => `map<${type}, string> ${type}_rows = ${index + 1}; map<${type}, Table> ${type}_tables = ${index + 11};`).join("\n")}
}`;

const schemas = [parseText(8, true, schemaText)];

function hiding(type: KeyType, ...keys: readonly KeyPattern[]): Sanitizer {
  const policy = { mapKeys: keys.length === 0 ? [] : [{ field: `${type}_rows`, keys }] };
  return createSanitizer({ schemas, policy });
}

describe.each(VERSIONS)("reflected messages of protobufjs %s", (version) => {
  describe.each([true, false])("with keepCase: %s", (keepCase) => {
    const Table = parseText(version, keepCase, schemaText).lookupType("app.v1.Table");
    const hashesFor = (type: KeyType): readonly string[] =>
      casesInTurn(HASHES, TYPES.indexOf(type) + VERSIONS.indexOf(version) + Number(keepCase));

    it.each(TYPES)(
      "print a map with keys of type %s like its wire bytes, and their copies keep their form",
      (type) => {
        const sanitizer = hiding(type);
        for (const hash of hashesFor(type)) {
          const key = keyOf(type, hash);
          const inner = entry(TYPES.indexOf(type) + 1, type, key, (writer) =>
            writer.tag(2, WireType.LengthDelimited).string("x"),
          );
          const bytes = entry(TYPES.indexOf(type) + 11, type, key, (writer) =>
            writer.tag(2, WireType.LengthDelimited).bytes(inner),
          );
          for (const wire of [inner, bytes]) {
            const message = Table.decode(wire);
            expect(expectAgreement({ sanitizer, type: "app.v1.Table", message })).toBe(
              sanitizer.stringifyBinary("app.v1.Table", wire),
            );
            expect(sanitizer.redact("app.v1.Table", message)).toBe(message);
          }
        }
      },
    );

    it.each(TYPES)("a rule for a key of type %s finds it, whichever way it is written", (type) => {
      for (const hash of hashesFor(type)) {
        const key = keyOf(type, hash);
        const bytes = entry(TYPES.indexOf(type) + 1, type, key, (writer) =>
          writer.tag(2, WireType.LengthDelimited).string(SECRET),
        );
        const message = Table.decode(bytes);
        for (const pattern of [key, new RegExp(`^${key}$`), (found: string) => found === key]) {
          const sanitizer = hiding(type, pattern);
          const text = expectHidden({ sanitizer, type: "app.v1.Table", message, secret: SECRET });
          expect(text).toBe(sanitizer.stringifyBinary("app.v1.Table", bytes));
          const copy = sanitizer.redact("app.v1.Table", message);
          expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(message));
          const map = Object.entries(Object(copy)).find(
            ([name]) => name.startsWith(type) && name.endsWith("ows"),
          );
          expect(Object.keys(Object(map?.[1]))).toEqual([hash]);
          // A plain object does not tell how its keys are written.
          const plain = Table.toObject(message, {});
          expectHidden({ sanitizer, type: "app.v1.Table", message: plain, secret: SECRET });
        }
      }
    });
  });
});

describe("keys of eight digits", () => {
  it.each(TYPES)("of type %s are digits in objects of other libraries", (type) => {
    const sanitizer = hiding(type);
    const name = `${type}_rows`;
    for (const message of [
      { [name]: { "12345678": "x" } },
      { [name]: new Map([["12345678", "x"]]) },
      { [name]: new Map([[12345678n, "x"]]) },
      { [name]: [["12345678", "x"]] },
      // ts-proto with `usePrototypeForDefaults`.
      Object.assign(Object.create({ [name]: {} }), { [name]: { "12345678": "x" } }),
    ])
      expect(expectAgreement({ sanitizer, type: "app.v1.Table", message })).toBe(
        `{"${name}":{"12345678":"x"}}`,
      );
  });

  it.each(TYPES)("of type %s are hidden if a rule hides either reading", (type) => {
    const name = `${type}_rows`;
    for (const key of ["12345678", keyOf(type, "12345678")]) {
      const sanitizer = hiding(type, key);
      const message = { [name]: { "12345678": SECRET } };
      expectHidden({ sanitizer, type: "app.v1.Table", message, secret: SECRET });
      const Table = parseText(8, true, schemaText).lookupType("app.v1.Table");
      expectHidden({ sanitizer, type: "app.v1.Table", message: Table.create(message), secret: SECRET });
    }
  });
});

const decoders: readonly Library[] = [
  ...reflectionLibraries,
  await staticLibrary(true),
  await staticLibrary(false),
];

describe.each(decoders.map((library, turn) => ({ ...library, turn })))("$name", ({ decode, turn }) => {
  it("keys of the probe types are read as bytes, be they printable or not", () => {
    const sanitizer = createSanitizer({ schemas: [registry] });
    for (const [type, field] of [
      ["int64", 3],
      ["uint64", 5],
    ] as const) {
      for (const hash of casesInTurn(HASHES, turn + field)) {
        const bytes = entry(field, type, keyOf(type, hash), (writer) =>
          writer.tag(2, WireType.LengthDelimited).string("x"),
        );
        const text = expectAgreement({
          sanitizer,
          type: "probe.v1.Maps",
          message: decode("probe.v1.Maps", bytes),
        });
        expect(text).toBe(sanitizer.stringifyBinary("probe.v1.Maps", bytes));
      }
    }
  });
});

describe("proto-loader, whose objects are plain", () => {
  it.each([
    { options: DEMOCRATIC_CSI, turn: 0 },
    { options: {}, turn: 1 },
  ])("$options: a rule for the real key hides the value", ({ options, turn }) => {
    const library = protoLoader(options);
    for (const hash of casesInTurn(HASHES, turn)) {
      const key = keyOf("int64", hash);
      const policy = { mapKeys: [{ field: "probe.v1.Maps.by_int64", keys: [key] }] };
      const sanitizer = createSanitizer({ schemas: [registry], policy });
      const bytes = entry(3, "int64", key, (writer) =>
        writer.tag(2, WireType.LengthDelimited).string(SECRET),
      );
      const message = library.decode("probe.v1.Maps", bytes);
      expectHidden({ sanitizer, type: "probe.v1.Maps", message, secret: SECRET });
    }
  });
});
