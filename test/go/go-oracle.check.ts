import { readFileSync } from "node:fs";
import { create, type DescMessage, fromJsonString, type Message, toBinary } from "@bufbuild/protobuf";
import { anyPack, StringValueSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer } from "../../src/index.js";
import { anyMessage, anyTwins, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";
import { type Difference, documentedDifferences, withC1Escaped } from "./documented-differences.js";
import { GoOracle } from "./oracle-process.js";

/** Messages at full strength: 100,000 of CSI, and for each other group of types a tenth of that. */
const CSI_MESSAGES = 100_000;
const OTHER_MESSAGES = 10_000;

const oracle = new GoOracle(readFileSync(new URL("../gen/descriptor-set.binpb", import.meta.url)));
afterAll(() => oracle.end());

/** Go knows one option only. */
const sanitizer = createSanitizer({ schemas: [registry], policy: { fieldOptions: ["csi.v1.csi_secret"] } });

/** Hides service account tokens and JSON Web Tokens, too. */
const preset = createCsiSanitizer({ volumeContextKeys: ["password"] });

const [csi, ...others] = subjects;

describe("Go's protosanitizer, and this library", () => {
  it("print the same of every CSI message, byte for byte, but for C1 controls", async () => {
    await fc.assert(
      fc.asyncProperty(anyMessage(csi?.types ?? []), async ({ desc, message }) => {
        const bytes = toBinary(desc, message);
        const expected = withC1Escaped(await oracle.print(desc.typeName, bytes));
        expect(sanitizer.stringify(desc, message)).toBe(expected);
        expect(sanitizer.stringifyBinary(desc, bytes)).toBe(expected);
      }),
      { numRuns: runs(CSI_MESSAGES) },
    );
  });

  it("print the same of a copy without secrets, also where the CSI preset hides more than Go", async () => {
    await fc.assert(
      fc.asyncProperty(anyTwins(csi?.types ?? []), async ({ desc, twins: [message] }) => {
        const copy = preset.redactBinary(desc, toBinary(desc, message)) ?? new Uint8Array();
        const expected = withC1Escaped(await oracle.print(desc.typeName, copy));
        expect(preset.stringify(desc, message)).toBe(expected);
      }),
      { numRuns: runs(OTHER_MESSAGES) },
    );
  });

  it.each(others)("print the same but for documented differences: $name", async ({ types }) => {
    await fc.assert(
      fc.asyncProperty(anyMessage(types), async ({ desc, message }) => {
        const go = await oracle.print(desc.typeName, toBinary(desc, message));
        const ours = sanitizer.stringify(desc, message);
        if (documentedDifferences(desc, go, ours) === undefined) expect(ours).toBe(go);
      }),
      { numRuns: runs(OTHER_MESSAGES) },
    );
  });
});

describe("each documented difference", () => {
  interface Example {
    readonly difference: Difference;
    readonly desc: DescMessage;
    readonly message: Message;
    readonly go: string | RegExp;
    readonly ours: string;
  }

  function example(
    difference: Difference,
    type: string,
    json: string | ((desc: DescMessage) => Message),
    go: string | RegExp,
    ours: string,
  ): Example {
    const desc = registry.getMessage(type);
    if (desc === undefined) throw new Error(`no type ${type}`);
    const message = typeof json === "string" ? fromJsonString(desc, json, { registry }) : json(desc);
    return { difference, desc, message, go, ours };
  }

  const any = anyPack(StringValueSchema, create(StringValueSchema, { value: "a" }));

  const examples: readonly Example[] = [
    example(
      "C1 controls",
      "csi.v1.DeleteVolumeRequest",
      '{"volume_id":"a\\u0085b"}',
      '{"volume_id":"a\u0085b"}',
      '{"volume_id":"a\\u0085b"}',
    ),
    example(
      "no number",
      "probe.v1.Scalars",
      '{"f_double":"NaN"}',
      /^<<json\.Marshal .*: json: unsupported value: NaN>>$/,
      '{"f_double":"NaN"}',
    ),
    example(
      "Any",
      "wkt.v1.Singular",
      (desc) => create(desc, { any }),
      '{"any":{"type_url":"type.googleapis.com/google.protobuf.StringValue","value":"CgFh"}}',
      '{"any":{"type_url":"type.googleapis.com/google.protobuf.StringValue","value":{"value":"a"}}}',
    ),
    example(
      "groups",
      "legacy.v1.GroupPositions",
      '{"opengroup":{"open":"a"}}',
      '{"OpenGroup":{}}',
      '{"opengroup":{"open":"a"}}',
    ),
    example(
      "Value without a kind",
      "google.protobuf.Value",
      (desc) => create(desc),
      "{}",
      '{"null_value":"NULL_VALUE"}',
    ),
  ];

  it.each(examples)("is still one: $difference", async ({ difference, desc, message, go, ours }) => {
    const goText = await oracle.print(desc.typeName, toBinary(desc, message));
    const ourText = sanitizer.stringify(desc, message);
    expect(goText).toEqual(typeof go === "string" ? go : expect.stringMatching(go));
    expect(ourText).toBe(ours);
    expect(documentedDifferences(desc, goText, ourText)).toEqual(new Set([difference]));
  });

  it("excuses nothing else", () => {
    const desc = registry.getMessage("csi.v1.CreateVolumeResponse");
    if (desc === undefined) throw new Error("no type");
    const text = '{"volume":{"capacity_bytes":9007199254740993,"volume_context":{"a":"1"}}}';
    const changed = [
      text.replace("993", "992"),
      text.replace('"1"', "1"),
      text.replace('"a"', '"b"'),
      text.replace("capacity_bytes", "capacity"),
      text.replace(',"volume_context":{"a":"1"}', ""),
      text.replace('{"a":"1"}', '"***stripped***"'),
      '{"volume":"***stripped***"}',
    ];
    expect(documentedDifferences(desc, text, text)).toEqual(new Set());
    for (const other of changed) {
      expect(documentedDifferences(desc, text, other)).toBeUndefined();
      expect(documentedDifferences(desc, other, text)).toBeUndefined();
    }
  });
});
