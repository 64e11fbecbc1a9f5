import { fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import { expectEqual } from "../properties/expect-equal.js";
import { messageSamples } from "../properties/message-samples.js";
import { anyTwins, policies, registry, subjects } from "../properties/subjects.js";
import { libraries } from "./all-libraries.js";
import type { Library } from "./library.js";
import { checkHeld, isHeld } from "./library-samples.js";
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
        expectEqual(sanitizer.stringify(desc.typeName, other), sanitizer.stringify(message));
      }
    });
  });
});

/** More messages than this must be held of 500. */
const ENOUGH = 5;

describe.each(subjects)("6. agreement: $name", ({ types }) => {
  const known = libraries.filter((library) => types.some(({ typeName }) => library.knows(typeName)));

  it("and every library holds some messages in full", () => {
    // Every message of these types has fields that the others lose.
    let seeking = known.filter(({ loses }) => !loses.includes(explicitPresence));
    const held = new Map<Library, number>();
    // A stream generates no more messages than it takes until all are found.
    const [stream] = fc.sample(fc.infiniteStream(anyTwins(types)), 1);
    for (const { desc, twins } of stream?.take(500) ?? []) {
      if (seeking.length === 0) break;
      const message = fromBinary(desc, toBinary(desc, twins[0]));
      for (const library of seeking) {
        if (isHeld(library, desc, message)) held.set(library, (held.get(library) ?? 0) + 1);
      }
      seeking = seeking.filter((library) => (held.get(library) ?? 0) <= ENOUGH);
    }
    expect(seeking.map(({ name }) => name)).toEqual([]);
  });
});

describe("6. agreement of schemas", () => {
  // Made once for all groups of types.
  const roots = VERSIONS.flatMap((version) => [
    { root: parsedRoot(version, true), loses: protoFields },
    { root: parsedRoot(version, false), loses: version === 7 ? capitalNames : undefined },
  ]).map(({ root, loses }) => ({
    root,
    loses,
    sanitizers: FORMATS.map((format) => createSanitizer({ schemas: [root], policy: policies, format })),
  }));
  const isKnown = (typeName: string): boolean => roots.every(({ root }) => root.lookup(typeName) !== null);

  it.each(subjects)("$name: a message prints the same with the schema of any library", (subject) => {
    messageSamples(subject).check(({ desc, message }) => {
      if (!isKnown(desc.typeName)) return;
      const decoded = fromBinary(desc, toBinary(desc, message));
      const expectedTexts = sanitizers.map((sanitizer) => sanitizer.stringify(decoded));
      for (const { loses, sanitizers } of roots) {
        if (loses?.(desc, decoded)) continue;
        const texts = sanitizers.map((sanitizer) => sanitizer.stringify(desc.typeName, decoded));
        expectEqual(texts, expectedTexts);
      }
    });
  });
});
