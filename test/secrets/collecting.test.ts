import { create, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { anyPack, timestampFromMs } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { holdScope } from "../../src/scrub/collected-secrets.js";
import type { SecretValue } from "../../src/write/collect/secret-walk.js";
import { LeafSchema, ListsSchema, MapsSchema, SecretScalarsSchema, TreeSchema } from "../gen/probe_pb.js";
import { proxied } from "../hostile/proxied.js";
import { deepFreeze } from "../properties/deep-freeze.js";
import { anyMessage, policies, registry, subjects } from "../properties/subjects.js";
import { libraries } from "../representations/all-libraries.js";
import { casesInTurn, runs } from "../runs.js";

const sanitizer = createSanitizer({ schemas: [registry], policy: policies });
const csi = createCsiSanitizer();

/** The values that were picked up, texts as they are and bytes in hexadecimal. */
function valuesOf(type: string | undefined, message: unknown): string[] {
  let values: readonly SecretValue[] = [];
  const hold = (held: readonly SecretValue[]): (() => void) => {
    values = held;
    return () => {};
  };
  holdScope(sanitizer.secretsOf(type, message), { hold }, 0);
  return [
    ...new Set(
      values.map((value) => (typeof value === "string" ? value : Buffer.from(value).toString("hex"))),
    ),
  ].sort();
}

describe("the secrets of a message", () => {
  it("are its secret texts, bytes, and numbers of six digits and more", () => {
    const message = create(SecretScalarsSchema, {
      fString: "hunter2",
      fBytes: new Uint8Array([1, 2, 254, 255]),
      fInt32: 12345,
      fInt64: -1234567n,
      fDouble: 2.5066282746,
      fBool: true,
    });
    expect(valuesOf(undefined, message)).toEqual(["0102feff", "1234567", "2.5066282746", "hunter2"]);
  });

  it("are the values of a secret map, but not its keys", () => {
    const request = create(NodePublishVolumeRequestSchema, {
      secrets: { username: "jane.doe", password: "hunter2" },
    });
    expect(valuesOf(undefined, request)).toEqual(["hunter2", "jane.doe"]);
  });

  it("are what an object has for a field under each of its names, whichever is read", () => {
    const root = protobuf.parse(`syntax = "proto3"; message M {
      string my_text = 1; map<string, string> my_map = 2; repeated string my_list = 3; M my_m = 4; string open = 5;
      map<string, string> my_keys = 6; oneof one { string a_text = 7; string other = 8; }
    }`).root;
    const named = createSanitizer({
      schemas: [root],
      policy: {
        fields: ["M.my_text", "M.my_map", "M.my_list", "M.my_m", "M.a_text"],
        mapKeys: [{ field: "my_keys", keys: ["token"] }],
      },
      onSuspect: "ignore",
    });
    for (const message of [
      { my_text: "first-value", myText: "second-value" },
      { my_text: "", myText: "first-value second-value" },
      { my_map: { a: "first-value" }, myMap: { b: "second-value" } },
      { myList: ["first-value"], my_list: ["second-value"] },
      { my_m: { open: "first-value" }, myM: { open: "second-value" } },
      { myKeys: { token: "first-value" }, my_keys: { a: "open", token: "second-value" } },
      { a_text: "first-value", aText: "second-value", other: "read" },
    ]) {
      const scrubbed = named.secretsOf("M", message).scrub("first-value second-value open read");
      expect(scrubbed).toMatch(/^[* stripped]*open read$/);
    }
  });

  it("are those of deeper messages than are printed, too", () => {
    const { root } = protobuf.parse('syntax = "proto3"; message M { M m = 1; string pin = 2; }');
    const flat = createSanitizer({
      schemas: [root],
      policy: { fields: ["M.pin"] },
      limits: { maxDepth: 1 },
    });
    const message = { m: { m: { pin: "hunter2" } } };
    const bytes = root.lookupType("M").encode(message).finish();
    for (const given of [message, bytes])
      expect(flat.secretsOf("M", given).scrub("got hunter2")).toBe("got ***stripped***");
  });

  it("are everything in a message that is secret as a whole, however deep", () => {
    const message = create(ListsSchema, {
      leaves: [{ open: "in a field that a policy names" }],
      hiddenLeaves: [{ open: "open elsewhere", hidden: "hidden" }],
      strings: ["open"],
    });
    expect(valuesOf(undefined, message)).toEqual([
      "hidden",
      "in a field that a policy names",
      "open elsewhere",
    ]);
  });

  it("are the values of secret keys, and texts in which a detector finds a credential", () => {
    const request = create(NodePublishVolumeRequestSchema, {
      volumeContext: {
        "csi.storage.k8s.io/pod.name": "web-0",
        "csi.storage.k8s.io/serviceAccount.tokens": '{"vault":{"token":"abcdefgh"}}',
        password: "hunter2",
      },
      targetPath: "/mnt/eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl",
    });
    expect(valuesOf(undefined, request)).toEqual([
      "/mnt/eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl",
      "hunter2",
      '{"vault":{"token":"abcdefgh"}}',
    ]);
  });

  it("are counted together with the values inside them, each once, without trivial values", () => {
    const token = (audience: string): string =>
      `eyJhbGciOiJSUzI1NiJ9.${audience.padEnd(20, "A")}.c2lnbmF0dXJlMTIzNDU2`;
    const tokens = {
      a: { token: token("one"), expirationTimestamp: "2026-01-01T00:00:00Z" },
      b: { token: token("two") },
    };
    const request = create(NodePublishVolumeRequestSchema, {
      secrets: { password: "hunter2", again: "hunter2", mode: "true", short: "abc", kind: "default" },
      volumeContext: { "csi.storage.k8s.io/serviceAccount.tokens": JSON.stringify(tokens) },
    });
    const secrets = csi.secretsOf(request);
    expect(secrets.size).toBe(4);
    expect(secrets.scrub(`${token("one")} until 2026-01-01T00:00:00Z, mode true, default abc`)).toBe(
      `${STRIPPED} until 2026-01-01T00:00:00Z, mode true, default abc`,
    );
  });

  it("do not change when the message changes", () => {
    const message = create(SecretScalarsSchema, {
      fString: "hunter2",
      fBytes: new Uint8Array([1, 2, 254, 255]),
    });
    const secrets = sanitizer.secretsOf(message);
    message.fString = "";
    message.fBytes.fill(0);
    expect(secrets.scrub("hunter2 0102feff")).toBe(`${STRIPPED} ${STRIPPED}`);
  });

  it("are found in the bytes of the message, and in an Any", () => {
    const leaf = create(LeafSchema, { open: "shown", hidden: "hunter2" });
    expect(valuesOf("probe.v1.Leaf", toBinary(LeafSchema, leaf))).toEqual(["hunter2"]);
    expect(valuesOf(undefined, anyPack(LeafSchema, leaf))).toEqual(["hunter2"]);
  });

  it("are empty without a message of a known type", () => {
    for (const value of [
      null,
      undefined,
      7,
      "text",
      [],
      {},
      timestampFromMs(0),
      { $typeName: "no.such.Type", a: "secret" },
    ]) {
      expect(sanitizer.secretsOf(value).size).toBe(0);
    }
    expect(sanitizer.secretsOf("no.such.Type", { secret: "hunter2" }).size).toBe(0);
    expect(sanitizer.secretsOf("probe.v1.Leaf", new Uint8Array([255])).size).toBe(0);
  });
});

describe.each(subjects)("secrets of $name", ({ types }) => {
  it("are the same in a message and its bytes", () => {
    fc.assert(
      fc.property(anyMessage(types, { unknown: false }), ({ desc, message }) => {
        const fromBytes = valuesOf(desc.typeName, toBinary(desc, message));
        for (const value of valuesOf(desc.typeName, deepFreeze(message))) expect(fromBytes).toContain(value);
      }),
      { numRuns: runs(50) },
    );
  });

  it("are found whichever library decoded it", () => {
    const known = libraries.filter((library) => types.some(({ typeName }) => library.knows(typeName)));
    fc.assert(
      fc.property(anyMessage(types, { unknown: false }), fc.nat(), ({ desc, message }, turn) => {
        const bytes = toBinary(desc, message);
        const decoded = fromBinary(desc, bytes);
        const expected = valuesOf(desc.typeName, decoded);
        const text = sanitizer.stringify(decoded);
        for (const { name, loses, knows, decode } of casesInTurn(known, turn)) {
          if (!knows(desc.typeName) || loses.some((loss) => loss(desc, decoded))) continue;
          const other = decode(desc.typeName, bytes);
          // What cannot be read cannot be printed, either.
          if (sanitizer.stringify(desc.typeName, other) !== text) continue;
          const values = new Set(valuesOf(desc.typeName, other));
          // Of an Any that is opened the bytes are gone, and floats have digits of their own.
          const missing = expected.filter(
            (value) => !values.has(value) && !/^[\da-f]+$|^[\d.e+-]+$/.test(value),
          );
          expect({ name, missing }).toEqual({ name, missing: [] });
        }
      }),
      { numRuns: runs(12) },
    );
  });
});

describe("a hostile message", () => {
  const throwing = { enumerable: true, configurable: true, get: () => expect.fail("hunter2") };

  it("gives the values that can be read", () => {
    const request = create(NodePublishVolumeRequestSchema, { secrets: { password: "hunter2" } });
    Object.defineProperty(request.secrets, "broken", throwing);
    Object.defineProperty(request, "volumeContext", throwing);
    expect(valuesOf(undefined, request)).toEqual(["hunter2"]);
  });

  it("may hold itself, in factorially many ways", () => {
    const trees: Message[] = Array.from({ length: 12 }, (_, index) =>
      create(TreeSchema, { hidden: `secret ${index}` }),
    );
    for (const tree of trees) Object.assign(tree, { children: trees });
    expect(valuesOf(undefined, trees[0])).toHaveLength(12);
  });

  it("is only read, and never changed", () => {
    const operations = new Set<string>();
    const message = create(MapsSchema, {});
    sanitizer.secretsOf(
      MapsSchema,
      proxied(message, (trap) => operations.add(trap)),
    );
    for (const operation of operations) {
      expect(["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"]).toContain(operation);
    }
  });

  it("of a secret field holds something else than its type says, and all of that is secret", () => {
    const values = valuesOf("probe.v1.SecretScalars", {
      f_string: { first: ["hunter2"], second: new Map([["k", "hunter3"]]) },
      f_bytes: 12345678,
    });
    expect(values).toEqual(["12345678", "hunter2", "hunter3"]);
  });
});
