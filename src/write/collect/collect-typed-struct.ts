import type { AnyRule, FieldPlan } from "../../plan/compiled.js";
import { objectRepresentation } from "../../representations/object/objects.js";
import { isPlainMap } from "../../representations/plain-maps.js";
import { getterOf, type MessageAccess } from "../../representations/representation.js";
import { structReader } from "../../representations/struct-json.js";
import type { Collect, CollectContext } from "./collect-context.js";
import { originOf } from "./origin.js";

/**
 * Makes a function that collects the secrets of the Struct in a TypedStruct: those of the message that it stands for. All of it is
 * secret if the type is not known, if it cannot be read, or if it stands for no object.
 */
export function collectTypedStruct(
  rule: AnyRule,
  field: FieldPlan,
  access: MessageAccess,
  context: CollectContext,
): Collect {
  const getUrl = getterOf(rule.typeUrl, access);
  const getStruct = access.value(field.field);
  const inside = access.messagesIn(field.field);
  const read = structReader(field.message, inside);
  const whole = context.message(field.message, inside, "whole");
  const origin = originOf(field);
  return (message, depth, walk) => {
    const struct = getStruct(message);
    if (struct === undefined) return;
    walk.begin(origin);
    const content = rule.content(getUrl(message));
    if (content.kind !== "message") return whole(struct, depth + 1, walk);
    let json: unknown;
    try {
      json = read(struct);
    } catch {
      // It cannot be read, so all of it is secret.
    }
    // No text shows a list or a scalar as a message. A schema may have a Value or a ListValue in place of the Struct.
    if (!isPlainMap(json)) return whole(struct, depth + 1, walk);
    const { plan } = content;
    context.message(plan, objectRepresentation(plan.typeName), "planned")(json, depth + 1, walk);
  };
}
