import type { Verdict } from "../policy/verdict.js";
import type { FieldShape } from "../schema/message-shape.js";

/** What to do with messages of a type: its verdicts, compiled, or the news that it has none and prints nothing. */
export type Plan = MessagePlan | RefusedPlan;

/** The verdicts of one message type. */
export interface MessagePlan {
  readonly kind: "message";
  readonly typeName: string;
  /** In declaration order. */
  readonly fields: readonly FieldPlan[];
  /** False if nothing in a message of this type can be secret, however deep. */
  readonly mayHide: boolean;
  /** Whether a message of this type can hold another one of it. */
  readonly recursive: boolean;
}

/** A type that could not be compiled. */
export interface RefusedPlan {
  readonly kind: "refused";
  readonly typeName: string;
  /** Why, in a few words without any value, for a note. */
  readonly reason: string;
}

/** What to do with one field. */
export interface FieldPlan {
  readonly field: FieldShape;
  readonly verdict: Verdict;
  /** The plan of the messages that the field holds. Of a secret field's nothing is printed; it tells where they end. */
  readonly message: Plan | undefined;
}
