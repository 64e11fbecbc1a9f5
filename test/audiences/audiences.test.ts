import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { livekit } from "../../src/dialects/index.js";
import {
  type ClassActions,
  createSanitizer,
  PolicyError,
  type SanitizerOptions,
  STRIPPED,
} from "../../src/index.js";
import { createTextSanitizer } from "../../src/text/index.js";
import { registryOf } from "../policy/dialects/schemas-of-dialect.js";
import { testRegistry } from "../schema/test-files.js";

describe("participants of LiveKit, for a system log and for a customer", () => {
  const registry = registryOf("livekit");
  const type = registry.getMessage("logger.SIPParticipant");
  if (type === undefined) throw new Error("the type is in its file");
  const message = create(type, {
    openRoom: "daily",
    hiddenNumber: "+4930123456",
    hiddenPassword: "hunter2",
    hiddenHeaders: { $typeName: "logger.Headers", openVia: "proxy", hiddenAuthorization: "Bearer abc" },
  });
  const options: Omit<SanitizerOptions, "pseudonyms"> = {
    schemas: [registry],
    policy: livekit,
    audiences: { system: {}, customer: { pii: "show" } },
  };
  const sanitizer = createSanitizer(options);

  it("the system log has neither personal data nor secrets", () => {
    const shown = {
      open_room: "daily",
      hidden_number: STRIPPED,
      hidden_password: STRIPPED,
      hidden_headers: STRIPPED,
    };
    expect(sanitizer.for("system").toJson(message)).toEqual(shown);
    expect(sanitizer.toJson(message)).toEqual(shown);
    expect(sanitizer.for("system").secretsOf(message).scrub("called +4930123456")).toBe(`called ${STRIPPED}`);
  });

  it("the customer sees personal data, and no secret, also not one below personal data", () => {
    const customer = sanitizer.for("customer");
    const shown = {
      open_room: "daily",
      hidden_number: "+4930123456",
      hidden_password: STRIPPED,
      hidden_headers: { open_via: "proxy", hidden_authorization: STRIPPED },
    };
    expect(customer.toJson(message)).toEqual(shown);
    expect(customer.toJson(type, toBinary(type, message))).toEqual(shown);
    const secrets = customer.secretsOf(message);
    expect(secrets.scrub("called +4930123456 with hunter2")).toBe(`called +4930123456 with ${STRIPPED}`);
    expect(
      createTextSanitizer({ ...options, schemas: [registry] })
        .for("customer")
        .toJson(message),
    ).toEqual(shown);
  });

  it("secrets stay hidden where a policy shows them under another class", () => {
    const both = createSanitizer({
      ...options,
      policy: [livekit, { fields: [{ field: /hidden_password$/, class: "pii" }] }],
    });
    expect(both.for("customer").toJson(message)).toMatchObject({ hidden_password: STRIPPED });
  });

  it("explain says what an audience gets, and by which rule", () => {
    const fields = sanitizer.for("customer").explain(type);
    expect(fields.find(({ field }) => field.endsWith("hidden_number"))).toEqual({
      field: "logger.SIPParticipant.hidden_number",
      type: "string",
      verdict: "open",
      rule: "field option logger.sensitivity = SENSITIVITY_PII",
      class: "pii",
      action: "show",
    });
    expect(sanitizer.explain(type).find(({ field }) => field.endsWith("hidden_number"))).toMatchObject({
      verdict: "secret",
      class: "pii",
      action: "strip",
    });
  });

  it("what a policy shows is no suspect, because a rule has judged it", () => {
    const shown = createSanitizer({ ...options, classes: { pii: "show" } });
    expect(
      createSanitizer({ schemas: [registry] })
        .suspects()
        .map(({ field }) => field),
    ).toContain("logger.Headers.hidden_authorization");
    const policy = [livekit, { fields: [{ field: "logger.Headers.hidden_authorization", class: "pii" }] }];
    expect(shown.suspects()).toEqual([]);
    expect(createSanitizer({ ...options, policy, classes: { pii: "show" } }).suspects()).toEqual([]);
  });
});

