import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../package/pack.js";
import { exportedNames } from "./declarations.js";

const manifest: { readonly exports: object } = JSON.parse(
  readFileSync(join(repository, "package.json"), "utf8"),
);
const entries = Object.keys(manifest.exports).filter((path) => /^\.(\/[a-z-]+)?$/.test(path));

// What the build wrote: `npm test` builds first.
describe("the types of the package", () => {
  const namesOf = (entry: string): ReturnType<typeof exportedNames> =>
    exportedNames(join(repository, "dist", entry, "index.d.ts"));

  it("are looked for in every entry", () => {
    expect(entries.length).toBeGreaterThanOrEqual(10);
    expect(namesOf(".").length).toBeGreaterThan(20);
  });

  it.each(entries)("that the functions of %s take and return can be imported from it", (entry) => {
    const exported = namesOf(entry);
    const names = new Set(exported.map(({ name }) => name));
    const missing = exported.flatMap(({ name, isFunction, types }) =>
      isFunction ? types.filter((type) => !names.has(type)).map((type) => `${name}: ${type}`) : [],
    );
    expect(missing).toEqual([]);
  });

  it.each(entries)(
    "that the types of %s are made of can be imported from it or from the main entry",
    (entry) => {
      const exported = namesOf(entry);
      const names = new Set([...exported, ...namesOf(".")].map(({ name }) => name));
      const missing = exported.flatMap(({ name, types }) =>
        types.filter((type) => !names.has(type)).map((type) => `${name}: ${type}`),
      );
      expect(missing).toEqual([]);
    },
  );
});
