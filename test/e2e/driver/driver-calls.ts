import type { DriverSecrets } from "./driver-secrets.js";
import type { DriverCall } from "./storage-driver.js";

/** The call that the client gives up while its handler tries again and again. */
export const LATE = { name: "iscsi after the deadline", attempts: 4, deadline: 500 } as const;

const TOKENS = "csi.storage.k8s.io/serviceAccount.tokens";

/** The calls of a run, with every secret that is not in the configuration. */
export function driverCalls(secrets: DriverSecrets): readonly DriverCall[] {
  const capability = { access_mode: { mode: "SINGLE_NODE_WRITER" } };
  const stage = (
    driver: string,
    given: Readonly<Record<string, string>>,
    context: object = {},
  ): DriverCall => ({
    name: driver,
    service: "Node",
    method: "NodeStageVolume",
    request: {
      volume_id: "pvc-1",
      staging_target_path: "/stage",
      secrets: given,
      volume_capability: { ...capability, mount: { fs_type: "ext4", mount_flags: ["ro", "vers=3.0"] } },
      volume_context: { node_attach_driver: driver, ...context },
    },
  });
  const tokens = (byAudience: Readonly<Record<string, string>>): string => {
    const entries = Object.entries(byAudience).map(([audience, token]) => [
      audience,
      { token, expirationTimestamp: "2026-11-29T01:00:00Z" },
    ]);
    return JSON.stringify(Object.fromEntries(entries));
  };
  const basic = Buffer.from(`jane:${secrets.basicPassword}`).toString("base64");
  return [
    {
      name: "create",
      service: "Controller",
      method: "CreateVolume",
      request: { name: "pvc-1", secrets: { password: secrets.apiPassword }, parameters: { pool: "tank" } },
      metadata: { authorization: `Bearer ${secrets.bearer}` },
    },
    {
      name: "publish in the controller",
      service: "Controller",
      method: "ControllerPublishVolume",
      request: { volume_id: "pvc-1", node_id: "n", secrets: { session_key: secrets.publishedKey } },
      metadata: { authorization: `Basic ${basic}`, "x-api-key": secrets.headerKey },
    },
    stage("smb", { mount_flags: `username=jane,password=${secrets.smbPassword},domain=acme` }),
    stage("iscsi", {
      "node-db.node.session.auth.username": secrets.chapUser,
      "node-db.node.session.auth.password": secrets.chapPassword,
      "node-db.node.session.auth.password_in": secrets.chapPasswordIn,
    }),
    {
      ...stage(
        "iscsi",
        { "node-db.node.session.auth.password": secrets.lateChapPassword },
        { failing_attempts: String(LATE.attempts) },
      ),
      name: LATE.name,
      deadline: LATE.deadline,
    },
    stage("ceph", { keyring: `[client.admin]\n\tkey = ${secrets.cephKey}\n\tcaps mon = "allow r"\n` }),
    stage("openstack", {
      "clouds.yaml": `clouds:\n  one:\n    auth:\n      username: jane\n      password: ${secrets.cloudPassword}\n`,
    }),
    stage("rclone", {
      "rclone.conf": `[s3]\ntype = s3\nsecret_access_key = ${secrets.objectKey}\nregion = r\n`,
    }),
    stage("juicefs", {
      metaurl: `mysql://jfs:${secrets.metadataPassword}@(host:3306)/db`,
      keys: `AKIAEXAMPLE:${secrets.pairKey}`,
    }),
    stage("gcs", {
      "key.json": JSON.stringify({ type: "service_account", private_key: secrets.accountKey }),
    }),
    stage("registry", {
      ".dockerconfigjson": JSON.stringify({
        auths: { r: { auth: Buffer.from(`jane:${secrets.registryPassword}`).toString("base64") } },
      }),
    }),
    stage("unknown", {}),
    {
      name: "publish with tokens",
      service: "Node",
      method: "NodePublishVolume",
      request: {
        volume_id: "pvc-1",
        target_path: "/pods/1",
        volume_capability: { ...capability, mount: { fs_type: "", mount_flags: [] } },
        volume_context: {
          [TOKENS]: tokens({ "": secrets.contextToken, vault: secrets.contextTokenOfVault }),
          "csi.storage.k8s.io/pod.name": "web-0",
        },
        secrets: { [TOKENS]: tokens({ vault: secrets.secretsToken }) },
      },
    },
  ];
}
