import { parse } from "yaml";
import { retry, run } from "./commands.js";
import type { DriverLog } from "./driver-log.js";

/** What a driver has in its own configuration file. */
export interface DriverConfig {
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly apiKey: string;
  readonly privateKey: string;
}

/** A request of any method, as proto-loader decodes it. Handlers change it, as drivers do. */
export interface DriverRequest {
  readonly volume_id?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly volume_context?: Readonly<Record<string, string>>;
  readonly volume_capability?: { readonly mount?: { readonly mount_flags: string[] } | null } | null;
}

/** What a handler has at hand. */
export interface DriverTools {
  readonly log: DriverLog;
  readonly config: DriverConfig;
  /** The time between attempts of a program that never succeeds. */
  readonly betweenAttempts: () => Promise<void>;
}

type DriverHandler = (request: DriverRequest, tools: DriverTools) => Promise<object>;

/** The handlers by method. */
export const HANDLERS: Readonly<Record<string, DriverHandler>> = {
  async CreateVolume({ secrets = {} }, tools) {
    const { log, config } = tools;
    await callApi("POST", "pool/dataset", { name: "pvc-1", ...secrets }, tools);
    const key = Buffer.from(config.privateKey);
    log.debug("ssh options: %j", { host: config.host, privateKey: config.privateKey, key });
    for (const line of config.privateKey.split("\n")) log.silly(line);
    await run({ program: "zfs", args: ["create", "-o", `keylocation=${secrets["password"]}`] }, log);
    return { volume: { volume_id: "pvc-1", capacity_bytes: "1073741824", volume_context: { share: "1" } } };
  },

  async ControllerPublishVolume({ secrets = {} }, tools) {
    const session = secrets["session_key"] ?? "";
    tools.log.debug("publishing %o", { session: Buffer.from(session).toString("hex") });
    await callApi("PUT", `sessions/${encodeURIComponent(session)}`, secrets, tools);
    return { publish_context: { portal: "10.0.0.1:3260", lun: "0" } };
  },

  async NodeStageVolume(request, tools) {
    const stage = STAGERS[request.volume_context?.["node_attach_driver"] ?? ""];
    if (stage === undefined) throw new Error("unknown node_attach_driver");
    await stage(request, tools);
    return {};
  },

  async NodePublishVolume({ volume_context = {}, secrets = {} }, { log }) {
    const key = "csi.storage.k8s.io/serviceAccount.tokens";
    log.debug("volume_context: %j", volume_context);
    for (const tokens of [volume_context[key], secrets[key]]) {
      for (const [audience, { token }] of Object.entries(tokensIn(tokens))) {
        const [, payload, signature] = token.split(".");
        log.http("POST /v1/auth/login", { audience, headers: { authorization: `Bearer ${token}` } });
        log.verbose("body %s", JSON.stringify({ jwt: token }));
        log.warn("vault: signature %s does not fit the claims %s", signature, payload);
        log.console.error(new Error(`login failed, jwt=${encodeURIComponent(token)}`));
        await run({ program: "vault", args: ["write", `jwt=${token}`], env: { DRIVER_SECRET: token } }, log);
      }
    }
    return {};
  },
};

