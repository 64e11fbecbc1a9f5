import { fromBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer } from "../../src/index.js";
import { registry } from "../properties/subjects.js";
import { libraries } from "./all-libraries.js";
import type { Library } from "./library.js";
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

const go = createSanitizer({ schemas: [registry] });
const csi = createCsiSanitizer({ schemas: [registry] });

describe.each(libraries)("$name: decoded messages print as in Go", (library) => {
  const held = vectors.filter((vector) => holds(library, vector));
  const messages = held.map((vector) => ({
    type: vector.type,
    message: library.decode(vector.type, wireOf(vector)),
  }));

  it("for all golden vectors that it can hold", () => {
    expect(held).toHaveLength(HELD.get(library.name) ?? vectors.length);
  });

  it("with the option csi_secret alone", () => {
    const texts = messages.map(({ type, message }) => go.stringify(type, message));
    expect(texts).toEqual(held.map((vector) => vector.go));
  });

  it("with the service account tokens of volume_context as well", () => {
    const texts = messages.map(({ type, message }) => csi.stringify(type, message));
    expect(texts).toEqual(held.map((vector) => vector.csi));
  });
});

function holds(library: Library, vector: Vector): boolean {
  const desc = registry.getMessage(vector.type);
  if (desc === undefined) throw new Error(`no type ${vector.type}`);
  if (!library.knows(vector.type)) return false;
  const message = fromBinary(desc, wireOf(vector));
  return !library.loses.some((loss) => loss(desc, message));
}
