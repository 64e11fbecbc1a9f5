import { type DescMessage, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { type MessageSample, messageSamples } from "../properties/message-samples.js";
import { subjects } from "../properties/subjects.js";
import { casesOfTest, runs } from "../runs.js";
import type { Library } from "./library.js";
import type { Loss } from "./losses.js";

/** A generated message and its twin, on the wire and as @bufbuild/protobuf decodes them. */
export interface WireSample {
  readonly desc: DescMessage;
  readonly bytes: Uint8Array;
  readonly twinBytes: Uint8Array;
  readonly message: Message;
  readonly twin: Message;
}

const wireSamples = new WeakMap<MessageSample, WireSample>();

function onTheWire(sample: MessageSample): WireSample {
  const known = wireSamples.get(sample);
  if (known !== undefined) return known;
  const { desc } = sample;
  const [bytes, twinBytes] = [toBinary(desc, sample.message), toBinary(desc, sample.twin)];
  const made = {
    desc,
    bytes,
    twinBytes,
    message: fromBinary(desc, bytes),
    twin: fromBinary(desc, twinBytes),
  };
  wireSamples.set(sample, made);
  return made;
}

/** The sample as a library can hold it; undefined where it does not know the type, or loses a part of the message. */
function heldBy(library: Library, sample: MessageSample): WireSample | undefined {
  if (!library.knows(sample.desc.typeName)) return undefined;
  const wire = onTheWire(sample);
  const { desc, message, twin } = wire;
  return isHeld(library, desc, message) && isHeld(library, desc, twin) ? wire : undefined;
}

const losses = new WeakMap<Message, Map<Loss, boolean>>();

/** Walks each message once for each kind of loss: many libraries lose the same. */
function isLost(loss: Loss, desc: DescMessage, message: Message): boolean {
  const known = losses.get(message) ?? new Map<Loss, boolean>();
  losses.set(message, known);
  const found = known.get(loss) ?? loss(desc, message);
  known.set(loss, found);
  return found;
}

/**
 * Checks messages that a library holds in full, of all groups of types in turn. Which messages depends on the test, too:
 * another library gets others in `npm test`.
 *
 * @param full most messages at full strength.
 */
export function checkHeld(library: Library, full: number, check: (sample: WireSample) => void): void {
  const groups = subjects.map((subject) => messageSamples(subject));
  const tried = groups.map(({ values }) => casesOfTest(values));
  const longest = Math.max(...tried.map(({ length }) => length));
  let left = Math.ceil((runs(full) * tried.flat().length) / groups.flatMap(({ values }) => values).length);
  for (let index = 0; index < longest && left > 0; index++) {
    for (const [at, group] of groups.entries()) {
      const sample = tried[at]?.[index];
      const held = sample && heldBy(library, sample);
      if (held === undefined) continue;
      left--;
      try {
        check(held);
      } catch (error) {
        group.fail((one) => {
          const smaller = heldBy(library, one);
          if (smaller !== undefined) check(smaller);
        }, error);
      }
    }
  }
}

/** Whether a library holds a message in full. */
export function isHeld({ knows, loses }: Library, desc: DescMessage, message: Message): boolean {
  return knows(desc.typeName) && !loses.some((loss) => isLost(loss, desc, message));
}
