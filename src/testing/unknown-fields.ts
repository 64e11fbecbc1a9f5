import type { DescMessage, UnknownField } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";

/** Fields that a type does not have, as a newer sender would add them. */
export function unknownFieldsArbitrary(desc: DescMessage): fc.Arbitrary<UnknownField[]> {
  const used = new Set(desc.fields.map(({ number }) => number));
  const extended = desc.proto.extensionRange;
  const number = fc
    .integer({ min: 1, max: 2 ** 29 - 1 })
    .filter(
      (no) => !used.has(no) && !isReserved(no) && !extended.some(({ start, end }) => no >= start && no < end),
    );
  return fc.array(
    fc.tuple(number, unknownValueArbitrary()).map(([no, value]) => ({ no, ...value })),
    { maxLength: 2 },
  );
}

/** Numbers that protobuf keeps for itself. */
function isReserved(no: number): boolean {
  return no >= 19_000 && no <= 19_999;
}

function unknownValueArbitrary(): fc.Arbitrary<Omit<UnknownField, "no">> {
  const written = (
    wireType: WireType,
    write: (writer: BinaryWriter) => BinaryWriter,
  ): Omit<UnknownField, "no"> => ({
    wireType,
    data: write(new BinaryWriter()).finish(),
  });
  return fc.oneof(
    fc.nat().map((value) => written(WireType.Varint, (writer) => writer.uint32(value))),
    fc.nat().map((value) => written(WireType.Bit32, (writer) => writer.fixed32(value))),
    fc.double().map((value) => written(WireType.Bit64, (writer) => writer.double(value))),
    fc.string().map((value) => written(WireType.LengthDelimited, (writer) => writer.string(value))),
  );
}
