import { createRegistry, type DescField, type DescFile } from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { file_editions } from "../gen/editions_pb.js";
import { file_groups } from "../gen/groups_pb.js";
import { file_legacy } from "../gen/legacy_pb.js";
import { file_option_extension } from "../gen/option_extension_pb.js";
import { file_options } from "../gen/options_pb.js";
import { file_well_known } from "../gen/well_known_pb.js";
import { type ReferenceSecretOptions, referenceIsSecret } from "./reference-secret.js";

const registry = createRegistry(
  file_csi_v1_csi,
  file_option_extension,
  file_options,
  file_legacy,
  file_editions,
  file_groups,
  file_well_known,
);

const allNames: ReferenceSecretOptions = {
  names: [
    "csi.v1.csi_secret",
    "legacy.v1.legacy_secret",
    "options.v1.my_secret",
    "options.v1.my_secrets",
    "options.v1.Scope.scoped_secret",
  ],
};

function fieldsOf(file: DescFile): readonly DescField[] {
  return [...nestedTypes(file)].flatMap((type) => (type.kind === "message" ? type.fields : []));
}

function secretFields(file: DescFile, options: ReferenceSecretOptions): readonly string[] {
  return fieldsOf(file)
    .filter((field) => referenceIsSecret(field, options, registry))
    .map(String);
}

describe("the test protos say in a field's name whether it is secret, and the reference agrees", () => {
  it.each([
    { file: file_options, atLeast: 25 },
    { file: file_legacy, atLeast: 25 },
    { file: file_editions, atLeast: 10 },
    { file: file_groups, atLeast: 5 },
    { file: file_well_known, atLeast: 20 },
  ])("$file.name", ({ file, atLeast }) => {
    const namedSecret = fieldsOf(file)
      .filter((field) => /^(redacted|hidden)/.test(field.name) || field.parent.name === "HiddenTraps")
      // These hold messages of a type whose own fields are secret, or are not.
      .filter((field) => field.parent.name !== "Everything" || field.proto.options !== undefined)
      .map(String);
    expect(namedSecret.length).toBeGreaterThanOrEqual(atLeast);
    expect(secretFields(file, allNames)).toEqual(namedSecret);
  });
});

describe("what counts can be chosen", () => {
  it("nothing is secret without names and without debug_redact", () => {
    expect(secretFields(file_options, { names: [], debugRedact: false })).toEqual([]);
  });

  it("one name alone finds the fields of that option", () => {
    expect(secretFields(file_options, { names: ["csi.v1.csi_secret"], debugRedact: false })).toEqual([
      "field options.v1.CsiOption.redacted_csi_secret",
    ]);
  });

  it("options that are not boolean never count by name", () => {
    expect(
      secretFields(file_options, { names: ["options.v1.note", "options.v1.level"], debugRedact: false }),
    ).toEqual([]);
  });
});
