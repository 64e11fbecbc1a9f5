/** What is told of an iterable while somebody else reads it. */
export interface Tap<T> {
  /** A message passes. */
  message(message: T): void;
  /** All messages were read, or the reader stopped early. */
  end(): void;
  /**
   * Reading fails.
   *
   * @returns the error that the reader gets.
   */
  fail(error: unknown): unknown;
}

/**
 * The same messages, told to a tap when the reader gets them: nothing is read ahead or twice, and the reader's `return`
 * and `throw` reach the source if it has them.
 *
 * @param tap total: none of its functions throws.
 */
export function tapped<T>(source: AsyncIterable<T>, tap: Tap<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      const told = async (step: Promise<IteratorResult<T>>): Promise<IteratorResult<T>> => {
        let result: IteratorResult<T>;
        try {
          result = await step;
        } catch (error) {
          throw tap.fail(error);
        }
        if (result.done === true) tap.end();
        else tap.message(result.value);
        return result;
      };
      const { return: end, throw: fail } = iterator;
      return {
        next: (...args) => told(iterator.next(...args)),
        ...(end && { return: (value) => told(end.call(iterator, value)) }),
        ...(fail && { throw: (error) => told(fail.call(iterator, error)) }),
      };
    },
  };
}
