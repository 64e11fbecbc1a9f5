import type { FieldShape } from "../schema/message-shape.js";
import { isTypedStruct } from "../schema/well-known.js";
import { type NameEvidence, nameEvidence } from "./credential-names.js";

/** The reason why an open field may hold credentials. */
export interface Suspicion {
  /** `likely`: the name of the field or of its type says so. `possible`: the name, comment or type of the field allows it. */
  readonly severity: "likely" | "possible";
  /**
   * The kind of evidence. It stays the same between versions, and the text of {@link reason} may not.
   *
   * - `credential`, `one-time code`, `session`, `key`: the name of the field speaks of one.
   * - `about`: its name speaks of a credential, but of its path, its expiry, or the like.
   * - `page token`: its name speaks of a token of pages.
   * - `content`: its name speaks of something that may hold a credential: a body, options, a license, a role.
   * - `type`: it is the content of a message type whose name speaks of a credential.
   * - `anything`: it is a map, free JSON, or the value of a pair, and anything can stand there.
   * - `comment`: its comment speaks of a credential. Only `protosanitizer audit` reads comments.
   */
  readonly code:
    | "credential"
    | "one-time code"
    | "session"
    | "key"
    | "about"
    | "page token"
    | "content"
    | "type"
    | "anything"
    | "comment";
  /** The evidence in words, such as `its name speaks of "password"`. */
  readonly reason: string;
}

/**
 * Whether a field that no rule names may hold credentials, by its name and its type. Flags, enums, times and most numbers
 * never do. A field that holds messages is no suspect either if the fields of their type are judged for themselves.
 *
 * @param isListed whether the fields of a message type are judged for themselves. Default: those of every type are.
 */
export function suspicionOf(
  field: FieldShape,
  isListed: (typeName: string) => boolean = () => true,
): Suspicion | undefined {
  const holds = contentOf(field, isListed);
  if (holds === "nothing") return undefined;
  const owner = ownerOf(field);
  const ownerEvidence = nameEvidence(owner);
  const isSecretType = ownerEvidence?.severity === "likely";
  const isPart = !isSecretType && PAIR.test(owner) && /^(?:key|value)s?$/.test(field.name);
  const evidence = isPart ? undefined : nameEvidence(field.name);
  if (holds === "number") {
    const isSecret = evidence?.severity === "likely" && NUMBERS.test(evidence.words);
    return isSecret ? byName(evidence) : undefined;
  }
  // A name that says nothing is no evidence, or evidence of what may hold anything.
  if (isSecretType && GENERIC.test(field.name))
    return { severity: "likely", code: "type", reason: `its type speaks of "${ownerEvidence.words}"` };
  if (evidence !== undefined) return byName(evidence);
  if (isPart && field.name.startsWith("v"))
    return { severity: "possible", code: "anything", reason: "the value of a pair can be anything" };
  return holds === "anything"
    ? { severity: "possible", code: "anything", reason: "anything can stand under its keys" }
    : undefined;
}

function byName({ severity, code, words, about }: NameEvidence): Suspicion {
  const though = about === undefined ? "" : `, though of its ${about}`;
  const reason =
    code === "page token"
      ? "a token, though one of pages by its name"
      : `its name speaks of "${words}"${though}`;
  return { severity, code, reason };
}

/** Simple name of the message type that has the field. */
function ownerOf({ fullName }: FieldShape): string {
  return fullName.split(".").at(-2) ?? "";
}

/** Types of pairs, as `KeyValue`, `EnvVar` and `Header`. */
const PAIR =
  /(?:Pair|KeyValue|Entry|Env|Var|Variable|Header|Param|Parameter|Option|Attribute|Property|Setting)$/;
/** Names of fields that say nothing. What they hold is what their type speaks of. */
const GENERIC =
  /^(?:(?:raw|inline|encoded|string)_?)?(?:data|values?|contents?|payload|body|text|raw|blob|bytes|string)$/i;
/** These are secret even as numbers. */
const NUMBERS = /(?:pin|otp|pass ?code|password|secret|cv[vc]| codes?)$/;

/** Whether a field holds text or bytes in which a credential may stand. */
export function holdsText(field: FieldShape, isListed: (typeName: string) => boolean): boolean {
  const content = contentOf(field, isListed);
  return content === "text" || content === "anything";
}

/** The kind of content of a field. */
function contentOf(
  { fullName, cardinality, type }: FieldShape,
  isListed: (typeName: string) => boolean,
): "nothing" | "number" | "text" | "anything" {
  if (type.kind === "enum") return "nothing";
  if (type.kind === "scalar") {
    if (type.scalar === "string" || type.scalar === "bytes")
      return cardinality.kind === "map" ? "anything" : "text";
    return type.scalar === "bool" ? "nothing" : "number";
  }
  if (!isOfProtobuf(type.typeName)) return isListed(type.typeName) ? "nothing" : "text";
  // What a typed Struct stands for is judged by its own fields.
  if (isTypedStruct(fullName.slice(0, fullName.lastIndexOf(".")))) return "nothing";
  if (/\.(?:Struct|Value|ListValue)$/.test(type.typeName)) return "anything";
  if (/\.(?:Any|StringValue|BytesValue)$/.test(type.typeName)) return "text";
  return /Value$/.test(type.typeName) && !type.typeName.endsWith("BoolValue") ? "number" : "nothing";
}

/** Whether a type, or a field by its full name, belongs to protobuf itself. It is no suspect: the field that holds it may be. */
export function isOfProtobuf(name: string): boolean {
  return name.startsWith("google.protobuf.");
}
