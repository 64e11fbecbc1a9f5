import type { FieldShape, MessageShape } from "../schema/message-shape.js";
import type { SchemaSet } from "../schema/schema-set.js";

/** The fields of all types in the schemas, read once and only if a rule asks for them. */
export class KnownFields {
  readonly #schemas: SchemaSet;
  #messages: readonly MessageShape[] | undefined;
  #fields: readonly FieldShape[] | undefined;

  constructor(schemas: SchemaSet) {
    this.#schemas = schemas;
  }

  get messages(): readonly MessageShape[] {
    this.#messages ??= [...this.#schemas.messages()];
    return this.#messages;
  }

  get list(): readonly FieldShape[] {
    this.#fields ??= this.messages.flatMap((message) => message.fields);
    return this.#fields;
  }

  get fullNames(): string[] {
    return this.list.flatMap((field) => [field.fullName, ...field.otherNames]);
  }
}
