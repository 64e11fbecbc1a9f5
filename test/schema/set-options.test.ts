import {
  create,
  createRegistry,
  type DescExtension,
  type DescField,
  type DescMessage,
  type ExtensionValueShape,
  type Message,
  setExtension,
  type UnknownField,
} from "@bufbuild/protobuf";
import { nestedTypes, reflect } from "@bufbuild/protobuf/reflect";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { FeatureSetSchema, type FieldOptions, FieldOptionsSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIELD_OPTIONS_TYPE } from "../../src/schema/field-options.js";
import { extensionsByExtendee, setOptions } from "../../src/schema/protobuf-es-options.js";
import type { OptionValue, SetOption } from "../../src/schema/set-option.js";
import { messageArbitrary } from "../../src/testing/index.js";
import { runs } from "../runs.js";
import { file_option_kinds } from "./option-kinds.js";
import { IDLE_OPTIONS, referenceOptions } from "./reference-options.js";
import { testFiles } from "./test-files.js";

type UnknownFields = readonly UnknownField[];

const extensions = [...testFiles, file_option_kinds]
  .flatMap((one) => [...nestedTypes(one)])
  .flatMap((type) => (type.kind === "extension" ? type : []));
const lookup = extensionsByExtendee(extensions);
const fieldOptions = extensions.filter(({ extendee }) => extendee.typeName === FieldOptionsSchema.typeName);

/**
 * Generates unknown fields of an options message, a list of them for each option. Building an arbitrary takes long, so
 * there is one for all options: messages of a type that has all options as its fields.
 */
const occurrences: fc.Arbitrary<ReadonlyMap<DescExtension, UnknownFields>> = generated(
  fieldOptions.map(
    // A field and an extension differ in these properties only.
    (option) =>
      ({ ...option, kind: "field", parent: option.extendee, localName: option.typeName }) as DescField,
  ),
).map(
  (values) => new Map(fieldOptions.map((option) => [option, unknownFields(option, values(option.typeName))])),
);

const standardOptions = generated(FieldOptionsSchema.fields).map((values) =>
  create(FieldOptionsSchema, {
    ...Object.fromEntries(FieldOptionsSchema.fields.map(({ localName }) => [localName, values(localName)])),
    uninterpretedOption: [],
  }),
);

