import { encodedForms } from "./encoded-forms.js";
import type { DemoSecret } from "./secrets.js";

/** A secret that stands in a log. */
export interface Leak {
  readonly secret: DemoSecret;
  /** How many lines hold it. */
  readonly lines: number;
  /** The fields in which it stands, such as `CreateVolume request.secrets["password"]`; empty if that cannot be told. */
  readonly fields: readonly string[];
}

/** Searches the bytes of a log for secrets, whole and part by part, in every encoded form. */
export function findLeaks(log: Buffer, secrets: readonly DemoSecret[]): readonly Leak[] {
  const lines = log.toString("utf8").split("\n");
  return secrets.flatMap((secret) => {
    const forms = [secret.value, ...secret.parts].flatMap(encodedForms);
    if (!forms.some((form) => log.includes(form))) return [];
    const holds = (text: string) => forms.some((form) => text.includes(form));
    const hits = lines.filter(holds);
    return [
      { secret, lines: hits.length, fields: [...new Set(hits.flatMap((line) => fieldsOf(line, holds)))] },
    ];
  });
}

function fieldsOf(line: string, holds: (text: string) => boolean): string[] {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return [];
  }
  if (typeof entry !== "object" || entry === null) return [];
  const method = "method" in entry && typeof entry.method === "string" ? `${entry.method} ` : "";
  return pathsIn(entry, "", holds).map((path) => method + path);
}

/** Paths to the strings that hold a secret. A key that holds one is not shown, but the path that leads to it. */
function pathsIn(value: unknown, path: string, holds: (text: string) => boolean): string[] {
  if (typeof value === "string") return holds(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    holds(key) ? [`${path} (a key)`] : pathsIn(child, joined(path, key, Array.isArray(value)), holds),
  );
}

function joined(path: string, key: string, inList: boolean): string {
  if (inList) return `${path}[]`;
  if (!/^\w+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
