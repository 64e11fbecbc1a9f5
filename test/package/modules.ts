import { readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** The files that package.json names, by their paths from the top of the package. */
export interface Subpaths {
  /** What `exports` names. */
  readonly modules: readonly string[];
  /** What `bin` names. */
  readonly programs: readonly string[];
}

/** Reads the package.json in a folder. */
export function subpaths(folder: string): Subpaths {
  const { exports, bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
    readonly bin: Readonly<Record<string, string>>;
  }; // ours
  const modules = Object.values(exports).flatMap((target) =>
    typeof target === "string" ? [] : [posix.normalize(target.default)],
  );
  return { modules, programs: Object.values(bin) };
}

/** Modules of the package, and all that they import from it, directly or not, at the top or later. */
export function closureOf(root: string, modules: readonly string[]): ReadonlySet<string> {
  const closure = new Set<string>();
  const add = (file: string): void => {
    if (closure.has(file)) return;
    closure.add(file);
    const code = readFileSync(join(root, file), "utf8");
    for (const [, target = ""] of code.matchAll(/(?:\bfrom|^import|\bimport\()\s*"(\.[^"]+)"/gm)) {
      add(posix.join(posix.dirname(file), target));
    }
  };
  for (const file of modules) add(file);
  return closure;
}
