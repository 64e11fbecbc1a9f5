import { fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import { anyMessage, policies, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";
import { libraries, someOf } from "./all-libraries.js";
import { capitalNames, explicitPresence, protoFields } from "./losses.js";
import { parsedRoot, VERSIONS } from "./protobufjs-root.js";

const FORMATS: readonly SanitizerFormat[] = ["protosanitizer", "protojson"];
const RUNS = { numRuns: runs(1000) };

const sanitizers = FORMATS.map((format) =>
  createSanitizer({ schemas: [registry], policy: policies, format }),
);

describe.each(subjects)("6. agreement: $name", ({ types }) => {
  const known = libraries.filter((library) => types.some(({ typeName }) => library.knows(typeName)));

  it("a message prints the same, whichever library decoded it", { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyMessage(types), someOf(known), ({ desc, message }, some) => {
        const bytes = toBinary(desc, message);
        const decoded = fromBinary(desc, bytes);
        for (const { name, loses, knows, decode } of some) {
          if (!knows(desc.typeName) || loses.some((loss) => loss(desc, decoded))) continue;
          const other = decode(desc.typeName, bytes);
          for (const sanitizer of sanitizers) {
            const text = sanitizer.stringify(desc.typeName, other);
            expect({ name, text }).toEqual({ name, text: sanitizer.stringify(decoded) });
          }
        }
      }),
      RUNS,
    );
  });

  it("and every library holds some messages in full", () => {
    const messages = fc.sample(anyMessage(types), 500).map(({ desc, message }) => ({
      desc,
      message: fromBinary(desc, toBinary(desc, message)),
    }));
    for (const { name, loses, knows } of known) {
      // Every message of these types has such fields.
      if (loses.includes(explicitPresence)) continue;
      const held = messages.filter(
        ({ desc, message }) => knows(desc.typeName) && !loses.some((loss) => loss(desc, message)),
      );
      expect(held.length, name).toBeGreaterThan(5);
    }
  });
});

describe.each(subjects)("6. agreement of schemas: $name", ({ types }) => {
  const roots = VERSIONS.flatMap((version) => [
    { root: parsedRoot(version, true), loses: protoFields },
    { root: parsedRoot(version, false), loses: version === 7 ? capitalNames : undefined },
  ]).map(({ root, loses }) => ({
    root,
    loses,
    sanitizers: FORMATS.map((format) => createSanitizer({ schemas: [root], policy: policies, format })),
  }));
  const known = types.filter(({ typeName }) => roots.every(({ root }) => root.lookup(typeName) !== null));

  it("a message prints the same, whichever library's schema says what is secret", {
    timeout: 300_000,
  }, () => {
    const expected = FORMATS.map((format) =>
      createSanitizer({ schemas: [registry], policy: policies, format }),
    );
    fc.assert(
      fc.property(anyMessage(known), ({ desc, message }) => {
        const decoded = fromBinary(desc, toBinary(desc, message));
        for (const { loses, sanitizers } of roots) {
          if (loses?.(desc, decoded)) continue;
          const texts = sanitizers.map((sanitizer) => sanitizer.stringify(desc.typeName, decoded));
          expect(texts).toEqual(expected.map((sanitizer) => sanitizer.stringify(decoded)));
        }
      }),
      RUNS,
    );
  });
});
