import { describe, expect, it } from "vitest";
import { createSanitizer, DEFAULT_FIELD_OPTIONS, type ExplainedField, type Policy } from "../../src/index.js";
import { registry } from "../properties/subjects.js";
import { parsedRoot, VERSIONS } from "./protobufjs-root.js";

const policy: Policy = {
  fieldOptions: [
    ...DEFAULT_FIELD_OPTIONS,
    "options.v1.my_secret",
    "options.v1.my_secrets",
    "options.v1.Scope.scoped_secret",
  ],
};

const roots = VERSIONS.flatMap((version) => [
  { name: `protobufjs ${version}`, root: parsedRoot(version, false) },
  { name: `protobufjs ${version} with keepCase`, root: parsedRoot(version, true) },
]);

describe.each(roots)(
  "$name: in options.proto every field says in its name whether it is secret",
  ({ root }) => {
    const sanitizer = createSanitizer({ schemas: [root], policy });
    const fields = optionFields(sanitizer.explain("options.v1.Everything"));

    it.each(fields)("$field is $verdict", ({ field, verdict }) => {
      expect(verdict).toBe(field.includes(".redacted_") ? "secret" : "open");
    });
  },
);

/** By descriptors of @bufbuild/protobuf. */
const expected = createSanitizer({ schemas: [registry], policy });

describe.each(roots)("$name: explain says the same as for descriptors of @bufbuild/protobuf", ({ root }) => {
  const sanitizer = createSanitizer({ schemas: [root], policy });

  it.each([
    "options.v1.Everything",
    "probe.v1.Everything",
    "wkt.v1.Everything",
    "editions.v1.Everything",
    "legacy.v1.Required",
    "legacy.v1.Groups",
    "legacy.v1.Extendable",
    "legacy.v1.Lists",
    "legacy.v1.Tick",
    "csi.v1.NodePublishVolumeRequest",
    "csi.v1.ListSnapshotsRequest",
    "csi.v1.CreateVolumeRequest",
  ])("of %s", (typeName) => {
    // protobufjs puts the members of a oneof in another place among the fields.
    expect(byName(sanitizer.explain(typeName))).toEqual(byName(expected.explain(typeName)));
  });
});

describe.each(roots)(
  "$name: the JSON of a Root has the last one of several option values only",
  ({ root }) => {
    const sanitizer = createSanitizer({ schemas: [root.toJSON()], policy });
    const fields = optionFields(sanitizer.explain("options.v1.Everything"));

    it.each(fields.filter(({ field }) => field.includes(".redacted_")))(
      "$field is $verdict all the same",
      ({ verdict }) => {
        expect(verdict).toBe("secret");
      },
    );

    it("so a field with such an option cannot be shown to be open; all others are", () => {
      const closed = fields.filter(({ field, verdict }) => field.includes(".open_") && verdict !== "open");
      expect(closed.map(({ field }) => field)).toEqual([
        "options.v1.RepeatedEnumOption.open_all",
        "options.v1.MessageOption.open_repeated_message",
        "options.v1.MessageOption.open_repeated_enum",
        "options.v1.MessageOption.open_map",
        "options.v1.MessageOption.open_message_map",
        "options.v1.MessageOption.open_in_list",
        "options.v1.RepeatedBoolOption.open_all",
      ]);
    });

    it("which does not concern options that can have one value only", () => {
      for (const typeName of [
        "probe.v1.Everything",
        "csi.v1.NodeStageVolumeRequest",
        "editions.v1.Everything",
      ]) {
        expect(byName(sanitizer.explain(typeName))).toEqual(byName(expected.explain(typeName)));
      }
    });
  },
);

function optionFields(lines: readonly ExplainedField[]): readonly ExplainedField[] {
  return lines.filter(({ field }) => /^options\.v1\..*\.(redacted|open)_/.test(field));
}

function byName(lines: readonly ExplainedField[]): readonly ExplainedField[] {
  return [...lines].sort((a, b) => (a.field < b.field ? -1 : 1));
}
