import { fromBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer, type Sanitizer } from "../../src/index.js";
import { registry } from "../properties/subjects.js";
import { casesOfTest } from "../runs.js";
import { libraries } from "./all-libraries.js";
import { isHeld } from "./library-samples.js";
import { type Vector, vectors, wireOf } from "./vectors.js";

/** How many of the vectors a library can hold, where that is not all of them: see `loses`, and what was generated. */
const HELD: ReadonlyMap<string, number> = new Map([
  ["ts-proto default", 308],
  ["ts-proto bigint", 1162],
  ["ts-proto unions", 576],
  ["ts-proto annotated", 513],
  ["ts-proto snake", 501],
  ["@protobuf-ts bigint", 1162],
  ["@protobuf-ts string", 526],
  ["@protobuf-ts number", 320],
  ["@bufbuild/protobuf 1", 1162],
  ["ProtoJSON", 1186],
  ["ProtoJSON with proto names and enums as numbers", 1186],
  ["ProtoJSON with defaults", 1186],
]);

/** The vectors with the messages that they are for @bufbuild/protobuf: decoded once for all libraries. */
const decodedVectors = vectors.map((vector) => {
  const desc = registry.getMessage(vector.type);
  if (desc === undefined) throw new Error(`no type ${vector.type}`);
  return { vector, desc, message: fromBinary(desc, wireOf(vector)) };
});

const go = createSanitizer({ schemas: [registry] });
const csi = createCsiSanitizer({ schemas: [registry] });

describe.each(libraries)("$name: decoded messages print as in Go", (library) => {
  const held = decodedVectors
    .filter(({ desc, message }) => isHeld(library, desc, message))
    .map(({ vector }) => vector);
  const printed = ({ stringify }: Sanitizer, vector: Vector): string =>
    stringify(vector.type, library.decode(vector.type, wireOf(vector)));

  it("for all golden vectors that it can hold", () => {
    expect(held).toHaveLength(HELD.get(library.name) ?? vectors.length);
  });

  it("with the option csi_secret alone", () => {
    const tried = casesOfTest(held);
    expect(tried.map((vector) => printed(go, vector))).toEqual(tried.map((vector) => vector.go));
  });

  it("with the service account tokens of volume_context as well", () => {
    const tried = casesOfTest(held);
    expect(tried.map((vector) => printed(csi, vector))).toEqual(tried.map((vector) => vector.csi));
  });
});
