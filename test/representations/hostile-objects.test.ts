import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { registry } from "../properties/subjects.js";
import { parsedRoot } from "./protobufjs-root.js";

const sanitizer = createSanitizer({ schemas: [registry] });
const WRONG_TYPE = '"<<wrong type of value, probe.v1.Leaf>>"';
const UNREADABLE = {
  open: "<<could not be read, probe.v1.Leaf.open>>",
  hidden: "<<could not be read, probe.v1.Leaf.hidden>>",
};

describe("the type that an object states", () => {
  it.each(["$type", "$typeName"])("another type's name under %s: nothing is printed", (property) => {
    const message = { open: "a", hidden: "b", [property]: "probe.v1.Scalars" };
    expect(sanitizer.stringify("probe.v1.Leaf", message)).toBe(WRONG_TYPE);
    expect(sanitizer.stringify("probe.v1.Lists", { leaves: [message] })).toBe(`{"leaves":[${WRONG_TYPE}]}`);
  });

  it("a name that no schema knows, or that is not a name, is not repeated", () => {
    for (const name of [
      "hunter2 hunter2",
      "hunter2\n",
      "../hunter2",
      "x".repeat(300),
      "",
      "__proto__",
      "constructor",
    ]) {
      const text = sanitizer.stringify({ $type: name, open: "a" });
      expect(text).toMatch(/^"<<(unknown type|not a protobuf message)(, (__proto__|constructor))?>>"$/);
    }
  });

  it("a descriptor that it brings along is not believed", () => {
    const login = { password: "hunter2", user: "jane" };
    const field = { name: "password", localName: "password", number: 1, fieldKind: "scalar", scalar: 9 };
    const file = { name: "x.proto", messages: [], extensions: [], dependencies: [], proto: {} };
    const desc = {
      kind: "message",
      typeName: "csi.v1.Login",
      file,
      fields: [field],
      nestedMessages: [],
      nestedExtensions: [],
    };
    const type = {
      fullName: ".csi.v1.Login",
      fields: { password: { type: "string", id: 1 } },
      lookup: () => null,
    };
    for (const own of [{ $typeName: desc }, { $type: type }, { $typeName: type }, { $type: desc }]) {
      for (const one of [sanitizer, createSanitizer(), createCsiSanitizer()])
        expect(one.stringify({ ...login, ...own })).not.toContain("hunter2");
    }
  });

  it("its constructor is not asked", () => {
    const message = {
      open: "a",
      constructor: { name: "hunter2", $type: "probe.v1.Scalars", getTypeUrl: () => "/x" },
    };
    expect(sanitizer.toJson("probe.v1.Leaf", message)).toEqual({ open: "a" });
  });
});

describe("the owners of properties", () => {
  it("inherited ones count, whoever made them, but not the defaults of a class", () => {
    const inherited = Object.create({ open: "a", hidden: "b" });
    expect(sanitizer.stringify("probe.v1.Leaf", inherited)).toBe('{"hidden":"***stripped***","open":"a"}');
    class Leaf {
      get open(): string {
        return "a";
      }
    }
    expect(sanitizer.stringify("probe.v1.Leaf", new Leaf())).toBe('{"open":"a"}');
    const type = parsedRoot(8, false).lookupType("probe.v1.Leaf");
    expect(sanitizer.stringify(type.create({}))).toBe("{}");
  });

  it("nor those of a polluted Object.prototype", () => {
    const polluted = Object.prototype as { hidden?: string; open?: string; $type?: string }; // for this test
    try {
      polluted.open = "polluted";
      polluted.hidden = "polluted";
      expect(sanitizer.stringify("probe.v1.Leaf", {})).toBe("{}");
      expect(sanitizer.stringify("probe.v1.Lists", { leaves: [{}] })).toBe('{"leaves":[{}]}');
      expect(sanitizer.stringify("probe.v1.Maps", { to_leaf: { "1": {} } })).toBe('{"to_leaf":{"1":{}}}');
    } finally {
      delete polluted.open;
      delete polluted.hidden;
    }
  });

  it("class instances and objects without a prototype are messages like any other", () => {
    class Leaf {
      open = "a";
      hidden = "b";
    }
    const expected = { open: "a", hidden: STRIPPED };
    expect(sanitizer.toJson("probe.v1.Leaf", new Leaf())).toEqual(expected);
    const bare = Object.assign(Object.create(null), { open: "a", hidden: "b" });
    expect(sanitizer.toJson("probe.v1.Leaf", bare)).toEqual(expected);
  });

  it("own properties called __proto__, constructor or prototype are not fields", () => {
    const message: unknown = JSON.parse(
      '{"__proto__":{"open":"a","hidden":"b"},"constructor":{"open":"a"},"prototype":"c","open":"d"}',
    );
    expect(sanitizer.toJson("probe.v1.Leaf", message)).toEqual({ open: "d" });
  });

  it("unless the type has fields with these names: then their options count", () => {
    const message: unknown = JSON.parse(
      '{"__proto__":"a","constructor":"b","prototype":"c","then":"d","length":5,"hasOwnProperty":"e","case":"f"}',
    );
    const names = ["__proto__", "constructor", "prototype", "then", "length", "has_own_property", "case"];
    expect(sanitizer.toJson("legacy.v1.HiddenTraps", message)).toEqual(
      JSON.parse(`{${names.map((name) => `"${name}":"${STRIPPED}"`).join()}}`),
    );
  });
});

