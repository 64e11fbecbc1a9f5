import { type DescMessage, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { Edition } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, it } from "vitest";
import { createSanitizer, type Sanitizer, STRIPPED } from "../../src/index.js";
import { expectEqual } from "../properties/expect-equal.js";
import { hiddenValues } from "../properties/hidden-values.js";
import { messageSamples } from "../properties/message-samples.js";
import { registry, subjects } from "../properties/subjects.js";
import type { ReferencePolicy } from "../reference/reference-policy.js";
import { referencePrint } from "../reference/reference-printer.js";
import { libraries } from "../representations/all-libraries.js";
import { isHeld } from "../representations/library-samples.js";
import { casesInTurn, runs } from "../runs.js";
import { JSON_TEXTS, SECRETS_IN_JSON, withJson } from "./json-in-messages.js";
import { optionsOf, pseudonyms, type RandomPolicy, randomPolicy, referenceOf } from "./random-policy.js";
import { twinOf } from "./twin-message.js";

/** So many messages are checked with each policy. */
const MESSAGES = casesInTurn([1, 2, 3], 0).length;

/** Shows what copies hold. */
const showing = createSanitizer({ schemas: [registry], policy: { fieldOptions: [] }, onSuspect: "ignore" });

/** Numbers below a bound from a seed: mulberry32. */
function randomFrom(seed: number): (bound: number) => number {
  let state = seed | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** Texts with each pseudonym as the number of its first place. */
function renamed(...texts: readonly string[]): string {
  const known = new Map<string, number>();
  return texts
    .join("\n")
    .replace(/[\w+/]{24,}=*/g, (base64) => {
      const text = Buffer.from(base64, "base64").toString();
      return text.includes("***k7:") ? text : base64;
    })
    .replace(/\*\*\*k7:[\da-f]{12}\*\*\*/g, (one) => {
      known.set(one, known.get(one) ?? known.size);
      return `#${known.get(one)}`;
    });
}

/** All that the writers make of a message. */
function written(sanitizer: Sanitizer, desc: DescMessage, message: Message): string {
  const bytes = toBinary(desc, message);
  const redacted = sanitizer.redactBinary(desc, bytes) ?? new Uint8Array([7]);
  return renamed(
    sanitizer.stringify(desc, message),
    JSON.stringify(sanitizer.toJson(desc, bytes)),
    showing.stringify(desc, sanitizer.redact(desc, message)),
    showing.stringify(desc, redacted),
    String(redacted.length),
  );
}

/** Whether a policy leaves fields out for one of its readers. */
function leavesOut({ readers }: RandomPolicy): boolean {
  return readers.some((actions) => Object.values(actions).includes("omit"));
}

/** The promises for one message, as one reader sees it. */
function check(
  sanitizer: Sanitizer,
  reference: ReferencePolicy,
  desc: DescMessage,
  message: Message,
  random: (bound: number) => number,
): void {
  const text = sanitizer.stringify(desc, message);
  expectEqual(text, referencePrint(desc, message, reference, registry));
  const bytes = toBinary(desc, message);
  expectEqual(sanitizer.stringifyBinary(desc, bytes), text);
  // No number can hold a pseudonym.
  const copied = referencePrint(desc, message, { ...reference, isCopy: true }, registry);
  expectEqual(sanitizer.stringify(desc, sanitizer.redact(desc, message)), copied);
  const redacted = sanitizer.redactBinary(desc, bytes);
  expectEqual(redacted && sanitizer.stringifyBinary(desc, redacted), copied);
  // The twin differs only in what the reader may not see, so nothing tells the two apart.
  const twin = fromBinary(desc, toBinary(desc, twinOf(desc, message, reference, random)));
  expectEqual(written(sanitizer, desc, twin), written(sanitizer, desc, message));
  const secrets = sanitizer.secretsOf(desc, message);
  const hidden = hiddenValues(desc, message, text).filter(({ isName }) => !isName);
  const isFound = (one: string): boolean => !secrets.scrub(`before ${one} after`).includes(one);
  // Of JSON in a text, only some parts are secret.
  const isWhole = (one: string): boolean => !one.startsWith(STRIPPED) && !JSON_TEXTS.includes(one);
  const parts = SECRETS_IN_JSON.filter(
    (one) => !text.includes(one) && hidden.some((held) => held.text.includes(one)),
  );
  expectEqual(
    [...hidden.map((one) => one.text).filter(isWhole), ...parts].filter((one) => !isFound(one)),
    [],
  );
}

describe.each(subjects)("whatever the classes, actions and readers of a policy are: $name", (subject) => {
  const policies = randomPolicy(subject.types);

  it("each reader sees what the slow reference says, in every writer, and twins look alike", () => {
    const { values } = messageSamples(subject);
    let turn = 0;
    fc.assert(
      fc.property(
        policies,
        fc.array(fc.nat(), { minLength: MESSAGES, maxLength: MESSAGES }),
        fc.integer(),
        (policy, picks, seed) => {
          const sanitizer = createSanitizer({
            schemas: [registry],
            ...optionsOf(policy),
            pseudonyms,
            onSuspect: "ignore",
          });
          // In an order that depends on the seed: what is compiled for one reader must not show to another.
          const readers = ([0, 1, 2] as const).map((reader) => ({
            sanitizer: reader === 0 ? sanitizer : sanitizer.for(reader === 1 ? "a" : "b"),
            reference: referenceOf(policy, reader),
          }));
          const random = randomFrom(seed);
          for (const pick of picks) {
            const sample = values[pick % values.length];
            if (sample === undefined) return;
            const { desc } = sample;
            const generated = fromBinary(desc, toBinary(desc, sample.message));
            for (const { sanitizer: one, reference } of seed % 2 === 0 ? readers : readers.toReversed()) {
              const message = withJson(desc, generated, reference, random);
              check(one, reference, desc, message, random);
              for (const library of casesInTurn(libraries, turn++).slice(0, 3)) {
                // An object that lacks only what is left out counts as one with all defaults: there a zero may mean "not set".
                const isClear = desc.file.edition === Edition.EDITION_PROTO3 || !leavesOut(policy);
                if (!isClear || !isHeld(library, desc, message)) continue;
                const other = library.decode(desc.typeName, toBinary(desc, message));
                expectEqual(one.stringify(desc.typeName, other), one.stringify(desc, message));
              }
            }
          }
        },
      ),
      { numRuns: runs(100) },
    );
  });
});
