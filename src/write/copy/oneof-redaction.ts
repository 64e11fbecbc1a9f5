import type { Detector } from "../../policy/policy.js";
import type { OneofProperty } from "../../representations/layout.js";
import type { MessageObject } from "../../representations/object/message-object.js";
import { redactProperty, stays } from "./known-layouts.js";
import { objectLike } from "./object-like.js";
import type { PropertyRedaction } from "./property-redaction.js";
import { DROPPED, type RedactProperty } from "./redact-value.js";

/**
 * Redacts what says which member of a oneof is set. The value of the member is redacted with it, where it stands there;
 * a name that no member has says nothing.
 *
 * @param members how the values of the members are redacted, by all names that they can have.
 */
export function redactOneof(
  property: OneofProperty,
  members: ReadonlyMap<string, PropertyRedaction>,
  holdsCredential: Detector | undefined,
): RedactProperty {
  const { caseProperties, mayBeName } = property;
  const [caseName = "case"] = caseProperties;
  return (value, message, depth, nesting) => {
    if (isUsualChoice(value, caseName)) {
      // Each property is read once.
      const member = value[caseName];
      const chosen = value["value"];
      const property = typeof member === "string" ? members.get(member) : undefined;
      if (property !== undefined) {
        if (stays(property, chosen, holdsCredential)) return value;
        const redacted = redactProperty(property, chosen, message, depth, nesting);
        if (Object.is(redacted, chosen)) return value;
        return redacted === DROPPED ? { [caseName]: member } : { [caseName]: member, value: redacted };
      }
    }
    if (value === null || value === undefined) return value;
    if (typeof value === "string") return mayBeName && members.has(value) ? value : DROPPED;
    if (typeof value !== "object" || Array.isArray(value)) return DROPPED;
    const choice = value as MessageObject; // any object may be asked for the properties that it lists
    const names = Object.getOwnPropertyNames(choice);
    const values: unknown[] = [];
    for (const name of names) values.push(choice[name]);
    const caseProperty = caseProperties.find((name) => typeof values[names.indexOf(name)] === "string");
    if (caseProperty === undefined) return noMember(property, choice);
    const member = String(values[names.indexOf(caseProperty)]);
    const redact = members.get(member)?.redact;
    if (redact === undefined) return noMember(property, choice);
    let isChanged = false;
    for (let index = 0; index < names.length; index++) {
      const name = names[index];
      const value = values[index];
      let redacted: unknown = DROPPED;
      if (name === caseProperty) redacted = member;
      else if (name === member || name === "value") redacted = redact(value, message, depth, nesting);
      if (Object.is(redacted, value)) continue;
      values[index] = redacted;
      isChanged = true;
    }
    return isChanged || holdsMore(choice) ? objectLike({}, names, values) : choice;
  };
}

/** Whether a choice is a plain object of nothing but the name of a member and its value, as almost all of them are. */
function isUsualChoice(value: unknown, caseName: string): value is MessageObject {
  if (typeof value !== "object" || value === null) return false;
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  const names = Object.getOwnPropertyNames(value);
  return (
    names.length === 2 &&
    names[0] === caseName &&
    names[1] === "value" &&
    Object.getOwnPropertySymbols(value).length === 0
  );
}

/** An object that says that no member is set. */
function noMember({ caseProperties }: OneofProperty, choice: MessageObject): unknown {
  const names = Object.getOwnPropertyNames(choice);
  const caseProperty = caseProperties.find((name) => names.includes(name));
  if (caseProperty === undefined) return DROPPED;
  const isEmpty = names.every((name) => choice[name] === undefined) && !holdsMore(choice);
  return isEmpty ? choice : { [caseProperty]: undefined };
}

function holdsMore(choice: MessageObject): boolean {
  const prototype: unknown = Object.getPrototypeOf(choice);
  return (
    (prototype !== Object.prototype && prototype !== null) || Object.getOwnPropertySymbols(choice).length > 0
  );
}
