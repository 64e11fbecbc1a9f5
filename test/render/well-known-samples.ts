import { create, type Message } from "@bufbuild/protobuf";
import {
  AnySchema,
  anyPack,
  BoolValueSchema,
  BytesValueSchema,
  DoubleValueSchema,
  DurationSchema,
  EmptySchema,
  FieldMaskSchema,
  FloatValueSchema,
  Int32ValueSchema,
  Int64ValueSchema,
  ListValueSchema,
  NullValue,
  StringValueSchema,
  StructSchema,
  TimestampSchema,
  UInt32ValueSchema,
  UInt64ValueSchema,
  type Value,
  ValueSchema,
} from "@bufbuild/protobuf/wkt";
import { LeafSchema } from "../gen/probe_pb.js";

/** A value of a well-known type, and the field of the types in well_known.proto that holds this type. */
export interface WellKnownSample {
  readonly field: string;
  readonly value: Message | NullValue;
}

const timestamp = (seconds: bigint, nanos = 0): Message => create(TimestampSchema, { seconds, nanos });
const duration = (seconds: bigint, nanos = 0): Message => create(DurationSchema, { seconds, nanos });
const fieldMask = (...paths: string[]): Message => create(FieldMaskSchema, { paths });
const value = (kind: Value["kind"]): Value => create(ValueSchema, { kind });

const FIRST_SECOND = -62_135_596_800n;
const LAST_SECOND = 253_402_300_799n;

const text = value({ case: "stringValue", value: "text <\u2028>" });
const struct = create(StructSchema, {
  fields: {
    text,
    "": value({ case: "boolValue", value: false }),
    null: value({ case: "nullValue", value: NullValue.NULL_VALUE }),
    struct: value({ case: "structValue", value: create(StructSchema, { fields: { text } }) }),
    empty: value({ case: "structValue", value: create(StructSchema) }),
  },
});
const list = create(ListValueSchema, {
  values: [
    value({ case: "numberValue", value: 1.5e300 }),
    value({ case: "listValue", value: create(ListValueSchema, { values: [text] }) }),
    value({ case: "listValue", value: create(ListValueSchema) }),
    value({ case: "structValue", value: struct }),
  ],
});

const plain: readonly WellKnownSample[] = [
  { field: "timestamp", value: timestamp(0n) },
  { field: "timestamp", value: timestamp(FIRST_SECOND) },
  { field: "timestamp", value: timestamp(LAST_SECOND, 999_999_999) },
  { field: "timestamp", value: timestamp(-1n, 1) },
  { field: "timestamp", value: timestamp(1n, 1_000) },
  { field: "timestamp", value: timestamp(1n, 120_000_000) },
  { field: "duration", value: duration(0n) },
  { field: "duration", value: duration(315_576_000_000n, 999_999_999) },
  { field: "duration", value: duration(-315_576_000_000n, -999_999_999) },
  { field: "duration", value: duration(0n, -1) },
  { field: "duration", value: duration(-1n, -500_000_000) },
  { field: "duration", value: duration(3n, 10_000) },
  { field: "fieldMask", value: fieldMask() },
  { field: "fieldMask", value: fieldMask("a") },
  { field: "fieldMask", value: fieldMask("user.display_name", "photo", "a_b.c_d") },
  { field: "struct", value: create(StructSchema) },
  { field: "struct", value: struct },
  { field: "value", value: text },
  { field: "value", value: value({ case: "numberValue", value: 0 }) },
  { field: "value", value: value({ case: "numberValue", value: -0 }) },
  { field: "value", value: value({ case: "boolValue", value: true }) },
  { field: "value", value: value({ case: "nullValue", value: NullValue.NULL_VALUE }) },
  { field: "value", value: value({ case: "structValue", value: struct }) },
  { field: "value", value: value({ case: "listValue", value: list }) },
  { field: "listValue", value: create(ListValueSchema) },
  { field: "listValue", value: list },
  ...[0, -0, 1.5, 1e-7, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].flatMap((number) => [
    { field: "doubleValue", value: create(DoubleValueSchema, { value: number }) },
    { field: "floatValue", value: create(FloatValueSchema, { value: Math.fround(number) }) },
  ]),
  ...[0n, 1n, -(2n ** 63n), 2n ** 63n - 1n].map((number) => ({
    field: "int64Value",
    value: create(Int64ValueSchema, { value: number }),
  })),
  ...[0n, 2n ** 64n - 1n].map((number) => ({
    field: "uint64Value",
    value: create(UInt64ValueSchema, { value: number }),
  })),
  ...[0, -(2 ** 31), 2 ** 31 - 1].map((number) => ({
    field: "int32Value",
    value: create(Int32ValueSchema, { value: number }),
  })),
  ...[0, 2 ** 32 - 1].map((number) => ({
    field: "uint32Value",
    value: create(UInt32ValueSchema, { value: number }),
  })),
  ...[false, true].map((bool) => ({ field: "boolValue", value: create(BoolValueSchema, { value: bool }) })),
  ...["", "text\n\u2028<"].map((string) => ({
    field: "stringValue",
    value: create(StringValueSchema, { value: string }),
  })),
  ...[new Uint8Array(0), new Uint8Array([255, 254])].map((bytes) => ({
    field: "bytesValue",
    value: create(BytesValueSchema, { value: bytes }),
  })),
  { field: "empty", value: create(EmptySchema) },
  { field: "nullValue", value: NullValue.NULL_VALUE },
];

const packed: readonly Message[] = [
  create(LeafSchema, { open: "a" }),
  create(LeafSchema),
  create(AnySchema),
  ...plain.flatMap((sample) => (typeof sample.value === "number" ? [] : [sample.value])),
];

/** Values of every well-known type that have a ProtoJSON form, edge cases among them: each alone, in an Any, and in an Any in an Any. */
export function wellKnownSamples(pack: (message: Message) => Message): readonly WellKnownSample[] {
  const anys = packed.map(pack).flatMap((any) => [any, pack(any)]);
  return [
    ...plain,
    { field: "any", value: create(AnySchema) },
    { field: "any", value: anyPack(LeafSchema, create(LeafSchema, { open: "a" })) },
    ...anys.map((any) => ({ field: "any", value: any })),
  ];
}
