import { fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import { messageSamples } from "../properties/message-samples.js";
import { anyTwins, policies, registry, subjects } from "../properties/subjects.js";
import { libraries } from "./all-libraries.js";
import { checkHeld, countHeld } from "./library-samples.js";
import { capitalNames, explicitPresence, protoFields } from "./losses.js";
import { parsedRoot, VERSIONS } from "./protobufjs-root.js";

const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];

const sanitizers = FORMATS.map((format) =>
  createSanitizer({ schemas: [registry], policy: policies, format }),
);

describe.each(libraries)("6. agreement: $name", (library) => {
  it("a message that it decoded prints as the message that @bufbuild/protobuf decoded", () => {
    checkHeld(library, 1000, ({ desc, bytes, message }) => {
      const other = library.decode(desc.typeName, bytes);
      for (const sanitizer of sanitizers) {
        expect(sanitizer.stringify(desc.typeName, other)).toBe(sanitizer.stringify(message));
      }
    });
  });
});

describe.each(subjects)("6. agreement: $name", ({ types }) => {
  const known = libraries.filter((library) => types.some(({ typeName }) => library.knows(typeName)));

  it("and every library holds some messages in full", () => {
    const messages = fc.sample(anyTwins(types), 500).map(({ desc, twins: [message] }) => ({
      desc,
      message: fromBinary(desc, toBinary(desc, message)),
    }));
    for (const library of known) {
      // Every message of these types has such fields.
      if (library.loses.includes(explicitPresence)) continue;
      expect(countHeld(library, messages), library.name).toBeGreaterThan(5);
    }
  });
});

describe.each(subjects)("6. agreement of schemas: $name", (subject) => {
  const roots = VERSIONS.flatMap((version) => [
    { root: parsedRoot(version, true), loses: protoFields },
    { root: parsedRoot(version, false), loses: version === 7 ? capitalNames : undefined },
  ]).map(({ root, loses }) => ({
    root,
    loses,
    sanitizers: FORMATS.map((format) => createSanitizer({ schemas: [root], policy: policies, format })),
  }));
  const isKnown = (typeName: string): boolean => roots.every(({ root }) => root.lookup(typeName) !== null);

  it("a message prints the same with the schema of any library", () => {
    const expected = FORMATS.map((format) =>
      createSanitizer({ schemas: [registry], policy: policies, format }),
    );
    messageSamples(subject).check(({ desc, message }) => {
      if (!isKnown(desc.typeName)) return;
      const decoded = fromBinary(desc, toBinary(desc, message));
      for (const { loses, sanitizers } of roots) {
        if (loses?.(desc, decoded)) continue;
        const texts = sanitizers.map((sanitizer) => sanitizer.stringify(desc.typeName, decoded));
        expect(texts).toEqual(expected.map((sanitizer) => sanitizer.stringify(decoded)));
      }
    });
  });
});
