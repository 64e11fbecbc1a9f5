import type { DescField, DescFile, DescMessage } from "@bufbuild/protobuf";
import { ownValue } from "../options/own-value.js";

/** Where a field is declared. */
export interface SourcePlace extends SourceRegion {
  /** The .proto file, as the schema names it. */
  readonly file: string;
}

/** A part of a file. Lines and columns count from 1, and the end is behind the last character. */
export interface SourceRegion {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

// Paths of source code locations consist of field numbers and indices: see descriptor.proto.
const MESSAGE_TYPE = 4;
const NESTED_TYPE = 3;
const FIELD = 2;

const regionsOf = new WeakMap<DescFile, ReadonlyMap<string, SourceRegion>>();

/** Where a field is declared. Undefined if its file was built without source code info, as generated code is. */
export function placeOfField({ parent, proto }: DescField): SourcePlace | undefined {
  const { file } = parent;
  const regions = regionsOf.get(file) ?? regionsIn(file);
  regionsOf.set(file, regions);
  const region = regions.get([...pathOf(parent), FIELD, parent.proto.field.indexOf(proto)].join());
  return region && { file: file.proto.name, ...region };
}

function pathOf({ parent, proto, file }: DescMessage): readonly number[] {
  return parent === undefined
    ? [MESSAGE_TYPE, file.proto.messageType.indexOf(proto)]
    : [...pathOf(parent), NESTED_TYPE, parent.proto.nestedType.indexOf(proto)];
}

function regionsIn({ proto }: DescFile): ReadonlyMap<string, SourceRegion> {
  const locations = ownValue(proto, "sourceCodeInfo")?.location ?? [];
  // The first statement of a path counts: later ones are of further declarations, such as a second `extend` block.
  return new Map(locations.map(({ path, span }) => [path.join(), regionOf(span)] as const).reverse());
}

/** A span has three numbers if it ends on the line on which it begins. */
function regionOf([line = 0, column = 0, third = 0, fourth]: readonly number[]): SourceRegion {
  const [endLine, endColumn] = fourth === undefined ? [line, third] : [third, fourth];
  return { line: line + 1, column: column + 1, endLine: endLine + 1, endColumn: endColumn + 1 };
}
