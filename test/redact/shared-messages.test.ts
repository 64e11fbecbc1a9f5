import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { parseText } from "../representations/protobufjs-root.js";
import { casesInTurn } from "../runs.js";

const root = parseText(
  8,
  true,
  `syntax = "proto3"; package app.v1;
  import "google/protobuf/struct.proto";
  message Node {
    string label = 1;
    string hidden = 2 [debug_redact = true];
    repeated Node children = 3;
    map<string, Node> named = 4;
  }
  message Holder { google.protobuf.Struct struct = 1; google.protobuf.Value value = 2; }`,
);
const plain = createSanitizer({ schemas: [root] });
const keyed = createSanitizer({
  schemas: [root],
  policy: {
    mapKeys: [
      { field: "struct", keys: ["password"] },
      { field: "value", keys: ["password"] },
      { field: "named", keys: ["password"] },
    ],
  },
});

/** Counts how often a property is read. */
class Reads {
  count = 0;

  /** An object that counts reads of the properties that are set through it. */
  counted<T extends object>(object: T): T {
    return new Proxy(object, {
      get: (target, property, receiver) => {
        this.count++;
        return Reflect.get(target, property, receiver);
      },
      getOwnPropertyDescriptor: (target, property) => {
        this.count++;
        return Reflect.getOwnPropertyDescriptor(target, property);
      },
    });
  }
}

interface Shape {
  readonly type: string;
  /** Makes an empty node, and what holds its children. */
  node(reads: Reads): { readonly message: object; readonly children: Record<string, unknown> };
  /** How a child stands among the children of a node. */
  child(message: object): unknown;
  root(message: object): object;
}

function structNode(reads: Reads): ReturnType<Shape["node"]> {
  const children = {};
  return { message: { fields: reads.counted(children) }, children };
}

const shapes: Readonly<Record<string, Shape>> = {
  "a Struct": {
    type: "google.protobuf.Struct",
    node: structNode,
    child: (message) => ({ structValue: message }),
    root: (message) => message,
  },
  "a Value": {
    type: "google.protobuf.Value",
    node: structNode,
    child: (message) => ({ structValue: message }),
    root: (message) => ({ structValue: message }),
  },
  "a Struct as JSON": {
    type: "app.v1.Holder",
    node(reads) {
      const children = {};
      return { message: reads.counted(children), children };
    },
    child: (message) => message,
    root: (message) => ({ struct: message }),
  },
  "a Struct in a message": {
    type: "app.v1.Holder",
    node: structNode,
    child: (message) => ({ structValue: message }),
    root: (message) => ({ struct: message }),
  },
  "a message of an own recursive type, in maps": {
    type: "app.v1.Node",
    node(reads) {
      const children = {};
      return { message: { label: "a", hidden: "b", named: reads.counted(children) }, children };
    },
    child: (message) => message,
    root: (message) => message,
  },
};

/** Reads of all children, where each of some nodes holds all that come behind it, or all there are. */
function readsOf(shape: Shape, size: number, isCyclic: boolean, run: (message: object) => unknown): number {
  const reads = new Reads();
  const nodes = Array.from({ length: size }, () => shape.node(reads));
  for (const [from, { children }] of nodes.entries()) {
    for (const [to, { message }] of nodes.entries()) {
      if (isCyclic || to > from) children[`k${to}`] = shape.child(message);
    }
  }
  const [first] = nodes;
  if (first === undefined) throw new Error("a graph has nodes");
  run(shape.root(first.message));
  return reads.count;
}

describe.each(Object.entries(shapes))("%s whose messages are shared, or hold themselves", (name, shape) => {
  const allVerbs = [plain, keyed].flatMap(({ redact, stringify, secretsOf }, index) => {
    const rules = index === 0 ? "" : " with rules for keys";
    return Object.entries({ redact, stringify, secretsOf }).map(
      ([verb, call]): [string, (message: object) => unknown] => [
        verb + rules,
        (message) => Reflect.apply(call, undefined, [shape.type, message]),
      ],
    );
  });

  const verbs = casesInTurn(allVerbs, Object.keys(shapes).indexOf(name));

  // Twice the nodes have four times the edges. The first thousand messages may be entered again.
  it.each(verbs)("%s of a cyclic graph reads each edge a bounded number of times", (_verb, run) => {
    const [small, large] = [40, 80].map((size) => readsOf(shape, size, true, run));
    expect(large).toBeLessThan(6 * Math.max(small ?? 0, 40 * 40));
  });

  it.each(verbs)(
    "%s of a graph without cycles, but with many ways to each node, comes to an end",
    (name, run) => {
      // The text of such a graph is exponentially long, so what is printed has a limit of its own.
      if (name.startsWith("stringify")) return;
      const [small, large] = [40, 80].map((size) => readsOf(shape, size, false, run));
      expect(large).toBeLessThan(6 * (small ?? 0) + 100_000);
    },
  );
});
