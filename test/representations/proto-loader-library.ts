import { fromJSON, loadSync, type Options, type PackageDefinition } from "@grpc/proto-loader";
import type { Library } from "./library.js";
import { anyInAny, everyFieldSet, explicitPresence, type Loss, protoFields, swappedNames } from "./losses.js";
import { includeDirs, protoFiles } from "./proto-files.js";
import { parsedRoot } from "./protobufjs-root.js";

/** What democratic-csi passes to @grpc/proto-loader. */
export const DEMOCRATIC_CSI: Options = {
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
};

/** Combinations of options that keep all values. Undocumented but working: `longs: BigInt`. */
export const OPTIONS: readonly Options[] = [
  DEMOCRATIC_CSI,
  {},
  { keepCase: true },
  { longs: BigInt, enums: String },
  { longs: String, defaults: true },
  { keepCase: true, arrays: true, objects: true, bytes: String },
  { arrays: true, bytes: Array, oneofs: true },
  { objects: true, json: true, longs: String },
  { keepCase: true, json: true, enums: String, bytes: String, oneofs: true, defaults: true },
  { longs: BigInt, enums: String, bytes: Array, defaults: true, arrays: true, objects: true, oneofs: true },
];

/** The options with which it parses the files. Parsing takes most of the time, and keepCase alone counts for it. */
const OF_FILES: ReadonlySet<Options> = new Set(OPTIONS.slice(0, 2));

const made = new Map<string, Library>();

/** @grpc/proto-loader with some options. */
export function protoLoader(options: Options): Library {
  const name = `proto-loader ${describeOptions(options)}`;
  const library = made.get(name) ?? makeLibrary(name, options);
  made.set(name, library);
  return library;
}

function makeLibrary(name: string, options: Options): Library {
  const root = parsedRoot(7, options.keepCase === true);
  const definition = OF_FILES.has(options)
    ? loadSync([...protoFiles], { ...options, includeDirs: [...includeDirs] })
    : // What version 7 wrote is what the version 7 of proto-loader reads.
      fromJSON(root.toJSON() as Parameters<typeof fromJSON>[0], options);
  return {
    name,
    loses: lossesOf(options),
    knows: (typeName) => root.lookup(typeName) !== null,
    decode(typeName, bytes) {
      const own = deserializer(definition, typeName);
      if (own !== undefined) return own(Buffer.from(bytes));
      // It defines outermost types only; this is how it decodes them.
      const type = root.lookupType(typeName);
      return type.toObject(type.decode(bytes), options);
    },
  };
}

/** The same with each of the combinations. */
export const protoLoaderLibraries: readonly Library[] = OPTIONS.map(protoLoader);

function lossesOf({ keepCase, defaults, json }: Options): readonly Loss[] {
  return [
    swappedNames,
    ...(keepCase ? [protoFields] : []),
    defaults ? explicitPresence : everyFieldSet,
    ...(json ? [anyInAny] : []),
  ];
}

function deserializer(
  definition: PackageDefinition,
  typeName: string,
): ((bytes: Buffer) => object) | undefined {
  const type = definition[typeName];
  return type !== undefined && "deserialize" in type && typeof type.deserialize === "function"
    ? type.deserialize
    : undefined;
}

function describeOptions(options: Options): string {
  const names = Object.entries(options).map(([name, value]) =>
    value === true ? name : `${name}: ${value instanceof Function ? value.name : value}`,
  );
  return `{${names.join(", ")}}`;
}
