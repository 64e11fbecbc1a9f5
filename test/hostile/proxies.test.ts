import { inspect } from "node:util";
import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, type Sanitizer } from "../../src/index.js";
import { EverythingSchema, ListsSchema } from "../gen/probe_pb.js";
import { anyMessage, policies, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";
import { proxied } from "./proxied.js";

const SECRET = "hunter2";
const TRAPS = [
  "get",
  "has",
  "ownKeys",
  "getOwnPropertyDescriptor",
  "getPrototypeOf",
  "isExtensible",
  "set",
  "defineProperty",
  "deleteProperty",
  "setPrototypeOf",
  "preventExtensions",
] as const;

const sanitizer = createSanitizer({ schemas: [registry], policy: policies });

const waysToPrint: Record<string, (sanitizer: Sanitizer, message: unknown) => string> = {
  stringify: ({ stringify }, message) => stringify(message),
  toJson: ({ toJson }, message) => JSON.stringify(toJson(message)),
  "String(strip)": ({ strip }, message) => String(strip(message)),
  "JSON.stringify(strip)": ({ strip }, message) => JSON.stringify(strip(message)),
  "inspect(strip)": ({ strip }, message) => inspect(strip(message), { depth: 9 }),
};

describe("a message behind proxies that let everything through", () => {
  it("prints as the message does, and is never written to", () => {
    const types = subjects.flatMap((subject) => subject.types);
    fc.assert(
      fc.property(anyMessage(types), ({ message }) => {
        const calls: string[] = [];
        const text = sanitizer.stringify(message);
        expect(sanitizer.stringify(proxied(message, (trap) => calls.push(trap)))).toBe(text);
        expect(String(sanitizer.strip(proxied(message, (trap) => calls.push(trap))))).toBe(text);
        const writing = ["set", "defineProperty", "deleteProperty", "setPrototypeOf", "preventExtensions"];
        expect(calls.filter((trap) => writing.includes(trap))).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });
});

describe("a list behind a proxy that lies about its length", () => {
  const limits = [
    {},
    { maxOutputLength: 500 },
    { maxListLength: 1 },
    { maxListLength: 1, maxOutputLength: 500 },
  ];
  const lies = [-1, 0.5, 3, "2", Number.NaN, null, undefined, {}, 2n];

  it.each(lies)("prints as JSON, and nothing of the list but items: %s", (length) => {
    for (const limit of limits) {
      const { stringify } = createSanitizer({ schemas: [registry], limits: limit });
      const strings = new Proxy(["a", "b"], {
        get: (target, property) => (property === "length" ? length : Reflect.get(target, property)),
      });
      const printed: unknown = JSON.parse(stringify({ ...create(ListsSchema), strings }));
      const items = JSON.stringify(printed).match(/"[^"]*"/g) ?? [];
      for (const item of items) expect(item).toMatch(/^"(strings|a|b|<<.*, probe\.v1\.Lists\.strings>>)"$/);
    }
  });
});

describe.each(Object.entries(waysToPrint))("%s of a message behind a proxy", (_, print) => {
  it.each(TRAPS)("that throws on %s throws nothing, and shows nothing of the error", (throwing) => {
    const message = create(EverythingSchema, {
      tree: { label: "a", named: { key: {} }, children: [{}] },
      publish: { volumeId: "vol-1", secrets: { password: SECRET } },
    });
    const onTrap = (trap: string): void => {
      if (trap === throwing) throw new Error(SECRET);
    };
    expect(print(sanitizer, proxied(message, onTrap))).not.toContain(SECRET);
    expect(print(sanitizer, { ...message, tree: proxied(message.tree ?? {}, onTrap) })).not.toContain(SECRET);
  });

  it("that is revoked throws nothing", () => {
    const { proxy, revoke } = Proxy.revocable(create(NodePublishVolumeRequestSchema), {});
    revoke();
    expect(print(sanitizer, proxy)).toContain("<<could not be read>>");
    expect(print(sanitizer, create(EverythingSchema, { publish: {} }))).not.toContain("could not be read");
    expect(print(sanitizer, { ...create(EverythingSchema), publish: proxy })).toContain(
      "<<could not be read, probe.v1.Everything.publish>>",
    );
  });
});
