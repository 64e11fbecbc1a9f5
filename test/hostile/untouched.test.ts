import { inspect } from "node:util";
import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { TreeSchema } from "../gen/probe_pb.js";
import { anyMessage, policies, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";

const types = subjects.flatMap((subject) => subject.types);
const sanitizers = (["go", "protojson"] as const).flatMap((format) => [
  createSanitizer({ schemas: [registry], policy: policies, format }),
  createSanitizer({
    schemas: [registry],
    policy: policies,
    format,
    limits: { maxOutputLength: 100, maxListLength: 1 },
  }),
]);

describe("printing leaves the message as it was", () => {
  it("every value in it, for every way of printing", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        const before = structuredClone(message);
        for (const sanitizer of sanitizers) {
          sanitizer.stringify(message);
          sanitizer.toJson(desc, message);
          JSON.stringify(sanitizer.strip(message));
          inspect(sanitizer.strip(message));
        }
        expect(structuredClone(message)).toEqual(before);
      }),
      { numRuns: runs(300) },
    );
  });

  it("the order of its keys and lists, too", () => {
    const message = create(TreeSchema, {
      named: { b: {}, a: {} },
      children: [{ label: "b" }, { label: "a" }],
    });
    for (const sanitizer of sanitizers) sanitizer.stringify(message);
    expect(Object.keys(message.named)).toEqual(["b", "a"]);
    expect(message.children.map((child) => child.label)).toEqual(["b", "a"]);
  });

  it("the printed value shares nothing with it: changing it changes no message", () => {
    const message = create(TreeSchema, { named: { a: {} }, children: [{ label: "a" }] });
    for (const sanitizer of sanitizers) {
      const json = Object(sanitizer.toJson(message));
      json.children?.splice(0);
      delete json.named;
    }
    expect(message).toEqual(create(TreeSchema, { named: { a: {} }, children: [{ label: "a" }] }));
  });
});
