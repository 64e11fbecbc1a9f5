import { type CheckCsiDriverOptions, checkCsiDriver } from "../../src/kubernetes/index.js";

/** A CSIDriver object with nothing to find. */
export function driverWith(spec: object = {}, others: object = {}): object {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSIDriver",
    metadata: { name: "csi.example.com" },
    spec: {
      attachRequired: false,
      tokenRequests: [{ audience: "vault", expirationSeconds: 3600 }],
      requiresRepublish: true,
      serviceAccountTokenInSecrets: true,
      ...spec,
    },
    ...others,
  };
}

/** What `helm template` prints of a chart. */
export const HELM_OUTPUT = `---
# Source: csi-example/templates/serviceaccount.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: csi-example-node
---
# Source: csi-example/templates/empty.yaml
---
# Source: csi-example/templates/daemonset.yaml
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: csi-example-node
spec:
  template:
    spec:
      containers:
        - name: driver
          args: ["--v=2"]
---
# Source: csi-example/templates/csidriver.yaml
apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata:
  name: csi.example.com
spec:
  attachRequired: false
  podInfoOnMount: true
  requiresRepublish: true
  serviceAccountTokenInSecrets: true
  tokenRequests:
    - audience: vault
      expirationSeconds: 60
    - audience: "vault"
`;

/** Findings in short: severity, rule and path. */
export function found(input: string | object, options?: CheckCsiDriverOptions): string[] {
  return checkCsiDriver(input, options).map(({ severity, rule, path }) => `${severity} ${rule} ${path}`);
}
