import type { MessagePlan, Plan } from "../../plan/compiled.js";
import type { Detector } from "../../policy/policy.js";
import type { MessageReader, Reader } from "../../representations/reader.js";
import { collectAny } from "./collect-any.js";
import { collectField } from "./collect-field.js";
import { collectLeaves } from "./collect-leaves.js";
import { type Collect, type SecretValue, SecretWalk } from "./secret-walk.js";

/** What a collector is made of. */
export interface SecretCollectorOptions {
  /** Deepest nesting of messages that is looked into. */
  readonly maxDepth: number;
  readonly holdsCredential: Detector | undefined;
  /** The plan of a type by its full name: asked when an Any is opened. */
  planOf(typeName: string): Plan | undefined;
}

/** Whether the whole message is secret, or only what its plan says. */
export type Extent = "whole" | "planned";

/**
 * Picks up the secret values of messages. Each pair of plan and representation is compiled into closures on first use,
 * which read only the fields in which something can be secret.
 */
export class SecretCollector {
  readonly options: SecretCollectorOptions;
  readonly #compiled = {
    whole: new Map<Reader, Map<MessagePlan, Collect>>(),
    planned: new Map<Reader, Map<MessagePlan, Collect>>(),
  };

  constructor(options: SecretCollectorOptions) {
    this.options = options;
  }

  /** The secret values of a message. What cannot be read has none; never throws. */
  collect(plan: Plan, reader: Reader, message: unknown): readonly SecretValue[] {
    const walk = new SecretWalk();
    try {
      this.message(plan, reader, "planned")(message, 1, walk);
    } catch {
      // A proxy, or the stack. What was picked up before then counts.
    }
    return walk.values;
  }

  /** Picks up the secrets of messages of a plan in a representation. */
  message(plan: Plan | undefined, reader: Reader, extent: Extent): Collect {
    // Nothing tells what the fields of such a message are.
    if (plan?.kind !== "message") return extent === "whole" ? collectLeaves : collectNothing;
    if (extent === "planned" && !plan.mayHide) return collectNothing;
    const known = this.#compiled[extent].get(reader) ?? new Map<MessagePlan, Collect>();
    this.#compiled[extent].set(reader, known);
    const before = known.get(plan);
    if (before !== undefined) return before;
    let compiled: Collect = collectNothing;
    // Known before it is compiled: a recursive type meets itself.
    known.set(plan, (message, depth, walk) => compiled(message, depth, walk));
    try {
      compiled = this.#compile(plan, reader.bind(plan), extent);
    } catch (error) {
      // The stack ended. What was compiled meanwhile may hold on to what is not, so none of it stays.
      this.#compiled.whole.clear();
      this.#compiled.planned.clear();
      throw error;
    }
    known.set(plan, compiled);
    return compiled;
  }

  #compile(plan: MessagePlan, bound: MessageReader, extent: Extent): Collect {
    const { maxDepth } = this.options;
    const fields =
      plan.typeName === "google.protobuf.Any"
        ? [collectAny(plan, bound, this, extent)]
        : plan.fields.flatMap((field) => collectField(field, bound, this, extent) ?? []);
    const otherwise = extent === "whole" ? collectLeaves : collectNothing;
    const collect: Collect = (message, depth, walk) => {
      if (depth > maxDepth) return;
      if (!bound.accepts(message)) return otherwise(message, depth, walk);
      for (const field of fields) {
        // A getter that throws: the other fields still count.
        try {
          field(message, depth, walk);
        } catch {
          // A getter or proxy, or the stack.
        }
      }
    };
    if (!plan.recursive) return collect;
    return (message, depth, walk) => {
      if (!walk.enter(message, plan)) return;
      try {
        collect(message, depth, walk);
      } finally {
        walk.leave();
      }
    };
  }
}

const collectNothing: Collect = () => undefined;
