import { clone, type DescMessage, type Message } from "@bufbuild/protobuf";
import fc from "fast-check";
import { runs } from "../runs.js";
import { deepFreeze } from "./deep-freeze.js";
import { type Changes, changesArbitrary } from "./mutated.js";
import { Samples } from "./samples.js";
import { anyMessage, anyTwins, type Subject } from "./subjects.js";

/** One generated message, and all that the checks of the promises need beside it. */
export interface MessageSample {
  readonly desc: DescMessage;
  readonly message: Message;
  /** Differs from the message only in secrets. */
  readonly twin: Message;
  /** Picks limits, once for each format: any number. */
  readonly limits: readonly [number, number];
  /** Changes to the bytes of the message, without end: only what is taken is generated. */
  readonly mutations: fc.Stream<Changes>;
}

/** One generated message without unknown fields, and values that its type does not allow. */
export interface KnownSample {
  readonly desc: DescMessage;
  readonly message: Message;
  /** Properties that the type does not have. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** Values of every kind, without end. */
  readonly values: fc.Stream<unknown>;
  /** The same, with the kinds that only redaction meets, and without null and undefined. */
  readonly objects: fc.Stream<unknown>;
}

/** Messages of a group of types at full strength. */
const FULL = 1000;

/** No null: in @bufbuild/protobuf no property has this value. */
const objectsToo = fc
  .anything({
    values: [fc.boolean(), fc.integer(), fc.float(), fc.bigInt(), fc.string(), fc.constant(null)],
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  })
  .filter((value) => value !== null && value !== undefined);

const samples = new Map<Subject, Samples<MessageSample>>();
const known = new Map<Subject, Samples<KnownSample>>();

/** The messages of a group of types: the same ones for all checks, in all files that run in one process. */
export function messageSamples(subject: Subject): Samples<MessageSample> {
  return remembered(samples, subject, () =>
    fc
      .record({
        twins: anyTwins(subject.types),
        limits: fc.tuple(fc.nat(), fc.nat()),
        mutations: fc.infiniteStream(changesArbitrary),
      })
      .map(({ twins: { desc, twins }, ...rest }) => ({ desc, message: twins[0], twin: twins[1], ...rest })),
  );
}

/** The same for messages without unknown fields. */
export function knownSamples(subject: Subject): Samples<KnownSample> {
  return remembered(known, subject, () =>
    fc
      .record({
        any: anyMessage(subject.types, { unknown: false }),
        extra: fc.dictionary(fc.string({ minLength: 1 }), fc.anything()),
        values: fc.infiniteStream(fc.anything()),
        objects: fc.infiniteStream(objectsToo),
      })
      .map(({ any, ...rest }) => ({ ...any, ...rest })),
  );
}

function remembered<T>(
  all: Map<Subject, Samples<T>>,
  subject: Subject,
  arbitrary: () => fc.Arbitrary<T>,
): Samples<T> {
  const made = all.get(subject) ?? new Samples(arbitrary(), runs(FULL));
  all.set(subject, made);
  return made;
}

/** A frozen copy of a message, which leaves the message as it is for other checks. */
export function frozenCopy(desc: DescMessage, message: Message): Message {
  return deepFreeze(clone(desc, message));
}
