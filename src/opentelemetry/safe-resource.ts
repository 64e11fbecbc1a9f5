import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";

/** What the service is that makes spans and log records. */
export type Resource = ReadableSpan["resource"];
/** Replaces the secrets in a value of OpenTelemetry. It keeps the type, but any part may become a text. */
export type MakeSafe = <T>(value: T) => T;

/** A value that held a secret, and what stands in its place. */
interface Hidden {
  readonly given: unknown;
  readonly safe: unknown;
}

/** A view of a resource without secrets. It gives nothing but what the interface has. */
export class SafeResource {
  readonly #resource: Resource;
  readonly #safe: MakeSafe;
  /** The attributes that held a secret when a span ended, and what they are without it. */
  readonly #hidden: Map<string, Hidden>;
  /** The same of the schema URL. */
  #schemaUrl: Hidden | undefined;
  /** As the SDK takes it. */
  readonly view: Resource;

  /** @param origin a resource that this one has attributes of. */
  constructor(resource: Resource, safe: MakeSafe, origin?: SafeResource) {
    this.#resource = resource;
    this.#safe = safe;
    this.#hidden = new Map(origin === undefined ? [] : origin.#hidden);
    this.#schemaUrl = origin === undefined ? undefined : origin.#schemaUrl;
    const view: { readonly [K in keyof Resource]-?: PropertyDescriptor } & Record<
      string,
      PropertyDescriptor
    > = {
      // Read the attributes at export: asynchronous detectors may add some until then.
      attributes: { get: () => this.#attributes(), enumerable: true },
      asyncAttributesPending: { get: () => resource.asyncAttributesPending, enumerable: true },
      schemaUrl: { get: () => this.#safeSchemaUrl(), enumerable: true },
      waitForAsyncAttributes: { value: async () => resource.waitForAsyncAttributes?.() },
      merge: { value: (other: Resource | null) => new SafeResource(resource.merge(other), safe, this).view },
      getRawAttributes: { value: () => this.#rawAttributes() },
    };
    this.view = Object.create(Object.prototype, view);
  }

  /** Finds what is secret now: an exporter may read the attributes long after the secrets are released. */
  look(): void {
    this.#safeSchemaUrl();
    // The SDK complains if attributes are read before they are there.
    if (this.#resource.asyncAttributesPending === true) return;
    for (const [key, given] of Object.entries(this.#resource.attributes)) {
      const attribute = { [key]: given };
      const safe = this.#safe(attribute);
      if (safe !== attribute) this.#hidden.set(key, { given, safe });
    }
  }

  #safeSchemaUrl(): string | undefined {
    const { schemaUrl: given } = this.#resource;
    if (given === undefined) return undefined;
    if (this.#schemaUrl?.given === given) return String(this.#schemaUrl.safe);
    const safe = this.#safe(given);
    if (safe !== given) this.#schemaUrl = { given, safe };
    return safe;
  }

  #attributes(): Resource["attributes"] {
    this.look();
    const attributes: Resource["attributes"] = {};
    for (const [key, given] of Object.entries(this.#resource.attributes)) {
      Object.assign(attributes, this.#entry(key, given));
    }
    return attributes;
  }

  #entry(key: string, given: unknown): object {
    const hidden = this.#hidden.get(key);
    return hidden !== undefined && hidden.given === given
      ? Object(hidden.safe)
      : this.#safe({ [key]: given });
  }

  #rawAttributes(): readonly unknown[] {
    return (this.#resource.getRawAttributes?.() ?? []).map(([key, value]) =>
      value instanceof Promise
        ? [this.#safe(key), value.then((given: unknown) => this.#safe(given))]
        : (Object.entries(this.#entry(key, value))[0] ?? []),
    );
  }
}
