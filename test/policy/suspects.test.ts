import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer, csiRegistry } from "../../src/csi/index.js";
import { createSanitizer, type Sanitizer, SchemaError } from "../../src/index.js";
import { listSuspects, type Suspect } from "../../src/policy/suspects.js";
import { buildFile, stringField, undecodable } from "../schema/build-file.js";
import { root, SETTLED, sanitizerWith } from "./suspicious-schema.js";

describe("suspects", () => {
  it("are the open fields that may hold credentials, in the order of the schemas, each with a stable code and a reason", () => {
    expect(sanitizerWith().suspects()).toEqual([
      {
        field: "acme.v1.Login.password",
        type: "string",
        severity: "likely",
        code: "credential",
        reason: 'its name speaks of "password"',
      },
      {
        field: "acme.v1.Login.recovery_code",
        type: "string",
        severity: "likely",
        code: "one-time code",
        reason: 'its name speaks of "recovery code"',
      },
      {
        field: "acme.v1.AuthConfig.token",
        type: "bytes",
        severity: "likely",
        code: "credential",
        reason: 'its name speaks of "token"',
      },
      {
        field: "acme.v1.Labels.labels",
        type: "map<string, string>",
        severity: "possible",
        code: "anything",
        reason: "anything can stand under its keys",
      },
      {
        field: "acme.v1.Labels.extra",
        type: "google.protobuf.Struct",
        severity: "possible",
        code: "anything",
        reason: "anything can stand under its keys",
      },
    ]);
  });

  it("of a type are those that can be reached from it, outside of secret fields", () => {
    const fields = (sanitizer: Sanitizer, type: string): readonly string[] =>
      sanitizer.suspects(type).map(({ field }) => field.slice("acme.v1.".length));
    expect(fields(sanitizerWith(), "acme.v1.Login")).toEqual([
      "Login.password",
      "Login.recovery_code",
      "AuthConfig.token",
    ]);
    expect(fields(sanitizerWith(), "acme.v1.Vault")).toEqual(["AuthConfig.token"]);
    expect(fields(sanitizerWith("warn", { fields: ["acme.v1.Vault.secret"] }), "acme.v1.Vault")).toEqual([]);
    expect(sanitizerWith().suspects(root().lookupType("acme.v1.Labels"))).toHaveLength(2);
    expect(() => sanitizerWith().suspects("acme.v1.Nothing")).toThrow(SchemaError);
  });

  it("are settled by rules, by detectors of the field, and by a reviewer's word", () => {
    expect(sanitizerWith("warn", SETTLED).suspects()).toEqual([]);
    const byKey = sanitizerWith("warn", {
      ...SETTLED,
      open: [/code/],
      mapKeys: [{ field: "labels", keys: ["a"] }],
    });
    expect(byKey.suspects().map(({ field }) => field)).toEqual(["acme.v1.Labels.extra"]);
    const byDetector = sanitizerWith("warn", {
      ...SETTLED,
      open: [/\.extra$/, /_code$/],
      fieldDetectors: [{ field: "labels", detectors: [(text) => text === "x"] }],
    });
    expect(byDetector.suspects()).toEqual([]);
  });

  it("are none of the fields that a class shows to the reader, or whose options cannot be read", () => {
    const policy = {
      fields: [{ field: "acme.v1.Login.password", class: "pii" }],
      open: ["acme.v1.Login.recovery_code"],
    };
    const sanitizer = createSanitizer({ schemas: [root()], policy, audiences: { staff: { pii: "show" } } });
    expect(sanitizer.for("staff").suspects("acme.v1.Login")).toEqual(
      sanitizer.suspects("acme.v1.AuthConfig"),
    );
    const field = [stringField("password", 1, { options: undecodable() }), stringField("pin", 2)];
    const file = buildFile(
      { name: "broken.proto", package: "broken", messageType: [{ name: "Login", field }] },
      file_csi_v1_csi,
    );
    const found = createSanitizer({ schemas: [file] }).suspects("broken.Login");
    expect(found.map((one) => one.field)).toEqual(["broken.Login.pin"]);
  });

  it("none are in the types of CSI, because the policy for CSI judges each of them", () => {
    expect(createCsiSanitizer().suspects()).toEqual([]);
    expect(createCsiSanitizer({ onSuspect: "throw" }).suspects()).toEqual([]);
    const unjudged = createSanitizer({ schemas: [csiRegistry] }).suspects();
    expect(new Set(unjudged.map(({ field }) => field.slice(field.lastIndexOf(".") + 1)))).toEqual(
      new Set([
        "manifest",
        "mount_flags",
        "mutable_parameters",
        "next_token",
        "parameters",
        "publish_context",
        "segments",
        "starting_token",
        "volume_context",
      ]),
    );
  });
});

describe("suspects in a warning or an error", () => {
  const suspect = (name: string): Suspect => ({
    field: `acme.v1.Login.${name}`,
    type: "string",
    severity: "likely",
    code: "credential",
    reason: `its name speaks of "${name}"`,
  });

  it("are the first 50, and a number", () => {
    const one = 'acme.v1.Login.pin (likely: its name speaks of "pin")';
    const many = (count: number): string => listSuspects(Array.from({ length: count }, () => suspect("pin")));
    expect(many(1)).toBe(one);
    expect(many(50)).toBe(Array(50).fill(one).join(", "));
    expect(many(52)).toBe(`${Array(50).fill(one).join(", ")}, 2 more, which sanitizer.suspects() lists`);
  });

  it("have no characters that end a line or change a terminal", () => {
    expect(listSuspects([suspect("p\n\u001b[2Jä")])).toBe(
      'acme.v1.Login.p??[2J? (likely: its name speaks of "p??[2J?")',
    );
  });
});
