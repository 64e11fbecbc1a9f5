import type { AnyRule, FieldPlan } from "../../plan/compiled.js";
import { objectRepresentation } from "../../representations/object/objects.js";
import { getterOf, type MessageAccess } from "../../representations/representation.js";
import { structReader } from "../../representations/struct-json.js";
import { structLike } from "./struct-like.js";
import { type CopyContext, type CopyProperty, DROPPED } from "./value-copy.js";

/**
 * Makes a function that copies the Struct of a TypedStruct. `plan/typed-struct.ts` decides which part is kept: the message that the
 * Struct stands for is copied, and put into a Struct again. A Struct that is not shown becomes an empty one.
 */
export function copyTypedStruct(
  rule: AnyRule,
  field: FieldPlan,
  access: MessageAccess,
  context: CopyContext,
): CopyProperty {
  const getUrl = getterOf(rule.typeUrl, access);
  const inside = access.messagesIn(field.field);
  const read = structReader(field.message, inside);
  const structs = context.message(field.message, inside);
  const forms = field.message?.kind === "message" ? inside.bind(field.message).forms : undefined;
  return (struct, message, depth, path) => {
    if (struct === null || struct === undefined) return struct;
    const content = rule.content(getUrl(message));
    if (content.kind !== "message") return structs.replace(struct);
    let copied: unknown;
    try {
      const json = read(struct);
      const copies = context.message(content.plan, objectRepresentation(content.plan.typeName));
      copied = copies.copy(json, depth + 1, path);
      // Nothing in it is hidden. The levels of the Struct do not count, and the reader has seen that they end.
      if (copied === json) return structs.copy(struct, Number.NEGATIVE_INFINITY, path);
    } catch {
      return structs.replace(struct);
    }
    if (copied === DROPPED) return structs.replace(struct);
    const isJson = forms?.find((form) => form.fits(struct))?.kind === "stand-in";
    return isJson ? copied : structLike(struct, copied);
  };
}
