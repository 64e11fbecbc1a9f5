import { describe, expect, it } from "vitest";
import { createCsiSanitizer, csiRegistry } from "../../src/csi/index.js";
import { createSanitizer, type Sanitizer } from "../../src/index.js";
import { file_probe } from "../gen/probe_pb.js";
import { casesInTurn } from "../runs.js";
import { parsedRoot, type ReflectionRoot, VERSIONS } from "./protobufjs-root.js";
import { vectors, wireOf } from "./vectors.js";

/** What the test is called, and the sanitizer that it makes. */
type Source = readonly [string, () => Sanitizer];

const roots = VERSIONS.flatMap((version) => [
  { name: `protobufjs ${version}`, root: parsedRoot(version, false) },
  { name: `protobufjs ${version} with keepCase`, root: parsedRoot(version, true) },
]).map((root, turn) => ({ ...root, turn }));

describe.each(roots)("$name: messages print as in Go, with the schema of this Root", ({ root, turn }) => {
  const messages = vectors.map((vector) => root.lookupType(vector.type).decode(wireOf(vector)));

  const sources: readonly Source[] = [
    ["the Root that they came from", () => createSanitizer({ schemas: [root] })],
    ["a Type of that Root", () => createSanitizer({ schemas: [root.lookupType("probe.v1.Leaf")] })],
    ["the JSON of that Root", () => createSanitizer({ schemas: [root.toJSON()] })],
    ["the JSON as text and back", () => createSanitizer({ schemas: [jsonOf(root)] })],
    ["their own types, and no schema", () => createSanitizer()],
    ["descriptors of @bufbuild/protobuf", () => createSanitizer({ schemas: [csiRegistry, file_probe] })],
    ["all of these", () => createSanitizer({ schemas: [csiRegistry, root, file_probe, jsonOf(root)] })],
  ];

  // Each sanitizer compiles all types.
  it.each(casesInTurn(sources, turn))("%s", (_, make) => {
    const sanitizer = make();
    expect(messages.map((message) => sanitizer.stringify(message))).toEqual(vectors.map(({ go }) => go));
  });

  const csiSources: readonly Source[] = [
    ["the Root, for the CSI policy", () => createCsiSanitizer({ schemas: [root] })],
    ["the JSON of the Root, for the CSI policy", () => createCsiSanitizer({ schemas: [jsonOf(root)] })],
    [
      "descriptors of @bufbuild/protobuf, for the CSI policy",
      () => createCsiSanitizer({ schemas: [file_probe] }),
    ],
  ];

  it.each(casesInTurn(csiSources, turn))("%s", (_, make) => {
    const sanitizer = make();
    expect(messages.map((message) => sanitizer.stringify(message))).toEqual(vectors.map(({ csi }) => csi));
  });

  it("with the type given as a Type of protobufjs", () => {
    const sanitizer = createSanitizer({ schemas: [csiRegistry, file_probe] });
    const texts = vectors.map(({ type }, index) =>
      sanitizer.stringify(root.lookupType(type), messages[index]),
    );
    expect(texts).toEqual(vectors.map(({ go }) => go));
  });
});

function jsonOf(root: ReflectionRoot): object {
  const json: object = JSON.parse(JSON.stringify(root));
  return json;
}
