import { create, fromJsonString, toJson } from "@bufbuild/protobuf";
import { StructSchema } from "@bufbuild/protobuf/wkt";
import { createSanitizer } from "protosanitizer";
import { describe, expect, it } from "vitest";
import { findHits } from "../../playground/src/leaks/hits.js";
import { leaksIn, leakTree } from "../../playground/src/leaks/leak-tree.js";
import { messageTree } from "../../playground/src/leaks/message-tree.js";
import { pinoTree } from "../../playground/src/leaks/pino-paths.js";
import { inspectPieces, jsonPieces, type Piece } from "../../playground/src/leaks/shown-text.js";
import { writtenForm } from "../../playground/src/leaks/written-form.js";
import { schemaOfText } from "../../playground/src/schema/schema.js";

const SECRET = "correct horse&battery";
const schema = schemaOfText(`syntax = "proto3";
package acme.v1;
import "google/protobuf/struct.proto";
message Login {
  string user = 1;
  string password = 2 [debug_redact = true];
  int64 pin = 3 [debug_redact = true];
  int64 number = 4;
  bytes photo = 5;
  repeated Login others = 6;
  map<string, string> labels = 7;
  oneof way { string card = 8; Login proxy = 9 [debug_redact = true]; }
  google.protobuf.Struct more = 10;
}`);
const sanitizer = createSanitizer({
  schemas: [schema.registry],
  format: "protojson",
  policy: {
    mapKeys: [
      { field: "labels", keys: ["key"] },
      { field: "more", keys: ["key"] },
    ],
  },
  onSuspect: "ignore",
});
const type = schema.messages[0] ?? StructSchema;
const message = fromJsonString(
  type,
  JSON.stringify({
    user: "jane",
    password: SECRET,
    pin: "1234",
    number: "9007199254740993",
    photo: "cGhvdG8=",
    others: [{ user: "joe" }, { user: "jim", password: "inner" }],
    labels: { key: "value", other: "open" },
    proxy: { user: "hidden" },
    more: { key: "deep", open: { key: 7 } },
  }),
);
const plain = toJson(type, message, { registry: schema.registry });
const sanitized = sanitizer.toJson(type, message);

function leaked(pieces: readonly Piece[]): readonly string[] {
  return pieces.filter(({ isLeak }) => isLeak).map(({ text }) => text);
}

describe("what others print", () => {
  it("leaks what the sanitizer hides, and nothing else", () => {
    expect(leaksIn(leakTree(plain, sanitized))).toEqual([
      { path: "password", value: SECRET },
      { path: "pin", value: "1234" },
      { path: "others[1].password", value: "inner" },
      { path: "labels.key", value: "value" },
      { path: "proxy.user", value: "hidden" },
      { path: "more.key", value: "deep" },
      { path: "more.open.key", value: 7 },
    ]);
  });

  it("is the same text as that of the printer", () => {
    const text = jsonPieces(leakTree(plain, sanitized))
      .map((piece) => piece.text)
      .join("");
    expect(text).toBe(JSON.stringify(plain, null, 2));
  });

  it("of console.log leaks the same values", () => {
    const pieces = inspectPieces(messageTree(type, message, plain, sanitized));
    expect(leaked(pieces)).toEqual([`'${SECRET}'`, "1234n", "'inner'", "'value'", "'hidden'", "'deep'", "7"]);
    expect(pieces.map(({ text }) => text).join("")).toContain(
      "photo: Uint8Array(5) [ 112, 104, 111, 116, 111 ]",
    );
  });

  it.each([
    ["no path", "", 7],
    ["a path to a field", "req.password", 6],
    ["a path that does not reach deep enough", "*.password", 6],
    ["a path into a list", "req.others[*].password", 6],
  ])("of pino with %s", (_, paths, count) => {
    expect(leaksIn(pinoTree(plain, sanitized, paths))).toHaveLength(count);
  });

  it("leaks nothing of an empty message", () => {
    expect(leaksIn(leakTree({}, {}))).toEqual([]);
    expect(leaked(inspectPieces(messageTree(type, create(type), {}, {})))).toEqual([]);
  });
});

describe("a secret in a text", () => {
  const scope = sanitizer.secretsOf(type, message);
  const secrets = [
    { path: "password", text: SECRET },
    { path: "other", text: "another secret" },
  ];
  const base64 = (text: string): string => Buffer.from(text).toString("base64");

  it.each([
    ["raw", SECRET],
    ["percent-encoded", encodeURIComponent(SECRET)],
    ["raw, with HTML entities", SECRET.replace("&", "&amp;")],
    ["base64", base64(SECRET)],
    ["base64", base64(SECRET).replace(/=+$/, "")],
    ["hex", Buffer.from(SECRET).toString("hex")],
    ["decimal bytes", [...Buffer.from(SECRET)].join(", ")],
  ])("that is written %s is told", (form, written) => {
    const parts = findHits(`before ${written} after`, [scope], secrets);
    expect(parts.map(({ text }) => text).join("")).toBe(`before ${written} after`);
    expect(parts.filter(({ hit }) => hit !== undefined).map(({ hit }) => hit)).toEqual([
      { form, path: "password" },
    ]);
  });

  it.each([0, 1, 2])("in base64 behind %i other bytes is told", (before) => {
    const text = base64("xx".slice(0, before) + SECRET);
    const [hit] = findHits(text, [scope], secrets).flatMap((part) => part.hit ?? []);
    expect(hit?.form).toMatch(/^base64/);
    expect(hit?.path).toBe("password");
  });

  it("is found as often as it is there, also side by side", () => {
    const text = `${SECRET} ${SECRET}\n${SECRET}`;
    expect(findHits(text, [scope], secrets).filter(({ hit }) => hit !== undefined)).toHaveLength(3);
    expect(
      findHits(SECRET + SECRET, [scope], secrets)
        .map((part) => part.text)
        .join(""),
    ).toBe(SECRET + SECRET);
  });

  it("that is no value of the message may be a token", () => {
    expect(writtenForm("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.sig", secrets)).toEqual({
      form: "a JSON Web Token, by its look",
      path: undefined,
    });
    expect(writtenForm("%%%", secrets).form).toBe("in another form");
  });

  it("leaves a text alone that has none", () => {
    expect(findHits("a ***stripped*** line", [scope], secrets)).toEqual([
      { text: "a ***stripped*** line", hit: undefined },
    ]);
  });
});
