import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { PROTOJSON_FORMAT } from "../../../src/write/text/text-format.js";
import { TextRenderer } from "../../../src/write/text/text-renderer.js";
import { sanitizerWith, TYPED, typedPlan, URL } from "../typed-structs.js";

describe("the text of a TypedStruct", () => {
  const typed = { type_url: URL, value: { open: "o".repeat(30), tags: ["a", "b"], inner: { open: "p" } } };
  const whole = sanitizerWith().stringify(TYPED, typed);

  it("is cut at any length", () => {
    for (let length = 64; length <= whole.length + 60; length += 3) {
      const text = sanitizerWith({ limits: { maxOutputLength: length } }).stringify(TYPED, typed);
      expect(text.length).toBeLessThanOrEqual(length);
      JSON.parse(text);
      const cut = text.search(/[,{[]?("<<cut>>":)?"<<output limit reached>>"/);
      if (cut === -1) expect(text).toBe(whole);
      else expect(whole.startsWith(text.slice(0, cut))).toBe(true);
    }
  });

  it("shows nothing of the Struct if there is no reader for ProtoJSON", () => {
    const printer = new TextRenderer({
      format: PROTOJSON_FORMAT,
      limits: resolveLimits(),
      holdsCredential: undefined,
    });
    expect(printer.print(typedPlan(), objectRepresentation(TYPED), typed)).toBe(
      `{"typeUrl":"${URL}","value":"${STRIPPED}"}`,
    );
  });
});
