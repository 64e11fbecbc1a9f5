import { runInNewContext } from "node:vm";
import { type DescMessage, toBinary } from "@bufbuild/protobuf";
import { BytesValueSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, type Sanitizer } from "../../src/index.js";
import { file_acme_v1_login, LoginSchema } from "../gen/acme/v1/login_pb.js";
import { anyMessage, policies, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";

const sanitizers = (["go", "protojson"] as const).map((format) =>
  createSanitizer({ schemas: [registry], policy: policies, format }),
);

/** The same bytes of another realm. Each realm takes long to make, so there is one. */
const foreign: (bytes: Uint8Array) => Uint8Array = runInNewContext("(bytes) => Uint8Array.from(bytes)");

/** The same bytes in every form that is a Uint8Array. */
const FORMS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  "a Uint8Array": (bytes) => bytes,
  "a Buffer": (bytes) => Buffer.from(bytes),
  "a part of a larger buffer": (bytes) => Uint8Array.of(9, 9, ...bytes, 9).subarray(2, 2 + bytes.length),
  "a Uint8Array of another realm": foreign,
};

/** The output of every writer for a message or its bytes. */
function written(sanitizer: Sanitizer, desc: DescMessage, message: unknown): unknown {
  const stripped = sanitizer.strip(desc, message);
  const secrets = sanitizer.secretsOf(desc, message);
  return {
    stringify: sanitizer.stringify(desc, message),
    strip: String(stripped),
    toJSON: stripped.toJSON(),
    toJson: sanitizer.toJson(desc, message),
    secrets: secrets.size,
  };
}

