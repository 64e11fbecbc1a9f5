import type { CsiDriverFinding } from "./finding.js";
import { type ManifestObject, property } from "./manifest-objects.js";
import type { Path } from "./yaml-documents.js";

/** A CSIDriver object, read as far as the checks need it. */
export interface CsiDriver {
  readonly object: ManifestObject;
  /** `metadata.name`, if it is a name that a driver can have. */
  readonly name: string | undefined;
  readonly spec: unknown;
  /** Empty if there are none, or what stands there is no list. */
  readonly tokenRequests: readonly unknown[];
  /** The value of `serviceAccountTokenInSecrets`; null counts as not set. */
  readonly inSecrets: unknown;
  readonly requiresRepublish: unknown;
}

const GROUP = /^(?:csi\.)?storage\.k8s\.io\//;
// A CSI driver's name: 63 characters, a DNS subdomain in the cases that the API server accepts.
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

/** Other API groups may have a CSIDriver of their own. An object of a client may not say what it is. */
function isCsiDriver({ kind, apiVersion, value }: ManifestObject): boolean {
  if (kind === undefined || kind === null) {
    const spec = property(value, "spec");
    return ["tokenRequests", "serviceAccountTokenInSecrets"].some(
      (name) => property(spec, name) !== undefined,
    );
  }
  return kind === "CSIDriver" && (typeof apiVersion !== "string" || GROUP.test(apiVersion));
}

/** What a check says of a driver; where it is, is added by {@link finding}. */
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
