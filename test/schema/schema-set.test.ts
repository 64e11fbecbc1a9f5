import { create, type DescFile } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, type Policy, STRIPPED } from "../../src/index.js";
import { buildFile, csiSecret, messageIn, stringField } from "./build-file.js";
import { csiVariant, csiWithoutOptions, publishField, publishFields } from "./csi-variant.js";

const PUBLISH = "csi.v1.NodePublishVolumeRequest";

/** Prints a NodePublishVolumeRequest made by one copy of csi.proto, knowing several. */
function publish(
  schemas: readonly DescFile[],
  maker: DescFile,
  init: Record<string, unknown>,
  policy: Policy = {},
): unknown {
  const message = create(messageIn(maker, PUBLISH), init);
  return JSON.parse(createSanitizer({ schemas, policy }).stringify(message));
}

describe("of two copies of csi.proto, one that lost its options makes nothing open", () => {
  const older = csiWithoutOptions();
  const init = { volumeId: "v", secrets: { password: "x" } };

  it("alone it knows of no secret", () => {
    expect(publish([older], older, init)).toEqual({ volume_id: "v", secrets: { password: "x" } });
  });

  it.each<[string, readonly DescFile[], DescFile]>([
    ["given first, of its own message", [older, file_csi_v1_csi], older],
    ["given last, of its own message", [file_csi_v1_csi, older], older],
    ["given first, of the other's message", [older, file_csi_v1_csi], file_csi_v1_csi],
    ["given last, of the other's message", [file_csi_v1_csi, older], file_csi_v1_csi],
    ["in the middle", [older, file_csi_v1_csi, csiWithoutOptions()], older],
  ])("%s", (_, schemas, maker) => {
    expect(publish(schemas, maker, init)).toEqual({ volume_id: "v", secrets: STRIPPED });
  });
});

describe("a field that one copy calls by another name is the same field", () => {
  const renamed = csiVariant((file) => {
    const secrets = publishField(file, "secrets");
    secrets.name = "credentials";
    secrets.jsonName = "credentials";
    delete secrets.options;
    publishField(file, "volume_context").name = "volume_attributes";
  });
  const schemas = [renamed, file_csi_v1_csi];

  it("the first copy's name is printed, and the other copy's option counts", () => {
    expect(publish(schemas, renamed, { credentials: { password: "x" } })).toEqual({ credentials: STRIPPED });
  });

  it("a message that has the other name prints nothing of it", () => {
    expect(publish(schemas, file_csi_v1_csi, { secrets: { password: "x" } })).toEqual({});
  });

  it.each(["credentials", "secrets"])("a rule for fields may use either name: %s", (name) => {
    const policy = { fieldOptions: [], fields: [`${PUBLISH}.${name}`] };
    expect(publish(schemas, renamed, { credentials: { password: "x" } }, policy)).toEqual({
      credentials: STRIPPED,
    });
  });

  it.each([
    "volume_attributes",
    "volume_context",
    `${PUBLISH}.volume_attributes`,
    `${PUBLISH}.volume_context`,
  ])("and so may a rule for map keys: %s", (field) => {
    const policy = { mapKeys: [{ field, keys: ["password"] }] };
    expect(publish(schemas, renamed, { volumeAttributes: { password: "x", a: "b" } }, policy)).toEqual({
      volume_attributes: { a: "b", password: STRIPPED },
    });
  });

  it("explain has the printed name, and the rule", () => {
    const lines = createSanitizer({ schemas }).explain(PUBLISH);
    expect(lines.filter(({ field }) => /\.(secrets|credentials)$/.test(field))).toEqual([
      {
        field: `${PUBLISH}.credentials`,
        type: "map<string, string>",
        verdict: "secret",
        rule: "field option csi.v1.csi_secret",
      },
    ]);
  });
});

