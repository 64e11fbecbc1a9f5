import { inspect } from "node:util";
import { create } from "@bufbuild/protobuf";
import { AnySchema, anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer } from "../../src/index.js";
import { EverythingSchema, type Tree, TreeSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";
import { casesInTurn } from "../runs.js";
import { typeChain } from "./type-chain.js";

const SECRET = "hunter2";
const schemas = [registry];

/** A tree with so many levels below it, a secret in each. */
function nested(levels: number): Tree {
  let tree = create(TreeSchema, { label: "bottom", hidden: SECRET });
  for (let level = 0; level < levels; level++) tree = create(TreeSchema, { hidden: SECRET, left: tree });
  return tree;
}

describe("10,000 messages in each other", () => {
  const deep = nested(10_000);

  it("end at the depth limit with a note", () => {
    const text = createSanitizer({ schemas }).stringify(deep);
    expect(text.split('"left":')).toHaveLength(101);
    expect(text).toContain('"left":"<<depth limit of 100 reached, probe.v1.Tree>>"');
  });

  it("never throw, even without a depth limit: a note replaces the part that overflows the stack", () => {
    const sanitizer = createSanitizer({ schemas, limits: { maxDepth: Number.POSITIVE_INFINITY } });
    const text = sanitizer.stringify(deep);
    expect(() => JSON.parse(text)).not.toThrow();
    expect(text).toMatch(/"label":"bottom"|"<<could not be read, probe\.v1\.Tree\.left>>"/);
    expect(text).not.toContain(SECRET);
    expect(inspect(sanitizer.strip(deep))).not.toContain(SECRET);
  });

  it("of JSON in a Struct end at the depth limit, too", () => {
    let struct: Record<string, unknown> = {};
    for (let level = 0; level < 10_000; level++) struct = { a: [struct] };
    const text = createSanitizer({ schemas }).stringify({ ...create(SingularSchema), struct });
    expect(text).toContain("<<depth limit of 100 reached, google.protobuf");
  });

  it("and of Any in Any", () => {
    let any = anyPack(TreeSchema, nested(3));
    for (let level = 0; level < 200; level++) any = anyPack(AnySchema, any);
    const text = createSanitizer({ schemas }).stringify(any);
    expect(text).toContain("<<depth limit of 100 reached, google.protobuf.Any>>");
    expect(text).not.toContain(SECRET);
  });
});

describe("on a stack that is nearly exhausted", () => {
  const message = create(EverythingSchema, {
    tree: nested(5),
    maps: { volumeContext: { a: "b" } },
    publish: { volumeId: "vol-1", secrets: { password: SECRET } },
  });
  const text = createSanitizer({ schemas }).stringify(message);

  it("a warm sanitizer prints the message or notes, or has no stack even to be called", () => {
    const warm = createCsiSanitizer({ schemas });
    warm.stringify(message);
    const outcomes = nearTheEndOfTheStack(0, () => warm.stringify(message));
    expect(outcomes).toContain(text);
    for (const outcome of outcomes) expectHarmless(outcome);
    expect(warm.stringify(message)).toBe(text);
  });

  it("toJson, too", () => {
    const warm = createSanitizer({ schemas });
    warm.toJson(message);
    const outcomes = nearTheEndOfTheStack(1, () => JSON.stringify(warm.toJson(message)));
    expect(outcomes).toContain(text);
    for (const outcome of outcomes) expectHarmless(outcome);
  });

  // A type is compiled at its first use. If the stack overflows then, nothing incomplete may stay.
  it("a new sanitizer prints the message later, with enough stack", () => {
    const chain = typeChain(60);
    const first = { $typeName: "chain.M0", open: "a", next: { $typeName: "chain.M1", open: "b" } };
    const cold = new Map(framesOf(2).map((frame) => [frame, createSanitizer({ schemas: [chain] })]));
    const outcomes = nearTheEndOfTheStack(2, (frame) => cold.get(frame)?.stringify(first));
    for (const outcome of outcomes) expectHarmless(outcome);
    const later = [...cold.values()].map((sanitizer) => sanitizer.stringify(first));
    expect(new Set(later)).toEqual(new Set(['{"next":{"open":"b"},"open":"a"}']));
  });
});

/** The last frames of the stack, from its end. */
const FRAMES: readonly number[] = Array.from({ length: 600 }, (_, frame) => frame);

/** The frames that a turn is about. */
function framesOf(turn: number): readonly number[] {
  return casesInTurn(FRAMES, turn);
}

/** What an action returns or throws when it is called on each of the frames of a turn, the very last frame first. */
function nearTheEndOfTheStack(turn: number, action: (frame: number) => unknown): readonly unknown[] {
  // Where there is no stack left, nothing can be called to find out.
  const isTried: boolean[] = new Array(FRAMES.length).fill(false);
  for (const tried of framesOf(turn)) isTried[tried] = true;
  const outcomes: unknown[] = new Array(FRAMES.length).fill(undefined);
  let frame = 0;
  function descend(): void {
    try {
      descend();
    } catch (error) {
      if (frame < FRAMES.length) {
        if (isTried[frame]) {
          try {
            outcomes[frame] = action(frame);
          } catch (thrown) {
            outcomes[frame] = thrown;
          }
        }
        frame++;
      }
      throw error;
    }
  }
  try {
    descend();
  } catch {
    return outcomes.filter((_, at) => isTried[at]);
  }
  return outcomes;
}

function expectHarmless(outcome: unknown): void {
  if (outcome instanceof RangeError) {
    expect(outcome.message).toBe("Maximum call stack size exceeded");
    return;
  }
  expect(() => JSON.parse(String(outcome))).not.toThrow();
  expect(String(outcome)).not.toContain(SECRET);
}
