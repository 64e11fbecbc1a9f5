import type { FieldShape, MessageShape } from "./message-shape.js";
import { camelCase } from "./names.js";

/** A shape of a type, and whether it adds fields that the shapes before it do not have. */
export interface PartialShape {
  readonly shape: MessageShape;
  readonly addsFields: boolean;
}

/** Unites all shapes of one type. A field is printed as the first shape defines it. */
export function uniteShapes(first: PartialShape, ...others: readonly PartialShape[]): MessageShape {
  const all = [first, ...others].flatMap(({ shape, addsFields }) =>
    shape.fields.map((field) => ({ field, addsFields })),
  );
  const namesakes = new Namesakes(all.map(({ field }) => field));
  const ofFirst = new Set(first.shape.fields);
  const done = new Set<FieldShape>();
  const fields: FieldShape[] = [];
  for (const { field, addsFields } of all) {
    if (!addsFields || done.has(field)) continue;
    // Collect all fields that share a name or a number with this field, directly or through another field.
    const same = new Set([field]);
    for (const one of same) for (const other of namesakes.of(one)) same.add(other);
    // Fields of the first shape stay separate, but an option on one of them counts for all of them.
    for (const one of same) {
      if (one === field || ofFirst.has(one))
        fields.push([...same].filter((other) => other !== one).reduce(uniteFields, one));
    }
    for (const one of same) done.add(one);
  }
  const marks = [first, ...others].flatMap(({ shape }) => shape.marks);
  return { typeName: first.shape.typeName, fields, marks };
}

/** Finds the fields that share a name or a number, without comparing each with each. */
class Namesakes {
  readonly #groups = new Map<number | string, FieldShape[]>();
  readonly #places: ReadonlyMap<FieldShape, number>;

  constructor(fields: readonly FieldShape[]) {
    this.#places = new Map(fields.map((field, place) => [field, place]));
    for (const field of this.#places.keys()) {
      for (const id of idsOf(field)) {
        const group = this.#groups.get(id);
        if (group === undefined) this.#groups.set(id, [field]);
        else group.push(field);
      }
    }
  }

  /** The field itself among them, in the order in which all fields were given. */
  of(field: FieldShape): readonly FieldShape[] {
    const found = idsOf(field).flatMap((id) => this.#groups.get(id) ?? []);
    const place = (one: FieldShape): number => this.#places.get(one) ?? 0;
    return found.sort((a, b) => place(a) - place(b));
  }
}

function idsOf({ number, name }: FieldShape): readonly (number | string)[] {
  return [number, camelCase(name)];
}

function uniteFields(first: FieldShape, second: FieldShape): FieldShape {
  // For the same field, a known name replaces a guessed name.
  const named =
    first.isGuessedName && !second.isGuessedName && first.number === second.number ? second : first;
  const names = [...first.otherNames, ...second.otherNames, first.fullName, second.fullName];
  return {
    name: named.name,
    fullName: named.fullName,
    isGuessedName: named.isGuessedName,
    otherNames: [...new Set(names)].filter((name) => name !== named.fullName),
    propertyNames: [...new Set([...first.propertyNames, ...second.propertyNames])],
    jsonName: named.jsonName,
    number: first.number,
    validatesUtf8: first.validatesUtf8,
    cardinality: first.cardinality,
    type: first.type,
    marks: [...first.marks, ...second.marks],
  };
}