describe("objects that defend themselves", () => {
  it("a getter that throws costs its own field only", () => {
    const fail = (): never => {
      throw new Error("hunter2");
    };
    const message = Object.defineProperties(
      {},
      { open: { get: fail, enumerable: true }, hidden: { get: fail, enumerable: true } },
    );
    expect(sanitizer.toJson("probe.v1.Leaf", message)).toEqual(UNREADABLE);
    const tree = {
      label: "a",
      left: Object.defineProperty({}, "label", { get: fail }),
      named: { b: { label: "c" } },
    };
    expect(sanitizer.toJson("probe.v1.Tree", tree)).toEqual({
      label: "a",
      left: { label: "<<could not be read, probe.v1.Tree.label>>" },
      named: { b: { label: "c" } },
    });
  });

  it("a proxy is read like any object, and one that throws is not", () => {
    const proxy = new Proxy({ open: "a", hidden: "b" }, {});
    expect(sanitizer.toJson("probe.v1.Leaf", proxy)).toEqual({ open: "a", hidden: STRIPPED });
    for (const trap of ["get", "getOwnPropertyDescriptor", "ownKeys", "has", "getPrototypeOf"]) {
      const throwing = new Proxy(
        { open: "hunter2", hidden: "hunter2" },
        {
          [trap]: () => {
            throw new Error("hunter3");
          },
        },
      );
      for (const message of [throwing, { leaves: [throwing] }, { leaves: throwing }])
        expect(sanitizer.stringify("probe.v1.Lists", message)).not.toMatch(/hunter3/);
    }
  });

  it("a revoked proxy prints a note, wherever it stands", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(sanitizer.stringify("probe.v1.Leaf", proxy)).toBe('"<<could not be read>>"');
    const tree = { label: "a", left: proxy, children: [proxy], named: { b: proxy } };
    expect(JSON.parse(sanitizer.stringify("probe.v1.Tree", tree))).toMatchObject({ label: "a" });
    expect(JSON.parse(sanitizer.stringify("probe.v1.Maps", { by_string: proxy, to_leaf: proxy }))).toBeTypeOf(
      "object",
    );
  });

  it("a secret is not read to find out that it is one", () => {
    let reads = 0;
    const secrets = new Proxy(
      { password: "hunter2" },
      {
        get(target, key) {
          if (key === "password") reads++;
          return Reflect.get(target, key);
        },
      },
    );
    const message = { volume_id: "vol-1", secrets };
    expect(sanitizer.toJson("csi.v1.NodePublishVolumeRequest", message)).toEqual({
      volume_id: "vol-1",
      secrets: STRIPPED,
    });
    expect(reads).toBe(0);
  });
});

describe("objects nested in themselves", () => {
  it("print a note where the cycle closes, in every position", () => {
    const tree: Record<string, unknown> = { label: "a", hidden: "b" };
    Object.assign(tree, { left: tree, children: [tree], named: { again: tree } });
    const again = "<<message inside itself, probe.v1.Tree>>";
    expect(sanitizer.toJson("probe.v1.Tree", tree)).toEqual({
      label: "a",
      hidden: STRIPPED,
      left: again,
      children: [again],
      named: { again },
    });
  });

  it("a Struct as JSON, as a message, and a list in itself", () => {
    const json: Record<string, unknown> = { a: 1 };
    json["self"] = json;
    const list: unknown[] = [1];
    list.push(list);
    const struct: Record<string, unknown> = { fields: {} };
    struct["fields"] = { self: { structValue: struct } };
    for (const value of [{ struct: json }, { list_value: list }, { value: list }, { struct }])
      expect(sanitizer.stringify("wkt.v1.Singular", value)).toMatch(/inside itself|depth limit/);
  });

  it("ten thousand levels deep they end at the depth limit", () => {
    let tree: object = { label: "hunter2" };
    for (let depth = 0; depth < 10_000; depth++) tree = { left: tree };
    const text = sanitizer.stringify("probe.v1.Tree", tree);
    expect(text).toContain("depth limit of 100 reached");
    expect(text).not.toContain("hunter2");
  });
});
