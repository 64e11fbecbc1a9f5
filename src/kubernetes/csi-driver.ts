import type { Path } from "../yaml/yaml-documents.js";
import { type ManifestObject, property } from "./manifest-objects.js";

/**
 * How much a finding matters. `error`: the API server rejects the object, or mounts fail. `warning`: it works, but not as it
 * should. `info`: good to know.
 */
export type Severity = "error" | "warning" | "info";

/** A problem of a CSIDriver object, or of its rollout. */
export interface CsiDriverFinding {
  readonly severity: Severity;
  /** The check that found it, such as `tokens-in-volume-context`. It stays the same if the texts change. */
  readonly rule: string;
  /** Name of the CSIDriver object, if it has a valid name. */
  readonly driver?: string;
  /**
   * The path of the value, such as `spec.tokenRequests[0].expirationSeconds`. It begins with `documents[1].` in a text of
   * several documents (empty ones do not count), with `items[1].` in a list, and with `[1].` in an array.
   */
  readonly path: string;
  /** Line in the text, from 1, if the manifest was given as one. */
  readonly line?: number;
  /** Column in that line, from 1. */
  readonly column?: number;
  /** The problem. Never holds a value of the manifest. */
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A CSIDriver object, with the parts that the checks need. */
export interface CsiDriver {
  readonly object: ManifestObject;
  /** `metadata.name`, if it is a name that a driver can have. */
  readonly name: string | undefined;
  readonly spec: unknown;
  /** Empty if there are none, or the value is not a list. */
  readonly tokenRequests: readonly unknown[];
  /** The value of `serviceAccountTokenInSecrets`; null counts as not set. */
  readonly inSecrets: unknown;
  readonly requiresRepublish: unknown;
}

const GROUP = /^(?:csi\.)?storage\.k8s\.io\//;
// A CSI driver's name: at most 63 characters, a DNS subdomain, in any case that the API server accepts.
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/;

/** The CSIDriver objects among the objects of a manifest. */
export function csiDrivers(objects: readonly ManifestObject[]): readonly CsiDriver[] {
  return objects.filter(isCsiDriver).map((object) => {
    const spec = property(object.value, "spec");
    const tokenRequests = property(spec, "tokenRequests");
    const name = property(property(object.value, "metadata"), "name");
    return {
      object,
      name: typeof name === "string" && NAME.test(name) ? name : undefined,
      spec,
      tokenRequests: Array.isArray(tokenRequests) ? tokenRequests : [],
      inSecrets: property(spec, "serviceAccountTokenInSecrets") ?? undefined,
      requiresRepublish: property(spec, "requiresRepublish") ?? undefined,
    };
  });
}

/** Whether an object is a CSIDriver of Kubernetes. Another API group may have the same kind. An object from a client library may have no kind. */
function isCsiDriver({ kind, apiVersion, value }: ManifestObject): boolean {
  if (kind === undefined || kind === null) {
    const spec = property(value, "spec");
    return ["tokenRequests", "serviceAccountTokenInSecrets"].some(
      (name) => property(spec, name) !== undefined,
    );
  }
  return kind === "CSIDriver" && (typeof apiVersion !== "string" || GROUP.test(apiVersion));
}

/** The part of a finding that a check states; {@link finding} adds the place. */
export type Said = Pick<CsiDriverFinding, "severity" | "rule" | "reason" | "fix">;

/** A finding about a value of a driver. */
export function finding({ object, name }: CsiDriver, path: Path, said: Said): CsiDriverFinding {
  return {
    ...said,
    ...(name !== undefined && { driver: name }),
    path: object.path(path),
    ...object.position(path),
  };
}
