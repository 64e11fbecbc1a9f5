/**
 * Makes a function that keeps its last result, and returns it again for the same texts. A scrubber is made for each log, mostly with
 * the same keys, and what is made of the patterns takes longer than reading a short log.
 *
 * @param make must have no effects, and its result must hold nothing of a log.
 */
export function keepingLast<Result>(
  make: (texts: readonly string[]) => Result,
): (texts: readonly string[]) => Result {
  let last: { readonly id: string; readonly result: Result } | undefined;
  return (texts) => {
    const id = JSON.stringify(texts);
    if (last?.id !== id) last = { id, result: make(texts) };
    return last.result;
  };
}
