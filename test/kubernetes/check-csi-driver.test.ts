import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CheckCsiDriverOptions, checkCsiDriver } from "../../src/kubernetes/index.js";
import { driverWith, found } from "./manifests.js";

describe("a CSIDriver object", () => {
  it("has nothing to find if all is well", () => {
    expect(found(driverWith())).toEqual([]);
    expect(found(driverWith(), { kubernetes: "1.35" })).toEqual([]);
    expect(found({ apiVersion: "storage.k8s.io/v1", kind: "CSIDriver", metadata: { name: "a" } })).toEqual(
      [],
    );
    expect(
      found(driverWith({ tokenRequests: null, serviceAccountTokenInSecrets: null, requiresRepublish: null })),
    ).toEqual([]);
  });

  it.each([undefined, null, false])(
    "passes tokens in volume_context where the field is %s: the API server warns",
    (field) => {
      const path = field === false ? "spec.serviceAccountTokenInSecrets" : "spec.tokenRequests";
      expect(found(driverWith({ serviceAccountTokenInSecrets: field }))).toEqual([
        `warning tokens-in-volume-context ${path}`,
      ]);
      // An older API server does not warn, and there is no other way yet.
      expect(
        found(driverWith({ serviceAccountTokenInSecrets: field ?? undefined }), { kubernetes: "1.34" })[0],
      ).toBe(`info tokens-in-volume-context ${path}`);
    },
  );

  it.each([true, false])("cannot have the field, even as %s, without token requests", (field) => {
    for (const tokenRequests of [undefined, null, []]) {
      const spec = { serviceAccountTokenInSecrets: field, tokenRequests };
      expect(found(driverWith(spec))).toEqual([
        "error in-secrets-without-token-requests spec.serviceAccountTokenInSecrets",
      ]);
    }
  });

  it("requests one token per audience, which may be the API server's own", () => {
    const audiences = (...all: (string | undefined)[]): object =>
      driverWith({ tokenRequests: all.map((audience) => ({ audience })) });
    expect(found(audiences("a", "b", "", "A"))).toEqual([]);
    expect(found(audiences("a", "b", "a", "a"))).toEqual([
      "error duplicate-audience spec.tokenRequests[2].audience",
      "error duplicate-audience spec.tokenRequests[3].audience",
    ]);
    // Not given is empty, for the API server.
    expect(found(audiences("", undefined))).toEqual([
      "error duplicate-audience spec.tokenRequests[1].audience",
    ]);
    expect(found(audiences("__proto__", "constructor"))).toEqual([]);
  });

  it("requests tokens that live from ten minutes to 2^32 seconds", () => {
    const bounds: fc.Arbitrary<number> = fc.oneof(
      fc.integer(),
      fc.constantFrom(599, 600, 2 ** 32, 2 ** 32 + 1),
    );
    fc.assert(
      fc.property(bounds, (expirationSeconds) => {
        const isFine = expirationSeconds >= 600 && expirationSeconds <= 4294967296;
        const path = "spec.tokenRequests[0].expirationSeconds";
        expect(found(driverWith({ tokenRequests: [{ audience: "a", expirationSeconds }] }))).toEqual(
          isFine ? [] : [`error expiration-seconds ${path}`],
        );
      }),
    );
  });

  it.each([undefined, null, false])(
    "gets no new tokens where requiresRepublish is %s",
    (requiresRepublish) => {
      expect(found(driverWith({ requiresRepublish }))).toEqual([
        "warning no-republish spec.requiresRepublish",
      ]);
    },
  );

  it.each<[object, string[]]>([
    [{ serviceAccountTokenInSecrets: "true" }, ["spec.serviceAccountTokenInSecrets"]],
    [{ serviceAccountTokenInSecrets: 1 }, ["spec.serviceAccountTokenInSecrets"]],
    [{ requiresRepublish: "yes" }, ["spec.requiresRepublish"]],
    [{ tokenRequests: [5, null] }, ["spec.tokenRequests[0]", "spec.tokenRequests[1]"]],
    [{ tokenRequests: [{ audience: 5 }] }, ["spec.tokenRequests[0].audience"]],
    [
      { tokenRequests: [{ audience: "a", expirationSeconds: "600" }] },
      ["spec.tokenRequests[0].expirationSeconds"],
    ],
    [
      { tokenRequests: [{ audience: "a", expirationSeconds: 600.5 }] },
      ["spec.tokenRequests[0].expirationSeconds"],
    ],
  ])("is rejected for values of a wrong type: %j", (spec, paths) => {
    const wrong = checkCsiDriver(driverWith(spec)).filter(({ rule }) => rule === "wrong-type");
    expect(wrong.map(({ path }) => path)).toEqual(paths);
  });

  it("is rejected if the spec is not an object, or the token requests are not a list", () => {
    expect(found(driverWith({}, { spec: [] }))).toEqual(["error wrong-type spec"]);
    expect(found(driverWith({ tokenRequests: { audience: "a" } }))).toContain(
      "error wrong-type spec.tokenRequests",
    );
  });

  it.each<[object, object, string]>([
    [{ serviceAccountTokensInSecrets: true }, {}, "spec.serviceAccountTokensInSecrets"],
    [{ tokenrequests: [] }, {}, "spec.tokenrequests"],
    [{ requireRepublish: true }, {}, "spec.requireRepublish"],
    [{}, { serviceAccountTokenInSecrets: true }, "serviceAccountTokenInSecrets"],
  ])("does not do what a misplaced or misspelt field says: %j %j", (spec, others, path) => {
    expect(found(driverWith(spec, others))).toEqual([`error field-name ${path}`]);
  });

  it.each(["storage.k8s.io/v1beta1", "csi.storage.k8s.io/v1alpha1", 5, undefined])(
    "is not served as %s",
    (apiVersion) => {
      expect(found(driverWith({}, { apiVersion }))).toEqual(["error api-version apiVersion"]);
    },
  );

  it("may be an object of a client library, without apiVersion and kind", () => {
    const spec = { tokenRequests: [{ audience: "a" }], requiresRepublish: true };
    expect(found({ metadata: { name: "a" }, spec })).toEqual([
      "warning tokens-in-volume-context spec.tokenRequests",
    ]);
  });
});

