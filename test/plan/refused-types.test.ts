import { create, type DescFile, type MessageInitShape } from "@bufbuild/protobuf";
import {
  anyPack,
  type FieldOptions,
  FieldOptionsSchema,
  type FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, type Sanitizer, STRIPPED } from "../../src/index.js";
import { file_options } from "../gen/options_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import {
  buildFile,
  csiSecret,
  messageField,
  messageIn,
  stringField,
  undecodable,
} from "../schema/build-file.js";

function fileOf(
  messageType: MessageInitShape<typeof FileDescriptorProtoSchema>["messageType"] & object,
): DescFile {
  return buildFile({ name: "clock.proto", package: "clock", messageType }, file_csi_v1_csi, file_options);
}

/** Three types: Tick and Tock hold each other, and Clock holds both. The options of one field cannot be read. */
function clock(options: FieldOptions): { readonly file: DescFile; readonly sanitizer: Sanitizer } {
  const file = fileOf([
    {
      name: "Clock",
      field: [
        stringField("label", 1),
        messageField("tick", 2, "clock.Tick"),
        messageField("face", 3, "clock.Face"),
      ],
    },
    { name: "Tick", field: [stringField("sound", 1), messageField("tock", 2, "clock.Tock")] },
    { name: "Tock", field: [stringField("sound", 1, { options }), messageField("tick", 2, "clock.Tick")] },
    { name: "Face", field: [stringField("color", 1), stringField("code", 2, { options: csiSecret() })] },
  ]);
  return { file, sanitizer: createSanitizer({ schemas: [file] }) };
}

describe("a type whose options cannot be read prints a note, and none of its values", () => {
  const { file, sanitizer } = clock(undecodable());
  const tickType = messageIn(file, "clock.Tick");
  const tockType = messageIn(file, "clock.Tock");
  const tick = create(tickType, { sound: "leaked", tock: { sound: "leaked" } });
  const tock = create(tockType, { sound: "leaked" });

  it("itself", () => {
    expect(sanitizer.stringify(tock)).toBe('"<<options of sound cannot be read, clock.Tock>>"');
  });

  it("and every type of its group", () => {
    expect(sanitizer.stringify(tick)).toBe('"<<clock.Tock: options of sound cannot be read, clock.Tick>>"');
  });

  it("types outside of the group still print, with a note in place of the group", () => {
    const clockType = messageIn(file, "clock.Clock");
    const message = create(clockType, { label: "a", tick, face: { color: "b", code: "x" } });
    expect(sanitizer.toJson(message)).toEqual({
      label: "a",
      tick: "<<clock.Tock: options of sound cannot be read, clock.Tick>>",
      face: { color: "b", code: STRIPPED },
    });
  });

  it("whichever type comes first", () => {
    const messages = [tick, tock, create(messageIn(file, "clock.Clock"), { tick })];
    for (const first of messages) {
      const fresh = clock(undecodable()).sanitizer;
      fresh.stringify(first);
      for (const message of messages) {
        expect(fresh.stringify(message)).toBe(sanitizer.stringify(message));
        expect(fresh.stringify(message)).not.toContain("leaked");
      }
    }
  });

  it("in an Any, and with the type given with the call", () => {
    const any = anyPack(tockType, tock);
    const schemas = [file, SingularSchema];
    expect(createSanitizer({ schemas }).toJson(create(SingularSchema, { any }))).toEqual({
      any: { type_url: any.typeUrl, value: "<<options of sound cannot be read, clock.Tock>>" },
    });
    expect(createSanitizer().stringify(tickType, tick)).not.toContain("leaked");
  });

  it("a wrapped message still states its type", () => {
    expect(String(sanitizer.strip(tock))).toContain("clock.Tock");
    expect(JSON.stringify({ request: sanitizer.strip(tick) })).not.toContain("leaked");
  });
});

describe("options that cannot be read", () => {
  const truncated = (no: number, ...data: number[]): FieldOptions => {
    const options = create(FieldOptionsSchema);
    options.$unknown = [{ no, wireType: 2, data: new Uint8Array(data) }];
    return options;
  };
  const prints = (options: FieldOptions): string => {
    const { file, sanitizer } = clock(options);
    return sanitizer.stringify(create(messageIn(file, "clock.Tock"), { sound: "a" }));
  };

  it.each<[string, FieldOptions]>([
    ["a bool that ends too early", undecodable()],
    ["a message that is shorter than its length", truncated(50004, 5, 0x08)],
    ["a message with a field that is longer than it", truncated(50004, 2, 0x12, 0x7f)],
    ["a list of which the second item is malformed", truncated(50002, 2, 0x01, 0x80)],
    ["an option that nothing counts: what it says cannot be known", truncated(50009, 9, 0x61)],
  ])("%s", (_, options) => {
    expect(prints(options)).toBe('"<<options of sound cannot be read, clock.Tock>>"');
  });

  it("readable ones make no difference", () => {
    expect(prints(create(FieldOptionsSchema, { deprecated: true }))).toBe('{"sound":"a"}');
  });
});

describe("a type that the end of the stack kept from being compiled", () => {
  it("prints a note, and itself as soon as there is stack again", () => {
    const { file, sanitizer } = clock(create(FieldOptionsSchema));
    const tockType = messageIn(file, "clock.Tock");
    const proto = tockType.fields[0]?.proto;
    if (proto === undefined) throw new Error("clock.Tock has a field");
    const { options } = proto;
    let isEnd = true;
    Object.defineProperty(proto, "options", {
      get() {
        if (isEnd) throw new RangeError("Maximum call stack size exceeded");
        return options;
      },
    });
    const tock = create(tockType, { sound: "a" });
    expect(sanitizer.stringify(tock)).toBe('"<<could not be compiled, clock.Tock>>"');
    isEnd = false;
    expect(sanitizer.stringify(tock)).toBe('{"sound":"a"}');
  });
});

describe("types without end", () => {
  it("a chain of types that is too long to compile prints notes, never throws, and hides no other type", () => {
    const length = 20_000;
    const file = fileOf(
      Array.from({ length }, (_, index) => ({
        name: `T${index}`,
        field: [
          stringField("text", 1, { options: csiSecret() }),
          ...(index + 1 < length ? [messageField("next", 2, `clock.T${index + 1}`)] : []),
        ],
      })),
    );
    const sanitizer = createSanitizer({ schemas: [file] });
    const printed = (index: number): string => {
      const message = create(messageIn(file, `clock.T${index}`), {
        text: "leaked",
        next: { text: "leaked" },
      });
      return sanitizer.stringify(message);
    };
    for (const index of [0, 1, length / 2, 0]) expect(printed(index)).not.toContain("leaked");
    expect(printed(length - 100)).toBe(`{"next":{"text":"${STRIPPED}"},"text":"${STRIPPED}"}`);
  });
});
