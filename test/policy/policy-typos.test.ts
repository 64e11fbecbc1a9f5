import { describe, expect, it } from "vitest";
import { createCsiSanitizer, csiPolicy } from "../../src/csi/index.js";
import { createSanitizer, PolicyError } from "../../src/index.js";
import { file_probe } from "../gen/probe_pb.js";
import { errorOf } from "./error-of-policy.js";

describe("a typo does not switch protection off", () => {
  it.each<[string, unknown]>([
    ["fieldOption", { fieldOption: ["options.v1.my_secret"] }],
    ["field", { field: ["probe.v1.Leaf.open"] }],
    ["mapkeys", { mapkeys: [{ field: "volume_context", keys: ["a"] }] }],
    ["detector", { detector: () => true }],
  ])("in the name of a list of rules: %s", (name, policy) => {
    expect(errorOf(policy).message).toContain(name);
  });

  it.each<[string, unknown]>([
    ["fieldOptions", { fieldOptions: "options.v1.my_secret" }],
    ["fields", { fields: "probe.v1.Leaf.open" }],
    ["mapKeys", { mapKeys: { field: "volume_context", keys: ["a"] } }],
    ["detectors", { detectors: () => true }],
  ])("in %s, one rule instead of a list", (name, policy) => {
    expect(errorOf(policy).rule).toContain(name);
  });

  it("in a rule for map keys without a field", () => {
    expect(errorOf({ mapKeys: [{ fields: "volume_context", keys: ["a"] }] }).rule).toContain("mapKeys");
  });

  it.each<[string, object]>([
    ["key", { field: "volume_context", keys: ["a"], key: ["password"] }],
    ["Keys", { field: "volume_context", keys: ["a"], Keys: ["password"] }],
  ])("in a property of a rule for map keys: %s", (name, rule) => {
    expect(errorOf({ mapKeys: [rule] }).message).toContain(`"${name}"`);
  });

  it("in a key that no map of the rule can have", () => {
    const error = errorOf({ mapKeys: [{ field: "probe.v1.Maps.by_int64", keys: ["7", "007"] }] });
    expect(error.message).toBe('mapKeys: "probe.v1.Maps.by_int64": no key can be "007" in a map of int64');
  });

  it.each<[string, unknown]>([
    ["policy", null],
    ["mapKeys", { mapKeys: [null] }],
  ])("in null instead of a rule: %s", (rule, policy) => {
    expect(errorOf(policy).rule).toBe(rule);
  });

  it("in the options of the CSI policy and of its sanitizer", () => {
    // What a caller in JavaScript may pass.
    const options = { volumeContextkeys: ["password"] } as unknown as Parameters<typeof csiPolicy>[0];
    expect(() => csiPolicy(options)).toThrow(/^volumeContextkeys: .*volumeContextKeys/);
    expect(() => createCsiSanitizer(options)).toThrow(/^volumeContextkeys: .*volumeContextKeys/);
    expect(() => createSanitizer(null as unknown as object)).toThrow(/^options: not an object/);
    expect(() => createSanitizer({ limits: null as unknown as object })).toThrow(/^limits: /);
  });

  it("in the keys of a CSI sanitizer, one instead of a list", () => {
    // What a caller in JavaScript may pass.
    const volumeContextKeys = "password" as unknown as readonly string[];
    expect(() => createCsiSanitizer({ volumeContextKeys })).toThrow(PolicyError);
  });

  it("in the name of an option of the sanitizer itself", () => {
    // Not assigned from a literal, so TypeScript does not notice either.
    const options = { schemas: [file_probe], policies: [{ fields: ["probe.v1.Leaf.open"] }] };
    expect(() => createSanitizer(options)).toThrow(/policies/);
  });
});
