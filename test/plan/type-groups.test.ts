import type { DescFile } from "@bufbuild/protobuf";
import { FieldDescriptorProto_Label } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import type { Plan } from "../../src/plan/compiled.js";
import { PlanCompiler } from "../../src/plan/plan-compiler.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { createJudge } from "../../src/policy/judge.js";
import type { Policy } from "../../src/policy/policy.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import { runs } from "../runs.js";
import { buildFile, csiSecret, messageField, stringField, undecodable } from "../schema/build-file.js";
import { sourceOf } from "../schema/source-of.js";

/** A message type with a string, and with fields that hold messages of other types. */
interface TypeNode {
  /** The string is open, secret, or its options cannot be read. */
  readonly text: "open" | "secret" | "broken";
  readonly edges: readonly { readonly to: number; readonly repeated: boolean }[];
  /** Whether it has a secret field, too, with messages of a type whose options cannot be read. */
  readonly vault: boolean;
}

const graph: fc.Arbitrary<readonly TypeNode[]> = fc.integer({ min: 1, max: 7 }).chain((size) => {
  const edge = fc.record({ to: fc.nat({ max: size - 1 }), repeated: fc.boolean() });
  const node: fc.Arbitrary<TypeNode> = fc.record({
    text: fc.oneof(
      { weight: 6, arbitrary: fc.constant("open" as const) },
      { weight: 1, arbitrary: fc.constant("secret" as const) },
      { weight: 1, arbitrary: fc.constant("broken" as const) },
    ),
    edges: fc.array(edge, { maxLength: 3 }),
    vault: fc.nat({ max: 5 }).map((n) => n === 0),
  });
  return fc.array(node, { minLength: size, maxLength: size });
});

const nameOf = (index: number): string => `graph.T${index}`;

function fileOf(nodes: readonly TypeNode[]): DescFile {
  const types = nodes.map(({ text, edges, vault }, index) => {
    const options = { open: undefined, secret: csiSecret(), broken: undecodable() }[text];
    const fields = edges.map(({ to, repeated }, at) => {
      const field = messageField(`edge_${at}`, at + 2, nameOf(to));
      if (repeated) field.label = FieldDescriptorProto_Label.REPEATED;
      return field;
    });
    if (vault) {
      const field = messageField("vault", 100, "graph.Vault");
      field.options = csiSecret();
      fields.push(field);
    }
    return { name: `T${index}`, field: [stringField("text", 1, options && { options }), ...fields] };
  });
  const messageType = [
    ...types,
    { name: "Vault", field: [stringField("text", 1, { options: undecodable() })] },
  ];
  return buildFile({ name: "graph.proto", package: "graph", messageType }, file_csi_v1_csi);
}

function compilerOf(nodes: readonly TypeNode[], policy: Policy = {}): PlanCompiler {
  return new PlanCompiler(new SchemaSet([sourceOf(fileOf(nodes))]), createJudge(copyPolicies(policy)));
}

/** Whether messages of one type can hold messages of another at any depth: found step by step. */
function reaches(nodes: readonly TypeNode[], from: number, to: number): boolean {
  const reached = new Set<number>();
  const visit = (index: number): void => {
    for (const edge of nodes[index]?.edges ?? []) {
      if (reached.has(edge.to)) continue;
      reached.add(edge.to);
      visit(edge.to);
    }
  };
  visit(from);
  return reached.has(to);
}

const indexes = (nodes: readonly TypeNode[]): readonly number[] => [...nodes.keys()];

/** The types that contain a type and are contained in it, itself among them. */
function groupOf(nodes: readonly TypeNode[], index: number): readonly number[] {
  return indexes(nodes).filter(
    (other) => other === index || (reaches(nodes, index, other) && reaches(nodes, other, index)),
  );
}

function isRefused(nodes: readonly TypeNode[], index: number): boolean {
  return groupOf(nodes, index).some((other) => nodes[other]?.text === "broken");
}

/** Whether something of a type is never printed: a secret of its own, or a type that prints nothing. */
function hidesItself(nodes: readonly TypeNode[], index: number): boolean {
  const node = nodes[index];
  return isRefused(nodes, index) || node?.text === "secret" || node?.vault === true;
}

/** A graph, and all its types in the order in which their plans are asked for. */
const graphInOrder = graph.chain((nodes) => {
  const size = nodes.length;
  const order = fc.shuffledSubarray([...nodes.keys()], { minLength: size, maxLength: size });
  return fc.tuple(fc.constant(nodes), order);
});

describe("types that contain each other are compiled as a group, whichever is asked for first", () => {
  it("if one type of a group cannot be compiled, the whole group is refused, and no other type", () => {
    fc.assert(
      fc.property(graphInOrder, ([nodes, order]) => {
        const compiler = compilerOf(nodes);
        for (const index of order) {
          const expected = isRefused(nodes, index) ? "failed" : "message";
          expect(compiler.plan(nameOf(index))?.kind).toBe(expected);
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it("a failed plan says which type failed and why, in names only", () => {
    fc.assert(
      fc.property(graphInOrder, ([nodes, order]) => {
        const compiler = compilerOf(nodes);
        const plans = order.map((index) => compiler.plan(nameOf(index)));
        for (const plan of plans.filter((one) => one?.kind === "failed")) {
          expect(plan?.kind === "failed" && plan.reason).toMatch(
            /^(graph\.T\d: )?options of text cannot be read$/,
          );
        }
      }),
    );
  });

  it("every field of a plan has the finished plan of its type: no hole is left", () => {
    fc.assert(
      fc.property(graphInOrder, ([nodes, order]) => {
        const compiler = compilerOf(nodes);
        const plans = new Map<string, Plan | undefined>(
          order.map((index) => [nameOf(index), compiler.plan(nameOf(index))]),
        );
        for (const index of order) {
          const plan = plans.get(nameOf(index));
          expect(compiler.plan(nameOf(index))).toBe(plan);
          if (plan?.kind !== "message") continue;
          const edges = nodes[index]?.edges ?? [];
          for (const [at, { to }] of edges.entries()) {
            expect(plan.fields[at + 1]?.verdict.kind).toBe("open");
            expect(plan.fields[at + 1]?.message).toBe(plans.get(nameOf(to)));
          }
          const hasVault = nodes[index]?.vault === true;
          expect(plan.fields.at(edges.length + 1)?.verdict.kind).toBe(hasVault ? "secret" : undefined);
        }
      }),
    );
  });

  it("a type may hide something if it does itself, or any type below it", () => {
    fc.assert(
      fc.property(graphInOrder, ([nodes, order]) => {
        const compiler = compilerOf(nodes);
        for (const index of order) {
          const plan = compiler.plan(nameOf(index));
          if (plan?.kind !== "message") continue;
          const below = indexes(nodes).filter((other) => other === index || reaches(nodes, index, other));
          expect(plan.mayContainSecrets).toBe(below.some((other) => hidesItself(nodes, other)));
          expect(plan.recursive).toBe(reaches(nodes, index, index));
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it("with a detector, any string may hide something", () => {
    const open: TypeNode = { text: "open", edges: [], vault: false };
    expect(compilerOf([open]).plan("graph.T0")).toMatchObject({ mayContainSecrets: false });
    expect(compilerOf([open], { detectors: [() => false] }).plan("graph.T0")).toMatchObject({
      mayContainSecrets: true,
    });
  });

  it("a type that no schema knows has no plan", () => {
    const compiler = compilerOf([{ text: "open", edges: [], vault: false }]);
    for (const name of ["graph.T1", "", "__proto__", "graph"]) expect(compiler.plan(name)).toBeUndefined();
  });
});
