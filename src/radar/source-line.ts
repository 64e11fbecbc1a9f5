import { readFileSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import type { CallerFrame } from "../scrub/findings/finding.js";

/** Larger files are generated. */
const MOST_BYTES = 256 * 1024;
const LONGEST_LINE = 160;

/**
 * The line of code that a frame names, if its file is below the folder and is no package. It holds no secret: a program may have
 * written one into its code.
 */
export function sourceLine(
  { file, line }: CallerFrame,
  root: string,
  scrub: (text: string) => string,
): string | undefined {
  try {
    const path = relative(root, resolve(root, file));
    if (path.startsWith("..") || isAbsolute(path) || /(?:^|[\\/])node_modules[\\/]/.test(path))
      return undefined;
    const absolute = resolve(root, path);
    if (statSync(absolute).size > MOST_BYTES) return undefined;
    const content = readFileSync(absolute, "utf8");
    const lines = content.split(/\r?\n/);
    // The whole file: a secret in it may have several lines. Then the numbers of lines are others.
    const safe = scrub(content).split(/\r?\n/);
    const text = safe.length === lines.length ? scrub(safe[line - 1]?.trim() ?? "") : "";
    if (text === "") return undefined;
    return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
  } catch {
    return undefined;
  }
}
