import { inspect } from "node:util";
import { create, type Message, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import { RequiredSchema } from "../gen/legacy_pb.js";
import { ChoiceSchema, LeafSchema, MapsSchema, OptionalsSchema, TreeSchema } from "../gen/probe_pb.js";
import { OptionalsSchema as OptionalWellKnownSchema, SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";
import { casesInTurn } from "../runs.js";
import { withPolluted } from "./polluted.js";

const SECRET = "hunter2";
const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];

const messages: readonly Message[] = [
  create(NodePublishVolumeRequestSchema, { volumeId: "a", secrets: { b: SECRET } }),
  create(OptionalsSchema, { fInt32: 1, hidden: SECRET }),
  create(TreeSchema, { label: "a", named: { b: {} } }),
  create(ChoiceSchema, { after: "a" }),
  create(MapsSchema, { byString: { a: "b" }, hiddenMap: { c: SECRET } }),
  create(RequiredSchema, { open: "a", hidden: SECRET }),
  create(SingularSchema, { struct: { a: 1 }, boolValue: true }),
  create(OptionalWellKnownSchema, { stringValue: "a" }),
];

// What the fields of other messages are called, and what code like this library's may well look up on an object.
const COMMON_NAMES =
  "note plan scope kind type name case value values key keys map list field fields rule rules limits depth left text " +
  "print secret open hidden verdict options oneof presence cardinality message messages number length then";

/** All names that the fields and oneofs of a message have, and the common ones. */
function namesFor({ $typeName }: Message): readonly string[] {
  const members = registry.getMessage($typeName)?.members ?? [];
  return [
    ...new Set([...members.flatMap(({ name, localName }) => [name, localName]), ...COMMON_NAMES.split(" ")]),
  ];
}

const POLLUTIONS: readonly unknown[] = [
  SECRET,
  7,
  true,
  [SECRET],
  { a: SECRET },
  { case: "text", value: SECRET },
  create(LeafSchema, { open: SECRET }),
  () => SECRET,
];

describe.each(FORMATS)(
  "a property that somebody adds to Object.prototype is in no message (%s)",
  (format) => {
    const sanitizer = createSanitizer({ schemas: [registry], format });

    it.each(messages)("$$typeName prints as before", (message) => {
      const text = sanitizer.stringify(message);
      const changing = namesFor(message).filter((name, index) =>
        casesInTurn(POLLUTIONS, index + FORMATS.indexOf(format)).some(
          (value) => withPolluted(name, value, () => sanitizer.stringify(message)) !== text,
        ),
      );
      expect(changing).toEqual([]);
    });

    it("and a stripped message is still one", () => {
      for (const name of COMMON_NAMES.split(" ")) {
        const shown = withPolluted(name, SECRET, () => inspect(sanitizer.strip(messages[0])));
        expect(shown).toContain("Stripped<csi.v1.NodePublishVolumeRequest>");
        expect(shown).not.toContain(SECRET);
      }
    });

    it("a type that is compiled meanwhile still hides its secrets", () => {
      for (const name of COMMON_NAMES.split(" ")) {
        const cold = createSanitizer({ schemas: [registry], format });
        const printed = withPolluted(name, "polluted", () => messages.map((one) => cold.stringify(one)));
        expect(printed.join()).not.toContain(SECRET);
        expect(messages.map((one) => cold.stringify(one)).join()).not.toContain(SECRET);
      }
    });
  },
);

it("what a copy holds in place of a secret message is no function on Object.prototype", () => {
  const sanitizer = createSanitizer({ schemas: [registry], policy: { fields: ["probe.v1.Tree.left"] } });
  const tree = create(TreeSchema, { left: { label: SECRET } });
  for (const name of ["replacement", "textProperties"]) {
    const copy = withPolluted(
      name,
      (given: unknown) => given,
      () => sanitizer.redact(tree),
    );
    expect(copy?.left).toEqual(create(TreeSchema));
  }
});

it("a type that is printed first while a part of a reader is on Object.prototype prints as before", () => {
  const policy = { fields: ["probe.v1.Leaf.hidden"] };
  const leaf = create(LeafSchema, { open: 'a"\n', hidden: SECRET });
  const read = { name: "hidden", unset: undefined, isOwn: false };
  const parts: readonly (readonly [string, unknown])[] = [
    ["property", () => read],
    ["textsArePlain", true],
    ["openedAny", () => ({ typeUrl: "a/probe.v1.Leaf", message: leaf })],
  ];
  const bytes = toBinary(LeafSchema, leaf);
  const any = { type_url: "type.googleapis.com/probe.v1.Leaf", value: bytes };
  const texts = (): readonly string[] => {
    const sanitizer = createSanitizer({ schemas: [registry], policy });
    const plain = { open: leaf.open, hidden: SECRET };
    const holder = { any };
    return [
      sanitizer.stringify(LeafSchema, plain),
      sanitizer.stringifyBinary(LeafSchema, bytes),
      sanitizer.stringify(SingularSchema, holder),
    ];
  };
  const expected = texts();
  expect(expected.join()).not.toContain(SECRET);
  for (const [name, part] of parts) expect([name, withPolluted(name, part, texts)]).toEqual([name, expected]);
});

it("a function getType on Object.prototype is not the type of a plain object, nor of a map", () => {
  const sanitizer = createSanitizer({ schemas: [registry], onSuspect: "ignore" });
  const message = { by_string: { a: "b" }, hidden_map: { c: SECRET } };
  const text = sanitizer.stringify("probe.v1.Maps", message);
  expect(text).toBe('{"by_string":{"a":"b"},"hidden_map":"***stripped***"}');
  withPolluted(
    "getType",
    () => ({ typeName: "probe.v1.Leaf" }),
    () => {
      expect(sanitizer.stringify("probe.v1.Maps", message)).toBe(text);
      expect(sanitizer.stringify(message)).toBe('"<<not a protobuf message>>"');
      expect(JSON.stringify(sanitizer.redact("probe.v1.Maps", message))).not.toContain(SECRET);
    },
  );
});
