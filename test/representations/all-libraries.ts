import fc from "fast-check";
import { generatedLibraries } from "./generated-libraries.js";
import type { Library } from "./library.js";
import { protoLoaderLibraries } from "./proto-loader-library.js";
import { jsonLibraries } from "./protobuf-es-json.js";
import { reflectionLibraries, staticLibrary } from "./protobufjs-library.js";

/** All libraries that decode messages, with all options under test. */
export const libraries: readonly Library[] = [
  ...reflectionLibraries,
  await staticLibrary(true),
  await staticLibrary(false),
  ...protoLoaderLibraries,
  ...generatedLibraries,
  ...jsonLibraries,
];

/** Some libraries, for one run of a property: over a thousand runs each one has its turn often, in a third of the time. */
export function someOf(known: readonly Library[]): fc.Arbitrary<readonly Library[]> {
  return fc.subarray([...known], { minLength: 1, maxLength: 8 });
}
