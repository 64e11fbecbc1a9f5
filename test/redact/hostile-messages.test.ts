import { inspect } from "node:util";
import { create, type Message } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LeafSchema, MapsSchema, type Tree, TreeSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { proxied } from "../hostile/proxied.js";
import { anyMessage, registry, subjects } from "../properties/subjects.js";
import { runs } from "../runs.js";
import { testRedactor } from "./test-redactor.js";

const SECRET = "hunter2";
const types = subjects.flatMap((subject) => subject.types);
const { redact, print } = testRedactor();

describe("properties that the type does not have are not in the copy", () => {
  it("properties hidden at any place in a message", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        const text = print(desc, message);
        hideIn(message);
        expect(inspectAll(message)).toContain(SECRET);
        const copy = redact(desc, message);
        expect(inspectAll(copy)).not.toContain(SECRET);
        expect(print(desc, copy)).toBe(text);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("content of an object that is not a property", () => {
    const holders = [new Set([SECRET]), new Map([[1, SECRET]]), new Error(SECRET), Object(SECRET), [SECRET]];
    for (const holder of holders) {
      const tree = create(TreeSchema, { label: "a" });
      const broken = Object.assign({ ...tree }, { left: holder, named: holder, children: [holder] });
      expect(inspectAll(redact(TreeSchema, broken))).not.toContain(SECRET);
      expect(inspectAll(redact(SingularSchema, { ...create(SingularSchema), struct: holder }))).not.toContain(
        SECRET,
      );
      expect(inspectAll(redact(TreeSchema, { label: "a", left: holder, named: holder }))).not.toContain(
        SECRET,
      );
    }
  });

  it("nor is an object a message that inherits one", () => {
    const leaf = create(LeafSchema, { open: "a", hidden: SECRET });
    expect(redact(LeafSchema, Object.create(leaf))).toBeUndefined();
    const derived = Object.create(leaf, { $typeName: { value: leaf.$typeName, enumerable: true } });
    expect(redact(LeafSchema, derived)).toBeUndefined();
    expect(redact(TreeSchema, { ...create(TreeSchema), left: derived })).toEqual(create(TreeSchema));
  });
});

describe("properties that are getters", () => {
  it("are values in the copy", () => {
    const leaf = withGetter(create(LeafSchema, { hidden: SECRET }), "open", () => "a");
    const copy = redact(LeafSchema, leaf);
    expect(Object.getOwnPropertyDescriptor(copy, "open")).toMatchObject({ value: "a", writable: true });
  });

  it("are dropped if they throw, and so is the error", () => {
    const tree = withGetter(create(TreeSchema, { label: "a", hidden: SECRET }), "left", () => {
      throw new Error(SECRET);
    });
    expect(redact(TreeSchema, tree)).toEqual(create(TreeSchema, { label: "a", hidden: "***stripped***" }));
  });

  it("are read once, so that the judged value is the copied value", () => {
    const values = ["open", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln"];
    for (let calls = 0; calls < 4; calls++) {
      let left = calls;
      const leaf = withGetter(
        create(LeafSchema, { hidden: SECRET }),
        "open",
        () => values[left-- > 0 ? 0 : 1],
      );
      redact(LeafSchema, create(LeafSchema, { hidden: SECRET }));
      expect(inspectAll(redact(LeafSchema, leaf))).not.toContain("eyJ");
    }
  });
});

describe("messages behind proxies", () => {
  it("have the copies that the messages have", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        const calls: string[] = [];
        const copy = redact(
          desc,
          proxied(message, (trap) => calls.push(trap)),
        );
        expect(print(desc, copy)).toBe(print(desc, message));
        const writing = ["set", "defineProperty", "deleteProperty", "setPrototypeOf", "preventExtensions"];
        expect(calls.filter((trap) => writing.includes(trap))).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  it.each(["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"])(
    "that throw on %s make it throw nothing",
    (throwing) => {
      const proxy = new Proxy(create(TreeSchema, { label: "a", hidden: SECRET }), {
        [throwing]: () => {
          throw new Error(SECRET);
        },
      });
      expect(inspectAll(redact<unknown>(TreeSchema, proxy))).not.toContain(SECRET);
      const holder = Object.assign(create(TreeSchema), { left: proxy });
      expect(inspectAll(redact<unknown>(TreeSchema, holder))).not.toContain(SECRET);
    },
  );
});

describe("messages inside themselves", () => {
  it("are empty there", () => {
    const tree = create(TreeSchema, { label: "a", hidden: SECRET });
    tree.left = tree;
    tree.children = [tree];
    const empty = create(TreeSchema);
    expect(redact(TreeSchema, tree)).toEqual(
      create(TreeSchema, { label: "a", hidden: "***stripped***", left: empty, children: [empty] }),
    );
  });

  it("and so are the objects that stand for a Struct, and opened Anys", () => {
    const struct: Record<string, unknown> = { a: 1 };
    struct["self"] = [struct];
    expect(redact(SingularSchema, Object.assign(create(SingularSchema), { struct })).struct).toEqual({
      a: 1,
      self: [{}],
    });
    const lists: Record<string, unknown> = { "@type": "type.googleapis.com/wkt.v1.Lists" };
    lists["any"] = [lists, lists];
    const typeOnly = { "@type": "type.googleapis.com/wkt.v1.Lists" };
    expect(redact("google.protobuf.Any", lists)).toEqual({ ...typeOnly, any: [typeOnly, typeOnly] });
  });

  it("end quickly, however many ways there are to them", () => {
    const trees = Array.from({ length: 30 }, () => create(TreeSchema, { hidden: SECRET }));
    for (const tree of trees) tree.children = trees;
    const copy = redact(TreeSchema, trees[0]);
    expect(copy?.children).toHaveLength(30);
    expect(hiddenTexts(copy)).toEqual(new Set(["***stripped***", ""]));
  });

  it("as do messages that are met in 2^90 ways", () => {
    let tree = create(TreeSchema, { hidden: SECRET });
    for (let level = 0; level < 90; level++) tree = create(TreeSchema, { left: tree, right: tree });
    let copy: Tree | undefined = redact(TreeSchema, tree);
    for (let level = 0; level < 90; level++) copy = level % 2 === 0 ? copy?.left : copy?.right;
    expect(copy?.hidden).toBe("***stripped***");
  });
});

describe("messages that are nested deeply", () => {
  it("are empty beyond the limit, and print the same", () => {
    const limited = testRedactor(undefined, { maxDepth: 3 });
    const message = nested(5);
    const copy = limited.redact(TreeSchema, message);
    expect(copy.left?.left?.left).toEqual(create(TreeSchema));
    expect(limited.print(TreeSchema, copy)).toBe(limited.print(TreeSchema, message));
  });

  it("print the same under any limit, whatever their type", () => {
    const limits = [1, 2, 3, 4].map((maxDepth) => testRedactor(undefined, { maxDepth }));
    fc.assert(
      fc.property(anyMessage(types), fc.constantFrom(...limits), ({ desc, message }, limited) => {
        expect(limited.print(desc, limited.redact(desc, message))).toBe(limited.print(desc, message));
      }),
      { numRuns: runs(1000) },
    );
  });

  it("end at the end of the stack if there is no limit", () => {
    const unlimited = testRedactor(undefined, { maxDepth: Number.POSITIVE_INFINITY });
    const copy = unlimited.redact(TreeSchema, nested(20_000));
    expect(copy.left?.left?.left?.hidden).toBe("***stripped***");
    expect(hiddenTexts(copy)).not.toContain(SECRET);
  });
});

describe("keys of maps that mean something to objects", () => {
  it("are keys like any other", () => {
    const byString = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}');
    const volumeContext = JSON.parse('{"__proto__":"a","constructor":"b","password":"c"}');
    const maps = create(MapsSchema, { hiddenMap: { a: SECRET } });
    maps.byString = byString;
    maps.volumeContext = volumeContext;
    const copy = redact(MapsSchema, maps);
    expect(copy.byString).toBe(byString);
    expect(JSON.stringify(copy.volumeContext)).toBe(
      '{"__proto__":"a","constructor":"b","password":"***stripped***"}',
    );
  });
});

/** Hides a secret beside what a message and the messages in it hold. */
function hideIn(value: unknown): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  for (const inner of Object.values(value)) hideIn(inner);
  if (Array.isArray(value)) return;
  // A map may have these keys, too.
  const isMessage =
    ("$typeName" in value && registry.getMessage(String(value.$typeName)) !== undefined) ||
    ("case" in value && Object.keys(value).join() === "case,value");
  if (isMessage)
    Object.assign(value, { notAField: SECRET, $unknown: [{ no: 1, wireType: 2, data: SECRET }] });
  Object.assign(value, { [Symbol("not a field")]: SECRET });
  Object.defineProperty(value, "hidden from view", { value: SECRET, enumerable: false });
}

/** All texts in the secret field of a tree and the trees in it, each visited once. */
function hiddenTexts(tree: Tree | undefined): ReadonlySet<string> {
  const seen = new Set<Tree>(tree === undefined ? [] : [tree]);
  for (const { left, right, children, named } of seen) {
    for (const inner of [left, right, ...children, ...Object.values(named)]) {
      if (inner !== undefined) seen.add(inner);
    }
  }
  return new Set([...seen].map(({ hidden }) => hidden));
}

function nested(levels: number): Tree {
  let tree = create(TreeSchema, { hidden: SECRET });
  for (let level = 1; level < levels; level++) tree = create(TreeSchema, { hidden: SECRET, left: tree });
  return tree;
}

function withGetter<T extends Message>(message: T, name: string, get: () => unknown): T {
  return Object.defineProperty(message, name, { get, enumerable: true });
}

function inspectAll(value: unknown): string {
  return inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxArrayLength: null });
}