describe("options are read as the reflection API reads them", () => {
  it("there are options of all kinds", () => {
    expect(new Set(fieldOptions.map(({ fieldKind }) => fieldKind))).toEqual(
      new Set(["scalar", "enum", "message", "list"]),
    );
    expect(fieldOptions.length).toBeGreaterThan(25);
  });

  it("any set of standard and custom options, each once or several times", () => {
    const several = fc.array(occurrences, { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(standardOptions, several, (options, custom) => {
        options.$unknown = custom.flatMap((one) => [...one.values()].flat());
        const expected = referenceOptions(reflect(FieldOptionsSchema, options), lookup);
        expect(countedOptions(options)).toEqual(counted(expected));
      }),
      { numRuns: runs(200) },
    );
  });

  it("where a closed enum does not have the number, the default counts, as it does there", () => {
    const option = named("kinds.closed");
    const options = create(FieldOptionsSchema);
    options.$unknown = [{ no: option.number, wireType: WireType.Varint, data: new Uint8Array([77]) }];
    expect(setOptions(FIELD_OPTIONS_TYPE, options, lookup)).toEqual([
      { name: "kinds.closed", values: [{ kind: "enum", number: 1, names: ["MARKED"], debugRedact: true }] },
    ]);
  });

  it("a custom feature counts as well", () => {
    const features = create(FeatureSetSchema, { fieldPresence: 1 });
    features.$unknown = [{ no: 9995, wireType: WireType.Varint, data: new Uint8Array([1]) }];
    expect(countedOptions(create(FieldOptionsSchema, { deprecated: true, features }))).toEqual([
      {
        name: "features",
        values: [
          {
            kind: "message",
            options: [
              {
                name: "kinds.feature",
                values: [{ kind: "enum", number: 1, names: ["MARKED"], debugRedact: true }],
              },
            ],
            zeros: [],
          },
        ],
      },
    ]);
  });

  it("the last of several scalars counts, even if the others do not decode", () => {
    const option = named("options.v1.my_secret");
    const options = create(FieldOptionsSchema);
    options.$unknown = [new Uint8Array([0x80]), new Uint8Array([0]), new Uint8Array([1])].map((data) => ({
      no: option.number,
      wireType: WireType.Varint,
      data,
    }));
    expect(setOptions(FIELD_OPTIONS_TYPE, options, lookup)).toEqual([
      { name: "options.v1.my_secret", values: [{ kind: "bool", value: true }] },
    ]);
  });
});

describe("bytes that are no value of the option are an error", () => {
  it("of every option: bytes that end too early", () => {
    fc.assert(
      fc.property(occurrences, fc.nat({ max: 20 }), (custom, at) => {
        for (const fields of custom.values()) {
          const last = fields.at(-1);
          if (last === undefined) continue;
          const cut = last.data.subarray(0, Math.min(at, last.data.length - 1));
          const options = create(FieldOptionsSchema);
          options.$unknown = [...fields.slice(0, -1), { ...last, data: cut }];
          expect(() => setOptions(FIELD_OPTIONS_TYPE, options, lookup)).toThrow();
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it.each(["options.v1.my_secret", "options.v1.sensitivity", "options.v1.classification"])(
    "%s, of another wire type",
    (name) => {
      const { number } = named(name);
      const text = new BinaryWriter().string("SENSITIVITY_SECRET is what this says").finish();
      const options = create(FieldOptionsSchema);
      options.$unknown = [{ no: number, wireType: WireType.LengthDelimited, data: text }];
      expect(() => setOptions(FIELD_OPTIONS_TYPE, options, lookup)).toThrow();
    },
  );

  it("and so is a message of another type in the place of the options", () => {
    const other = create(FieldOptionsSchema);
    // A message that is not what its type says.
    const options = { ...other, $typeName: "google.protobuf.MessageOptions" } as unknown as typeof other;
    expect(() => setOptions(FIELD_OPTIONS_TYPE, options, lookup)).toThrow("google.protobuf.FieldOptions");
  });
});

describe("two options with one number", () => {
  const secret = named("options.v1.my_secret");
  const marked = named("options.v1.sensitivity");
  const text = { ...named("options.v1.note"), typeName: "other.v1.text", number: secret.number };

  function read(options: readonly DescExtension[], field: UnknownField): readonly SetOption[] {
    const message = create(FieldOptionsSchema);
    message.$unknown = [field];
    return setOptions(FIELD_OPTIONS_TYPE, message, extensionsByExtendee(options));
  }

  it.each([secret, { ...marked, number: secret.number }])(
    "bytes that only the text can be: the value of $typeName counts as lost, which hides the field",
    (option) => {
      const field = {
        no: secret.number,
        wireType: WireType.LengthDelimited,
        data: new Uint8Array([1, 0x30]),
      };
      expect(read([option, text], field)).toEqual([
        { name: option.typeName, values: [{ kind: "lost", mayBeMarked: true }] },
        { name: "other.v1.text", values: [{ kind: "text", value: "0" }] },
      ]);
    },
  );

  it("bytes that only the bool can be: the value of the text is lost, but it cannot have been a mark", () => {
    const field = { no: secret.number, wireType: WireType.Varint, data: new Uint8Array([0]) };
    expect(read([secret, text], field)).toEqual([
      { name: secret.typeName, values: [{ kind: "bool", value: false }] },
      { name: "other.v1.text", values: [{ kind: "lost", mayBeMarked: false }] },
    ]);
  });

  it("bytes that neither can be are an error", () => {
    const other = { ...secret, typeName: "other.v1.secret" };
    const field = { no: secret.number, wireType: WireType.Bit32, data: new Uint8Array(4) };
    expect(() => read([secret, other], field)).toThrow();
  });
});

function named(name: string): DescExtension {
  const option = fieldOptions.find(({ typeName }) => typeName === name);
  if (option === undefined) throw new Error(`no option ${name}`);
  return option;
}

/** Generates values for fields of the same kinds as these, each to be had by the field's property. */
function generated(fields: DescField[]): fc.Arbitrary<(localName: string) => unknown> {
  const type: DescMessage = {
    ...FieldOptionsSchema,
    typeName: "kinds.Container",
    fields,
    members: fields,
    oneofs: [],
  };
  // No option holds an Any, so no types for it are needed.
  return messageArbitrary(type, { maxDepth: 3, maxItems: 2, registry: createRegistry() }).map(
    // The type of the message is not known to the compiler.
    (message) => (localName) => (message as Message & Readonly<Record<string, unknown>>)[localName],
  );
}

/** The unknown fields as which a value of an option stands in an options message. */
function unknownFields(option: DescExtension, value: unknown): UnknownFields {
  const options = create(FieldOptionsSchema);
  // The value was generated for the option. Undefined is a field that is not set.
  if (value !== undefined) setExtension(options, option, value as ExtensionValueShape<DescExtension>);
  return options.$unknown ?? [];
}

/** The options that are read, without those that do not count. */
function countedOptions(options: FieldOptions): readonly SetOption[] {
  return counted(setOptions(FIELD_OPTIONS_TYPE, options, lookup));
}

function counted(all: readonly SetOption[]): SetOption[] {
  return all
    .filter(({ name }) => !IDLE_OPTIONS.has(name))
    .map(({ name, values }) => ({
      name,
      values: values
        .map(
          (value): OptionValue =>
            value.kind === "message"
              ? { kind: "message", options: counted(value.options), zeros: counted(value.zeros) }
              : value,
        )
        .sort((one, other) => entryKey(one).localeCompare(entryKey(other))),
    }));
}

/** Entries of a map have no order. Everything else keeps its own, because sorting is stable. */
function entryKey(value: OptionValue): string {
  if (value.kind !== "message" || value.options.map(({ name }) => name).join() !== "key,value") return "";
  const [key] = value.options[0]?.values ?? [];
  return key?.kind === "text" ? key.value : "";
}
