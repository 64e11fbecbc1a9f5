import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, jwt, PolicyError, STRIPPED } from "../../src/index.js";
import { createPseudonyms } from "../../src/pseudonym/index.js";
import { twinsArbitrary } from "../../src/testing/index.js";
import { MapsSchema, OptionalsSchema, ScalarsSchema } from "../gen/probe_pb.js";
import { runs } from "../runs.js";
import { testRegistry } from "../schema/test-files.js";
import { errorOf } from "./error-of-policy.js";

describe("rules for JSON", () => {
  it("name a field by its simple or full name, and explain says so", () => {
    const rules = [{ field: "probe.v1.Scalars.f_string", keys: ["a", /b/i] }];
    const one = createSanitizer({ schemas: [testRegistry], policy: { json: rules } });
    expect(one.explain("probe.v1.Scalars").find(({ field }) => field.endsWith("f_string"))).toEqual({
      field: "probe.v1.Scalars.f_string",
      type: "string",
      verdict: "keyed",
      rule: 'JSON keys of probe.v1.Scalars.f_string: "a", /b/i',
    });
    expect(one.toJson(create(OptionalsSchema, { fString: '{"a":1}' }))).toEqual({ f_string: '{"a":1}' });
  });

  it("add up with rules for map keys", () => {
    const both = createSanitizer({
      schemas: [testRegistry],
      policy: {
        json: [{ field: "volume_context", keys: ["token"] }],
        mapKeys: [{ field: "volume_context", keys: ["password"], describe: () => "described" }],
      },
    });
    const volumeContext = { password: "x", a: '{"token":1,"b":2}', c: "no json" };
    expect(both.toJson(create(MapsSchema, { volumeContext }))).toEqual({
      volume_context: { password: STRIPPED, a: `{"token":"${STRIPPED}","b":2}`, c: STRIPPED },
    });
  });

  it("have classes: an audience may see the values, and then the text is not judged", () => {
    const seen = createSanitizer({
      schemas: [testRegistry],
      policy: { json: [{ field: "f_string", keys: ["mail"], class: "pii" }] },
      audiences: { support: { pii: "show" } },
    });
    const message = create(ScalarsSchema, { fString: '{"mail":"a@b"}' });
    expect(seen.toJson(message)).toEqual({ f_string: `{"mail":"${STRIPPED}"}` });
    expect(seen.for("support").toJson(message)).toEqual({ f_string: '{"mail":"a@b"}' });
    expect(seen.for("support").toJson(create(ScalarsSchema, { fString: "x" }))).toEqual({ f_string: "x" });
  });

  it("show of texts what the action of their class shows, in every writer, and strip all other values", () => {
    const email = "jane.doe@example.com";
    const fString = JSON.stringify({
      mail: email,
      inner: JSON.stringify({ mail: email }),
      list: [{ mail: 7 }],
    });
    const pseudonyms = createPseudonyms({ key: "a key of tests, which has 32 bytes or more" });
    const seen = createSanitizer({
      schemas: [testRegistry],
      policy: { json: [{ field: "f_string", keys: ["mail"], class: "pii" }] },
      classes: { pii: "pseudonym" },
      audiences: { sized: { pii: "size" }, last: { pii: { last: 4 } }, tidy: { pii: "omit" } },
      pseudonyms,
    });
    const [pseudonym = ""] = pseudonyms.of(email);
    const shown = (part: string): string =>
      JSON.stringify({ mail: part, inner: JSON.stringify({ mail: part }), list: [{ mail: STRIPPED }] });
    const message = create(ScalarsSchema, { fString });
    for (const [reader, part] of [
      [seen, pseudonym],
      [seen.for("sized"), "***stripped, 20 bytes***"],
      [seen.for("last"), `${STRIPPED}.com`],
      [seen.for("tidy"), STRIPPED],
    ] as const) {
      const bytes = toBinary(ScalarsSchema, message);
      const redacted = reader.redactBinary(ScalarsSchema, bytes);
      for (const one of [message, bytes, { f_string: fString }])
        expect(reader.toJson(ScalarsSchema, one)).toEqual({ f_string: shown(part) });
      expect(reader.redact(message)?.fString).toBe(shown(part));
      expect(redacted && fromBinary(ScalarsSchema, redacted).fString).toBe(shown(part));
      // What is shown stands for itself.
      expect(reader.redact(reader.redact(message))?.fString).toBe(shown(part));
      const scrubbed = reader.secretsOf(message).scrub(`to ${email}`);
      expect(scrubbed).toBe(`to ${reader === seen ? pseudonym : STRIPPED}`);
    }
  });

  it("are known to generated twins, which differ in hidden parts of JSON and look alike", () => {
    const policy = {
      json: ["f_string", "f_bytes"].map((field) => ({ field, keys: [/^[a-z]/i] })),
      detectors: [jwt],
    };
    const one = createSanitizer({ schemas: [testRegistry], policy, onSuspect: "ignore" });
    let different = 0;
    fc.assert(
      fc.property(twinsArbitrary(ScalarsSchema, policy), ([left, right]) => {
        expect(one.stringify(left)).toBe(one.stringify(right));
        const bytes = [left, right].map((twin) =>
          one.redactBinary(ScalarsSchema, toBinary(ScalarsSchema, twin)),
        );
        expect(bytes[0]).toEqual(bytes[1]);
        expect(one.redact(left)).toEqual(one.redact(right));
        if (left.fString !== right.fString) different++;
      }),
      { numRuns: runs(300) },
    );
    expect(different).toBeGreaterThan(0);
  });

  it.each([
    ["f_strin", "f_string"],
    ["probe.v1.Scalars.f_int32", undefined],
    ["google.protobuf.StringValue.value", undefined],
  ])("are refused if they name no string or bytes: %s", (field, suggestion) => {
    const error = errorOf({ json: [{ field, keys: ["a"] }] });
    expect(error).toBeInstanceOf(PolicyError);
    expect(error.message).toContain(`json: "${field}": no such field of strings or bytes`);
    if (suggestion !== undefined) expect(error.suggestion).toBe(suggestion);
  });

  it.each([
    [{ field: "f_string" }, "no keys"],
    [{ keys: ["a"] }, "no field"],
    [{ field: "f_string", keys: ["a"], describe: () => "x" }, '"describe" is no such property'],
    [{ field: "f_string", keys: [1] }, "a key must be"],
  ])("are refused if they are wrong: %j", (rule, problem) => {
    const wrong: object = { json: [rule] };
    expect(errorOf(wrong).message).toContain(problem);
  });
});