const STAGERS: Readonly<Record<string, (request: DriverRequest, tools: DriverTools) => Promise<unknown>>> = {
  async smb({ secrets = {}, volume_capability }, { log }) {
    // The request has the options of the secret from now on, in a field that is not secret.
    const flags = volume_capability?.mount?.mount_flags ?? [];
    flags.push(...(secrets["mount_flags"] ?? "").split(","));
    log.info("mounting %j", { flags, volume_capability });
    const exitStatus = 32;
    await run({ program: "mount", args: ["-t", "cifs", "-o", flags.join(","), "//h/s"], exitStatus }, log);
  },

  async iscsi({ secrets = {}, volume_context = {} }, { log, betweenAttempts }) {
    const settings = Object.entries(secrets).filter(([key]) => key.startsWith("node-db."));
    const attempts = Number(volume_context["failing_attempts"] ?? 0);
    for (const [key, value] of settings) {
      const name = key.slice("node-db.".length);
      const args = ["-m", "node", "-T", "iqn.2005-10", "--op", "update", "--name", name, "--value", value];
      const env = { DRIVER_SECRET: `${name} = "${value}"` };
      const command = { program: "iscsiadm", args, env, exitStatus: attempts === 0 ? 0 : 8 };
      await retry(Math.max(attempts, 1), betweenAttempts, log, () => run(command, log));
      log.info("node db: %s -> %s", name, JSON.stringify({ [name]: value }));
    }
  },

  async ceph({ secrets = {} }, { log }) {
    const key = /key = (\S+)/.exec(secrets["keyring"] ?? "")?.[1];
    await run({ program: "rados", args: ["--id", "admin", `--key=${key}`], exitStatus: 1 }, log);
  },

  async openstack({ secrets = {} }, { log }) {
    const { clouds } = parse(secrets["clouds.yaml"] ?? "");
    log.debug("clouds: %j", clouds);
    await run({ program: "openstack", args: ["--os-password", clouds.one.auth.password] }, log);
    throw Object.assign(new Error("no such project"), { options: { auth: clouds.one.auth } });
  },

  async rclone({ secrets = {} }, { log }) {
    const key = /secret_access_key = (\S+)/.exec(secrets["rclone.conf"] ?? "")?.[1];
    log.silly(`export RCLONE_S3_SECRET_ACCESS_KEY='${key}'`);
    await run({ program: "rclone", args: ["mount", "--s3-secret-access-key", `${key}`] }, log);
  },

  async juicefs({ secrets = {} }, { log }) {
    const password = /^mysql:\/\/\w+:(.*)@\(/.exec(secrets["metaurl"] ?? "")?.[1] ?? "";
    log.verbose("mysql -u jfs -p%s", password);
    log.http(`https://jfs:${encodeURIComponent(password)}@h/db`);
    const [, secretKey] = (secrets["keys"] ?? "").split(":");
    await run({ program: "juicefs", args: ["format", "--secret-key", `${secretKey}`], exitStatus: 1 }, log);
  },

  async gcs({ secrets = {} }, { log }) {
    const { private_key: key } = JSON.parse(secrets["key.json"] ?? "");
    log.debug("key.json: %s", secrets["key.json"]);
    for (const line of String(key).split("\n")) log.verbose("key line %s", line);
    throw new Error(`cannot read key ${JSON.stringify(key)}`, { cause: { key } });
  },

  async registry({ secrets = {} }, { log }) {
    const { auths } = JSON.parse(secrets[".dockerconfigjson"] ?? "");
    const [user, password] = Buffer.from(auths.r.auth, "base64").toString().split(":");
    log.info("docker login -u %s -p %s", user, password);
    log.debug("auth %s", auths.r.auth);
  },
};

function tokensIn(tokens: string | undefined): Readonly<Record<string, { readonly token: string }>> {
  return tokens === undefined ? {} : JSON.parse(tokens);
}

/** A request to the storage system that fails as HTTP clients do, with the whole request in the error, and then works. */
async function callApi(
  method: string,
  path: string,
  body: object,
  { log, config }: DriverTools,
): Promise<void> {
  const { username, password, apiKey, host } = config;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const url = `https://${username}:${encodeURIComponent(password)}@${host}/api/v2.0/${path}`;
  await retry(
    2,
    async () => {},
    log,
    async (attempt) => {
      const request = {
        method,
        url,
        headers: { authorization, "x-api-key": apiKey },
        data: JSON.stringify(body),
      };
      log.http("%s %s", method, url, { request });
      if (attempt > 1) return;
      const response = { status: 401, data: { message: `bad key ${apiKey} of ${username}:${password}` } };
      throw Object.assign(new Error("Request failed with status code 401"), { config: request, response });
    },
  );
}
