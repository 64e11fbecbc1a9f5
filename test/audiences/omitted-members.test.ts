import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { type Choice, ChoiceSchema } from "../gen/probe_pb.js";
import { redactedBytes } from "../redact/redacted-bytes.js";
import { runs } from "../runs.js";
import { testRegistry } from "../schema/test-files.js";

const sanitizer = createSanitizer({
  schemas: [testRegistry],
  policy: { fieldOptions: [{ option: "csi.v1.csi_secret", class: "pii" }] },
  classes: { pii: "omit" },
});
const TYPE = "probe.v1.Choice";

type Pick = Choice["pick"];

const members: fc.Arbitrary<Pick> = fc.oneof<fc.Arbitrary<Pick>[]>(
  fc.record({ case: fc.constant("text"), value: fc.string() }),
  fc.record({ case: fc.constant("number"), value: fc.bigInt({ min: 0n, max: 9n }) }),
  fc.record({ case: fc.constant("hiddenText"), value: fc.string() }),
  fc.record({
    case: fc.constant("leaf"),
    value: fc.constant({ $typeName: "probe.v1.Leaf", open: "o", hidden: "" }),
  }),
  fc.record({
    case: fc.constant("hiddenLeaf"),
    value: fc.constant({ $typeName: "probe.v1.Leaf", open: "", hidden: "h" }),
  }),
);

describe("an omitted member of a oneof", () => {
  it("leaves nothing of the oneof, whichever members came before it on the wire", () => {
    fc.assert(
      fc.property(fc.array(members, { minLength: 1, maxLength: 4 }), fc.string(), (picks, after) => {
        const parts = picks.map((pick) => toBinary(ChoiceSchema, create(ChoiceSchema, { pick })));
        const bytes = Buffer.concat([...parts, toBinary(ChoiceSchema, create(ChoiceSchema, { after }))]);
        const message = fromBinary(ChoiceSchema, bytes);
        const isOmitted = message.pick.case === "hiddenText" || message.pick.case === "hiddenLeaf";
        const expected = create(ChoiceSchema, { after, ...(!isOmitted && { pick: message.pick }) });
        const text = sanitizer.stringify(expected);
        expect(sanitizer.stringify(message)).toBe(text);
        expect(sanitizer.stringify(ChoiceSchema, bytes)).toBe(text);
        expect(sanitizer.redact(message)).toEqual(expected);
        expect(fromBinary(ChoiceSchema, redactedBytes(sanitizer, ChoiceSchema, bytes))).toEqual(expected);
      }),
      { numRuns: runs(300) },
    );
  });

  it.each([
    [{ hidden_text: "hunter2", after: "a" }, { after: "a" }],
    [{ pick: "hidden_text", hidden_text: "hunter2", after: "a" }, { after: "a" }],
    [
      { pick: { case: "hidden_text", value: "hunter2" }, after: "a" },
      { pick: { case: undefined }, after: "a" },
    ],
    [
      { pick: "text", text: "t", after: "a" },
      { pick: "text", text: "t", after: "a" },
    ],
  ])("of an object of another library: %j becomes %j", (message, copy) => {
    expect(sanitizer.redact<object>(TYPE, message)).toEqual(copy);
    expect(sanitizer.stringify(TYPE, message)).toBe(sanitizer.stringify(TYPE, copy));
    expect(sanitizer.stringify(TYPE, message)).not.toContain("hidden");
  });
});

describe("an omitted field", () => {
  it("is left out with all of its items or entries, and also where nothing else is set", () => {
    expect(sanitizer.stringify("csi.v1.NodePublishVolumeRequest", { secrets: { a: "hunter2" } })).toBe("{}");
    const copy = sanitizer.redact<object>("csi.v1.NodePublishVolumeRequest", { secrets: { a: "hunter2" } });
    expect(copy).toEqual({});
  });
});
