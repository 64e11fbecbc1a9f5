import { isBytes } from "../../options/is-bytes.js";
import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import { PlanCompiler } from "../../plan/plan-compiler.js";
import { copyPolicies } from "../../policy/copy-policies.js";
import { createJudge } from "../../policy/judge.js";
import { isMessageObject } from "../../representations/kinds.js";
import { statedTypeName } from "../../representations/object/stated-type.js";
import { typeNameOf } from "../../representations/protobuf-es/protobuf-es.js";
import type { MessageAccess } from "../../representations/representation.js";
import { readWireMessage } from "../../representations/wire/read-wire-message.js";
import { wireBytes } from "../../representations/wire/wire.js";
import { isJspbMessage } from "../../sanitizer/known-messages.js";
import { representationOf } from "../../sanitizer/message-objects.js";
import { protobufEsSource } from "../../schema/protobuf-es.js";
import { SchemaSet } from "../../schema/schema-set.js";
import { csiRegistry } from "../csi-schema.js";
import { ServiceAccountTokensError, type TokenSource } from "./service-account-tokens-error.js";

/** The fields that may hold tokens, in the order in which a driver must look for them. */
export const TOKEN_SOURCES: readonly TokenSource[] = ["secrets", "volume_context"];

/** The type of an object that does not state its type. */
const REQUEST_TYPE = "csi.v1.NodePublishVolumeRequest";

/** A request whose maps can be read, secret maps included. */
export interface OpenRequest {
  readonly plan: MessagePlan;
  readonly access: MessageAccess;
  readonly message: unknown;
}

let plans: PlanCompiler | undefined;

/** The plan of a CSI type in which everything is open. */
function openPlan(typeName: string): MessagePlan | undefined {
  plans ??= new PlanCompiler(
    new SchemaSet([protobufEsSource([csiRegistry])]),
    createJudge(copyPolicies({ fieldOptions: [] })),
  );
  const plan = plans.plan(typeName);
  return plan?.kind === "message" ? plan : undefined;
}

/**
 * Opens a request in any representation: a message object of any library, or wire bytes.
 *
 * @throws {ServiceAccountTokensError} if it is not a CSI message with `secrets` or `volume_context`.
 */
export function openRequest(request: unknown): OpenRequest {
  return readable(() => {
    const bytes = bytesOfRequest(request);
    const stated = bytes === undefined && isMessageObject(request) ? typeStatedBy(request) : undefined;
    const plan = openPlan(stated ?? REQUEST_TYPE);
    if (plan === undefined || tokenFields(plan).length === 0)
      throw notARequest("the message has neither field");
    if (bytes !== undefined) {
      return { plan, access: wireBytes.bind(plan), message: readWireMessage(plan, bytes, 1) };
    }
    const access = representationOf(request, plan).bind(plan);
    if (!access.accepts(request)) throw notARequest(`not a message of ${REQUEST_TYPE}`);
    return { plan, access, message: request };
  });
}

function typeStatedBy(request: object): string | undefined {
  const name = typeNameOf(request) ?? statedTypeName(request as Readonly<Record<string, unknown>>); // any object may be asked
  return typeof name === "string" ? name : undefined;
}

/** The wire bytes of a request, if it is wire bytes or can only be read through them. Undefined for any other request. */
export function bytesOfRequest(request: unknown): Uint8Array | undefined {
  if (isBytes(request)) return request;
  return isJspbMessage(request) ? request.serializeBinary() : undefined;
}

/** The fields of a type that may hold tokens. */
export function tokenFields(plan: MessagePlan): readonly FieldPlan[] {
  return plan.fields.filter(({ field }) => TOKEN_SOURCES.some((source) => source === field.name));
}

/**
 * The entries of a map of a request; empty if the map is not set.
 *
 * @throws {ServiceAccountTokensError} if the value is not a map.
 */
export function entriesOf(
  { plan, access, message }: OpenRequest,
  source: TokenSource,
): ReadonlyMap<string, unknown> {
  return readable(() => {
    const found = plan.fields.find(({ field }) => field.name === source);
    const map = found === undefined ? undefined : access.value(found.field)(message);
    if (map === undefined) return new Map();
    const keys = access.maps.keys(map);
    if (keys === undefined)
      throw new ServiceAccountTokensError("wrong shape", "the field is not a map", source);
    return new Map(keys.map((key) => [key, access.maps.get(map, key)]));
  });
}

/** Runs code that reads a request. An error of a getter, a proxy or malformed bytes may hold a value, so it is replaced. */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ServiceAccountTokensError ? error : notARequest("the request cannot be read");
  }
}

function notARequest(problem: string): ServiceAccountTokensError {
  return new ServiceAccountTokensError("not a request", problem);
}
