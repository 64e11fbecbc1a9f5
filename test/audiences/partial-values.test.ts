import { create, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Action, createSanitizer, type Sanitizer, STRIPPED } from "../../src/index.js";
import { anyCharacter } from "../any-text.js";
import { ChoiceSchema, OptionalsSchema, SecretScalarsSchema } from "../gen/probe_pb.js";
import { messageSamples } from "../properties/message-samples.js";
import { registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";

/** Fields marked `csi_secret` have an action; no other field is hidden. */
function sanitizerWith(action: Action): Sanitizer {
  return createSanitizer({
    schemas: [registry],
    policy: { fieldOptions: [{ option: "csi.v1.csi_secret", class: "pii" }] },
    classes: { pii: action },
    onSuspect: "ignore",
  });
}

const stripping = sanitizerWith("strip");
const sizing = sanitizerWith("size");
const showingLast = sanitizerWith({ last: 4 });

/** The text of a message, of its wire bytes, of a plain object, of its copy and of its redacted bytes: all are the same. */
function textOf(sanitizer: Sanitizer, message: { fString: string; fBytes?: Uint8Array }): unknown {
  const whole = create(SecretScalarsSchema, message);
  const bytes = toBinary(SecretScalarsSchema, whole);
  const text = sanitizer.stringify(whole);
  const copy = sanitizer.redact(whole);
  expect(sanitizer.stringify(SecretScalarsSchema, bytes)).toBe(text);
  expect(sanitizer.stringify(SecretScalarsSchema, toJson(SecretScalarsSchema, whole))).toBe(text);
  expect(copy && sanitizer.stringify(copy)).toBe(text);
  expect(copy && sanitizer.redact(copy)).toEqual(copy);
  expect(sanitizer.redactBinary(SecretScalarsSchema, bytes)).toEqual(
    copy && toBinary(SecretScalarsSchema, copy),
  );
  return JSON.parse(text);
}

const texts = fc.oneof(fc.string({ unit: anyCharacter, maxLength: 40 }), fc.string({ maxLength: 60 }));

describe("size", () => {
  it("shows the bytes of a text in UTF-8, and nothing else", () => {
    fc.assert(
      fc.property(texts, (fString) => {
        const size = Buffer.byteLength(fString);
        const shown = fString === "" ? {} : { f_string: `***stripped, ${size} bytes***` };
        expect(textOf(sizing, { fString })).toEqual(shown);
      }),
      { numRuns: runs(500) },
    );
  });

  it("shows the number of bytes, and nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (fBytes) => {
        expect(textOf(sizing, { fString: "", fBytes })).toEqual({
          f_bytes: `***stripped, ${fBytes.length} bytes***`,
        });
      }),
      { numRuns: runs(300) },
    );
  });

  it.each(subjects.filter(({ name }) => !name.includes("well-known")))(
    "differs from strip by the sizes only: $name",
    (subject) => {
      const sizes = /\*\*\*stripped, \d+ bytes\*\*\*/g;
      // A list shows the sizes of its items, and so it shows how many there are.
      const lists = /\["\*\*\*stripped\*\*\*"(?:,"\*\*\*stripped\*\*\*")*\]/g;
      const withoutSizes = (text: string): string =>
        text.replace(sizes, STRIPPED).replace(lists, `"${STRIPPED}"`);
      messageSamples(subject).check(({ desc, message }) => {
        const expected = withoutSizes(stripping.stringify(message));
        for (const one of [message, toBinary(desc, message)])
          expect(withoutSizes(sizing.stringify(desc, one))).toBe(expected);
        const redacted = sizing.redactBinary(desc, toBinary(desc, message));
        expect(redacted && sizing.stringify(fromBinary(desc, redacted))).toBe(sizing.stringify(message));
        expect(sizing.secretsOf(message).size).toBe(stripping.secretsOf(message).size);
      });
    },
  );
});

