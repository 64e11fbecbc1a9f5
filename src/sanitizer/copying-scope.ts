import { SharedFields } from "../plan/shared-fields.js";
import { objectRepresentation } from "../representations/object/objects.js";
import type { SchemaSet } from "../schema/schema-set.js";
import { ByteWriter } from "../write/bytes/byte-writer.js";
import { SecretCollector } from "../write/collect/secret-collector.js";
import { Copier } from "../write/copy/copier.js";
import { DEFAULT_DEPTH } from "../write/limits.js";
import { SchemaScope, type ScopeOptions } from "./schema-scope.js";

/** A set of schemas with all writers: of text, of copies, of wire bytes and of the list of secrets. */
export class CopyingScope extends SchemaScope {
  /** Copies wire bytes without their secrets. */
  readonly bytes: ByteWriter;
  /** Copies message objects without their secrets. */
  readonly copies: Copier;
  /** Collects the secret values of messages. */
  readonly secrets: SecretCollector;

  constructor(schemas: SchemaSet, options: ScopeOptions, like?: CopyingScope) {
    const sharedFields = (): SharedFields => new SharedFields();
    super(schemas, { ...options, sharedFields, protoJson: objectRepresentation }, like);
    const { limits } = options;
    const bytes =
      like?.bytes ?? new ByteWriter(limits, (plan, json, depth) => this.copies.copyJson(plan, json, depth));
    this.bytes = bytes;
    this.copies =
      like?.copies ??
      new Copier({
        limits,
        holdsCredential: this.holdsCredential,
        payload: (plan, payload, maxDepth) => bytes.copy(plan, payload, maxDepth),
      });
    // A limit of the output does not limit which secrets are held.
    this.secrets = like?.secrets ?? new SecretCollector(Math.max(limits.maxDepth, DEFAULT_DEPTH));
  }
}