describe("a field that only one copy has is known", () => {
  const newer = csiVariant((file) => {
    publishFields(file).push(
      stringField("api_token", 90, { options: csiSecret() }),
      stringField("node_zone", 91),
    );
  });

  it.each<[string, readonly DescFile[]]>([
    ["first", [newer, file_csi_v1_csi]],
    ["last", [file_csi_v1_csi, newer]],
  ])("given %s", (_, schemas) => {
    expect(publish(schemas, newer, { volumeId: "v", apiToken: "x", nodeZone: "z" })).toEqual({
      api_token: STRIPPED,
      node_zone: "z",
      volume_id: "v",
    });
  });
});

describe("names and numbers that moved", () => {
  const versionOf = (...fields: Parameters<typeof stringField>[]): DescFile =>
    buildFile(
      {
        name: "login.proto",
        package: "login",
        messageType: [{ name: "Login", field: fields.map((field) => stringField(...field)) }],
      },
      file_csi_v1_csi,
    );
  const marked = { options: csiSecret() };

  it("a field of the same name and another number is the same field", () => {
    const first = versionOf(["password", 1]);
    const second = versionOf(["password", 2, marked]);
    const message = create(messageIn(first, "login.Login"), { password: "x" });
    expect(createSanitizer({ schemas: [first, second] }).stringify(message)).toBe(
      `{"password":"${STRIPPED}"}`,
    );
  });

  it("if two fields swapped numbers and one is secret, both are secret", () => {
    const first = versionOf(["user", 1], ["password", 2]);
    const second = versionOf(["password", 1, marked], ["user", 2]);
    const message = create(messageIn(first, "login.Login"), { user: "u", password: "x" });
    expect(createSanitizer({ schemas: [first, second] }).stringify(message)).toBe(
      `{"password":"${STRIPPED}","user":"${STRIPPED}"}`,
    );
  });

  it("if names and numbers cross, every name and every number of a secret field is secret", () => {
    const first = versionOf(["token", 1], ["password", 4, marked]);
    const second = versionOf(["token", 4], ["password", 1]);
    const message = create(messageIn(second, "login.Login"), { token: "number 4", password: "x" });
    expect(createSanitizer({ schemas: [first, second] }).stringify(message)).not.toContain("number 4");
  });

  it("names that are one property in JavaScript are the same field", () => {
    const first = versionOf(["api_token", 1]);
    const second = versionOf(["apiToken", 2, marked]);
    const message = create(messageIn(second, "login.Login"), { apiToken: "x" });
    expect(createSanitizer({ schemas: [first, second] }).stringify(message)).not.toContain('"x"');
  });

  it("a secret field of any version prints its marker or nothing, whichever versions are known", () => {
    const field = fc.record({
      name: fc.constantFrom("a", "b", "c", "d"),
      number: fc.integer({ min: 1, max: 4 }),
      secret: fc.boolean(),
    });
    const version = fc
      .uniqueArray(field, { selector: ({ number }) => number, minLength: 1 })
      .map((fields) => fields.filter(({ name }, at) => fields.findIndex((one) => one.name === name) === at));
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 3 }), fc.nat({ max: 2 }), (versions, pick) => {
        const files = versions.map((fields) =>
          versionOf(
            ...fields.map(
              ({ name, number, secret }): Parameters<typeof stringField> =>
                secret ? [name, number, marked] : [name, number],
            ),
          ),
        );
        const maker = files[pick % files.length] ?? files[0];
        const made = versions[pick % files.length] ?? [];
        if (maker === undefined) throw new Error("no version");
        const type = messageIn(maker, "login.Login");
        const message = create(type, Object.fromEntries(made.map(({ name }) => [name, `value of ${name}`])));
        const secrets = versions.flat().filter(({ secret }) => secret);
        const sanitizer = createSanitizer({ schemas: files });
        for (const text of [sanitizer.stringify(message), sanitizer.stringify(type, message)]) {
          for (const { name, number } of made) {
            const isSecret = secrets.some((one) => one.name === name || one.number === number);
            if (isSecret) expect(text).not.toContain(`value of ${name}`);
          }
        }
      }),
    );
  });
});