describe("last", () => {
  it("shows the last characters, never more than a quarter, and nothing of a short text", () => {
    fc.assert(
      fc.property(texts, (fString) => {
        const characters = Array.from(Buffer.from(fString).toString());
        const count = characters.length < 12 ? 0 : Math.min(4, Math.floor(characters.length / 4));
        const shown = STRIPPED + (count === 0 ? "" : characters.slice(-count).join(""));
        expect(textOf(showingLast, { fString })).toEqual(fString === "" ? {} : { f_string: shown });
      }),
      { numRuns: runs(500) },
    );
  });

  it("is the same for values that end alike", () => {
    const long = textOf(showingLast, { fString: "4929 1234 5678 9010" });
    expect(long).toEqual({ f_string: "***stripped***9010" });
    expect(textOf(showingLast, { fString: "any other length, 9010" })).toEqual(long);
  });

  it("shows no part of bytes, numbers, whole maps and messages", () => {
    const message = create(SecretScalarsSchema, { fBytes: new Uint8Array(40), fInt64: 123_456_789_012n });
    expect(showingLast.toJson(message)).toEqual({ f_bytes: STRIPPED, f_int64: STRIPPED });
    const leaf = { $typeName: "probe.v1.Leaf", open: "a long and open text", hidden: "" } as const;
    const choice = create(ChoiceSchema, { pick: { case: "hiddenLeaf", value: leaf } });
    expect(showingLast.toJson(choice)).toEqual({ hidden_leaf: STRIPPED });
    const secrets = { password: "a long and secret text" };
    expect(showingLast.toJson("csi.v1.NodePublishVolumeRequest", { secrets })).toEqual({ secrets: STRIPPED });
  });
});

describe("a part of a value", () => {
  const hidden = "a secret of some length";

  it.each<[string, Action, string]>([
    ["size", "size", "***stripped, 23 bytes***"],
    ["last", { last: 5 }, "***stripped***ength"],
  ])(
    "%s is shown for members of oneofs and optional fields, in every library's messages",
    (_, action, part) => {
      const sanitizer = sanitizerWith(action);
      const choice = create(ChoiceSchema, { pick: { case: "hiddenText", value: hidden } });
      const bytes = toBinary(ChoiceSchema, choice);
      for (const one of [choice, bytes, { hidden_text: hidden }, { pick: "hidden_text", hiddenText: hidden }])
        expect(sanitizer.toJson(ChoiceSchema, one)).toEqual({ hidden_text: part });
      expect(sanitizer.redact(choice)?.pick).toEqual({ case: "hiddenText", value: part });
      const twice = Buffer.concat([
        toBinary(ChoiceSchema, create(ChoiceSchema, { pick: { case: "text", value: "t" } })),
        bytes,
      ]);
      const redacted = sanitizer.redactBinary(ChoiceSchema, twice);
      expect(redacted && fromBinary(ChoiceSchema, redacted).pick).toEqual({
        case: "hiddenText",
        value: part,
      });
      const optional = create(OptionalsSchema, { hidden });
      expect(sanitizer.toJson(optional)).toEqual({ hidden: part });
      expect(sanitizer.redact(optional)?.hidden).toBe(part);
      // In texts, the whole value is found, and nothing of it is shown.
      expect(sanitizer.secretsOf(optional).scrub(`with ${hidden}`)).toBe(`with ${STRIPPED}`);
    },
  );

  it("counts for the limit of the whole output", () => {
    const limited = createSanitizer({
      schemas: [registry],
      policy: { fieldOptions: [{ option: "csi.v1.csi_secret", class: "pii" }] },
      classes: { pii: "size" },
      limits: { maxOutputLength: 64 },
      onSuspect: "ignore",
    });
    for (const fString of ["a", hidden, hidden.repeat(1000)]) {
      const message = create(SecretScalarsSchema, { fString, fBytes: new Uint8Array(7), fBool: true });
      expect(limited.stringify(message).length).toBeLessThanOrEqual(64);
    }
  });

  it.each<[unknown]>([
    [{ last: 0 }],
    [{ last: 1.5 }],
    [{ last: "4" }],
    [{ last: 4, first: 1 }],
    ["last"],
    [{}],
  ])("%j is no action", (action) => {
    expect(() => sanitizerWith(action as Action)).toThrow("its action is none of");
  });

  it("of the class secret may be its size, and no characters", () => {
    const secret = (action: Action) =>
      createSanitizer({ schemas: [registry], classes: { secret: action }, onSuspect: "ignore" });
    expect(secret("size").toJson("probe.v1.Leaf", { hidden: "12345" })).toEqual({
      hidden: "***stripped, 5 bytes***",
    });
    expect(() => secret({ last: 4 })).toThrow("cannot be shown");
  });
});
