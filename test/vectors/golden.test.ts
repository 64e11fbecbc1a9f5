import { readFileSync } from "node:fs";
import { createRegistry, fromBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer, csiRegistry } from "../../src/csi/index.js";
import { createSanitizer, type Sanitizer } from "../../src/index.js";
import { file_probe } from "../gen/probe_pb.js";
import { redactedBytes } from "../redact/redacted-bytes.js";

interface Vector {
  readonly type: string;
  readonly wire: string;
  readonly go: string;
  readonly csi: string;
}

const registry = createRegistry(csiRegistry, file_probe);
const plain = createSanitizer({ schemas: [registry] });
const csi = createCsiSanitizer({ schemas: [file_probe] });

function bytesOf({ wire }: Vector): Uint8Array {
  return Uint8Array.from(Buffer.from(wire, "base64"));
}

function printed(sanitizer: Sanitizer, vector: Vector): string {
  const type = registry.getMessage(vector.type);
  if (type === undefined) throw new Error(`no descriptor of ${vector.type}`);
  return sanitizer.stringify(fromBinary(type, bytesOf(vector)));
}

describe.each([
  { file: "csi.ndjson", lines: 752 },
  { file: "probe.ndjson", lines: 480 },
])("what Go printed, line by line: $file", ({ file, lines }) => {
  const vectors = readFileSync(new URL(file, import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Vector); // the README beside the file says what a line holds

  it("is there in full", () => {
    expect(vectors).toHaveLength(lines);
  });

  it("from messages of @bufbuild/protobuf, with field options alone", () => {
    expect(vectors.map((vector) => printed(plain, vector))).toEqual(vectors.map((vector) => vector.go));
  });

  it("from messages of @bufbuild/protobuf, with the CSI preset", () => {
    expect(vectors.map((vector) => printed(csi, vector))).toEqual(vectors.map((vector) => vector.csi));
  });

  it("from wire bytes, with field options alone", () => {
    expect(vectors.map((vector) => plain.stringifyBinary(vector.type, bytesOf(vector)))).toEqual(
      vectors.map((vector) => vector.go),
    );
  });

  it("from wire bytes, with the CSI preset", () => {
    expect(vectors.map((vector) => csi.stringifyBinary(vector.type, bytesOf(vector)))).toEqual(
      vectors.map((vector) => vector.csi),
    );
  });

  it("from redacted wire bytes, without the secrets", () => {
    const redacted = vectors.map((vector) => redactedBytes(csi, vector.type, bytesOf(vector)));
    expect(
      vectors.map((vector, index) => csi.stringifyBinary(vector.type, redacted[index] ?? new Uint8Array())),
    ).toEqual(vectors.map((vector) => vector.csi));
  });
});
