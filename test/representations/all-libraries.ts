import { generatedLibraries } from "./generated-libraries.js";
import type { Library } from "./library.js";
import { protoLoaderLibraries } from "./proto-loader-library.js";
import { protobufEs1Library } from "./protobuf-es-1-library.js";
import { jsonLibraries } from "./protobuf-es-json.js";
import { reflectionLibraries, staticLibrary } from "./protobufjs-library.js";

/** All libraries that decode messages, with all options under test. */
export const libraries: readonly Library[] = [
  ...reflectionLibraries,
  await staticLibrary(true),
  await staticLibrary(false),
  ...protoLoaderLibraries,
  ...generatedLibraries,
  protobufEs1Library,
  ...jsonLibraries,
];
