import {
  clearField,
  clone,
  createRegistry,
  type DescMessage,
  isFieldSet,
  type MessageShape,
} from "@bufbuild/protobuf";
import { EmptySchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { type OptionNames, readOptions } from "../options/read-options.js";
import type { Policy } from "../policy/policy.js";
import { createSanitizer, type Sanitizer } from "../sanitizer/create-sanitizer.js";
import type { Finding } from "../scrub/findings/finding.js";
import { SinkFinder } from "../scrub/findings/sink-finder.js";
import { liveSecrets } from "../scrub/live.js";
import { foundWhile } from "./expect-no-leaks.js";
import { LeakError } from "./leak-error.js";
import { type MessageConstraints, messageArbitrary } from "./message-arbitrary.js";
import { addEntries, SecretTokens, withTokens } from "./secret-tokens.js";

/** Options of {@link leakProperty}. */
export interface LeakPropertyOptions {
  /** How many messages are generated. Default: 100. */
  readonly numRuns?: number;
  /** The seed of the messages. Default: another one each time; the error tells it. */
  readonly seed?: number;
  /** Bounds and ingredients of the messages. Default: those of `messageArbitrary`, without unknown fields. */
  readonly constraints?: MessageConstraints;
  /** Keys that maps which are judged by key get sometimes. Default: the keys that the rules of the policy name as texts. */
  readonly keys?: readonly string[];
  /** Whether stdout, stderr and the console are searched. Default: true. */
  readonly output?: boolean;
  /** Milliseconds to wait for late log lines after each message. Default: 0, which is one turn of the event loop. */
  readonly wait?: number;
  /** Whether a finding is known and does not count. Default: all count. */
  readonly allow?: (finding: Finding) => boolean;
}

const OPTIONS: OptionNames<LeakPropertyOptions> = {
  numRuns: true,
  seed: true,
  constraints: true,
  keys: true,
  output: true,
  wait: true,
  allow: true,
};

/**
 * Runs a function with generated messages, each of which has random secrets that occur nowhere by chance, and searches for them
 * in all that comes out: stdout, stderr, the console, loggers and spans that this package makes safe, and what the function
 * returns or throws; in all forms in which a secret may be written. Fails with the smallest message that leaks.
 *
 * An error of the function is no failure, unless it holds a secret. What {@link expectNoLeaks} does not see is not seen here, either.
 *
 * @param type the type of the messages, of @bufbuild/protobuf.
 * @param policy says what is secret: a policy, or a sanitizer that knows the type.
 * @throws {LeakError} if a secret was found. Its message has the findings, the message without its secrets, and the seed.
 * @throws {Error} if no generated message had a secret: nothing could be found.
 * @example
 * ```ts
 * it("leaks nothing", () =>
 *   leakProperty(NodeStageVolumeRequestSchema, csiPolicy(), (request) => driver.nodeStageVolume(request)));
 * ```
 */
export async function leakProperty<Desc extends DescMessage>(
  type: Desc,
  policy: Policy | readonly Policy[] | Sanitizer,
  run: (message: MessageShape<Desc>) => unknown,
  options: LeakPropertyOptions = {},
): Promise<void> {
  const { numRuns, seed, constraints, keys, output, wait, allow } = readOptions(
    "leakProperty",
    options,
    OPTIONS,
  );
  const sanitizer = sanitizerOf(type, policy);
  let hadSecrets = false;
  let leaks: readonly Finding[] = [];
  const isSafe = async (message: MessageShape<Desc>): Promise<boolean> => {
    const scope = sanitizer.secretsOf(type, message);
    hadSecrets ||= scope.size > 0;
    const release = liveSecrets.hold(scope, { graceTime: 0 });
    try {
      const { findings } = await foundWhile(
        async () => {
          new SinkFinder(liveSecrets, "returned value").scrubError(await run(message));
        },
        { output, wait },
      );
      const counted = allow === undefined ? findings : findings.filter((finding) => !allow(finding));
      if (counted.length > 0) leaks = counted;
      return counted.length === 0;
    } finally {
      release();
    }
  };
  const property = fc.asyncProperty(messages(type, sanitizer, { constraints, keys }), isSafe);
  // What fast-check reports shows the message with its secrets. So this reports.
  const result = await fc.check(property, {
    ...(numRuns !== undefined && { numRuns }),
    ...(seed !== undefined && { seed }),
  });
  if (result.failed) {
    const [found] = result.counterexample ?? [];
    const message = found && (await withFewerFields(type, found, isSafe));
    const shown =
      message === undefined ? "" : `The smallest message: ${sanitizer.stringify(type, message)}\n`;
    throw new LeakError(leaks, `${shown}To repeat it: seed ${result.seed}`);
  }
  if (!hadSecrets)
    throw new Error(`leakProperty: no message of ${type.typeName} had a secret that can be sought`);
}

/** The message without the fields that it leaks without, too. fast-check shrinks each field for itself, and may end before that. */
async function withFewerFields<Desc extends DescMessage>(
  type: Desc,
  found: MessageShape<Desc>,
  isSafe: (message: MessageShape<Desc>) => Promise<boolean>,
): Promise<MessageShape<Desc>> {
  let message = found;
  for (const field of type.fields) {
    if (!isFieldSet(message, field)) continue;
    const smaller = clone(type, message);
    clearField(smaller, field);
    if (!(await isSafe(smaller))) message = smaller;
  }
  return message;
}

function sanitizerOf(type: DescMessage, policy: Policy | readonly Policy[] | Sanitizer): Sanitizer {
  if ("secretsOf" in policy) return policy;
  return createSanitizer({ schemas: [type.file], policy, onSuspect: "ignore" });
}

function messages<Desc extends DescMessage>(
  type: Desc,
  sanitizer: Sanitizer,
  {
    constraints,
    keys,
  }: { readonly constraints: MessageConstraints | undefined; readonly keys: readonly string[] | undefined },
): fc.Arbitrary<MessageShape<Desc>> {
  const bounds = { unknownFields: false, registry: createRegistry(EmptySchema), ...constraints };
  const ruled = ruledKeys(type, sanitizer, keys);
  return fc
    .tuple(messageArbitrary(type, bounds), fc.boolean(), fc.integer({ min: 0, max: 2 ** 31 - 1 }))
    .map(([generated, hasEntries, seed]) => {
      const message = clone(type, generated);
      if (hasEntries) addEntries(type, message, (field) => ruled.get(field) ?? []);
      // It has the type and the properties of the message.
      return withTokens(
        message,
        sanitizer.redact(type, message),
        new SecretTokens(seed),
      ) as MessageShape<Desc>;
    });
}

/** The keys that rules name, by field. A rule in words has them as texts of JSON. */
function ruledKeys(
  type: DescMessage,
  sanitizer: Sanitizer,
  given: readonly string[] | undefined,
): ReadonlyMap<string, readonly string[]> {
  const keyed = sanitizer.explain(type).filter(({ verdict }) => verdict === "keyed");
  return new Map(
    keyed.map(({ field, rule }) => {
      const named = rule.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
      return [field, given ?? named.map((text): string => JSON.parse(text))];
    }),
  );
}
