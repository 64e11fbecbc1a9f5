import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CheckCsiDriverOptions,
  type CsiDriverFinding,
  checkCsiDriver,
} from "../../src/kubernetes/index.js";
import { driverWith, HELM_OUTPUT } from "./manifests.js";

/** Findings in short: severity, rule and path. */
function found(input: string | object, options?: CheckCsiDriverOptions): string[] {
  return checkCsiDriver(input, options).map(({ severity, rule, path }) => `${severity} ${rule} ${path}`);
}

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

  it("requests one token per audience, of which the API server's own may be one", () => {
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

  it("is rejected where the spec is none, or the token requests are no list", () => {
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

  it("may be an object of a client, which does not say what it is", () => {
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

  it.each(["", "latest", "1", "1.x", "35", "v1.35.2 gke", "1.35;"])("%j is none", (version) => {
    expect(() => checkCsiDriver("", { kubernetes: version })).toThrow(RangeError);
    expect(() => checkCsiDriver("", { kubernetes: { kubelet: version } })).toThrow(RangeError);
  });

  it("is a text, and of a component that matters: a slip must not switch the check off", () => {
    const check = (options: unknown) => () => checkCsiDriver("", options as CheckCsiDriverOptions);
    // As a number, 1.30 would be 1.3.
    for (const version of [1.3, null, true]) expect(check({ kubernetes: version })).toThrow(RangeError);
    expect(check({ kubernetes: { apiserver: 1.35 } })).toThrow(RangeError);
    expect(check({ kubernetes: { apiServer: "1.34" } })).toThrow(TypeError);
    expect(check({ version: "1.34" })).toThrow(TypeError);
  });
});

describe("a manifest", () => {
  const early = { serviceAccountTokenInSecrets: undefined };
  const rule = "warning tokens-in-volume-context";
  const path = "spec.tokenRequests";

  it("as Helm renders it: documents, comments, and a DaemonSet", () => {
    expect(checkCsiDriver(HELM_OUTPUT)).toMatchObject([
      {
        rule: "duplicate-audience",
        path: "documents[2].spec.tokenRequests[1].audience",
        line: 35,
        column: 7,
        driver: "csi.example.com",
      },
      {
        rule: "expiration-seconds",
        path: "documents[2].spec.tokenRequests[0].expirationSeconds",
        line: 34,
        column: 7,
      },
      {
        rule: "two-phase-rollout",
        path: "documents[2].spec.serviceAccountTokenInSecrets",
        line: 31,
        column: 3,
        severity: "warning",
      },
    ]);
  });

  it("with a DaemonSet is fine until the field is set", () => {
    const both = (field: unknown): object[] => [
      driverWith({ serviceAccountTokenInSecrets: field }),
      { kind: "DaemonSet" },
    ];
    expect(found(both(true))).toEqual(["warning two-phase-rollout [0].spec.serviceAccountTokenInSecrets"]);
    expect(found(both(false)).join()).not.toContain("two-phase");
    expect(found([driverWith(), { kind: "Deployment" }])).toEqual([]);
  });

  it("is an array, a list, or a list in a list", () => {
    const driver = driverWith(early);
    expect(found([driver, {}, driver])).toEqual([`${rule} [0].${path}`, `${rule} [2].${path}`]);
    const list = { apiVersion: "v1", kind: "List", items: [{ kind: "Pod" }, driver] };
    expect(found(list)).toEqual([`${rule} items[1].${path}`]);
    expect(found({ kind: "List", items: [list, list] })).toEqual([
      `${rule} items[0].items[1].${path}`,
      `${rule} items[1].items[1].${path}`,
    ]);
    expect(found(`${JSON.stringify(list)}\n---\na: 1`)).toEqual([`${rule} documents[0].items[1].${path}`]);
  });

  it("is a typed list, the items of which do not say what they are", () => {
    const { spec, metadata } = {
      spec: { tokenRequests: [{ audience: "a" }], requiresRepublish: true },
      metadata: { name: "a" },
    };
    const list = { apiVersion: "storage.k8s.io/v1", kind: "CSIDriverList", items: [{ metadata, spec }] };
    expect(found(list)).toEqual([`${rule} items[0].${path}`]);
  });

  it("holds itself, and is read all the same", () => {
    const list = { kind: "List", items: [] as unknown[] };
    list.items.push(list, driverWith(early));
    expect(found(list).length).toBeGreaterThan(0);
  });

  it("is YAML as kubectl reads it", () => {
    const text = `
      apiVersion: storage.k8s.io/v1
      kind: CSIDriver
      x: &requests [{ audience: 2026-01-01, expirationSeconds: 0x258 }, { audience: 2026-01-01T00:00:00Z }]
      common: &common { requiresRepublish: yes }
      spec: { <<: *common, serviceAccountTokenInSecrets: on, tokenRequests: *requests }`;
    expect(found(text)).toEqual([]);
    expect(found(text.replaceAll("\n", "\r\n"))).toEqual([]);
    expect(found(text.replace("0x258", "0600"))).toEqual([
      "error expiration-seconds spec.tokenRequests[0].expirationSeconds",
    ]);
  });

  it("has a line and a column for everything that is found, or the nearest there is", () => {
    const text = JSON.stringify(driverWith(early), null, 2);
    expect(checkCsiDriver(text)).toMatchObject([{ path: "spec.tokenRequests", line: 9, column: 5 }]);
    const missing = JSON.stringify(driverWith({ requiresRepublish: undefined }), null, 2);
    expect(checkCsiDriver(missing)).toMatchObject([{ path: "spec.requiresRepublish", line: 7, column: 3 }]);
  });

  it("without a CSIDriver of Kubernetes has nothing to find", () => {
    expect(found("")).toEqual([]);
    expect(found("# nothing\n---\n---\n")).toEqual([]);
    expect(found({})).toEqual([]);
    expect(found([])).toEqual([]);
    expect(found({ kind: "Pod", spec: { tokenRequests: [1] } })).toEqual([]);
    expect(
      found({
        apiVersion: "example.com/v1",
        kind: "CSIDriver",
        spec: { serviceAccountTokenInSecrets: true },
      }),
    ).toEqual([]);
    expect(found({ kind: "Secret", items: [driverWith(early)] })).toEqual([]);
  });

  it("is read without minding what its keys are called", () => {
    const text =
      "kind: CSIDriver\n__proto__: { spec: { tokenRequests: [5] } }\nconstructor: 1\napiVersion: storage.k8s.io/v1\n";
    expect(found(text)).toEqual([]);
  });

  it("shows nothing of its values in what is found", () => {
    const spec = {
      tokenRequests: [
        { audience: "s3cr3t", expirationSeconds: 77 },
        { audience: "s3cr3t" },
        { audience: 77777 },
      ],
      serviceAccountTokenInSecrets: "s3cr3t",
    };
    const driver = driverWith(spec, { metadata: { name: "s3cr3t\n" }, apiVersion: "storage.k8s.io/s3cr3t" });
    const findings: readonly CsiDriverFinding[] = checkCsiDriver([driver, { kind: "DaemonSet" }], {
      kubernetes: "1.30",
    });
    expect(findings.length).toBeGreaterThan(5);
    expect(JSON.stringify(findings)).not.toMatch(/s3cr3t|777/);
    for (const { reason, fix } of findings)
      expect([reason, fix].every((text) => text.length > 10)).toBe(true);
  });
});
