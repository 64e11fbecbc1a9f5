import type { AnyRule, FieldPlan } from "../../plan/compiled.js";
import type { MessageAccess } from "../../representations/representation.js";
import { isBytes } from "../../scalars/string-and-bytes.js";
import { isTypeName, typeNameOfUrl } from "../../schema/names.js";
import type { Collect, CollectContext, Extent } from "./collect-context.js";
import { collectLeaves } from "./collect-leaves.js";
import { decodedWireBytes, decodeWire } from "./decoded-wire.js";
import type { SecretWalk } from "./secret-walk.js";

/**
 * Picks up the secrets of a `google.protobuf.Any`: its type URL if that is secret, and what is secret in the message inside.
 * What of the message is shown is decided in `plan/any.ts`: all of a hidden message is secret, and if its type is not known,
 * the payload as a whole.
 */
export function collectAny(
  rule: AnyRule,
  access: MessageAccess,
  context: CollectContext,
  extent: Extent,
): Collect {
  const getUrl = fieldGetter(rule.typeUrl, access);
  const getPayload = fieldGetter(rule.payload, access);
  return (any, depth, walk) => {
    const opened = access.openedAny?.(any);
    const url = opened?.typeUrl ?? getUrl(any);
    const typeUrl = typeof url === "string" ? url : "";
    if (isUrlSecret(typeUrl, rule, extent)) collectUrl(typeUrl, walk);
    const content = rule.content(typeUrl);
    const inner: Extent = content.kind === "hidden" ? "whole" : extent;
    // The type says what is secret in the message, also if the message is hidden.
    const plan = content.kind === "message" ? content.plan : rule.planOf(typeNameOfUrl(typeUrl));
    if (opened !== undefined) {
      context.message(plan, opened.representation, inner)(opened.message, depth + 1, walk);
      return;
    }
    const payload = getPayload(any);
    if (inner === "whole") collectLeaves(payload, depth, walk);
    if (plan?.kind !== "message" || !isBytes(payload)) return;
    const message = decodeWire(plan, payload, context.maxDepth - depth);
    context.message(plan, decodedWireBytes, inner)(message, depth + 1, walk);
  };
}

function fieldGetter(plan: FieldPlan | undefined, access: MessageAccess): (any: unknown) => unknown {
  return plan === undefined ? () => undefined : access.value(plan.field);
}

/** Whether a type URL is secret by itself. In a secret Any, the name of a type is not: other log lines need it. */
function isUrlSecret(typeUrl: string, { typeUrl: plan }: AnyRule, extent: Extent): boolean {
  if (plan?.isHidden || plan?.holdsCredential?.(typeUrl)) return true;
  return extent === "whole" && !isTypeName(typeNameOfUrl(typeUrl));
}

/** A URL is secret as a whole; what stands in the place of the type's name is also written alone. */
function collectUrl(typeUrl: string, walk: SecretWalk): void {
  walk.text(typeUrl);
  if (typeUrl.includes("/")) walk.text(typeNameOfUrl(typeUrl));
}
