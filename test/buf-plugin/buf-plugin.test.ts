import { create, fromBinary, fromJson, setExtension } from "@bufbuild/protobuf";
import {
  FieldDescriptorProtoSchema,
  FieldOptionsSchema,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  file_google_protobuf_descriptor,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { pluginType } from "../../src/buf-plugin/plugin-types.js";
import { isProcedure, pluginSpec } from "../../src/buf-plugin/run-plugin.js";
import { csi_secret, file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { protoFolder } from "../cli/audit/proto-folder.js";
import { stringField } from "../schema/build-file.js";
import { type Answer, call, check } from "./call-plugin.js";

const secretOptions = create(FieldOptionsSchema);
setExtension(secretOptions, csi_secret, true);

/** A file of Buf, whose message has these fields. */
function fileOf(...fields: readonly (string | ReturnType<typeof stringField>)[]): FileDescriptorProto {
  return create(FileDescriptorProtoSchema, {
    name: "acme/v1/login.proto",
    package: "acme.v1",
    syntax: "proto3",
    dependency: ["csi/v1/csi.proto"],
    messageType: [
      {
        name: "First",
        nestedType: [
          {
            name: "Login",
            field: fields.map((one, at) => (typeof one === "string" ? stringField(one, at + 1) : one)),
          },
        ],
      },
    ],
  });
}

const imports = [
  file_csi_v1_csi.proto,
  ...file_csi_v1_csi.dependencies.map(({ proto }) => proto),
  file_google_protobuf_descriptor.proto,
].filter((one, at, all) => all.findIndex(({ name }) => name === one.name) === at);

/** The rules and places of annotations. */
function found({ value, error }: Answer): unknown {
  expect(error).toBeUndefined();
  const { annotations } = value as {
    annotations: { ruleId: string; fileLocation: { fileName: string; sourcePath: number[] } }[];
  };
  return annotations.map(({ ruleId, fileLocation: { fileName, sourcePath } }) => [
    ruleId,
    fileName,
    sourcePath.join("."),
  ]);
}

const file = "acme/v1/login.proto";

describe("the plugin for Buf", () => {
  it.each(["binary", "json"] as const)("says what it can do, in %s", async (format) => {
    const type = pluginType("pluginrpc.v1.Spec");
    const bytes = pluginSpec(format);
    const spec =
      format === "binary"
        ? fromBinary(type, bytes)
        : fromJson(type, JSON.parse(new TextDecoder().decode(bytes)));
    const { procedures } = spec as unknown as { procedures: { path: string; args: string[] }[] }; // as its type has it
    expect(procedures.map(({ path }) => path)).toEqual(
      ["Check", "ListRules", "ListCategories"].map((name) => `/buf.plugin.check.v1.CheckService/${name}`),
    );
    for (const { path, args } of procedures) {
      expect([path, ...args].every(isProcedure)).toBe(true);
      for (const arg of args) expect(arg).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_-]*[a-zA-Z0-9]$/);
    }
  });

  it.each(["binary", "json"] as const)(
    "lists rules and categories that fit each other, in %s",
    async (format) => {
      const { value: rules } = await call("list-rules", undefined, format);
      const { value: categories } = await call(
        "/buf.plugin.check.v1.CheckService/ListCategories",
        undefined,
        format,
      );
      const ids = (categories as { categories: { id: string; purpose: string }[] }).categories.map(
        ({ id }) => id,
      );
      const listed = (
        rules as { rules: { id: string; categoryIds: string[]; purpose: string; type: number }[] }
      ).rules;
      expect(listed.map(({ id }) => id)).toContain("UNMARKED_SECRET");
      for (const { id, categoryIds, purpose, type } of listed) {
        expect(id).toMatch(/^[A-Z0-9][A-Z0-9_]{1,62}[A-Z0-9]$/);
        expect(purpose).toMatch(/^[A-Z].{1,254}\.$/);
        expect(type).toBe(id === "NEWLY_VISIBLE_FIELD" ? 2 : 1);
        expect(categoryIds.length).toBeGreaterThan(0);
        for (const category of categoryIds) expect(ids).toContain(category);
      }
    },
  );

  it.each(["binary", "json"] as const)(
    "points at each suspect of the files that are no imports, in %s",
    async (format) => {
      const hidden = stringField("token", 3, { options: secretOptions });
      const answer = await check({ files: [fileOf("user", "password", hidden, "blob")], imports }, format);
      expect(found(answer)).toEqual([["UNMARKED_SECRET", file, "4.0.3.0.2.1"]]);
    },
  );

  it("checks the rules that it is asked for", async () => {
    const files = [fileOf("password", "blob")];
    expect(found(await check({ files, imports, ruleIds: ["POSSIBLE_SECRET"] }))).toEqual([
      ["POSSIBLE_SECRET", file, "4.0.3.0.2.1"],
    ]);
    expect(found(await check({ files, imports, ruleIds: ["LOCK_NEW_FIELD"] }))).toEqual([]);
  });

  it("takes the policy from its options, and says in the message what to do", async () => {
    const files = [fileOf("password", "token")];
    const options = { fields: ["acme.v1.First.Login.token"], dialects: [], field_options: "debug_redact" };
    const answer = await check({ files, imports, options });
    expect(found(answer)).toHaveLength(1);
    expect(JSON.stringify(answer.value)).toMatch(
      /acme\.v1\.First\.Login\.password: its name speaks of .*\. Mark it .* list acme\.v1\.First\.Login\.password under .*buf:lint:ignore UNMARKED_SECRET/,
    );
  });

  it("checks against an allow-list and a lock", async () => {
    const folder = protoFolder();
    const allow = folder.write("allow.txt", "acme.v1.First.Login.password # a sample\n");
    const lock = folder.write(
      "audit.lock",
      "# protosanitizer lock 1\nacme.v1.First.Login.user = 1 | string | secret | rule: x\nacme.v1.First.Login.password = 9 | string | open | nobody\n",
    );
    const files = [fileOf("user", "password", "more")];
    expect(found(await check({ files, imports, options: { allow, lock } }))).toEqual([
      ["LOCK_LOST_CLASS", file, "4.0.3.0.2.0"],
      ["LOCK_MOVED_FIELD", file, "4.0.3.0.2.1"],
      ["LOCK_NEW_FIELD", file, "4.0.3.0.2.2"],
    ]);
  });

  it("says what buf breaking does not: which fields a change makes visible", async () => {
    const against = [fileOf(stringField("user", 1, { options: secretOptions }), "name"), ...imports];
    const files = [fileOf("user", "name", "more"), ...imports];
    expect(found(await check({ files, against, ruleIds: ["NEWLY_VISIBLE_FIELD"] }))).toEqual([
      ["NEWLY_VISIBLE_FIELD", file, "4.0.3.0.2.0"],
      ["NEWLY_VISIBLE_FIELD", file, "4.0.3.0.2.2"],
    ]);
  });

  it.each<
    [
      problem: string,
      options: Readonly<Record<string, string | boolean | readonly string[]>>,
      message: RegExp,
    ]
  >([
    ["an option that does not exist", { feilds: [] }, /there is no option feilds; did you mean fields\?/],
    ["an option of the wrong type", { lock: true }, /the option lock is not a text/],
    ["a flag of the wrong type", { optional: "yes" }, /neither true nor false/],
    [
      "a rule that matches nothing",
      { fields: ["acme.v1.First.Login.pasword"] },
      /no such field in the given schemas/,
    ],
    ["an unknown dialect", { dialects: ["nope"] }, /there is no nope/],
    ["a lock that is missing", { lock: "/no/such.lock" }, /no such file/],
  ])(
    "answers with an error for %s: a check that cannot be made must not pass",
    async (_, options, message) => {
      const { error, value } = await check({ files: [fileOf("password")], imports, options });
      expect(error?.code).toBe(3);
      expect(error?.message).toMatch(message);
      expect(value).toBeUndefined();
    },
  );

  it("lets rules match nothing if its user says so: modules of a workspace share options", async () => {
    const options = { fields: ["other.v1.M.x"], optional: true };
    expect(found(await check({ files: [fileOf("password")], imports, options }))).toHaveLength(1);
  });

  it("answers with an error for malformed requests, unknown rules and unknown procedures, and quotes nothing", async () => {
    expect((await check({ files: [], ruleIds: ["NO_SUCH_RULE"] })).error?.message).toMatch(
      /no rule NO_SUCH_RULE/,
    );
    expect((await call("check", undefined, "binary")).error?.code).toBe(3);
    expect((await call("nothing", undefined, "json")).error?.code).toBe(3);
    const broken = fileOf("password");
    broken.messageType[0]?.nestedType[0]?.field.push(
      create(FieldDescriptorProtoSchema, {
        name: "hunter2",
        number: 9,
        type: 11,
        label: 1,
        typeName: ".no.Such",
      }),
    );
    const { error } = await check({ files: [broken], imports });
    expect(error?.message).toMatch(/^protosanitizer: /);
    expect(error?.message).not.toContain("hunter2");
  });
});
