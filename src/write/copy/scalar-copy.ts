import { STRIPPED } from "../../marker.js";
import type { FieldPlan } from "../../plan/compiled.js";
import type { MessageAccess } from "../../representations/representation.js";
import { isLong, onlyLong } from "../../scalars/integer-64.js";
import { isBytesType, isString, type ScalarType, scalarOf } from "../../scalars/scalars.js";
import { DROPPED, type ValueCopy } from "./value-copy.js";

/** Copies the values of a scalar or enum field, each as a whole. */
export interface ScalarCopy extends ValueCopy {
  /**
   * The replacement of a secret value.
   *
   * @param isImplicit whether the zero counts as not set.
   */
  replacement(secret: unknown, isImplicit: boolean): unknown;
  /** The value of a property whose field is not set. */
  empty(like: unknown): unknown;
}

/** Makes the copy for values of a scalar or enum type, in the form of a representation. */
export function scalarCopy(type: ScalarType, plan: FieldPlan, access: MessageAccess): ScalarCopy {
  const { holdsCredential, json, partial } = plan;
  const scalar = scalarOf(type);
  if (isString(type)) {
    return {
      copy(value) {
        if (typeof value !== "string") return DROPPED;
        if (json !== undefined) return json.shown(value);
        return holdsCredential?.(value) ? STRIPPED : value;
      },
      // All texts have the same replacement, but for those that show a part.
      replace: () => STRIPPED,
      replacement: (secret) => partial?.(secret) ?? STRIPPED,
      empty: () => "",
    };
  }
  const neutral = access.neutral(type) ?? ((value: unknown) => value);
  const accepts = (value: unknown): boolean => scalar.accepts(value) || scalar.accepts(neutral(value));
  const like = (value: unknown, made: unknown): unknown =>
    scalar.like(accepts(value) ? value : undefined, made);
  const isBytes = isBytesType(type);
  const replacement = (secret: unknown, isImplicit: boolean): unknown => {
    // No number holds a text.
    const part = isBytes ? partial?.(neutral(secret)) : undefined;
    return like(secret, part === undefined ? scalar.replacement(isImplicit) : new TextEncoder().encode(part));
  };
  const jsonCopy = (value: unknown): unknown => {
    const bytes = neutral(value);
    const shown = json?.shown(bytes);
    if (shown === bytes) return value;
    return shown === STRIPPED ? replacement(value, false) : like(value, shown);
  };
  return {
    copy(value) {
      if (!accepts(value)) return DROPPED;
      if (json !== undefined) return jsonCopy(value);
      return isLong(value) ? onlyLong(value) : value;
    },
    replace: (secret) => replacement(secret, false),
    replacement,
    empty: (value) => (isBytes ? like(value, new Uint8Array(0)) : replacement(value, false)),
  };
}