describe.each(subjects)("a message of $name and its wire bytes", ({ types }) => {
  it("give the same text, the same JSON value and as many secrets, in every form of bytes", () => {
    fc.assert(
      fc.property(anyMessage(types), fc.constantFrom(...Object.values(FORMS)), ({ desc, message }, form) => {
        const bytes = toBinary(desc, message);
        for (const sanitizer of sanitizers) {
          expect(written(sanitizer, desc, form(bytes))).toEqual(written(sanitizer, desc, message));
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it("are redacted alike: redact gives the bytes that redactBinary gives", () => {
    fc.assert(
      fc.property(anyMessage(types), fc.constantFrom(...Object.values(FORMS)), ({ desc, message }, form) => {
        const bytes = toBinary(desc, message);
        for (const sanitizer of sanitizers) {
          const redacted = sanitizer.redact(desc, form(bytes));
          expect(redacted && new Uint8Array(redacted)).toEqual(sanitizer.redactBinary(desc, bytes));
          expect(sanitizer.stringify(desc, redacted)).toBe(
            sanitizer.stringifyBinary(desc, redacted ?? bytes),
          );
        }
      }),
      { numRuns: runs(100) },
    );
  });
});

describe("wire bytes", () => {
  const sanitizer = createSanitizer({ schemas: [file_acme_v1_login] });
  const type = "acme.v1.Login";
  const password = [18, 7, ...Buffer.from("hunter2")];
  const bytes = Uint8Array.of(10, 1, 97, ...password);
  const malformed = Uint8Array.of(10, 100, 97);

  it("stay a Buffer if they are one", () => {
    const redacted = sanitizer.redact(type, Buffer.from(bytes));
    expect(Buffer.isBuffer(redacted)).toBe(true);
    expect(sanitizer.stringify(type, redacted)).toBe('{"password":"***stripped***","user":"a"}');
  });

  it("print lazily", () => {
    const changing = Uint8Array.from(bytes);
    const stripped = sanitizer.strip(LoginSchema, changing);
    changing[2] = 98;
    expect(`${stripped}`).toBe('{"password":"***stripped***","user":"b"}');
  });

  it("print a note without a type, whatever they claim to be", () => {
    for (const form of Object.values(FORMS)) {
      const given = Object.assign(form(bytes), { $typeName: type, $type: type });
      for (const untyped of [sanitizer.stringify(given), sanitizer.stringify(undefined, given)])
        expect(untyped).toBe('"<<not a protobuf message>>"');
      expect(sanitizer.toJson(given)).toBe("<<not a protobuf message>>");
      expect(sanitizer.redact(given)).toBeUndefined();
      expect(sanitizer.secretsOf(given).size).toBe(0);
    }
  });

  it("are read as such with a type, whatever they claim to be", () => {
    const given = Object.assign(Uint8Array.from(bytes), { $typeName: type, user: "c" });
    expect(sanitizer.stringify(type, given)).toBe('{"password":"***stripped***","user":"a"}');
    expect(sanitizer.secretsOf(type, given).scrub("hunter2")).toBe("***stripped***");
  });

  it("are wire bytes of the type google.protobuf.BytesValue, too, for every writer", () => {
    const wrapper = createSanitizer({
      schemas: [BytesValueSchema],
      policy: { fields: ["google.protobuf.BytesValue.value"] },
    });
    const wire = Uint8Array.of(10, 7, ...Buffer.from("hunter2"));
    for (const one of ["google.protobuf.BytesValue", BytesValueSchema]) {
      expect(wrapper.stringify(one, wire)).toBe('{"value":"***stripped***"}');
      expect(wrapper.secretsOf(one, wire).scrub("hunter2")).toBe("***stripped***");
      expect(wrapper.redact(one, wire)).toEqual(wrapper.redactBinary(one, wire));
      // These bytes could be the value itself, but they are not wire bytes.
      const text = Uint8Array.from(Buffer.from("hunter2"));
      expect(wrapper.stringify(one, text)).toMatch(/^"<<malformed, google.protobuf.BytesValue>>"$/);
      expect(wrapper.redact(one, text)).toBeUndefined();
    }
  });

  it("that are malformed leave a note, and no bytes", () => {
    const note = /^"<<malformed at byte \d+, acme.v1.Login>>"$/;
    expect(sanitizer.stringify(type, malformed)).toBe(sanitizer.stringifyBinary(type, malformed));
    expect(sanitizer.stringify(type, malformed)).toMatch(note);
    expect(JSON.stringify(sanitizer.strip(type, malformed))).toMatch(note);
    expect(sanitizer.redactBinary(type, malformed)).toBeUndefined();
    expect(sanitizer.redact(type, malformed)).toBeUndefined();
    expect(sanitizer.secretsOf(type, malformed).size).toBe(0);
  });

  it("of a type that is not known leave a note, and no bytes", () => {
    expect(sanitizer.stringify("acme.v1.Logout", bytes)).toBe('"<<unknown type, acme.v1.Logout>>"');
    expect(sanitizer.redactBinary("acme.v1.Logout", bytes)).toBeUndefined();
    expect(sanitizer.redact("acme.v1.Logout", bytes)).toBeUndefined();
  });

  it("without a field stay empty bytes", () => {
    expect(sanitizer.redactBinary(type, new Uint8Array())).toEqual(new Uint8Array());
    expect(sanitizer.redact(type, new Uint8Array())).toEqual(new Uint8Array());
    // A field that is not known is dropped, so that no field is left.
    expect(sanitizer.redactBinary(type, Uint8Array.of(0xa0, 6, 1))).toEqual(new Uint8Array());
    expect(sanitizer.stringify(type, new Uint8Array())).toBe("{}");
  });

  it("are not other views of memory, and not a list of numbers", () => {
    const others: readonly unknown[] = [
      bytes.buffer,
      new DataView(bytes.buffer),
      new Uint8ClampedArray(bytes),
      new Uint16Array(bytes),
      [...bytes],
      Object.create(Uint8Array.prototype),
      new Proxy(bytes, {}),
    ];
    for (const other of others) {
      expect(sanitizer.stringify(type, other)).not.toContain("hunter2");
      expect(sanitizer.redactBinary(type, other as Uint8Array)).toBeUndefined();
      expect(sanitizer.stringifyBinary(type, other as Uint8Array)).toContain("<<");
    }
  });
});
