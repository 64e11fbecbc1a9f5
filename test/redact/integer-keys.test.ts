import { describe, expect, it } from "vitest";
import { createSanitizer, type Detector, STRIPPED } from "../../src/index.js";
import { parseText } from "../representations/protobufjs-root.js";
import { redactedBytes } from "./redacted-bytes.js";

const KEY_TYPES = [
  "int32",
  "int64",
  "uint32",
  "uint64",
  "sint32",
  "sint64",
  "fixed32",
  "fixed64",
  "sfixed32",
  "sfixed64",
  "bool",
] as const;

const root = parseText(
  8,
  true,
  `syntax = "proto3"; package app.v1;
  message Leaf { string open = 1; string hidden = 2 [debug_redact = true]; }
  message Table {
    ${KEY_TYPES.map(
      (type, index) => `map<${type}, string> ${type}_text = ${3 * index + 1};
    map<${type}, Leaf> ${type}_leaf = ${3 * index + 2};
    map<${type}, int32> ${type}_number = ${3 * index + 3};`,
    ).join("\n")}
    map<string, string> texts = 100;
  }`,
);

const detectors: Readonly<Record<string, Detector>> = {
  "six digits": (text) => /^\d{6}$/.test(text),
  "any digit": (text) => /\d/.test(text),
  "true and false": (text) => text === "true" || text === "false",
  everything: () => true,
};

describe.each(Object.entries(detectors))("with a detector that likes %s", (_, detector) => {
  describe.each(KEY_TYPES)("keys of the type %s", (type) => {
    const isBool = type === "bool";
    const [ruled, open] = isBool ? ["true", "false"] : ["123456", "7"];
    const sanitizer = createSanitizer({
      schemas: [root],
      policy: [
        { detectors: [detector] },
        {
          mapKeys: [`${type}_text`, `${type}_leaf`, `${type}_number`].map((field) => ({
            field,
            keys: [ruled],
          })),
        },
      ],
    });
    const unruled = createSanitizer({ schemas: [root], policy: { detectors: [detector] } });
    const message = root.lookupType("app.v1.Table");

    /** What is printed of a message, and of its copies, once and twice redacted. */
    function printed(object: object, by = sanitizer): string {
      const bytes = message.encode(message.fromObject(object)).finish();
      const text = by.stringifyBinary("app.v1.Table", bytes);
      const once = redactedBytes(by, "app.v1.Table", bytes);
      expect(by.stringifyBinary("app.v1.Table", once)).toBe(text);
      expect(redactedBytes(by, "app.v1.Table", once)).toEqual(once);
      const copy = by.redact("app.v1.Table", object);
      expect(by.stringify("app.v1.Table", object)).toBe(text);
      expect(by.stringify("app.v1.Table", copy)).toBe(text);
      return text;
    }

    it("are shown", () => {
      const text = printed({ [`${type}_number`]: { [ruled]: 1, [open]: 2 } }, unruled);
      expect(JSON.parse(text)).toEqual({ [`${type}_number`]: { [ruled]: 1, [open]: 2 } });
    });

    it("are shown with values that a detector likes or not", () => {
      const kept = (text: string): string => (detector(text) ? STRIPPED : text);
      const rows = { [ruled]: "abc", [open]: "123456" };
      const expected = { [ruled]: kept("abc"), [open]: kept("123456") };
      expect(JSON.parse(printed({ [`${type}_text`]: rows }, unruled))).toEqual({
        [`${type}_text`]: expected,
      });
    });

    it("are shown with messages", () => {
      const rows = { [ruled]: { hidden: "b" }, [open]: { hidden: "c" } };
      const expected = { [ruled]: { hidden: STRIPPED }, [open]: { hidden: STRIPPED } };
      expect(JSON.parse(printed({ [`${type}_leaf`]: rows }, unruled))).toEqual({
        [`${type}_leaf`]: expected,
      });
    });

    it("are judged by rules alone", () => {
      expect(JSON.parse(printed({ [`${type}_number`]: { [ruled]: 1, [open]: 2 } }))).toEqual({
        [`${type}_number`]: { [ruled]: STRIPPED, [open]: 2 },
      });
      expect(JSON.parse(printed({ [`${type}_leaf`]: { [ruled]: { open: "" } } }))).toEqual({
        [`${type}_leaf`]: { [ruled]: STRIPPED },
      });
      expect(JSON.parse(printed({ [`${type}_text`]: { [ruled]: "abc" } }))).toEqual({
        [`${type}_text`]: { [ruled]: STRIPPED },
      });
    });

    it("stand beside keys of another map in which a detector finds a credential", () => {
      const texts = { [ruled]: "abc" };
      const expected = detector(ruled) ? { [STRIPPED]: STRIPPED } : texts;
      expect(JSON.parse(printed({ [`${type}_number`]: { [open]: 1 }, texts }))).toEqual({
        [`${type}_number`]: { [open]: 1 },
        texts: expected,
      });
    });
  });
});
