import { closest, distance } from "fastest-levenshtein";

/**
 * The name that a misspelt one most likely means: the only known name that ends in its last part, or else the most
 * similar known name. Undefined if no known name is similar.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const simple = name.slice(name.lastIndexOf(".") + 1);
  const endings = new Set(known.filter((one) => one === simple || one.endsWith(`.${simple}`)));
  const [ending] = endings;
  if (endings.size === 1) return ending;
  const best = closest(name, known);
  // Two names that differ in more than half of their letters are not similar.
  return distance(name, best) <= best.length / 2 ? best : undefined;
}
