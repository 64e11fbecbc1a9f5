import { STRIPPED } from "../../marker.js";
import type { Detector } from "../../policy/policy.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { DROPPED, type RedactValue, type ValueRedaction } from "./redact-value.js";
import type { ScalarForm } from "./scalar-form.js";

/** How values of a scalar or enum field are redacted: whole. */
export function scalarRedaction(
  { type }: FieldShape,
  form: ScalarForm,
  holdsCredential: Detector | undefined,
): ValueRedaction {
  const isText = type.kind === "scalar" && type.scalar === "string";
  return {
    glance: isText ? { kind: "text" } : { kind: "accepted", accepts: form.accepts },
    redact: isText ? openText(holdsCredential) : (value) => (form.accepts(value) ? value : DROPPED),
    // All texts are replaced alike, whatever stood there.
    replace: isText ? () => STRIPPED : (secret) => form.replacement(secret, false),
  };
}

function openText(holdsCredential: Detector | undefined): RedactValue {
  if (holdsCredential === undefined) return (value) => (typeof value === "string" ? value : DROPPED);
  return (value) => {
    if (typeof value !== "string") return DROPPED;
    return holdsCredential(value) ? STRIPPED : value;
  };
}

/**
 * Replaces the value of a secret singular field, by its default where that counts as set: whether a secret field is
 * set does show.
 */
export function replaceSingular(
  form: ScalarForm,
  isSet: (value: unknown, message: unknown) => boolean,
): (secret: unknown, message: unknown) => unknown {
  return (secret, message) => {
    const value = form.replacement(secret, false);
    return isSet(value, message) ? value : form.replacement(secret, true);
  };
}
