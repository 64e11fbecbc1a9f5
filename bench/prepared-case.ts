import type { Case } from "./cases.js";
import type { Corpus } from "./corpus.js";
import type { EffectOperation, Operation } from "./operation.js";
import type { TypedMessage } from "./typed-message.js";

/** A case with its corpus built and its output checked. */
export interface PreparedCase {
  /** Does the operation on every message. Returns a sum over the outputs that is the same each time. */
  run(): number;
}

// Keeps values, so that no optimizer can remove unused ones.
const kept: unknown[] = new Array(64).fill(undefined);

/**
 * Builds the corpus of a case and does its operation once, to check what comes out.
 *
 * @throws {Error} if the output holds a secret that it should not, or lacks what it should hold.
 */
export function prepareCase({ entry, operation }: Case): PreparedCase {
  if (operation.output === "effect") {
    const act = operation.prepare();
    return {
      run() {
        act();
        return 1;
      },
    };
  }
  const corpus = entry.build();
  const { messages } = corpus;
  if (operation.output === "value") {
    const evaluate = operation.prepare();
    check(messages.map((item) => textOf(evaluate(item))).join("\n"), corpus, operation);
    return { run: () => keep(messages, evaluate) };
  }
  if (operation.output === "bytes") {
    const encode = operation.prepare();
    check(messages.map((item) => Buffer.from(encode(item) ?? []).toString()).join("\n"), corpus, operation);
    return { run: () => keep(messages, encode) };
  }
  const print = operation.prepare(entry.secretPaths);
  const output = messages.map(print).join("\n");
  check(output, corpus, operation);
  const buffer = Buffer.allocUnsafe(2 * Buffer.byteLength(output));
  return { run: () => flatten(messages, print, buffer) };
}

/** A value as a text that is searched. Messages hold bigints. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner));
}

function keep(messages: readonly TypedMessage[], evaluate: (item: TypedMessage) => unknown): number {
  let count = 0;
  for (const item of messages) kept[count++ & 63] = evaluate(item);
  return count;
}

/**
 * Writes the bytes of every text. A text that was put together by `+` is a rope until someone reads its characters: else
 * work that was only put off would be compared with work that was done.
 */
function flatten(
  messages: readonly TypedMessage[],
  print: (item: TypedMessage) => string,
  buffer: Buffer,
): number {
  let bytes = 0;
  for (const item of messages) bytes += buffer.write(print(item));
  return bytes;
}

function check(
  output: string,
  { secrets, openTexts }: Corpus,
  { sanitizes, isPartial }: Exclude<Operation, EffectOperation>,
): void {
  const shown = secrets.filter((secret) => output.includes(secret)).length;
  if (sanitizes && shown > 0) throw new Error(`shows ${shown} of ${secrets.length} secrets`);
  // What sanitizes nothing shows that the search would have found them.
  if (!sanitizes && shown < secrets.length)
    throw new Error(`shows ${shown} of ${secrets.length} secrets, and is said to show all`);
  if (isPartial) return;
  const missing = openTexts.filter((text) => !output.includes(text));
  if (missing.length > 0) throw new Error(`lacks ${missing.length} of ${openTexts.length} open texts`);
}
