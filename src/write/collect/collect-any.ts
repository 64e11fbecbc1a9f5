import type { MessagePlan } from "../../plan/compiled.js";
import type { MessageReader } from "../../representations/reader.js";
import { typeNameOfUrl } from "../../schema/type-name.js";
import { collectLeaves } from "./collect-leaves.js";
import { decodedWireReader, decodeWire } from "./decoded-wire.js";
import type { Extent, SecretCollector } from "./secret-collector.js";
import type { Collect } from "./secret-walk.js";

/**
 * Picks up the secrets of the message in a `google.protobuf.Any`. Of a secret one whose type is not known, the payload
 * as a whole is the secret.
 */
export function collectAny(
  plan: MessagePlan,
  bound: MessageReader,
  collector: SecretCollector,
  extent: Extent,
): Collect {
  const { maxDepth, planOf } = collector.options;
  const getUrl = fieldReader("type_url", plan, bound);
  const getPayload = fieldReader("value", plan, bound);
  const isSecret = plan.fields.some(
    ({ field, verdict }) => field.name === "value" && verdict.kind === "secret",
  );
  const inner: Extent = isSecret ? "whole" : extent;
  return (any, depth, walk) => {
    const opened = bound.openedAny?.(any);
    const url = opened?.typeUrl ?? getUrl(any);
    const messagePlan = typeof url === "string" ? planOf(typeNameOfUrl(url)) : undefined;
    if (opened !== undefined) {
      collector.message(messagePlan, opened.reader, inner)(opened.message, depth + 1, walk);
      return;
    }
    const payload = getPayload(any);
    if (inner === "whole") collectLeaves(payload, depth, walk);
    if (messagePlan?.kind !== "message" || !(payload instanceof Uint8Array)) return;
    const message = decodeWire(messagePlan, payload, maxDepth - depth);
    collector.message(messagePlan, decodedWireReader, inner)(message, depth + 1, walk);
  };
}

function fieldReader(name: string, plan: MessagePlan, bound: MessageReader): (any: unknown) => unknown {
  const found = plan.fields.find(({ field }) => field.name === name);
  return found === undefined ? () => undefined : bound.value(found.field);
}
