import type { MessagePlan, Plan } from "../../plan/compiled.js";
import { FieldMemo } from "../../plan/field-memo.js";
import { isPropertyBag } from "../../representations/kinds.js";
import type { Representation } from "../../representations/representation.js";
import { collectAny } from "./collect-any.js";
import {
  attempt,
  type Collect,
  type CollectContext,
  collectNothing,
  type Extent,
} from "./collect-context.js";
import { collectField } from "./collect-field.js";
import { collectLeaves } from "./collect-leaves.js";
import { collectTypedStruct } from "./collect-typed-struct.js";
import { type CollectedValues, SecretWalk } from "./secret-walk.js";

/** What collects from a field. Undefined if it cannot hold a secret. */
interface FieldCollect {
  readonly collect: Collect | undefined;
}

/**
 * Collects the secret values of messages. Each pair of plan and representation is compiled into closures on first use. They
 * read only the fields that may contain secrets.
 */
export class SecretCollector implements CollectContext {
  readonly maxDepth: number;
  readonly #compiled = {
    whole: new Map<Representation, Map<MessagePlan, Collect>>(),
    planned: new Map<Representation, Map<MessagePlan, Collect>>(),
  };
  readonly #fields = {
    whole: new Map<Representation, FieldMemo<FieldCollect>>(),
    planned: new Map<Representation, FieldMemo<FieldCollect>>(),
  };

  /** @param maxDepth the deepest nesting of messages that is searched. */
  constructor(maxDepth: number) {
    this.maxDepth = maxDepth;
  }

  /** The secret values of a message. A part that cannot be read has none. Never throws. */
  collect(plan: Plan, representation: Representation, message: unknown): CollectedValues {
    const walk = new SecretWalk();
    // A proxy threw, or the stack overflowed. Keep the values that were collected before.
    attempt((value) => this.message(plan, representation, "planned")(value, 1, walk), message, 1, walk);
    return walk;
  }

  message(plan: Plan | undefined, representation: Representation, extent: Extent): Collect {
    // Without a plan, the fields of this message are not known.
    if (plan?.kind !== "message") return extent === "whole" ? collectLeaves : collectNothing;
    if (extent === "planned" && !plan.mayContainSecrets) return collectNothing;
    const known = this.#compiled[extent].get(representation) ?? new Map<MessagePlan, Collect>();
    this.#compiled[extent].set(representation, known);
    const before = known.get(plan);
    if (before !== undefined) return before;
    let compiled: Collect = collectNothing;
    // Remember it before it is compiled, because a recursive type contains itself.
    known.set(plan, (message, depth, walk) => compiled(message, depth, walk));
    try {
      compiled = this.#compile(plan, representation, extent);
    } catch (error) {
      // Stack overflow. Closures that were compiled meanwhile may be incomplete, so drop them all.
      this.#compiled.whole.clear();
      this.#compiled.planned.clear();
      throw error;
    }
    known.set(plan, compiled);
    return compiled;
  }

  #compile(plan: MessagePlan, representation: Representation, extent: Extent): Collect {
    const { maxDepth } = this;
    const access = representation.bind(plan);
    const shared = this.#fields[extent].get(representation) ?? new FieldMemo<FieldCollect>();
    this.#fields[extent].set(representation, shared);
    const fields =
      plan.any === undefined
        ? plan.fields.flatMap(
            (field) =>
              shared.of(field, () => ({ collect: collectField(field, access, this, extent) })).collect ?? [],
          )
        : [collectAny(plan.any, access, this, extent)];
    const { typedStruct } = plan;
    if (extent === "planned" && typedStruct?.payload?.isHidden === false)
      fields.push(collectTypedStruct(typedStruct, typedStruct.payload, access, this));
    const otherwise = extent === "whole" ? collectLeaves : collectNothing;
    const collect: Collect = (message, depth, walk) => {
      if (depth > maxDepth) return;
      if (!access.accepts(message)) return otherwise(message, depth, walk);
      for (const field of fields) attempt(field, message, depth, walk);
      // A value that stands for a message, and a Set in place of one, hold more than their properties.
      const isBag = typeof message === "object" && message !== null && isPropertyBag(message);
      if (extent === "whole" && !isBag) collectLeaves(message, depth, walk);
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
