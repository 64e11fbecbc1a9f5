import { distance } from "../options/edit-distance.js";
import { type CsiDriver, type CsiDriverFinding, finding } from "./csi-driver.js";
import { FIELD } from "./kubernetes-version.js";
import { property } from "./manifest-objects.js";

/** A check of one CSIDriver object by itself. */
export type DriverRule = (driver: CsiDriver) => readonly CsiDriverFinding[];

const SPEC = "spec";
const TOKEN_REQUESTS = "tokenRequests";
const REPUBLISH = "requiresRepublish";
// The API server's limits for token requests.
const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;

/** Only `storage.k8s.io/v1` is served, by every Kubernetes since 1.22. */
const checkApiVersion: DriverRule = (driver) => {
  const { apiVersion, kind } = driver.object;
  if (apiVersion === "storage.k8s.io/v1" || (apiVersion === undefined && kind === undefined)) return [];
  return [
    finding(driver, ["apiVersion"], {
      severity: "error",
      rule: "api-version",
      reason: "CSIDriver objects are served as storage.k8s.io/v1 only, since Kubernetes 1.22",
      fix: "set apiVersion: storage.k8s.io/v1",
    }),
  ];
};

/** Finds values of a wrong type, which the API server rejects. Null counts as not set. */
const checkTypes: DriverRule = (driver) => {
  const wrong = (path: readonly (string | number)[], expected: string): CsiDriverFinding =>
    finding(driver, path, {
      severity: "error",
      rule: "wrong-type",
      reason: `the API server rejects it: ${expected} is expected`,
      fix: `write ${expected}`,
    });
  const { spec } = driver;
  if (isSet(spec) && !isObject(spec)) return [wrong([SPEC], "an object")];
  const found: CsiDriverFinding[] = [];
  for (const name of [FIELD, REPUBLISH]) {
    const value = property(spec, name);
    if (isSet(value) && typeof value !== "boolean")
      found.push(wrong([SPEC, name], "true or false, without quotes"));
  }
  const requests = property(spec, TOKEN_REQUESTS);
  if (isSet(requests) && !Array.isArray(requests)) found.push(wrong([SPEC, TOKEN_REQUESTS], "a list"));
  for (const [index, request] of driver.tokenRequests.entries()) {
    const path = [SPEC, TOKEN_REQUESTS, index];
    if (!isObject(request)) {
      found.push(wrong(path, "an object with an audience"));
      continue;
    }
    const audience = property(request, "audience");
    if (isSet(audience) && typeof audience !== "string") found.push(wrong([...path, "audience"], "a string"));
    const seconds = property(request, "expirationSeconds");
    if (isSet(seconds) && !Number.isInteger(seconds))
      found.push(wrong([...path, "expirationSeconds"], "a whole number, without quotes"));
  }
  return found;
};

/** Finds misspelt and misplaced fields. The API server drops such a field or rejects the object, so the field has no effect. */
const checkNames: DriverRule = (driver) => {
  const { object, spec } = driver;
  const said = (name: string, where: string): Parameters<typeof finding>[2] => ({
    severity: "error",
    rule: "field-name",
    reason: "there is no such field here: the API server drops it or rejects the object",
    fix: `${name} ${where}`,
  });
  const fields = [FIELD, TOKEN_REQUESTS, REPUBLISH];
  const outside = fields.filter((name) => property(object.value, name) !== undefined);
  const misspelt = Object.keys(isObject(spec) ? spec : {}).flatMap((name) => {
    const meant = fields.find((field) => name !== field && isLike(name, field));
    return meant === undefined ? [] : [{ name, meant }];
  });
  return [
    ...outside.map((name) => finding(driver, [name], said(name, "belongs under spec"))),
    ...misspelt.map(({ name, meant }) => finding(driver, [SPEC, name], said(meant, "is how it is spelt"))),
  ];
};

const checkAudiences: DriverRule = (driver) => {
  const first = new Map<unknown, number>();
  return driver.tokenRequests.flatMap((request, index) => {
    // A missing or empty audience means the audience of the API server itself.
    const audience = property(request, "audience") ?? "";
    const before = first.get(audience);
    if (before === undefined) {
      first.set(audience, index);
      return [];
    }
    return [
      finding(driver, [SPEC, TOKEN_REQUESTS, index, "audience"], {
        severity: "error",
        rule: "duplicate-audience",
        reason: `the API server rejects it: ${TOKEN_REQUESTS}[${before}] has the same audience`,
        fix: "request one token per audience",
      }),
    ];
  });
};

const checkExpiration: DriverRule = (driver) =>
  driver.tokenRequests.flatMap((request, index) => {
    const seconds = property(request, "expirationSeconds");
    if (typeof seconds !== "number" || (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) return [];
    return [
      finding(driver, [SPEC, TOKEN_REQUESTS, index, "expirationSeconds"], {
        severity: "error",
        rule: "expiration-seconds",
        reason: `the API server rejects it: a token lives at least ${MIN_SECONDS} seconds and at most ${MAX_SECONDS}`,
        fix: `set a number from ${MIN_SECONDS} to ${MAX_SECONDS}, or leave it out for an hour`,
      }),
    ];
  });

/** The field needs token requests as soon as it is set, even to false. */
const checkInSecrets: DriverRule = (driver) => {
  if (driver.inSecrets === undefined || driver.tokenRequests.length > 0) return [];
  return [
    finding(driver, [SPEC, FIELD], {
      severity: "error",
      rule: "in-secrets-without-token-requests",
      reason: `the API server rejects it: ${FIELD} is set, but there are no ${TOKEN_REQUESTS}`,
      fix: `add ${TOKEN_REQUESTS}, or remove ${FIELD}`,
    }),
  ];
};

const checkRepublish: DriverRule = (driver) => {
  if (driver.tokenRequests.length === 0 || driver.requiresRepublish === true) return [];
  // checkTypes reports a wrong type.
  if (driver.requiresRepublish !== undefined && driver.requiresRepublish !== false) return [];
  return [
    finding(driver, [SPEC, REPUBLISH], {
      severity: "warning",
      rule: "no-republish",
      reason: "the driver gets tokens once per volume, and no new ones when they expire",
      fix: `set ${REPUBLISH}: true, unless the tokens are needed for the mount alone`,
    }),
  ];
};

/** All checks of one object by itself. */
export const DRIVER_RULES: readonly DriverRule[] = [
  checkApiVersion,
  checkTypes,
  checkNames,
  checkAudiences,
  checkExpiration,
  checkInSecrets,
  checkRepublish,
];

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLike(name: string, field: string): boolean {
  if (name.length > 2 * field.length) return false;
  return name.toLowerCase() === field.toLowerCase() || distance(name, field) <= 2;
}
