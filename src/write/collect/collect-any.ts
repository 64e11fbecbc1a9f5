import { isBytes } from "../../options/is-bytes.js";
import { ownValue } from "../../options/own-value.js";
import type { AnyRule } from "../../plan/compiled.js";
import { getterOf, type MessageAccess } from "../../representations/representation.js";
import { isTypeName, typeNameOfUrl } from "../../schema/names.js";
import type { Collect, CollectContext, Extent } from "./collect-context.js";
import { collectLeaves } from "./collect-leaves.js";
import { decodedWireBytes, decodeWire } from "./decoded-wire.js";
import { originOf } from "./origin.js";
import type { SecretWalk } from "./secret-walk.js";

/**
 * Makes a function that collects the secrets of a `google.protobuf.Any`: its type URL, if that is secret, and the secrets of
 * the message inside. `plan/any.ts` decides which part is shown. From a hidden message, it collects
 * the payload as a whole and, if the type is known, all values.
 */
export function collectAny(
  rule: AnyRule,
  access: MessageAccess,
  context: CollectContext,
  extent: Extent,
): Collect {
  const getUrl = getterOf(rule.typeUrl, access);
  const getPayload = getterOf(rule.payload, access);
  const open = ownValue(access, "openedAny");
  // What is inside a secret field is from that field.
  const origin = extent === "planned" ? rule.payload && originOf(rule.payload) : undefined;
  return (any, depth, walk) => {
    const opened = open?.(any);
    const url = opened?.typeUrl ?? getUrl(any);
    const typeUrl = typeof url === "string" ? url : "";
    if (origin !== undefined) walk.begin(origin);
    if (isUrlSecret(typeUrl, rule, extent)) collectUrl(typeUrl, walk);
    const content = rule.content(typeUrl);
    const inner: Extent = content.kind === "hidden" ? "whole" : extent;
    // Even if the message is hidden, its type shows which values it holds.
    const plan = rule.planOf(typeNameOfUrl(typeUrl));
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

/** Whether a type URL is secret by itself. In a secret Any, the name of a type is not: other log lines need it. */
function isUrlSecret(typeUrl: string, { typeUrl: plan }: AnyRule, extent: Extent): boolean {
  if (plan?.isHidden || plan?.holdsCredential?.(typeUrl)) return true;
  return extent === "whole" && !isTypeName(typeNameOfUrl(typeUrl));
}

/** Collects a secret URL: the whole URL, and the part in the place of the type's name, which may be logged alone. */
function collectUrl(typeUrl: string, walk: SecretWalk): void {
  walk.text(typeUrl);
  if (typeUrl.includes("/")) walk.text(typeNameOfUrl(typeUrl));
}
