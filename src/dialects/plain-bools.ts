import type { Policy } from "../policy/policy.js";

/**
 * Envoy and gRPC's xDS: fields marked `udpa.annotations.sensitive` are secret. Newer files of xDS use {@link xds}.
 *
 * @example
 * ```ts
 * createSanitizer({ schemas: [descriptorSet], policy: [envoy] });
 * ```
 */
export const envoy: Policy = { anyOf: { fieldOptions: ["udpa.annotations.sensitive"] } };

/** xDS: fields marked `xds.annotations.v3.sensitive` are secret. */
export const xds: Policy = { anyOf: { fieldOptions: ["xds.annotations.v3.sensitive"] } };

/** PeerDB: fields marked `peerdb_peers.peerdb_redacted` are secret. */
export const peerdb: Policy = { anyOf: { fieldOptions: ["peerdb_peers.peerdb_redacted"] } };

/** protoc-gen-marshal-zap: fields marked `marshal_zap.mask` are secret. */
export const marshalZap: Policy = { anyOf: { fieldOptions: ["marshal_zap.mask"] } };

/** Microsoft's moc: fields marked `moc.sensitive` are secret. */
export const moc: Policy = { anyOf: { fieldOptions: ["moc.sensitive"] } };
