import type { MessageShape } from "./message-shape.js";
import type { OptionTarget, OptionType } from "./set-option.js";
import type { SourcePlace } from "./source-places.js";
import { agreedShape, type MethodShape, splitMethodPath, type TypeSource } from "./type-source.js";
import { uniteShapes } from "./unite-shapes.js";

/**
 * All schemas of a sanitizer as one. If several sources describe one type, their fields are united: the first source's
 * definition of a field is printed, and the options of all sources count. So an older copy of a .proto file, or a copy
 * without its options, cannot make a field open.
 */
export class SchemaSet {
  readonly #sources: readonly TypeSource[];
  readonly #messages = new Map<string, MessageShape | undefined>();

  /** @param sources in order of precedence. Sources that lose options always come last. */
  constructor(sources: readonly TypeSource[]) {
    this.#sources = [...sources].sort((a, b) => Number(a.losesOptions) - Number(b.losesOptions));
  }

  /** A type that is known only to sources that lose custom options. No field of it can be shown to be open. */
  typeWithoutOptions(): string | undefined {
    const isWhole = (name: string): boolean =>
      this.#sources.some((source) => !source.losesOptions && source.message(name) !== undefined);
    const losing = this.#sources.filter((source) => source.losesOptions);
    return losing
      .flatMap((source) => [...source.messageNames()])
      .find((name) => !isBundled(name) && !isWhole(name));
  }

  /** Shape of a message type by its full name, united over all sources. */
  message(typeName: string): MessageShape | undefined {
    let shape = this.#messages.get(typeName);
    if (shape === undefined && !this.#messages.has(typeName)) {
      shape = this.#unite(typeName);
      // An unknown name may come from a message. Do not remember it: hostile messages must not fill the memory.
      if (shape !== undefined) this.#messages.set(typeName, shape);
    }
    return shape;
  }

  /** Shapes of all message types. */
  *messages(): Iterable<MessageShape> {
    const names = new Set(this.#sources.flatMap((source) => [...source.messageNames()]));
    for (const name of names) {
      const shape = this.message(name);
      if (shape !== undefined) yield shape;
    }
  }

  /**
   * Message types of a method, by its path, such as `/csi.v1.Node/NodePublishVolume`. Undefined if no source knows the
   * method, or if two sources disagree about it.
   */
  method(path: string): MethodShape | undefined {
    const names = splitMethodPath(path);
    if (names === undefined) return undefined;
    const { serviceName, methodName } = names;
    return agreedShape(this.#sources.flatMap((source) => source.method(serviceName, methodName) ?? []));
  }

  /** Where a field is declared, by the first source that knows. */
  place(typeName: string, fieldName: string): SourcePlace | undefined {
    for (const source of this.#sources) {
      const place = source.place(typeName, fieldName);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  /** The types that the sources give to a custom option, by its full name. */
  optionTypes(target: OptionTarget, name: string): readonly OptionType[] {
    return this.#sources.flatMap((source) => source.option(target, name) ?? []);
  }

  /** Full names of all custom options of fields or messages. */
  optionNames(target: OptionTarget): ReadonlySet<string> {
    return new Set(this.#sources.flatMap((source) => [...source.optionNames(target)]));
  }

  /** Whether one of the sources was made from this very descriptor, not only from one of the same name. */
  describes(type: object): boolean {
    return this.#sources.some((source) => source.describes(type));
  }

  /** The same set with more sources that take precedence. */
  preferring(sources: readonly TypeSource[]): SchemaSet {
    return new SchemaSet([...sources, ...this.#sources]);
  }

  /** The same set with one more source that all others take precedence over. */
  withFallback(source: TypeSource): SchemaSet {
    return new SchemaSet([...this.#sources, source]);
  }

  #unite(typeName: string): MessageShape | undefined {
    const shapes = this.#sources.flatMap((source) => {
      const shape = source.message(typeName);
      return shape === undefined ? [] : { shape, addsFields: !source.losesOptions };
    });
    const [first, ...others] = shapes;
    // A source that loses options may only make fields secret. It adds no types and no fields: they might be secret there.
    if (first?.addsFields !== true) return undefined;
    return others.length === 0 ? first.shape : uniteShapes(first, ...others);
  }
}

/** Whether a type belongs to google/protobuf. A sanitizer knows these types already, or does not need them. */
function isBundled(typeName: string): boolean {
  return typeName.startsWith("google.protobuf.");
}
