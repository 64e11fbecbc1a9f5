import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { PingSchema, PongSchema } from "../gen/editions_pb.js";
import { GroupsSchema } from "../gen/legacy_pb.js";
import { type Tree, TreeSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";

const sanitizer = createSanitizer({ schemas: [registry] });
const INSIDE_ITSELF = "<<message inside itself, probe.v1.Tree>>";

describe("a message inside itself prints a note in its place", () => {
  it("in a field, a list and a map", () => {
    const tree = create(TreeSchema, { label: "a" });
    tree.left = tree;
    tree.children = [tree];
    tree.named = { again: tree };
    expect(JSON.parse(sanitizer.stringify(tree))).toEqual({
      label: "a",
      left: INSIDE_ITSELF,
      children: [INSIDE_ITSELF],
      named: { again: INSIDE_ITSELF },
    });
  });

  it("many levels further down", () => {
    const tree = create(TreeSchema, { label: "top" });
    let bottom = tree;
    for (let level = 0; level < 50; level++) {
      const next = create(TreeSchema);
      if (level % 3 === 0) bottom.left = next;
      else if (level % 3 === 1) bottom.children = [next];
      else bottom.named = { next };
      bottom = next;
    }
    bottom.right = tree;
    expect(sanitizer.stringify(tree)).toContain(`"right":"${INSIDE_ITSELF}"`);
  });

  it("of another type in between", () => {
    const ping = create(PingSchema, { open: "a", pong: create(PongSchema, { hidden: "b" }) });
    if (ping.pong !== undefined) ping.pong.ping = ping;
    expect(JSON.parse(sanitizer.stringify(ping))).toEqual({
      open: "a",
      pong: { hidden: "***stripped***", ping: "<<message inside itself, editions.v1.Ping>>" },
    });
  });

  it("in a group", () => {
    const groups = create(GroupsSchema, { loopgroup: { hidden: "a" } });
    if (groups.loopgroup !== undefined) groups.loopgroup.again = groups;
    expect(JSON.parse(sanitizer.stringify(groups))).toEqual({
      loopgroup: { hidden: "***stripped***", again: "<<message inside itself, legacy.v1.Groups>>" },
    });
  });

  it("and so do the objects and arrays that stand for a Struct", () => {
    const object: Record<string, unknown> = { a: 1 };
    const array: unknown[] = [object];
    object["array"] = array;
    const text = sanitizer.stringify({ ...create(SingularSchema), struct: object });
    expect(text).toContain("<<message inside itself, google.protobuf.Struct>>");
    expect(text.length).toBeLessThan(500);
  });
});

describe("a repeated object that is not a cycle prints in full", () => {
  it("one message in several places", () => {
    const shared = create(TreeSchema, { label: "shared" });
    const tree = create(TreeSchema, { left: shared, right: shared, children: [shared, shared] });
    expect(JSON.parse(sanitizer.stringify(tree))).toEqual({
      left: { label: "shared" },
      right: { label: "shared" },
      children: [{ label: "shared" }, { label: "shared" }],
    });
  });

  it("a value of JSON that is equal to one that holds it", () => {
    const struct = { a: ["a", ["a", {}, {}], null, [null], true, [true], 1, [1]] };
    const protojson = createSanitizer({ schemas: [registry], format: "protojson" });
    expect(JSON.parse(protojson.stringify(create(SingularSchema, { struct })))).toEqual({ struct });
  });
});

describe("messages that hold each other end quickly, however many there are", () => {
  it("in a ring", () => {
    const ring = Array.from({ length: 1000 }, (_, index) => create(TreeSchema, { label: String(index) }));
    ring.forEach((tree, index) => {
      const next = ring[(index + 1) % ring.length];
      if (next !== undefined) tree.left = next;
    });
    const whole = createSanitizer({ schemas: [registry], limits: { maxDepth: 2000 } });
    expect(whole.stringify(ring[0])).toContain(`{"label":"999","left":"${INSIDE_ITSELF}"}`);
    expect(sanitizer.stringify(ring[0])).toContain("<<depth limit of 100 reached, probe.v1.Tree>>");
  });

  it("each in all others: every message prints a few times, not once for every way that leads to it", () => {
    const trees = completeGraph(7);
    expect(sanitizer.stringify(trees[0]).length).toBeLessThan(50_000);
  });

  it("a limit of the output ends even a message that is reached in 2^90 ways", () => {
    let tree = create(TreeSchema, { label: "bottom" });
    for (let level = 0; level < 90; level++) tree = create(TreeSchema, { left: tree, right: tree });
    const limited = createSanitizer({ schemas: [registry], limits: { maxOutputLength: 10_000 } });
    expect(limited.stringify(tree).length).toBeLessThanOrEqual(10_000);
    expect(limited.stringify(completeGraph(30)[0]).length).toBeLessThanOrEqual(10_000);
  });
});

function completeGraph(size: number): readonly Tree[] {
  const trees = Array.from({ length: size }, () => create(TreeSchema));
  for (const tree of trees) tree.children = trees;
  return trees;
}
