import { type DescEnum, ScalarType } from "@bufbuild/protobuf";
import fc from "fast-check";
import { keyArbitrary, textArbitrary } from "./text-arbitrary.js";

const int32 = (): fc.Arbitrary<number> => fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const uint32 = (): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** 32 - 1 });
const int64 = (): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.constantFrom(0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n),
  );
const uint64 = (): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.constantFrom(0n, 1n, 2n ** 53n + 1n, 2n ** 64n - 1n),
  );

/** Valid values of a scalar type, as @bufbuild/protobuf holds them. */
export function scalarArbitrary(type: ScalarType, longAsString = false): fc.Arbitrary<unknown> {
  switch (type) {
    case ScalarType.DOUBLE:
      return fc.double();
    case ScalarType.FLOAT:
      return fc.float();
    case ScalarType.INT32:
    case ScalarType.SINT32:
    case ScalarType.SFIXED32:
      return int32();
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return uint32();
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return longAsString ? int64().map(String) : int64();
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return longAsString ? uint64().map(String) : uint64();
    case ScalarType.BOOL:
      return fc.boolean();
    case ScalarType.STRING:
      return textArbitrary();
    case ScalarType.BYTES:
      return fc.uint8Array({ maxLength: 12 });
  }
}

/** Numbers of an enum. For an open enum, they include undeclared numbers. */
export function enumArbitrary(desc: DescEnum): fc.Arbitrary<number> {
  const declared = fc.constantFrom(...desc.values.map(({ number }) => number));
  return desc.open
    ? fc.oneof({ weight: 4, arbitrary: declared }, { weight: 1, arbitrary: int32() })
    : declared;
}

/** Keys of a map, as the property names that @bufbuild/protobuf makes of them. */
export function mapKeyArbitrary(type: ScalarType): fc.Arbitrary<string> {
  return type === ScalarType.STRING ? keyArbitrary() : scalarArbitrary(type).map(String);
}
