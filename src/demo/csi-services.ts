import type { MessageInitShape } from "@bufbuild/protobuf";
import { status } from "@grpc/grpc-js";
import { SERVICE_ACCOUNT_TOKENS_KEY } from "../csi/csi-schema.js";
import {
  Controller,
  Identity,
  Node,
  type NodePublishVolumeRequest,
  type PluginCapabilitySchema,
  PluginCapability_Service_Type as PluginService,
  VolumeUsage_Unit,
} from "../csi/gen/csi/v1/csi_pb.js";
import { CallFailure, type ServedMethod, serve } from "./grpc-server.js";
import type { DemoLogger } from "./log.js";
import type { DemoSecrets } from "./secrets.js";

/** The key of `volume_context` under which this driver keeps a credential. */
export const VOLUME_ACCESS_KEY = "demo.csi.example/accessKey";

/** The key of `publish_context` under which this driver passes a credential to the node. */
export const PUBLISH_SESSION_KEY = "sessionKey";

interface StoredVolume {
  readonly capacityBytes: bigint;
  readonly publishedNodes: Set<string>;
  readonly stagingPaths: Set<string>;
  readonly targetPaths: Set<string>;
  /** The number of attempts to log in to the target. */
  logins: number;
}

/**
 * A CSI driver that keeps its volumes in memory: the Identity, Controller and Node services. Like real drivers, it logs
 * the command lines that it runs, and repeats them in errors.
 */
export function csiServices(
  { volumeAccessKey, sessionKey }: Pick<DemoSecrets, "volumeAccessKey" | "sessionKey">,
  log: DemoLogger,
): readonly ServedMethod[] {
  const volumes = new Map<string, StoredVolume>();
  const volumeContext = { pool: "fast", [VOLUME_ACCESS_KEY]: volumeAccessKey.value };

  function volumeOf({ volumeId }: { readonly volumeId: string }): StoredVolume {
    const volume = volumes.get(volumeId);
    if (volume === undefined) throw new CallFailure(status.NOT_FOUND, `no volume ${volumeId}`);
    return volume;
  }

  /** Pretends to set the CHAP password and to log in to the target, which fails at first. */
  function login(volume: StoredVolume, secrets: Readonly<Record<string, string>>): void {
    const name = "node.session.auth.password";
    const command = `iscsiadm -m node -T iqn.2026-01.example:demo -o update -n ${name} -v '${secrets[name]}'`;
    log.info(`running ${command}`);
    volume.logins++;
    if (volume.logins > 1) return;
    log.error(new Error(`${command}: exit status 15`), "login failed");
    throw new CallFailure(status.INTERNAL, `${command}: exit status 15 (session exists)`);
  }

  const identity = [
    serve(Identity.method.getPluginInfo, () => ({ name: "demo.csi.example", vendorVersion: "1.0.0" })),
    serve(Identity.method.probe, () => ({ ready: true })),
    serve(Identity.method.getPluginCapabilities, () => ({
      capabilities: [
        pluginService(PluginService.CONTROLLER_SERVICE),
        pluginService(PluginService.VOLUME_ACCESSIBILITY_CONSTRAINTS),
      ],
    })),
  ];

  const controller = [
    serve(Controller.method.createVolume, ({ name, capacityRange, secrets }) => {
      requireKeys(secrets, ["username", "password"]);
      const volumeId = `vol-${name}`;
      const capacityBytes = capacityRange?.requiredBytes ?? 0n;
      volumes.set(volumeId, {
        capacityBytes,
        publishedNodes: new Set(),
        stagingPaths: new Set(),
        targetPaths: new Set(),
        logins: 0,
      });
      return { volume: { volumeId, capacityBytes, volumeContext } };
    }),
    serve(Controller.method.controllerPublishVolume, (request) => {
      requireKeys(request.secrets, ["attachKey"]);
      volumeOf(request).publishedNodes.add(request.nodeId);
      return {
        publishContext: { portal: "192.0.2.10:3260", lun: "7", [PUBLISH_SESSION_KEY]: sessionKey.value },
      };
    }),
    serve(Controller.method.listVolumes, () => ({
      entries: [...volumes].map(([volumeId, { capacityBytes, publishedNodes }]) => ({
        volume: { volumeId, capacityBytes, volumeContext },
        status: { publishedNodeIds: [...publishedNodes], volumeCondition: { message: "in sync" } },
      })),
    })),
    serve(Controller.method.controllerUnpublishVolume, (request) => {
      requireKeys(request.secrets, ["attachKey"]);
      volumeOf(request).publishedNodes.delete(request.nodeId);
      return {};
    }),
    serve(Controller.method.deleteVolume, ({ volumeId, secrets }) => {
      requireKeys(secrets, ["username", "password"]);
      volumes.delete(volumeId);
      return {};
    }),
  ];

  const node = [
    serve(Node.method.nodeStageVolume, (request) => {
      requireKeys(request.secrets, ["node.session.auth.username", "node.session.auth.password"]);
      requireKeys(request.publishContext, [PUBLISH_SESSION_KEY]);
      const volume = volumeOf(request);
      login(volume, request.secrets);
      volume.stagingPaths.add(request.stagingTargetPath);
      return {};
    }),
    serve(Node.method.nodePublishVolume, (request) => {
      const volume = volumeOf(request);
      requireTokens(request);
      volume.targetPaths.add(request.targetPath);
      return {};
    }),
    serve(Node.method.nodeGetVolumeStats, (request) => {
      const total = volumeOf(request).capacityBytes;
      const used = total / 4n;
      return {
        usage: [{ total, used, available: total - used, unit: VolumeUsage_Unit.BYTES }],
        volumeCondition: { abnormal: false, message: "in sync" },
      };
    }),
    serve(Node.method.nodeUnpublishVolume, (request) => {
      volumeOf(request).targetPaths.delete(request.targetPath);
      return {};
    }),
    serve(Node.method.nodeUnstageVolume, (request) => {
      volumeOf(request).stagingPaths.delete(request.stagingTargetPath);
      return {};
    }),
  ];

  return [...identity, ...controller, ...node];
}

function pluginService(type: PluginService): MessageInitShape<typeof PluginCapabilitySchema> {
  return { type: { case: "service", value: { type } } };
}

function requireKeys(map: Readonly<Record<string, string>>, keys: readonly string[]): void {
  for (const key of keys) {
    if (!map[key]) throw new CallFailure(status.INVALID_ARGUMENT, `${key} is missing`);
  }
}

/** Looks for tokens in `secrets`, then in `volume_context`. Without tokens the call fails, and the kubelet tries again. */
function requireTokens({ secrets, volumeContext }: NodePublishVolumeRequest): void {
  const tokens = secrets[SERVICE_ACCOUNT_TOKENS_KEY] ?? volumeContext[SERVICE_ACCOUNT_TOKENS_KEY];
  if (!tokens) throw new CallFailure(status.UNAUTHENTICATED, "service account tokens are missing");
}
