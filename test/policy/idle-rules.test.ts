import {
  FieldDescriptorProto_Type,
  type FieldOptions,
  file_google_protobuf_descriptor,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createSanitizer, DEFAULT_FIELD_OPTIONS, PolicyError } from "../../src/index.js";
import { buildFile, optionDeclaration, stringField, withOption } from "../schema/build-file.js";

describe("an option that marks nothing in the given schemas is an error", () => {
  // An option of each kind that can mark a field; the second value of the enum is marked debug_redact.
  const options = buildFile(
    {
      name: "acme/options.proto",
      package: "acme",
      extension: [
        optionDeclaration("mark", 50001, FieldDescriptorProto_Type.BOOL),
        optionDeclaration("level", 50002, FieldDescriptorProto_Type.ENUM, ".acme.Level"),
      ],
      enumType: [
        {
          name: "Level",
          value: [
            { name: "LOW", number: 0 },
            { name: "HIGH", number: 1, options: { debugRedact: true } },
          ],
        },
      ],
    },
    file_google_protobuf_descriptor,
  );
  const [mark, level] = options.extensions;
  if (mark === undefined || level === undefined) throw new Error("no options");

  const accepts = (fieldOption: string, set?: FieldOptions): boolean => {
    const password = stringField("password", 1, set && { options: set });
    const messageType = [{ name: "Login", field: [password] }];
    const login = buildFile({ name: "acme/login.proto", package: "acme", messageType }, options);
    const policy = { fieldOptions: ["csi.v1.csi_secret", fieldOption] };
    try {
      createSanitizer({ schemas: [login], policy });
      return true;
    } catch (error) {
      expect(error).toMatchObject({
        name: "PolicyError",
        rule: `fieldOptions: "${fieldOption}"`,
        message: expect.stringContaining("makes no field of the given schemas secret"),
      });
      return false;
    }
  };

  it.each<[string, boolean, string, FieldOptions | undefined]>([
    ["a bool that is set nowhere", false, "acme.mark", undefined],
    ["a bool that is false everywhere", false, "acme.mark", withOption(mark, false)],
    ["a bool that is true somewhere", true, "acme.mark", withOption(mark, true)],
    ["an enum that is set nowhere", false, "acme.level", undefined],
    ["an enum whose marked value is used nowhere", false, "acme.level", withOption(level, 0)],
    ["an enum whose marked value is used somewhere", true, "acme.level", withOption(level, 1)],
    ["another option than the one that is set", false, "acme.mark", withOption(level, 1)],
  ])("%s: accepted: %s", (_, isAccepted, fieldOption, set) => {
    expect(accepts(fieldOption, set)).toBe(isAccepted);
  });
});

describe("the defaults are right by definition", () => {
  it.each([
    ["where no schema was given", []],
    ["where no schema has a use for them", [buildFile({ name: "empty.proto", package: "empty" })]],
  ])("%s", (_, schemas) => {
    expect(() => createSanitizer({ schemas })).not.toThrow();
    expect(() => createSanitizer({ schemas, policy: { fieldOptions: DEFAULT_FIELD_OPTIONS } })).not.toThrow();
  });

  it("other rules are not: without schemas they can match nothing", () => {
    expect(() => createSanitizer({ policy: { fields: ["probe.v1.Leaf.open"] } })).toThrow(PolicyError);
    expect(() => createSanitizer({ policy: { fieldOptions: ["options.v1.my_secret"] } })).toThrow(
      PolicyError,
    );
  });
});
