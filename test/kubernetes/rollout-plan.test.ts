import { describe, expect, it } from "vitest";
import { ManifestError, type RolloutStep, rolloutPlan } from "../../src/kubernetes/index.js";
import { driverWith, HELM_OUTPUT } from "./manifests.js";

const driver = driverWith({ serviceAccountTokenInSecrets: undefined });

function short(steps: readonly RolloutStep[]): string[] {
  return steps.map(({ id, state }) => `${id}: ${state}`);
}

describe("the plan of a rollout", () => {
  it("has the order that KEP-5538 demands: driver, API servers, kubelets, driver everywhere, then the field", () => {
    expect(short(rolloutPlan(driver).steps)).toEqual([
      "release-driver: check",
      "upgrade-apiservers: check",
      "upgrade-kubelets: check",
      "roll-out-driver: check",
      "set-field: to do",
      "confirm-field: check",
    ]);
  });

  it("marks steps as done by the versions", () => {
    const states = (versions: Parameters<typeof rolloutPlan>[1]): string[] =>
      short(rolloutPlan(driver, versions).steps).slice(1, 3);
    expect(states("1.34")).toEqual(["upgrade-apiservers: to do", "upgrade-kubelets: to do"]);
    expect(states("v1.35.2-gke.100")).toEqual(["upgrade-apiservers: done", "upgrade-kubelets: done"]);
    expect(states({ apiserver: "1.36", kubelet: "1.33" })).toEqual([
      "upgrade-apiservers: done",
      "upgrade-kubelets: to do",
    ]);
    expect(states({ apiserver: "1.36" })).toEqual(["upgrade-apiservers: done", "upgrade-kubelets: check"]);
    expect(() => rolloutPlan(driver, "new")).toThrow(RangeError);
  });

  it("goes back by taking out the field before anything else", () => {
    expect(short(rolloutPlan(driver, "1.35").rollback)).toEqual([
      "unset-field: to do",
      "confirm-unset: check",
      "downgrade: to do",
    ]);
  });

  it("holds the field back if the manifest sets it too early", () => {
    const first = (manifest: object, versions = {}): string | undefined =>
      rolloutPlan(manifest, versions).steps[0]?.id;
    const current = { apiserver: "1.35", kubelet: "1.35" };
    expect(first(driverWith(), { apiserver: "1.35", kubelet: "1.34" })).toBe("hold-back-field");
    expect(first(driverWith())).toBe("hold-back-field");
    expect(first([driverWith(), { kind: "DaemonSet" }], current)).toBe("hold-back-field");
    expect(first(driverWith(), current)).toBe("release-driver");
  });

  it("begins with fields that the API server would reject", () => {
    const [fix, hold] = rolloutPlan(HELM_OUTPUT, "1.35").steps;
    expect(fix).toMatchObject({
      id: "fix-manifest",
      action: expect.stringContaining("documents[2].spec.tokenRequests[0].expirationSeconds"),
    });
    expect(hold?.id).toBe("hold-back-field");
  });

  it("names the driver and the DaemonSet in the commands that verify it", () => {
    const plan = rolloutPlan([
      driver,
      { kind: "DaemonSet", metadata: { name: "node", namespace: "storage" } },
    ]);
    expect(plan.drivers).toEqual(["csi.example.com"]);
    const commands = plan.steps.flatMap(({ verify }) => verify ?? []).join("\n");
    expect(commands).toContain("kubectl rollout status daemonset/node --namespace storage");
    expect(commands).toContain("kubectl get csidriver csi.example.com ");
  });

  it("puts no invalid name into a command", () => {
    const metadata = { name: "a; rm -rf /", namespace: "$(x)" };
    const plan = rolloutPlan([driverWith({}, { metadata }), { kind: "DaemonSet", metadata }]);
    expect(JSON.stringify(plan)).not.toMatch(/rm -rf|\$\(x/);
    expect(plan.steps.length).toBeGreaterThan(5);
  });

  it("is empty if no driver requests tokens", () => {
    const none = { drivers: [], steps: [], rollback: [] };
    expect(rolloutPlan("")).toEqual(none);
    expect(rolloutPlan(driverWith({ tokenRequests: [], serviceAccountTokenInSecrets: undefined }))).toEqual(
      none,
    );
    expect(() => rolloutPlan("a: [")).toThrow(ManifestError);
  });
});
