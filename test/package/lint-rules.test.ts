import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repository } from "./pack.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "protosanitizer-lint-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function layers(): { readonly status: number | null; readonly report: string } {
  const script = join(repository, "scripts/check-layers.mjs");
  const { status, stderr } = spawnSync(process.execPath, [script, folder], { encoding: "utf8" });
  return { status, report: stderr };
}

describe("the order of layers", () => {
  it("allows imports from earlier layers and from the same one", () => {
    write({
      "schema/shape.ts": "export type Shape = string;\n",
      "policy/judge.ts": 'import type { Shape } from "../schema/shape.js";\nexport type Judge = Shape;\n',
      "policy/policy.ts": 'import { type Judge } from "./judge.js";\nexport type Policy = Judge;\n',
      "csi/index.ts": 'import { create } from "@bufbuild/protobuf";\nexport * from "../policy/policy.js";\n',
    });
    expect(layers()).toEqual({ status: 0, report: "" });
  });

  const LATER: Readonly<Record<string, string>> = {
    "a value": 'import { judge } from "../policy/judge.js";',
    "a type": 'import type { Judge } from "../policy/judge.js";',
    "a type among values": 'import {\n  type Judge,\n} from "../policy/judge.js";',
    "an export": 'export * from "../policy/judge.js";',
    "a side effect": 'import "../policy/judge.js";',
    "a type in place": 'export type Judge = import("../policy/judge.js").Judge;',
    later: 'export const later = () => import("../policy/judge.js");',
  };

  it("refuses every kind of import from a later layer", () => {
    const fileOf = (kind: string): string => `schema/${kind.replaceAll(" ", "-")}.ts`;
    write({ "policy/judge.ts": "export type Judge = string;\n" });
    for (const [kind, statement] of Object.entries(LATER)) write({ [fileOf(kind)]: `${statement}\n` });
    const { status, report } = layers();
    expect(status).toBe(1);
    for (const kind of Object.keys(LATER))
      expect(report).toContain(`${fileOf(kind)}:1: schema must not import from policy (policy/judge.ts)`);
  });

  it("refuses folders of the same row, folders that no row has, and the package's own name", () => {
    write({
      "grpc/a.ts": 'import "../connect/a.js";\n',
      "connect/a.ts": 'import "protosanitizer/csi";\n',
      "helpers/a.ts": "export {};\n",
    });
    const { status, report } = layers();
    expect(status).toBe(1);
    expect(report).toContain("grpc/a.ts:1: grpc must not import from connect");
    expect(report).toContain("connect/a.ts:1: imports this package by its name");
    expect(report).toContain("helpers/a.ts: helpers is not in the list of layers");
  });
});

describe("the length of files", () => {
  const lines = (count: number): string => "export {};\n".repeat(count);

  it("is 300 lines at most, in files that tools do not make", () => {
    write({
      "schema/long-enough.ts": lines(300),
      "schema/no-end.ts": lines(300).trimEnd(),
      "schema/gen/made.ts": lines(301),
      "schema/long.txt": lines(301),
    });
    expect(layers()).toEqual({ status: 0, report: "" });
    write({ "schema/long.ts": lines(301), "schema/long.mjs": lines(300) + lines(1).trimEnd() });
    const { status, report } = layers();
    expect(status).toBe(1);
    expect(report).toBe(
      `${join("schema", "long.mjs")}: has 301 lines\n${join("schema", "long.ts")}: has 301 lines\n` +
        "2 files with more than 300 lines: split each along its ideas\n",
    );
  });
});

describe("the rule against import circles", () => {
  const CIRCLES: Readonly<Record<string, string>> = {
    values: 'import { b } from "./b.js";\nexport const a = (): number => b;\n',
    types: 'import type { B } from "./b.js";\nexport type A = B;\n',
    exports: 'export * from "./b.js";\n',
  };

  it("counts values, types and exports", () => {
    write({
      "biome.json": JSON.stringify({
        root: true,
        extends: [join(repository, "biome.json")],
        vcs: { enabled: false },
      }),
    });
    for (const [kind, text] of Object.entries(CIRCLES)) {
      write({
        [`${kind}/a.ts`]: text,
        [`${kind}/b.ts`]: 'import type { A } from "./a.js";\nexport type B = A;\nexport const b = 1;\n',
      });
    }
    const { status, stdout, stderr } = spawnSync(
      join(repository, "node_modules/.bin/biome"),
      ["lint", "--error-on-warnings", "."],
      { cwd: folder, encoding: "utf8" },
    );
    for (const kind of Object.keys(CIRCLES))
      expect(`${stdout}${stderr}`).toMatch(new RegExp(`${kind}/a\\.ts:.* lint/suspicious/noImportCycles`));
    expect(status).toBe(1);
  });
});
