import type { Message } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { ownValue } from "../options/own-value.js";

/** A location of source code info, as descriptor.proto has it. */
interface SourceLocation {
  readonly path: readonly number[];
  readonly span: readonly number[];
}

/** The number of `source_code_info` in a file descriptor, and those of its fields. */
const SOURCE_CODE_INFO = 9;
const LOCATION = 1;
const PATH = 1;
const SPAN = 2;

/**
 * Gives a file descriptor its source code info, which is an unknown field of it. It is read when somebody asks for it: it is the
 * largest part of a descriptor set, and no message that is printed needs it.
 */
export function addSourceInfo(file: Message): void {
  const info = ownValue(file, "$unknown")?.find(({ no }) => no === SOURCE_CODE_INFO);
  if (info === undefined) return;
  Object.defineProperty(file, "sourceCodeInfo", { get: () => ({ location: readLocations(info.data) }) });
}

function readLocations(data: Uint8Array): readonly SourceLocation[] {
  const locations: SourceLocation[] = [];
  try {
    eachField(new BinaryReader(data).bytes(), (number, reader) => {
      if (number !== LOCATION) return false;
      const parts: { path: readonly number[]; span: readonly number[] } = { path: [], span: [] };
      eachField(reader.bytes(), (inner, list) => {
        if (inner === PATH) parts.path = numbersIn(list.bytes());
        else if (inner === SPAN) parts.span = numbersIn(list.bytes());
        else return false;
        return true;
      });
      locations.push(parts);
      return true;
    });
  } catch {
    // Malformed: what was read until then is enough to point at lines.
  }
  return locations;
}

/** @param read reads the value of a field that it knows, and returns whether it has. */
function eachField(bytes: Uint8Array, read: (number: number, reader: BinaryReader) => boolean): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (wireType !== WireType.LengthDelimited || !read(number, reader)) reader.skip(wireType, number);
  }
}

function numbersIn(bytes: Uint8Array): readonly number[] {
  const reader = new BinaryReader(bytes);
  const numbers: number[] = [];
  while (reader.pos < reader.len) numbers.push(reader.int32());
  return numbers;
}
