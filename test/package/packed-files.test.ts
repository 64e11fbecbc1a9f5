import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closureOf, subpaths } from "./modules.js";
import { type Installed, installPacked, repository } from "./pack.js";

describe("the files of the packed package", () => {
  let installed: Installed;
  let root: string;
  let files: readonly string[];

  beforeAll(async () => {
    installed = await installPacked();
    root = join(installed.folder, "node_modules/protosanitizer");
    const all = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
    files = all.filter((name) => statSync(join(root, name)).isFile());
  });
  afterAll(() => installed.remove());

  function text(name: string): string {
    return readFileSync(join(root, name), "utf8");
  }

  it("are the build, the .proto files, the documents, and the pictures in them", () => {
    const rest = files.filter((name) => !/^(dist|docs)\//.test(name));
    expect(rest).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "bench/README.md",
      "bench/results-dark.svg",
      "bench/results-light.svg",
      "package.json",
      "policy.schema.json",
      "proto/csi/v1/csi.proto",
    ]);
    expect(files.filter((name) => /(^|[./])test[./]/.test(name))).toEqual([]);
  });

  it("are the types of each source file, a module for each subpath and program, and what these share", () => {
    const sources = readdirSync(join(repository, "src"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
      .map((name) => `dist/${name.replace(/\.ts$/, "")}`);
    const built = files.filter((name) => name.startsWith("dist/") && !name.startsWith("dist/chunks/"));
    const { modules, programs } = subpaths(repository);
    expect(built).toEqual(
      [...sources.map((name) => `${name}.d.ts`), ...modules, ...programs, "dist/demo/main.js"].sort(),
    );
  });

  it("are no chunks that nothing imports", () => {
    const { modules, programs } = subpaths(root);
    const loaded = closureOf(root, [...modules, ...programs, "dist/demo/main.js"]);
    expect(files.filter((name) => name.endsWith(".js"))).toEqual([...loaded].sort());
  });

  it("point to no source map", () => {
    expect(files.filter((name) => name.endsWith(".map"))).toEqual([]);
    const modules = files.filter((name) => /\.(js|d\.ts)$/.test(name));
    expect(modules.length).toBeGreaterThan(300);
    for (const name of modules) expect(text(name), name).not.toMatch(/^\/\/# sourceMappingURL=/m);
  });

  it("have links and pictures that work in an installed package", () => {
    const documents = files.filter((name) => name.endsWith(".md"));
    const broken = documents.flatMap((name) =>
      localLinks(text(name))
        .filter((link) => !existsSync(join(root, dirname(name), link)))
        .map((link) => `${name}: ${link}`),
    );
    expect(broken).toEqual([]);
    expect(localLinks(text("README.md"))).toEqual(
      expect.arrayContaining([
        "SECURITY.md",
        "bench/README.md",
        "docs/call-light.svg",
        "docs/museum/index.md",
      ]),
    );
  });

  it("name no address of the repository: package.json is the one place for it", () => {
    for (const name of files.filter((file) => file.endsWith(".md"))) {
      expect(text(name), name).not.toMatch(/https?:\/\/[\w.-]+\/[\w.-]+\/protosanitizer\b/);
    }
  });
});

/** Targets of Markdown links and HTML attributes that are no web addresses, without the part behind `#`. */
function localLinks(document: string): readonly string[] {
  const prose = document
    .replace(/^```[\s\S]*?^```$/gm, "")
    .replace(/`[^`\n]*`/g, "")
    .replace(/<!--[\s\S]*?-->/g, "");
  const links = prose.matchAll(/\]\(\s*<?([^)\s>]+)|^\[[^\]]+\]:\s*(\S+)|(?:src|srcset|href)="([^"\s]+)/gm);
  return [...links]
    .map(([, inline, reference, attribute]) => (inline ?? reference ?? attribute ?? "").replace(/#.*$/, ""))
    .filter((link) => link !== "" && !/^[a-z]+:/i.test(link));
}