describe("an audience", () => {
  const options: Omit<SanitizerOptions, "pseudonyms"> = {
    schemas: [testRegistry],
    policy: {
      fields: [
        { field: "probe.v1.Leaf.open", class: "pii" },
        { field: "probe.v1.Optionals.f_string", class: "bulk" },
      ],
    },
    classes: { bulk: "omit" },
    audiences: { support: { pii: "show" }, nobody: {}, also: { pii: "show" } },
  };
  const sanitizer = createSanitizer(options);

  it("has the actions of all others for a class that it does not name", () => {
    expect(sanitizer.toJson("probe.v1.Optionals", { fString: "a", fInt32: 1 })).toEqual({ f_int32: 1 });
    expect(sanitizer.for("support").toJson("probe.v1.Optionals", { fString: "a" })).toEqual({});
    expect(sanitizer.for("support").toJson("probe.v1.Leaf", { open: "a", hidden: "b" })).toEqual({
      open: "a",
      hidden: STRIPPED,
    });
  });

  it("has one sanitizer, which others with the same actions share", () => {
    const support = sanitizer.for("support");
    expect(sanitizer.for("support")).toBe(support);
    expect(sanitizer.for("also")).toBe(support);
    expect(sanitizer.for("nobody")).toBe(sanitizer);
    expect(support.for("nobody")).toBe(sanitizer);
  });

  it("has the action that hides most if several rules name a field", () => {
    const field = "probe.v1.Leaf.open";
    const actions: ClassActions = { a: "show", b: "strip", c: "omit" };
    const both = (...classes: readonly string[]) =>
      createSanitizer({
        schemas: [testRegistry],
        policy: { fields: classes.map((one) => ({ field, class: one })) },
        classes: Object.fromEntries(Object.entries(actions).filter(([one]) => classes.includes(one))),
      }).toJson("probe.v1.Leaf", { open: "x" });
    expect(both("a")).toEqual({ open: "x" });
    expect(both("a", "b")).toEqual({ open: STRIPPED });
    expect(both("c", "b", "a")).toEqual({});
    expect(both("a", "secret")).toEqual({ open: STRIPPED });
  });

  it("is copied when the sanitizer is made", () => {
    const support: Record<string, "show" | "strip"> = { pii: "strip" };
    const copied = createSanitizer({ ...options, audiences: { support } });
    support["pii"] = "show";
    expect(copied.for("support").toJson("probe.v1.Leaf", { open: "a" })).toEqual({ open: STRIPPED });
  });

  it.each<[string, () => unknown, string]>([
    [
      "is asked for",
      () => sanitizer.for("suport"),
      'for("suport"): no such audience; did you mean "support"?',
    ],
    [
      "shows secrets",
      () => createSanitizer({ ...options, audiences: { a: { secret: "show" } } }),
      'audiences: "a": "secret": cannot be shown, to no audience',
    ],
    [
      "names a class that no rule has",
      () => createSanitizer({ ...options, audiences: { a: { pi: "show" } } }),
      'audiences: "a": "pi": no rule has this class; did you mean "pii"?',
    ],
    [
      "has an action that does not exist",
      () => createSanitizer({ ...options, audiences: { a: { pii: "hide" as "omit" } } }),
      "its action is none of",
    ],
    [
      "is no object",
      () => createSanitizer({ ...options, audiences: { a: "show" as unknown as object } as never }),
      'audiences: "a": is not an object',
    ],
    [
      "has a class with a wrong name",
      () => createSanitizer({ policy: { optional: { fields: [{ field: "a", class: "a b" }] } } }),
      "fields[0]: its class is no name",
    ],
  ])("is an error if it %s without reason", (_, make, problem) => {
    expect(make).toThrow(PolicyError);
    expect(make).toThrow(problem);
  });

  it("inherits no action from Object.prototype", () => {
    const prototype = Object.prototype as { pii?: string };
    prototype.pii = "show";
    try {
      const made = createSanitizer({ ...options, audiences: { a: {} } });
      expect(made.for("a").toJson("probe.v1.Leaf", { open: "a" })).toEqual({ open: STRIPPED });
      expect(made.toJson("probe.v1.Leaf", { open: "a" })).toEqual({ open: STRIPPED });
    } finally {
      delete prototype.pii;
    }
  });
});
