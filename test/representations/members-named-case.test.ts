import { create, createFileRegistry } from "@bufbuild/protobuf";
import { FieldDescriptorProto_Type, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";

/** `message Pick { oneof pick { string case = 1; string value = 2; } }` */
const registry = createFileRegistry(
  create(FileDescriptorProtoSchema, {
    name: "pick.proto",
    package: "pick.v1",
    syntax: "proto3",
    messageType: [
      {
        name: "Pick",
        oneofDecl: [{ name: "pick" }],
        field: ["case", "value"].map((name, index) => ({
          name,
          number: index + 1,
          label: 1,
          type: FieldDescriptorProto_Type.STRING,
          oneofIndex: 0,
        })),
      },
    ],
  }),
  () => undefined,
);

describe("a member of a oneof that is called like the property that names the member", () => {
  const open = createSanitizer({ schemas: [registry] });
  const hidden = createSanitizer({ schemas: [registry], policy: { fields: ["pick.v1.Pick.case"] } });

  it.each([
    ["as @bufbuild/protobuf 1 holds it", { pick: { case: "case", value: "hunter2" } }],
    ["as ts-proto holds it", { pick: { $case: "case", case: "hunter2" } }],
    ["as @protobuf-ts holds it", { pick: { oneofKind: "case", case: "hunter2" } }],
  ])("has its value, %s", (_, message) => {
    expect(open.stringify("pick.v1.Pick", message)).toBe('{"case":"hunter2"}');
    expect(hidden.stringify("pick.v1.Pick", message)).toBe('{"case":"***stripped***"}');
    const copy = hidden.redact("pick.v1.Pick", message);
    expect(JSON.stringify(copy)).not.toContain("hunter2");
    expect(hidden.stringify("pick.v1.Pick", copy)).toBe('{"case":"***stripped***"}');
    expect(hidden.secretsOf("pick.v1.Pick", message).scrub("hunter2")).toBe("***stripped***");
    expect(open.stringify("pick.v1.Pick", open.redact("pick.v1.Pick", message))).toBe('{"case":"hunter2"}');
  });
});
