// The reference: a page for each subpath, from the doc comments of what it exports.

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { register } from "node:module";

// typedoc needs the API of TypeScript, which version 7 does not have. So it is given version 5.
const hook = `export const resolve = (name, context, next) => next(name === "typescript" ? "typescript5" : name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`, import.meta.url);
const { Application } = await import("typedoc");

/**
 * Writes the pages of the reference.
 *
 * @param {string} repository its path, with a slash at the end
 * @param {string} folder for the pages; what it holds is replaced
 */
export async function writeReference(repository, folder) {
  /** @type {{ exports: Readonly<Record<string, string | object>> }} */
  const { exports } = JSON.parse(readFileSync(`${repository}package.json`, "utf8"));
  const subpaths = Object.keys(exports).filter((subpath) => typeof exports[subpath] === "object");
  const app = await Application.bootstrapWithPlugins(
    /** @type {import("typedoc").TypeDocOptions} */ ({
      entryPoints: subpaths.map((subpath) =>
        `${repository}src/${subpath.slice(1)}/index.ts`.replace("//", "/"),
      ),
      tsconfig: `${repository}tsconfig.json`,
      plugin: ["typedoc-plugin-markdown"],
      router: "module",
      out: folder,
      readme: "none",
      // The code is checked by the compiler that the repository uses.
      skipErrorChecking: true,
      disableSources: true,
      hidePageHeader: true,
      hideBreadcrumbs: true,
      hidePageTitle: true,
      useCodeBlocks: true,
      expandObjects: false,
      parametersFormat: "table",
      logLevel: "Warn",
    }),
  );
  const project = await app.convert();
  if (project === undefined) throw new Error("typedoc cannot read the sources");
  rmSync(folder, { recursive: true, force: true });
  await app.generateOutputs(project);

  // The page of the main entry is called index, as the overview is to be. VitePress writes anchors with dashes.
  for (const name of readdirSync(folder)) {
    const text = readFileSync(`${folder}/${name}`, "utf8")
      .replaceAll("](index.md", "](main.md")
      .replace(/\]\([\w./-]*#[^)]*\)/g, (link) => link.replaceAll("_", "-"));
    const subpath = name === "index.md" ? "protosanitizer" : `protosanitizer/${name.replace(/\.md$/, "")}`;
    writeFileSync(`${folder}/${name === "index.md" ? "main.md" : name}`, `# ${subpath}\n\n${text}`);
  }
  rmSync(`${folder}/README.md`);
  const rows = subpaths.map((subpath) => {
    const page = subpath === "." ? "main" : subpath.slice("./".length);
    return `| [\`${subpath.replace(/^\./, "protosanitizer")}\`](${page}.md) | ${firstNames(readFileSync(`${folder}/${page}.md`, "utf8"))} |`;
  });
  const head =
    "# Reference\n\nFrom the doc comments of this version.\n\n| import | functions and classes |\n|---|---|\n";
  writeFileSync(`${folder}/index.md`, `${head}${rows.join("\n")}\n`);
}

/**
 * The functions and classes of a page.
 *
 * @param {string} text
 */
function firstNames(text) {
  const sections = text.split(/^## /m).filter((section) => /^(Functions|Classes|Variables)\n/.test(section));
  const names = sections.flatMap((section) => [...section.matchAll(/^### ([\w\\]+)/gm)]);
  return names.map(([, name = ""]) => `\`${name.replaceAll("\\", "")}\``).join(", ");
}
