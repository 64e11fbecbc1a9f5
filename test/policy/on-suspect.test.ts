import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCsiSanitizer, csiRegistry } from "../../src/csi/index.js";
import { createSanitizer, type OnSuspect, PolicyError, STRIPPED } from "../../src/index.js";
import { MapsSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { testRegistry } from "../schema/test-files.js";
import { LOGIN, root, SETTLED, sanitizerWith } from "./suspicious-schema.js";

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
