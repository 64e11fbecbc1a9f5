import { create, type DescMessage, type JsonValue, type Message, toJson } from "@bufbuild/protobuf";
import { isWrapper, type Struct, StructSchema } from "@bufbuild/protobuf/wkt";
import {
  ChoiceSchema,
  ListsSchema,
  MapsSchema,
  OptionalsSchema,
  SingularSchema,
} from "../gen/well_known_pb.js";

/** A place in a message where a value of a well-known type can stand. */
export interface Position {
  readonly name: string;
  readonly desc: DescMessage;
  /** A message with the value in this place of a field. */
  readonly place: (field: string, value: unknown) => Message;
  /** The JSON of such a message, given that of the value. */
  readonly json: (field: string, value: JsonValue) => JsonValue;
}

/** Every position that a field can have. */
export const positions: readonly Position[] = [
  {
    name: "a field",
    desc: SingularSchema,
    place: (field, value) => ({ ...create(SingularSchema), [field]: unwrapped(value) }),
    json: (field, value) => ({ [field]: value }),
  },
  {
    name: "an optional field",
    desc: OptionalsSchema,
    place: (field, value) => ({ ...create(OptionalsSchema), [field]: unwrapped(value) }),
    json: (field, value) => ({ [field]: value }),
  },
  {
    name: "a list",
    desc: ListsSchema,
    place: (field, value) => ({ ...create(ListsSchema), [field]: [asJson(value), asJson(value)] }),
    json: (field, value) => ({ [field]: [value, value] }),
  },
  {
    name: "a map",
    desc: MapsSchema,
    place: (field, value) => ({ ...create(MapsSchema), [field]: { key: asJson(value), "": asJson(value) } }),
    json: (field, value) => ({ [field]: { key: value, "": value } }),
  },
  {
    name: "a oneof",
    desc: ChoiceSchema,
    place: (field, value) => ({ ...create(ChoiceSchema), pick: { case: field, value: asJson(value) } }),
    json: (field, value) => ({ [field]: value }),
  },
];

/** A wrapper stands as the value in it, but in lists, maps and oneofs. */
function unwrapped(value: unknown): unknown {
  return isMessage(value) && isWrapper(value) ? value.value : asJson(value);
}

/** A Struct stands as the JSON object that it is, in fields of all messages but Value. */
function asJson(value: unknown): unknown {
  return isMessage(value) && isStruct(value) ? toJson(StructSchema, value) : value;
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "$typeName" in value;
}

function isStruct(message: Message): message is Struct {
  return message.$typeName === StructSchema.typeName;
}
