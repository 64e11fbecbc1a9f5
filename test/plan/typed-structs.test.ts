import { create, type JsonObject } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer, jwt, type Sanitizer, STRIPPED } from "../../src/index.js";
import { createTextSanitizer } from "../../src/text/index.js";
import { descOf, forms, registry, STYLES, structOf } from "./typed-struct-forms.js";

const sanitizer = createSanitizer({
  schemas: [registry],
  policy: {
    fields: [{ field: "acme.v1.Filter.personal", class: "pii" }],
    mapKeys: [{ field: "labels", keys: ["password"] }],
    detectors: [jwt],
  },
  audiences: { support: { pii: "show" } },
  format: "protojson",
  onSuspect: "ignore",
});
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
const URL = "type.googleapis.com/acme.v1.Filter";

const content: JsonObject = {
  userName: "ann",
  hidden_token: "hunter2-a",
  hiddenPin: 12345678,
  inner: {
    user_name: TOKEN,
    hiddenToken: "hunter2-b",
    labels: { password: "hunter2-c", a: [1, { b: null }] },
  },
  personal: "hunter2-d",
  unknownField: "hunter2-e",
};

const clean = {
  userName: "ann",
  hiddenToken: STRIPPED,
  hiddenPin: STRIPPED,
  inner: { userName: STRIPPED, hiddenToken: STRIPPED, labels: { password: STRIPPED, a: [1, { b: null }] } },
  personal: STRIPPED,
};

/** Checks that all writers agree on a message. @returns the text, parsed. */
function agreed(one: Sanitizer, type: string, message: unknown): unknown {
  const printed = one.toJson(type, message);
  if (message instanceof Uint8Array) {
    const copy = one.redactBinary(type, message);
    expect(Buffer.from(copy ?? []).toString("latin1")).not.toContain("hunter2");
    expect(one.toJson(type, copy)).toEqual(printed);
  } else {
    const copy = one.redact(type, message);
    expect(JSON.stringify(copy)).not.toContain("hunter2");
    expect(one.toJson(type, copy)).toEqual(printed);
    expect(one.toJson(type, one.redact(type, copy))).toEqual(printed);
  }
  return printed;
}

