import { isPseudonym } from "../policy/classes.js";
import type { Detector } from "../policy/policy.js";
import type { PseudonymOf } from "../policy/pseudonyms.js";
import type { Verdict } from "../policy/verdict.js";
import { isBytesType, isString } from "../scalars/scalars.js";
import type { FieldShape } from "../schema/message-shape.js";
import type { JsonText } from "./json-text.js";
import type { MapKeys } from "./map-keys.js";
import type { PartialText } from "./partial-text.js";

/** The compiled verdicts of a type; or the reason why they could not be compiled. Then its messages are not printed. */
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
  /** For `google.protobuf.Any`: decides which part of its payload is shown. */
  readonly any: AnyRule | undefined;
  /** For a TypedStruct: decides which part of its Struct is shown. */
  readonly typedStruct: AnyRule | undefined;
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
  /** Whether no writer shows any part of the value. Then a reader may skip it. */
  readonly isHidden: boolean;
  /** Whether writers leave a hidden field out, as if it was not set. */
  readonly isOmitted: boolean;
  /** What a text shows in place of a hidden value. A copy holds the usual marker. */
  readonly marker: string;
  /** For a hidden field that shows a part of its value, or of each item of a list. A writer that does not ask for it shows the marker. */
  readonly partial: PartialText | undefined;
  /** For a map: judges each entry by its key. */
  readonly keys: MapKeys | undefined;
  /** For strings and bytes that hold JSON, alone or in a list or map: says what is shown of them, by the keys of the JSON. */
  readonly json: JsonText | undefined;
  /** For strings, alone or in a list or map: a string is secret if this finds a credential in it. */
  readonly holdsCredential: Detector | undefined;
  /** The plan of the messages in the field. A hidden message is not printed, but a reader needs the plan to find its end. */
  readonly message: Plan | undefined;
  /** Whether plans of other readers hold this object, too: see `shared-fields.ts`. */
  readonly isShared: boolean;
}

/** Whether a copy of a message can hold the part that a hidden field shows. No number holds a text. */
export function keepsPart({ field: { type }, partial }: FieldPlan): boolean {
  return partial !== undefined && (isString(type) || isBytesType(type));
}

/** The pseudonyms that a field shows in place of its values, alone or in a list. */
export function pseudonymIn({ verdict, partial }: FieldPlan): PseudonymOf | undefined {
  return verdict.kind === "secret" && isPseudonym(verdict.action) ? partial : undefined;
}

/** The class of a hidden field; of a field with secret entries, the class of the first rule. */
export function classNameOf({ verdict }: FieldPlan): string | undefined {
  if (verdict.kind === "secret") return verdict.className;
  return verdict.kind === "keyed" ? verdict.given[0]?.className : undefined;
}

/** Whether a rule names a field, or a field in a message that it holds. Detectors do not count. */
export function isNamedByRule({ verdict, message }: FieldPlan): boolean {
  if (verdict.kind !== "open") return true;
  return message !== undefined && (message.kind === "failed" || message.mayContainSecrets);
}

/** Whether a field is open because no rule names it, not because a rule shows it. */
export function isOpenUnnamed({ verdict }: FieldPlan): boolean {
  return verdict.kind === "open" && verdict.shown === undefined;
}

/** Whether a field, or a message in it, may contain secrets. */
export function mayContainSecrets({ verdict, keys, holdsCredential, message }: FieldPlan): boolean {
  if (verdict.kind !== "open" || holdsCredential !== undefined || keys?.mayHide) return true;
  return message !== undefined && (message.kind === "failed" || message.mayContainSecrets);
}

/** Decides which part of an Any is shown: see `plan/any.ts`. Never throws. */
export interface AnyRule {
  readonly typeUrl: FieldPlan | undefined;
  readonly payload: FieldPlan | undefined;
  /** @param typeUrl the value of the field `type_url`; a value that is not a string counts as an empty URL. */
  content(typeUrl: unknown): AnyContent;
  /** The plan of a type by its full name; undefined if no schema knows it. */
  planOf(typeName: string): Plan | undefined;
}

/** What a copy holds in place of a payload that is not shown: the marker, or no bytes. */
export type PayloadReplacement = "marker" | "nothing";

/** The part of the payload of an Any that is shown: see `plan/any.ts`. */
export type AnyContent =
  | { readonly kind: "hidden"; readonly replacement: PayloadReplacement }
  | { readonly kind: "unknown"; readonly name: string | undefined; readonly replacement: PayloadReplacement }
  | { readonly kind: "message"; readonly plan: Plan };
