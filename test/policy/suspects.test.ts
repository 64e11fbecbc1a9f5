import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import protobuf from "protobufjs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer, csiRegistry } from "../../src/csi/index.js";
import {
  createSanitizer,
  type OnSuspect,
  type Policy,
  PolicyError,
  type Sanitizer,
  SchemaError,
  STRIPPED,
} from "../../src/index.js";
import { listSuspects, type Suspect } from "../../src/policy/suspects.js";
import { MapsSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { buildFile, stringField, undecodable } from "../schema/build-file.js";
import { testRegistry } from "../schema/test-files.js";

const PROTO = `
syntax = "proto3";
package acme.v1;
import "google/protobuf/struct.proto";
message Login {
  string user = 1;
  string password = 2;
  string recovery_code = 3;
  AuthConfig auth = 4;
  Trusted trusted = 5;
  bool has_token = 6;
}
message AuthConfig { string realm = 1; bytes token = 2; }
message Trusted { string note = 1; }
message Vault { AuthConfig secret = 1; string label = 2; }
message Labels { map<string, string> labels = 1; google.protobuf.Struct extra = 2; }
`;

function root(): protobuf.Root {
  return protobuf.parse(PROTO, { keepCase: true }).root;
}

function sanitizerWith(onSuspect?: OnSuspect, policy: Policy = {}): Sanitizer {
  return createSanitizer({ schemas: [root()], policy, ...(onSuspect && { onSuspect }) });
}

const LOGIN = {
  user: "jane",
  password: "hunter2",
  recovery_code: "1234-5678",
  auth: { realm: "r", token: Buffer.from("t0ken") },
};

/** Rules that settle all suspects. */
const SETTLED: Policy = {
  fields: ["acme.v1.Login.password", "acme.v1.AuthConfig.token"],
  open: ["acme.v1.Login.recovery_code", /^acme\.v1\.Labels\./],
};

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

describe('onSuspect: "warn" is the default', () => {
  const warnings: string[] = [];

  beforeEach(() => {
    warnings.length = 0;
    vi.spyOn(process, "emitWarning").mockImplementation((warning) => {
      warnings.push(String(warning));
    });
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it("and warns once, when a type with suspects is first printed, of all that can be reached from it", () => {
    const sanitizer = sanitizerWith();
    sanitizer.suspects();
    sanitizer.explain("acme.v1.Login");
    sanitizer.strip("acme.v1.Login", LOGIN);
    sanitizer.stringify("acme.v1.Trusted", { note: "a" });
    expect(warnings).toEqual([]);
    expect(sanitizer.stringify("acme.v1.Login", LOGIN)).toContain("hunter2");
    sanitizer.stringify("acme.v1.Login", LOGIN);
    sanitizer.stringify("acme.v1.Labels", { labels: { a: "b" } });
    expect(warnings).toEqual([
      'protosanitizer: open fields may hold secrets: acme.v1.Login.password (likely: its name speaks of "password"), ' +
        'acme.v1.Login.recovery_code (likely: its name speaks of "recovery code"), ' +
        'acme.v1.AuthConfig.token (likely: its name speaks of "token"). Mark each of them secret, or list it under "open" ' +
        'in a policy if it is harmless; or set onSuspect to "ignore" or "strip"',
    ]);
  });

  it("each sanitizer for itself", () => {
    sanitizerWith().stringify("acme.v1.Login", LOGIN);
    sanitizerWith().toJson("acme.v1.Login", LOGIN);
    sanitizerWith().redact("acme.v1.Login", LOGIN);
    expect(warnings).toHaveLength(3);
  });

  it("not of what stands in secret fields, until the type is printed by itself", () => {
    const sanitizer = sanitizerWith("warn", { fields: ["acme.v1.Vault.secret"] });
    sanitizer.stringify("acme.v1.Vault", { label: "a" });
    expect(warnings).toEqual([]);
    sanitizer.stringify("acme.v1.AuthConfig", { realm: "a" });
    expect(warnings).toHaveLength(1);
  });

  it("also of a type that comes with the call, or in an Any", () => {
    createSanitizer().stringify(root().lookupType("acme.v1.Login"), LOGIN);
    expect(warnings).toHaveLength(1);
    const sanitizer = createSanitizer({
      schemas: [testRegistry],
      policy: { open: [/^(?!probe\.v1\.Maps\.)/] },
    });
    const any = anyPack(MapsSchema, create(MapsSchema, { byString: { a: "b" } }));
    sanitizer.stringify(create(SingularSchema, { stringValue: "a" }));
    expect(warnings).toHaveLength(1);
    sanitizer.stringify(create(SingularSchema, { any }));
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toContain("probe.v1.Maps.by_string (possible");
  });

  it("never for types without suspects, nor for those of CSI", () => {
    sanitizerWith("warn", SETTLED).stringify("acme.v1.Login", LOGIN);
    const csi = createCsiSanitizer();
    for (const { typeName } of [...csiRegistry].filter((type) => type.kind === "message"))
      csi.stringify(typeName, {});
    expect(warnings).toEqual([]);
  });

  it("never with ignore", () => {
    expect(sanitizerWith("ignore").stringify("acme.v1.Login", LOGIN)).toContain("hunter2");
    expect(warnings).toEqual([]);
  });

  it("goes to the console where there is no process.emitWarning", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    vi.stubGlobal("process", undefined);
    sanitizerWith().stringify("acme.v1.Login", LOGIN);
    expect(warn).toHaveBeenCalledOnce();
    expect(String(warn.mock.calls[0])).toContain("acme.v1.Login.password");
  });

  it("does no harm if the program's console throws", () => {
    vi.stubGlobal("process", {
      emitWarning() {
        throw new Error("no console");
      },
    });
    expect(sanitizerWith().stringify("acme.v1.Login", LOGIN)).toContain("hunter2");
  });
});

describe('onSuspect: "throw"', () => {
  it("refuses to make a sanitizer for schemas with suspects, and names them", () => {
    expect(() => sanitizerWith("throw")).toThrow(PolicyError);
    expect(() => sanitizerWith("throw")).toThrow(
      /acme\.v1\.Login\.recovery_code \(likely: .*"open" in a policy/,
    );
    expect(sanitizerWith("throw", SETTLED).stringify("acme.v1.Trusted", { note: "a" })).toBe('{"note":"a"}');
  });

  it("strips suspects of a type that comes with a call, because printing never throws", () => {
    const sanitizer = createSanitizer({ onSuspect: "throw" });
    expect(sanitizer.toJson(root().lookupType("acme.v1.Login"), LOGIN)).toEqual({
      user: "jane",
      password: STRIPPED,
      recovery_code: STRIPPED,
      auth: { realm: "r", token: STRIPPED },
    });
  });
});

describe('onSuspect: "strip"', () => {
  const sanitizer = sanitizerWith("strip", { open: ["acme.v1.Login.recovery_code"] });

  it("makes suspects secret for every writer", () => {
    expect(sanitizer.toJson("acme.v1.Login", LOGIN)).toEqual({
      user: "jane",
      password: STRIPPED,
      recovery_code: "1234-5678",
      auth: { realm: "r", token: STRIPPED },
    });
    expect(sanitizer.redact("acme.v1.Login", LOGIN)).toMatchObject({ password: STRIPPED });
    expect(sanitizer.secretsOf("acme.v1.Login", LOGIN).scrub("-p hunter2")).toBe(`-p ${STRIPPED}`);
    expect(sanitizer.toJson("acme.v1.Labels", { labels: { a: "b" }, extra: { c: "d" } })).toEqual({
      labels: STRIPPED,
      extra: STRIPPED,
    });
  });

  it("says so in explain, and still lists them", () => {
    expect(sanitizer.explain("acme.v1.AuthConfig")[1]).toEqual({
      field: "acme.v1.AuthConfig.token",
      type: "bytes",
      verdict: "secret",
      rule: 'suspect its name speaks of "token"',
    });
    expect(sanitizer.suspects("acme.v1.AuthConfig")).toHaveLength(1);
  });
});

describe("onSuspect", () => {
  it("has four values", () => {
    // A caller in plain JavaScript may give anything.
    expect(() => sanitizerWith("block" as OnSuspect)).toThrow(RangeError);
  });
});
