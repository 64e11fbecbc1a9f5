import { type DescField, type DescMessage, type JsonValue, type Message, toJson } from "@bufbuild/protobuf";
import {
  createSanitizer,
  type ExplainedField,
  type Sanitizer,
  type SanitizerFormat,
  type Suspect,
} from "protosanitizer";
import { audiencesOf, classesOf, type PolicyState, policyOf, usesPseudonyms } from "./policy/policy-state.js";
import type { Schema } from "./schema/schema.js";

/** The sanitizers for a schema and a policy. */
export interface Sanitizers {
  /** Prints in the chosen format. */
  readonly chosen: Sanitizer;
  /** Prints ProtoJSON, to be compared with that of @bufbuild/protobuf. */
  readonly protoJson: Sanitizer;
}

/** How messages are printed. */
export interface Printing {
  readonly policy: PolicyState;
  readonly format: SanitizerFormat;
  /** Who reads the text. Undefined: everybody. */
  readonly audience: string | undefined;
  /** The key of pseudonyms. */
  readonly key: string;
}

/**
 * Makes the sanitizers, or returns the last ones if nothing has changed: a message that is typed needs no new ones.
 *
 * @throws {PolicyError} if the policy does not fit the schema.
 */
export function sanitizersFor(schema: Schema, printing: Printing): Sanitizers {
  const { policy, format, audience, key } = printing;
  const isSame =
    made?.schema === schema &&
    made.printing.policy === policy &&
    made.printing.format === format &&
    made.printing.audience === audience &&
    made.printing.key === key;
  const { sanitizers } =
    made !== undefined && isSame ? made : { sanitizers: makeSanitizers(schema, printing) };
  made = { schema, printing, sanitizers };
  return sanitizers;
}

/** The last sanitizers, and what they were made of. */
let made:
  | {
      readonly schema: Schema;
      readonly printing: Printing;
      readonly sanitizers: Sanitizers;
    }
  | undefined;

function makeSanitizers(schema: Schema, { policy, format, audience, key }: Printing): Sanitizers {
  const audiences = audiencesOf(policy);
  const make = (as: SanitizerFormat): Sanitizer => {
    const sanitizer = createSanitizer({
      schemas: [schema.registry],
      policy: policyOf(policy),
      classes: classesOf(policy),
      audiences,
      ...(usesPseudonyms(policy) ? { pseudonyms: { key } } : {}),
      format: as,
      // The page shows suspects itself.
      onSuspect: "ignore",
    });
    return audience !== undefined && audience in audiences ? sanitizer.for(audience) : sanitizer;
  };
  const protoJson = make("protojson");
  return { protoJson, chosen: format === "protojson" ? protoJson : make(format) };
}

/** What the page shows of a message. */
export interface Evaluation {
  readonly type: DescMessage;
  readonly message: Message;
  readonly sanitizers: Sanitizers;
  /** The sanitized text. */
  readonly text: string;
  /** The same as a value, in the chosen format. */
  readonly shown: unknown;
  /** The message as ProtoJSON, with its secrets. Undefined if it has none, because an Any cannot be resolved. */
  readonly plain: JsonValue | undefined;
  /** {@link plain} without the secrets. */
  readonly sanitized: unknown;
  /** The suspects among the fields that the type can reach. */
  readonly suspects: readonly Suspect[];
  /** What the policy says of a field, also of one in an Any. */
  about(field: DescField): FieldReview;
}

/** What the policy says of a field. */
export interface FieldReview {
  readonly verdict: ExplainedField | undefined;
  readonly suspect: Suspect | undefined;
}

/** Prints a message in all ways that the page shows. */
export function evaluate(
  type: DescMessage,
  message: Message,
  sanitizers: Sanitizers,
  schema: Schema,
): Evaluation {
  const { chosen, protoJson } = sanitizers;
  const reviews = new Map<string, FieldReview>();
  return {
    type,
    message,
    sanitizers,
    text: chosen.stringify(type, message),
    shown: chosen.toJson(type, message),
    plain: plainJson(type, message, schema),
    sanitized: protoJson.toJson(type, message),
    suspects: chosen.suspects(type),
    about(field) {
      const fullName = `${field.parent.typeName}.${field.name}`;
      const known = reviews.get(fullName) ?? review(field.parent, fullName, chosen);
      reviews.set(fullName, known);
      return known;
    },
  };
}

function review(type: DescMessage, fullName: string, sanitizer: Sanitizer): FieldReview {
  return {
    verdict: sanitizer.explain(type).find(({ field }) => field === fullName),
    suspect: sanitizer.suspects(type).find(({ field }) => field === fullName),
  };
}

function plainJson(type: DescMessage, message: Message, { registry }: Schema): JsonValue | undefined {
  try {
    return toJson(type, message, { registry });
  } catch {
    return undefined;
  }
}
