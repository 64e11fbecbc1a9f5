import { readFileSync } from "node:fs";
import { createRegistry, fromBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { file_probe } from "../gen/probe_pb.js";
import type { ReferenceKeyRule } from "./reference-policy.js";
import { referencePrint } from "./reference-printer.js";
import { referenceIsSecret } from "./reference-secret.js";

interface Vector {
  readonly type: string;
  readonly wire: string;
  readonly go: string;
  readonly csi: string;
}

const registry = createRegistry(file_csi_v1_csi, file_probe);

const tokens: ReferenceKeyRule = {
  field: "volume_context",
  keys: ["csi.storage.k8s.io/serviceAccount.tokens"],
};

function readVectors(name: string): readonly Vector[] {
  const lines = readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
  // The lines are ours: the README beside them says what they hold.
  return lines.map((line) => JSON.parse(line) as Vector);
}

function print(vector: Vector, mapKeys: readonly ReferenceKeyRule[]): string {
  const desc = registry.getMessage(vector.type);
  if (desc === undefined) {
    throw new Error(`no descriptor for ${vector.type}`);
  }
  const message = fromBinary(desc, Buffer.from(vector.wire, "base64"));
  return referencePrint(
    desc,
    message,
    {
      isSecret: (field) => referenceIsSecret(field, { names: ["csi.v1.csi_secret"] }, registry),
      mapKeys,
      detectors: [],
    },
    registry,
  );
}

describe("the reference prints what Go prints", () => {
  describe.each([
    { name: "csi.ndjson", lines: 752 },
    { name: "probe.ndjson", lines: 480 },
  ])("$name", ({ name, lines }) => {
    const vectors = readVectors(name);

    it("is there in full", () => {
      expect(vectors).toHaveLength(lines);
    });

    it("with the option csi_secret alone", () => {
      expect(vectors.map((vector) => print(vector, []))).toEqual(vectors.map((vector) => vector.go));
    });

    it("with the service account tokens of volume_context as well", () => {
      expect(vectors.map((vector) => print(vector, [tokens]))).toEqual(vectors.map((vector) => vector.csi));
    });

    it("and there are tokens to strip in some of them", () => {
      expect(vectors.filter((vector) => vector.go !== vector.csi).length).toBeGreaterThan(0);
    });
  });
});
