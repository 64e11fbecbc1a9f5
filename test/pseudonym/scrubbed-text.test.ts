import { create, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { createPseudonyms } from "../../src/pseudonym/index.js";
import { SecretHolder } from "../../src/scrub/live.js";
import { ListsSchema, MapsSchema, ScalarsSchema } from "../gen/probe_pb.js";
import { registry } from "../properties/subjects.js";
import { runs } from "../runs.js";
import { ENCODINGS } from "../secrets/encodings.js";

const pseudonyms = createPseudonyms({ key: "a key of tests, which has 32 bytes or more", keyId: "k7" });
const sanitizer = createSanitizer({
  schemas: [registry],
  policy: {
    fields: [
      { field: /Scalars\.f_(string|bytes|int64|double)$|Lists\.(strings|blobs|longs)$/, class: "pii" },
      { field: "probe.v1.Optionals.f_string", class: "contact" },
      "probe.v1.Leaf.open",
    ],
    mapKeys: [
      { field: "by_string", keys: ["mail"], class: "pii" },
      { field: "by_string", keys: ["password"] },
    ],
  },
  classes: { pii: "pseudonym", contact: "pseudonym" },
  audiences: { customer: { pii: "size" } },
  pseudonyms,
  onSuspect: "ignore",
});
const email = "jane.doe@example.com";
const of = (value: Parameters<typeof pseudonyms.of>[0], className?: string): string =>
  pseudonyms.of(value, className)[0] ?? "none";
const scalars = create(ScalarsSchema, { fString: email });

/** A text in which a holder of values has replaced them. */
function scrubbed(text: string, ...scopes: readonly ReturnType<typeof sanitizer.secretsOf>[]): string {
  const live = new SecretHolder();
  for (const scope of scopes) live.hold(scope);
  return live.scrub(text);
}

describe("a live value of a class with pseudonyms", () => {
  const scopes = [
    sanitizer.secretsOf(scalars),
    sanitizer.secretsOf(ScalarsSchema, toBinary(ScalarsSchema, scalars)),
  ];

  it.each(ENCODINGS)("is replaced by its pseudonym in $name", ({ encode }) => {
    // Node cuts off no Buffer of this length.
    const written = encode(email) ?? email;
    for (const scope of scopes) {
      expect(scope.scrub(`before ${written} behind`)).toBe(`before ${of(email)} behind`);
      expect(scrubbed(`before ${written} behind`, scope)).toBe(`before ${of(email)} behind`);
    }
  });
});

describe("the pseudonym in a text is that of the field", () => {
  const card = 4_929_123_456_789_012n;
  const id = Uint8Array.of(0, 200, 100, 50, 250, 3, 77, 12, 99);

  it.each<[string, ReturnType<typeof sanitizer.secretsOf>, string, string]>([
    [
      "for bytes",
      sanitizer.secretsOf(create(ScalarsSchema, { fBytes: id })),
      Buffer.from(id).toString("base64"),
      of(id),
    ],
    [
      "for bytes that are text",
      sanitizer.secretsOf(create(ScalarsSchema, { fBytes: Buffer.from(email) })),
      email,
      of(Buffer.from(email)),
    ],
    ["for integers", sanitizer.secretsOf(create(ScalarsSchema, { fInt64: card })), String(card), of(card)],
    [
      "for integers as texts",
      sanitizer.secretsOf("probe.v1.Scalars", { f_int64: String(card) }),
      String(card),
      of(card),
    ],
    [
      "for doubles",
      sanitizer.secretsOf(create(ScalarsSchema, { fDouble: 0.123456789012 })),
      "0.123456789012",
      of(0.123456789012),
    ],
    [
      "for items of lists",
      sanitizer.secretsOf(create(ListsSchema, { strings: ["other", email] })),
      email,
      of(email),
    ],
    [
      "for items that are bytes",
      sanitizer.secretsOf(create(ListsSchema, { blobs: [id] })),
      Buffer.from(id).toString("hex"),
      of(id),
    ],
    [
      "for entries of maps",
      sanitizer.secretsOf(create(MapsSchema, { byString: { mail: email } })),
      email,
      of(email),
    ],
    [
      "for another class",
      sanitizer.secretsOf("probe.v1.Optionals", { fString: email }),
      email,
      of(email, "contact"),
    ],
  ])("%s", (_, scope, written, pseudonym) => {
    expect(pseudonym).toMatch(/^\*\*\*k7:/);
    expect(scope.scrub(`with ${written}.`)).toBe(`with ${pseudonym}.`);
    expect(scope.scrub(`{"a":"${written}","b":[7]}`)).toBe(`{"a":"${pseudonym}","b":[7]}`);
    if (/^[\d.]+$/.test(written))
      expect(scope.scrub(`{"a":${written},"b":[7]}`)).toBe(`{"a":"${pseudonym}","b":[7]}`);
    expect(scope.scrubError(new Error(`with ${written}`)).message).toBe(`with ${pseudonym}`);
    // A second pass leaves the pseudonym as it is.
    const once = scope.scrub(`with ${written} and ${written}`);
    expect(scope.scrub(once)).toBe(once);
    expect(once).toBe(`with ${pseudonym} and ${pseudonym}`);
  });
});

describe("the marker takes the place of a live value", () => {
  const pii = sanitizer.secretsOf(scalars);
  const secret = sanitizer.secretsOf("probe.v1.Leaf", { open: email });

  it.each<[string, ReturnType<typeof sanitizer.secretsOf>[], string, string]>([
    ["of the class secret", [secret], `with ${email}`, `with ${STRIPPED}`],
    ["if it is also held with the class secret", [pii, secret], `with ${email}`, `with ${STRIPPED}`],
    ["in whichever order", [secret, pii], `with ${email}`, `with ${STRIPPED}`],
    [
      "if it has two pseudonyms",
      [pii, sanitizer.secretsOf("probe.v1.Optionals", { fString: email })],
      email,
      STRIPPED,
    ],
    [
      "if its class shows sizes to the reader",
      [sanitizer.for("customer").secretsOf(scalars)],
      email,
      STRIPPED,
    ],
    ["if another reader sees less", [pii, sanitizer.for("customer").secretsOf(scalars)], email, STRIPPED],
    [
      "if it can be guessed",
      [sanitizer.secretsOf(create(ScalarsSchema, { fString: "Berlin" }))],
      "in Berlin",
      `in ${STRIPPED}`,
    ],
    [
      "if it is a negative number, whose sign stays",
      [sanitizer.secretsOf(create(ScalarsSchema, { fInt64: -4_929_123_456_789_012n }))],
      "at -4929123456789012",
      `at -${STRIPPED}`,
    ],
    [
      "in an entry of a map under another key",
      [sanitizer.secretsOf(create(MapsSchema, { byString: { password: email } }))],
      email,
      STRIPPED,
    ],
    [
      "where a list of its bytes is cut off",
      [sanitizer.secretsOf(create(ScalarsSchema, { fBytes: Buffer.alloc(99, email) }))],
      `<Buffer ${Buffer.alloc(50, email).toString("hex").match(/../g)?.join(" ")} ... 49 more bytes>`,
      `<Buffer ${STRIPPED} ... 49 more bytes>`,
    ],
    [
      "where it overlaps another one",
      [pii, sanitizer.secretsOf("probe.v1.Leaf", { open: "example.com/secret-path" })],
      `with ${email}/secret-path`,
      `with ${STRIPPED}`,
    ],
  ])("%s", (_, scopes, text, expected) => {
    expect(scrubbed(text, ...scopes)).toBe(expected);
  });

  it("but a value around it keeps its pseudonym, which shows nothing of what is inside", () => {
    const inner = sanitizer.secretsOf("probe.v1.Leaf", { open: "example.com" });
    expect(scrubbed(`with ${email} at example.com`, pii, inner)).toBe(`with ${of(email)} at ${STRIPPED}`);
  });

  it("until the last holder that hides it has released it", () => {
    const live = new SecretHolder();
    const release = live.hold(secret, { graceTime: 0 });
    live.hold(pii);
    expect(live.scrub(email)).toBe(STRIPPED);
    release();
    expect(live.scrub(email)).toBe(STRIPPED);
  });
});

describe("text that looks like a pseudonym", () => {
  it("hides no secret: a find in it is extended to all of it", () => {
    const scope = sanitizer.secretsOf("probe.v1.Leaf", { open: "cafe0123" });
    expect(scope.scrub("a ***k7:9fcafe0123a5*** b")).toBe(`a ${STRIPPED} b`);
    expect(scope.scrub("a ***cafe0123:9f2c41d0e1a5*** b")).toBe(`a ${STRIPPED} b`);
    expect(scope.scrub("a ***k7:9f2c41d0e1a5*** b")).toBe("a ***k7:9f2c41d0e1a5*** b");
  });

  it("is no secret value in a field with pseudonyms, and is one in other fields", () => {
    const own = of(email);
    expect(sanitizer.secretsOf(create(ScalarsSchema, { fString: own, fBytes: Buffer.from(own) })).size).toBe(
      0,
    );
    expect(
      sanitizer
        .secretsOf(create(ScalarsSchema, { fString: own.replace("k7", "k8") }))
        .scrub(`x ${own.replace("k7", "k8")}`),
    ).not.toContain("k8:");
    expect(sanitizer.secretsOf("probe.v1.Leaf", { open: own }).scrub(`with ${own}`)).toBe(`with ${STRIPPED}`);
  });

  it("may stand anywhere: two passes make what one makes", () => {
    const scope = sanitizer.secretsOf(
      create(ListsSchema, { strings: [email, "johnny@example.com", "Jane Doe-Smith"] }),
    );
    const parts = fc.constantFrom(
      email,
      "johnny@example.com",
      "Jane Doe-Smith",
      of(email),
      STRIPPED,
      "***",
      "k7:",
      '"',
      "9f2c41d0e1a5",
      " ",
      "\\",
      '{"a":"',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (texts) => {
        const once = scope.scrub(texts.join(""));
        expect(scope.scrub(once)).toBe(once);
        for (const one of ["jane", "Jane", "johnny"]) expect(once).not.toContain(one);
      }),
      { numRuns: runs(1000) },
    );
  });
});
