import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A name that an entry exports, and the declaration behind it. */
export interface ExportedName {
  readonly name: string;
  readonly isFunction: boolean;
  /** Types of this package that its signature names. */
  readonly types: readonly string[];
}

/** Every name that a declaration file of an entry exports. */
export function exportedNames(file: string): readonly ExportedName[] {
  const text = readFileSync(file, "utf8");
  const blocks = [...text.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)";/gm)];
  return blocks.flatMap(([, list = "", from = ""]) => {
    const source = join(dirname(file), from.replace(/\.js$/, ".d.ts"));
    const names = list.split(",").flatMap((item) => item.trim().replace(/^type /, "") || []);
    return names.map((name) => exportedName(source, name));
  });
}

function exportedName(file: string, name: string): ExportedName {
  const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const isDeclared = new RegExp(
    `^export (?:declare )?(?:function|class|interface|type|const) ${name}\\b[\\s\\S]*?(?=^export |$(?![\\s\\S]))`,
    "gm",
  );
  const declarations = text.match(isDeclared) ?? [];
  if (declarations.length === 0) throw new Error(`${file} does not declare ${name}`);
  const body = declarations.join("");
  const own = [...text.matchAll(/^(?:export )?(?:declare )?(?:interface|type|class) (\w+)/gm)].map(
    ([, one = ""]) => one,
  );
  const imported = [...text.matchAll(/^import (?:type )?\{([^}]*)\} from "\.[^"]*";/gm)].flatMap(
    ([, list = ""]) => list.split(",").map((item) => item.trim().replace(/^type /, "")),
  );
  const types = [...own, ...imported].filter(
    (type) => type !== name && new RegExp(`\\b${type}\\b`).test(body),
  );
  return { name, isFunction: / function /.test(declarations[0] ?? ""), types };
}
