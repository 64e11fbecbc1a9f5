import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import fc from "fast-check";
import type { KeyMatcher } from "../policy/key-matcher.js";
import { keyArbitrary, textArbitrary } from "./text-arbitrary.js";
import { both, gather, independent, same, type Twin } from "./twins.js";

/** Texts in which a detector finds a credential; undefined if there are no detectors. */
type Credentials = fc.Arbitrary<string> | undefined;

/** Twins of an open text: the same text, or two different texts that both hold a credential and are therefore secret. */
export function openTextTwins(
  text: fc.Arbitrary<string>,
  credentials: Credentials,
): fc.Arbitrary<Twin<string>> {
  if (credentials === undefined) return same(text);
  return fc.oneof({ weight: 6, arbitrary: same(text) }, { weight: 1, arbitrary: independent(credentials) });
}

/** An entry of a map or a Struct. */
type Entry<T> = readonly [key: string, value: T];

/**
 * Twins of the entries of a map or a Struct, including keys that hold a credential. Such keys, their values and their number
 * are secret.
 */
export function withCredentialKeys<T>(
  entries: fc.Arbitrary<Twin<readonly Entry<T>[]>>,
  values: fc.Arbitrary<Twin<T>>,
  credentials: Credentials,
): fc.Arbitrary<Twin<readonly Entry<T>[]>> {
  if (credentials === undefined) return entries;
  const entry = fc.tuple(
    credentials,
    values.map(([left]) => left),
  );
  const secret = independent<readonly Entry<T>[]>(fc.array(entry, { minLength: 1, maxLength: 2 }));
  const none = fc.constant<Twin<readonly Entry<T>[]>>([[], []]);
  return fc
    .tuple(entries, fc.oneof({ weight: 6, arbitrary: none }, { weight: 1, arbitrary: secret }))
    .map(([open, hidden]) => [
      [...open[0], ...hidden[0]],
      [...open[1], ...hidden[1]],
    ]);
}

/** Twins of the JSON objects that stand for a `google.protobuf.Struct`. */
export function structTwins(
  depth: number,
  isSecretKey: KeyMatcher | undefined,
  credentials: Credentials,
): fc.Arbitrary<Twin<JsonObject>> {
  const values = valueTwins(depth - 1, isSecretKey, credentials);
  const secretValues = independent(values.map(([left]) => left));
  const entry = keyArbitrary().chain((key) =>
    (isSecretKey?.(key) ? secretValues : values).map((twin) => both(twin, (value) => [key, value] as const)),
  );
  const entries = fc.array(entry, { maxLength: 3 }).map((twins) => gather(twins));
  return withCredentialKeys(entries, values, credentials).map((twin) => both(twin, ownProperties));
}

/** Twins of the JSON values that stand for a `google.protobuf.Value`. */
export function valueTwins(
  depth: number,
  isSecretKey: KeyMatcher | undefined,
  credentials: Credentials,
): fc.Arbitrary<Twin<JsonValue>> {
  const text: fc.Arbitrary<Twin<JsonValue>> = openTextTwins(textArbitrary(), credentials);
  const leaf = fc.oneof(
    text,
    same<JsonValue>(
      fc.oneof(fc.constant(null), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    ),
  );
  if (depth <= 0) return leaf;
  const list = fc
    .array(valueTwins(depth - 1, isSecretKey, credentials), { maxLength: 3 })
    .map((items): Twin<JsonValue> => gather(items));
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: list },
    { weight: 1, arbitrary: structTwins(depth, isSecretKey, credentials) },
  );
}

/** An object of entries; `__proto__` is a key like any other. */
export function ownProperties<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const object: Record<string, T> = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return object;
}