describe("the version of the cluster", () => {
  const tooEarly = "error too-early spec.serviceAccountTokenInSecrets";
  const components = (kubernetes: CheckCsiDriverOptions["kubernetes"]): string[] =>
    checkCsiDriver(driverWith(), kubernetes === undefined ? {} : { kubernetes }).map(
      ({ rule, reason, fix }) => {
        expect(rule).toBe("too-early");
        expect(reason).toContain("before 1.35");
        return /every (\S+)/.exec(fix)?.[1] ?? "";
      },
    );

  it.each(["1.34", "v1.34.9", "1.34+", "v1.34.2-gke.100", "0.99", " 1.9 ", "v1.34.0+k3s1"])(
    "%s is too early",
    (version) => {
      expect(found(driverWith(), { kubernetes: version })).toEqual([tooEarly, tooEarly]);
      expect(components(version)).toEqual(["kube-apiserver", "kubelet"]);
      // Also where the field is there to say no: an older API server does not know it.
      expect(found(driverWith({ serviceAccountTokenInSecrets: false }), { kubernetes: version })).toContain(
        tooEarly,
      );
    },
  );

  it.each(["1.35", "v1.35.2-gke.100", "1.35+", "v1.36.0", "1.100", "2.0", "v1.35.0-rc.1"])(
    "%s is not",
    (version) => {
      expect(found(driverWith(), { kubernetes: version })).toEqual([]);
    },
  );

  it("counts for API servers and kubelets apart", () => {
    expect(components({ apiserver: "1.34", kubelet: "1.35" })).toEqual(["kube-apiserver"]);
    expect(components({ apiserver: "1.35", kubelet: "1.34" })).toEqual(["kubelet"]);
    expect(components({ apiserver: "1.35" })).toEqual([]);
    expect(components({ kubelet: "1.34" })).toEqual(["kubelet"]);
    expect(components({})).toEqual([]);
    expect(components(undefined)).toEqual([]);
  });

  it.each(["", "latest", "1", "1.x", "35", "v1.35.2 gke", "1.35;"])("%j is not a version", (version) => {
    expect(() => checkCsiDriver("", { kubernetes: version })).toThrow(RangeError);
    expect(() => checkCsiDriver("", { kubernetes: { kubelet: version } })).toThrow(RangeError);
  });

  it("is a text, for a known component: a typo must not switch the check off", () => {
    const check = (options: unknown) => () => checkCsiDriver("", options as CheckCsiDriverOptions);
    // As a number, 1.30 would be 1.3.
    for (const version of [1.3, null, true]) expect(check({ kubernetes: version })).toThrow(RangeError);
    expect(check({ kubernetes: { apiserver: 1.35 } })).toThrow(RangeError);
    expect(check({ kubernetes: { apiServer: "1.34" } })).toThrow(TypeError);
    expect(check({ version: "1.34" })).toThrow(TypeError);
  });
});
