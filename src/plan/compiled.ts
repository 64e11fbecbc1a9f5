import type { Detector } from "../policy/policy.js";
import type { Verdict } from "../policy/verdict.js";
import type { FieldShape } from "../schema/message-shape.js";
import type { MapKeys } from "./map-keys.js";

/** What to do with messages of a type: its verdicts, compiled, or the reason why there are none and nothing is printed. */
export type Plan = MessagePlan | FailedPlan;

/** The verdicts of one message type. */
export interface MessagePlan {
  readonly kind: "message";
  readonly typeName: string;
  /** In declaration order. */
  readonly fields: readonly FieldPlan[];
  /** False if nothing in a message of this type can be secret, however deep. */
  readonly mayContainSecrets: boolean;
  /** Whether a message of this type can hold another one of it. */
  readonly recursive: boolean;
  /** For `google.protobuf.Any`: what of its payload is shown. */
  readonly any: AnyRule | undefined;
}

/** The plan of a type that could not be compiled. */
export interface FailedPlan {
  readonly kind: "failed";
  readonly typeName: string;
  /** Why, in a few words without any value, for a note. */
  readonly reason: string;
}

/** What to do with one field. */
export interface FieldPlan {
  readonly field: FieldShape;
  readonly verdict: Verdict;
  /** Whether no writer shows any of the value, so that a reader may skip it. */
  readonly isHidden: boolean;
  /** For a map: what happens to each entry, by its key. */
  readonly keys: MapKeys | undefined;
  /** For strings, alone or in a list or map: the strings in which this finds a credential are secret. */
  readonly holdsCredential: Detector | undefined;
  /** The plan of the messages that the field holds. Nothing of a hidden one is printed, but the plan tells where it ends. */
  readonly message: Plan | undefined;
}

/** Whether a rule names a field, or a field in a message that it holds. Detectors do not count. */
export function isNamedByRule({ verdict, message }: FieldPlan): boolean {
  if (verdict.kind !== "open") return true;
  return message !== undefined && (message.kind === "failed" || message.mayContainSecrets);
}

/** Whether something in a field is secret, or may be: in the field itself, or in a message that it holds. */
export function mayContainSecrets({ verdict, keys, holdsCredential, message }: FieldPlan): boolean {
  if (verdict.kind !== "open" || holdsCredential !== undefined || keys?.mayHide) return true;
  return message !== undefined && (message.kind === "failed" || message.mayContainSecrets);
}

/** Decides what of an Any is shown: see `plan/any.ts`. Never throws. */
export interface AnyRule {
  readonly typeUrl: FieldPlan | undefined;
  readonly payload: FieldPlan | undefined;
  /** @param typeUrl what stands in the field `type_url`; anything but a string counts as an empty URL. */
  content(typeUrl: unknown): AnyContent;
  /** The plan of a type by its full name; undefined if no schema knows it. */
  planOf(typeName: string): Plan | undefined;
}

/** What of the payload of an Any is shown: see `plan/any.ts`. */
export type AnyContent =
  | { readonly kind: "hidden" }
  | { readonly kind: "unknown"; readonly name: string | undefined }
  | { readonly kind: "message"; readonly plan: Plan };
