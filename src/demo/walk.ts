import type { MessageInitShape } from "@bufbuild/protobuf";
import { status } from "@grpc/grpc-js";
import { SERVICE_ACCOUNT_TOKENS_KEY } from "../csi/csi-schema.js";
import {
  VolumeCapability_AccessMode_Mode as AccessMode,
  Controller,
  Identity,
  Node,
  type VolumeCapabilitySchema,
} from "../csi/gen/csi/v1/csi_pb.js";
import type { InitCaller } from "./grpc-client.js";
import type { DemoSecrets } from "./secrets.js";

const NODE_ID = "node-a";
const STAGING_PATH = "/var/lib/kubelet/plugins/kubernetes.io/csi/demo.csi.example/staging";
const GIB = 2n ** 30n;

/** Makes the calls of a volume's life, from its creation to its deletion. Every secret is sent on the way. */
export async function walk(call: InitCaller, secrets: DemoSecrets): Promise<void> {
  await call(Identity.method.getPluginInfo, {});
  await call(Identity.method.probe, {});
  await call(Identity.method.getPluginCapabilities, {});

  const volumeCapability = mountCapability(secrets);
  const provisionerSecrets = {
    username: secrets.provisionerUser.value,
    password: secrets.provisionerPassword.value,
  };
  const { volume } = await call(Controller.method.createVolume, {
    name: "pvc-demo",
    capacityRange: { requiredBytes: 10n * GIB },
    volumeCapabilities: [volumeCapability],
    parameters: { pool: "fast" },
    secrets: provisionerSecrets,
  });
  const { volumeId = "", volumeContext = {} } = volume ?? {};

  const attachSecrets = { attachKey: secrets.attachKey.value };
  const { publishContext } = await call(Controller.method.controllerPublishVolume, {
    volumeId,
    nodeId: NODE_ID,
    volumeCapability,
    secrets: attachSecrets,
    volumeContext,
  });

  const staged = { volumeId, publishContext, stagingTargetPath: STAGING_PATH, volumeCapability };
  const stage = { ...staged, volumeContext, secrets: chapSecrets(secrets) };
  await expectFailure(status.INTERNAL, call(Node.method.nodeStageVolume, stage));
  await call(Node.method.nodeStageVolume, stage);

  const first = pod("checkout-0");
  await call(Node.method.nodePublishVolume, {
    ...staged,
    targetPath: first.targetPath,
    volumeContext: {
      ...volumeContext,
      ...first.volumeContext,
      [SERVICE_ACCOUNT_TOKENS_KEY]: secrets.tokensInVolumeContext.value,
    },
  });
  const second = pod("checkout-1");
  await call(Node.method.nodePublishVolume, {
    ...staged,
    targetPath: second.targetPath,
    volumeContext: { ...volumeContext, ...second.volumeContext },
    secrets: { [SERVICE_ACCOUNT_TOKENS_KEY]: secrets.tokensInSecrets.value },
  });
  await call(Node.method.nodeGetVolumeStats, { volumeId, volumePath: first.targetPath });
  await expectFailure(
    status.NOT_FOUND,
    call(Node.method.nodePublishVolume, {
      ...staged,
      volumeId: "vol-unknown",
      targetPath: first.targetPath,
      volumeContext: {
        ...first.volumeContext,
        [SERVICE_ACCOUNT_TOKENS_KEY]: secrets.tokensOfFailingCall.value,
      },
    }),
  );
  await call(Controller.method.listVolumes, { maxEntries: 10 });

  for (const { targetPath } of [first, second])
    await call(Node.method.nodeUnpublishVolume, { volumeId, targetPath });
  await call(Node.method.nodeUnstageVolume, { volumeId, stagingTargetPath: STAGING_PATH });
  await call(Controller.method.controllerUnpublishVolume, {
    volumeId,
    nodeId: NODE_ID,
    secrets: attachSecrets,
  });
  await call(Controller.method.deleteVolume, { volumeId, secrets: provisionerSecrets });
}

function mountCapability({ mountToken }: DemoSecrets): MessageInitShape<typeof VolumeCapabilitySchema> {
  return {
    accessType: {
      case: "mount",
      value: { fsType: "ext4", mountFlags: ["noatime", `token=${mountToken.value}`] },
    },
    accessMode: { mode: AccessMode.SINGLE_NODE_WRITER },
  };
}

function chapSecrets({ chapUser, chapPassword, chapPasswordIn }: DemoSecrets): Record<string, string> {
  return {
    "node.session.auth.username": chapUser.value,
    "node.session.auth.password": chapPassword.value,
    "node.session.auth.password_in": chapPasswordIn.value,
  };
}

/** The values that the kubelet sends to a driver about a pod. */
function pod(name: string): { readonly targetPath: string; readonly volumeContext: Record<string, string> } {
  return {
    targetPath: `/var/lib/kubelet/pods/${name}/volumes/kubernetes.io~csi/pvc-demo/mount`,
    volumeContext: {
      "csi.storage.k8s.io/pod.name": name,
      "csi.storage.k8s.io/pod.namespace": "shop",
      "csi.storage.k8s.io/serviceAccount.name": "checkout",
    },
  };
}

async function expectFailure(expected: status, call: Promise<unknown>): Promise<void> {
  const code = await call.then(
    () => status.OK,
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined),
  );
  if (code !== expected) throw new Error(`a call did not end with ${status[expected]}`);
}
