/** How many characters have to be inserted, deleted or replaced to make one text of another (Levenshtein). */
export function distance(from: string, to: string): number {
  // The distances between what is read of `from` and each beginning of `to`.
  const row = Array.from({ length: to.length + 1 }, (_, length) => length);
  for (let read = 1; read <= from.length; read++) {
    let diagonal = read - 1;
    let left = read;
    row[0] = read;
    for (let length = 1; length <= to.length; length++) {
      const above = row[length] ?? 0;
      const isSame = from.charCodeAt(read - 1) === to.charCodeAt(length - 1);
      left = isSame ? diagonal : Math.min(diagonal, above, left) + 1;
      diagonal = above;
      row[length] = left;
    }
  }
  return row[to.length] ?? 0;
}

/** The name that differs least from a text. The first of several; undefined if there are no names. */
export function closest(text: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    // Texts differ at least in what one of them is longer.
    if (Math.abs(name.length - text.length) >= least) continue;
    const found = distance(text, name);
    if (found < least) {
      least = found;
      nearest = name;
    }
  }
  return nearest;
}