describe.each(["xds.type.v3.TypedStruct", "udpa.type.v1.TypedStruct"])("the Struct of %s", (type) => {
  it.each(Object.entries(forms(type, URL, content)))(
    "is judged by the type that it stands for: %s",
    (_, message) => {
      expect(agreed(sanitizer, type, message)).toEqual({ typeUrl: URL, value: clean });
    },
  );

  it.each(Object.entries(forms(type, URL, content)))("has the secrets of that type: %s", (_, message) => {
    const line = "hunter2-a 12345678 hunter2-b hunter2-c hunter2-d ann";
    expect(sanitizer.secretsOf(type, message).scrub(line)).toBe(`${`${STRIPPED} `.repeat(5)}ann`);
  });

  it.each(Object.entries(forms(type, URL, content)))(
    "is shown to an audience as the type is: %s",
    (_, message) => {
      expect(Object(sanitizer.for("support").toJson(type, message))["value"]).toEqual({
        ...clean,
        personal: "hunter2-d",
      });
    },
  );

  it.each(Object.entries(forms(type, "type.googleapis.com/acme.v1.Unknown", content)))(
    "is hidden if no schema knows the type: %s",
    (_, message) => {
      expect(JSON.stringify(agreed(sanitizer, type, message))).toContain("acme.v1.Unknown");
      expect(JSON.stringify(sanitizer.toJson(type, message))).not.toMatch(/hunter2|ann|12345678/);
      expect(sanitizer.secretsOf(type, message).scrub("got hunter2-a")).toBe(`got ${STRIPPED}`);
    },
  );

  it.each(Object.entries(forms(type, TOKEN, content)))(
    "is hidden if the URL is a credential: %s",
    (_, message) => {
      expect(JSON.stringify(agreed(sanitizer, type, message))).not.toMatch(/hunter2|ann/);
    },
  );

  const wrong: readonly JsonObject[] = [
    { userName: { deep: "hunter2" } },
    { userName: ["hunter2"] },
    { inner: "hunter2" },
    { inner: { inner: [{ userName: "hunter2" }] } },
    { data: "hunter2 is no base64" },
    { HIDDEN_TOKEN: "hunter2", "user-name": "hunter2" },
    { constructor: "hunter2", toString: { a: "hunter2" } },
  ];
  it.each(wrong)("shows no value of a wrong type, and none under a name that the type lacks: %j", (value) => {
    for (const message of Object.values(forms(type, URL, value))) {
      expect(sanitizer.stringify(type, message)).not.toContain("hunter2");
      const copy =
        message instanceof Uint8Array
          ? Buffer.from(sanitizer.redactBinary(type, message) ?? []).toString("latin1")
          : JSON.stringify(sanitizer.redact(type, message));
      expect(copy).not.toContain("hunter2");
    }
  });

  it("looks the same for two messages that differ only in hidden values", () => {
    const twin = JSON.parse(
      JSON.stringify(content).replaceAll("hunter2", "x".repeat(50)).replace("12345678", "1"),
    );
    const others = Object.values(forms(type, URL, twin));
    for (const [index, message] of Object.values(forms(type, URL, content)).entries()) {
      expect(sanitizer.stringify(type, others[index])).toBe(sanitizer.stringify(type, message));
    }
  });

  it("that holds itself, or is too deep, is hidden", () => {
    const value: Record<string, unknown> = { userName: "ann" };
    value["inner"] = value;
    expect(JSON.stringify(sanitizer.toJson(type, { typeUrl: URL, value }))).not.toContain("ann");
    expect(JSON.stringify(sanitizer.redact(type, { typeUrl: URL, value }))).not.toContain("ann");
  });

  it.each([6, 100])("counts as deep as the message that it stands for: %i levels", (maxDepth) => {
    const limited = createSanitizer({ schemas: [registry], limits: { maxDepth }, onSuspect: "ignore" });
    for (const depth of [3, 48, 49]) {
      let value: JsonObject = { userName: "ann" };
      for (let level = 0; level < depth; level++) value = { inner: value };
      const [first, ...others] = Object.values(forms(type, URL, value)).map((one) =>
        agreed(limited, type, one),
      );
      for (const other of others) expect(other).toEqual(first);
      const end = depth < maxDepth ? '"ann"' : `"<<depth limit of ${maxDepth} reached, acme.v1.Filter>>"`;
      expect(JSON.stringify(first)).toContain(end);
    }
  });

  it("says so if it is too deep to be read, whichever library has it", () => {
    let value: JsonObject = { userName: "ann" };
    for (let level = 0; level < 50; level++) value = { inner: value };
    for (const message of Object.values(forms(type, URL, value)))
      expect(sanitizer.toJson(type, message)).toEqual({
        typeUrl: URL,
        value: `<<wrong type of value, ${type}.value>>`,
      });
  });

  it("is judged by rules for its keys, too", () => {
    const keyed = createSanitizer({
      schemas: [registry],
      policy: { mapKeys: [{ field: `${type}.value`, keys: ["userName"] }] },
      format: "protojson",
    });
    for (const message of Object.values(
      forms(type, URL, { userName: "hunter2", hidden_token: "hunter2", data: "AQ==" }),
    )) {
      expect(agreed(keyed, type, message)).toEqual({
        typeUrl: URL,
        value: { userName: STRIPPED, hiddenToken: STRIPPED, data: "AQ==" },
      });
    }
  });

  it.each(Object.entries(STYLES))("is copied as its library writes it: %s", (_, style) => {
    const value = structOf({ hiddenToken: "hunter2", data: "AQ==", userName: "ann" }, style);
    const shown = structOf({ hiddenToken: STRIPPED, data: "AQ==", userName: "ann" }, style);
    expect(sanitizer.redact(type, { typeUrl: URL, value })).toEqual({ typeUrl: URL, value: shown });
    const entries = new Map(Object.entries(Reflect.get(value, "fields")));
    expect(sanitizer.redact(type, { typeUrl: URL, value: { fields: entries } })).toEqual({
      typeUrl: URL,
      value: shown,
    });
  });

  it("keeps to the limit of the output", () => {
    const limited = (maxOutputLength: number): Sanitizer =>
      createSanitizer({ schemas: [registry], limits: { maxOutputLength }, onSuspect: "ignore" });
    for (const message of Object.values(forms(type, URL, content))) {
      for (const length of [100, 130, 160, 200, 300]) {
        const text = limited(length).stringify(type, message);
        expect(text.length).toBeLessThanOrEqual(length);
        expect(() => JSON.parse(text)).not.toThrow();
        expect(text).not.toMatch(/hunter2-[abc]/);
      }
    }
  });

  it("is no suspect, because it is judged", () => {
    expect(sanitizer.suspects(type)).toEqual([]);
  });

  it("is hidden by the sanitizer that only prints", () => {
    const only = createTextSanitizer({ schemas: [registry] });
    expect(only.toJson(create(descOf(type), { typeUrl: URL, value: content }))).toEqual({
      type_url: URL,
      value: STRIPPED,
    });
  });
});
