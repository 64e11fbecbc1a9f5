import fc from "fast-check";

/** A value to be logged, with a hole wherever a message goes. */
export type LoggedShape = (message: object) => unknown;

class Holder {
  readonly #inner: unknown;
  readonly first: unknown;

  constructor(first: unknown, inner: unknown) {
    this.first = first;
    this.#inner = inner;
  }

  toJSON(): unknown {
    return { first: this.first, inner: this.#inner };
  }
}

/** Generates values of all kinds, nested in each other, with messages at random places. */
export const loggedShape: fc.Arbitrary<LoggedShape> = fc.letrec<{ shape: LoggedShape }>((tie) => {
  const shape = tie("shape");
  const shapes = fc.array(shape, { maxLength: 4 });
  const key = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("__proto__", "toJSON2", "err", "level"));
  const entries = fc.array(fc.tuple(key, shape), { maxLength: 4 });
  const all = (members: readonly LoggedShape[], message: object) => members.map((member) => member(message));
  return {
    shape: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constant<LoggedShape>((message) => message),
      fc
        .oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined))
        .map((leaf) => () => leaf),
      fc.constantFrom<LoggedShape>(
        () => new Date(0),
        () => Buffer.from("open"),
        () => /a/u,
        () => 5,
      ),
      entries.map(
        (list): LoggedShape =>
          (message) => {
            const object = {};
            for (const [name, member] of list) {
              const value = member(message);
              Object.defineProperty(object, name, { value, enumerable: true, configurable: true });
            }
            return object;
          },
      ),
      shapes.map(
        (members): LoggedShape =>
          (message) =>
            all(members, message),
      ),
      shapes.map(
        (members): LoggedShape =>
          (message) =>
            new Set(all(members, message)),
      ),
      entries.map(
        (list): LoggedShape =>
          (message) =>
            new Map(list.map(([name, member]) => [name, member(message)])),
      ),
      fc.tuple(shape, shape).map(
        ([first, inner]): LoggedShape =>
          (message) =>
            new Holder(first(message), inner(message)),
      ),
      fc.tuple(fc.string(), shape, shape).map(
        ([text, cause, member]): LoggedShape =>
          (message) => {
            const error = new Error(text, { cause: cause(message) });
            return Object.assign(error, { stack: `Error: ${text}`, request: member(message) });
          },
      ),
      shapes.map(
        (members): LoggedShape =>
          (message) => {
            const list: unknown[] = all(members, message);
            list.push(list);
            return list;
          },
      ),
      shape.map(
        (member): LoggedShape =>
          (message) => ({ [Symbol("key")]: member(message) }),
      ),
    ),
  };
}).shape;
