import { describe, expect, it } from "vitest";
import { type CsiDriverFinding, checkCsiDriver } from "../../src/kubernetes/index.js";
import { driverWith, found, HELM_OUTPUT } from "./manifests.js";

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

  it("is a typed list, whose items have no kind", () => {
    const { spec, metadata } = {
      spec: { tokenRequests: [{ audience: "a" }], requiresRepublish: true },
      metadata: { name: "a" },
    };
    const list = { apiVersion: "storage.k8s.io/v1", kind: "CSIDriverList", items: [{ metadata, spec }] };
    expect(found(list)).toEqual([`${rule} items[0].${path}`]);
  });

  it("may contain itself", () => {
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

  it("may have keys such as __proto__", () => {
    const text =
      "kind: CSIDriver\n__proto__: { spec: { tokenRequests: [5] } }\nconstructor: 1\napiVersion: storage.k8s.io/v1\n";
    expect(found(text)).toEqual([]);
  });

  it("shows none of its values in the findings", () => {
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
