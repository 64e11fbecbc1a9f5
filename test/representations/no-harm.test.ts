import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import { deepFreeze } from "../properties/deep-freeze.js";
import { policies, registry } from "../properties/subjects.js";
import { libraries } from "./all-libraries.js";
import { checkHeld } from "./library-samples.js";
import { parsedRoot, VERSIONS } from "./protobufjs-root.js";

const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];

const sanitizers = FORMATS.map((format) =>
  createSanitizer({ schemas: [registry], policy: policies, format }),
);

describe.each(libraries)("3. no harm: $name", (library) => {
  it("a message that it decoded is not changed by printing, and prints the same when it is frozen", () => {
    checkHeld(library, 300, ({ desc: { typeName }, bytes }) => {
      const decoded = library.decode(typeName, bytes);
      const before = inspect(decoded, { depth: 20 });
      const texts = sanitizers.map((sanitizer) => sanitizer.stringify(typeName, decoded));
      expect(inspect(decoded, { depth: 20 })).toBe(before);
      const frozen = deepFreeze(decoded);
      expect(sanitizers.map((sanitizer) => sanitizer.stringify(typeName, frozen))).toEqual(texts);
    });
  });
});

describe.each(VERSIONS)("properties that protobufjs %i keeps beside the fields", (version) => {
  it("are not printed: unknown ones that `create` takes over, and unknown fields of the wire", () => {
    const type = parsedRoot(version, false).lookupType("probe.v1.EverythingOlder");
    const sanitizer = createSanitizer({ schemas: [registry] });
    const created = type.create({
      choice: { text: "a" },
      unknown: "hunter2",
      secretScalars: { fString: "hunter3" },
    });
    expect(sanitizer.stringify(created)).toBe('{"choice":{"text":"a"}}');
    // Field 2 of Everything, which this type does not know, with a text in it.
    const decoded = type.decode(Uint8Array.from([18, 9, 114, 7, ...Buffer.from("hunter2")]));
    expect(sanitizer.stringify(decoded)).toBe("{}");
    const withUnknowns = Object.defineProperty(type.create({}), "$unknowns", {
      value: [Buffer.from("hunter2")],
    });
    expect(sanitizer.stringify(withUnknowns)).toBe("{}");
  });
});
