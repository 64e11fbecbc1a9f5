import { inspect } from "node:util";
import { seededRandom } from "../../seeded-random.js";

/** Makes a line of a log that holds no secret. */
type CleanLine = (any: Values) => string;

/** Random values that stand in clean lines. */
interface Values {
  hex(length: number): string;
  below(limit: number): number;
  pick(...texts: readonly string[]): string;
}

const KLOG = (any: Values): string =>
  `${any.pick("I", "W", "E")}0102 03:04:05.${any.below(900000) + 100000}       1 utils.go:${any.below(900)}] `;

const ONE_LINE = { breakLength: Number.POSITIVE_INFINITY };

/** Lines of real shape, from every program that logs beside a CSI driver. None of them holds a secret. */
const SHAPES: readonly CleanLine[] = [
  // klog, free and structured.
  (any) => `${KLOG(any)}GRPC call: /csi.v1.Node/NodeGetCapabilities`,
  (any) =>
    `${KLOG(any)}GRPC request: {"node_id":"n-${any.hex(4)}","volume_context":{"share":"/a","server":"10.0.0.${any.below(255)}"}}`,
  (any) =>
    `${KLOG(any)}"Failed to get secret" err="secrets \\"db-${any.hex(4)}\\" not found" secret="kube-system/db"`,
  (any) =>
    `${KLOG(any)}FLAG: --token-auth-file="" FLAG: --kubelet-client-key="/etc/kubernetes/pki/k-${any.hex(3)}.key"`,
  (any) => `${KLOG(any)}found ${any.below(9)} secrets: none is new`,
  (any) =>
    `${KLOG(any)}MountVolume.SetUp succeeded for volume "kube-api-access-${any.hex(5)}" (UniqueName: "kubernetes.io/projected/${any.hex(32)}-kube-api-access")`,
  (any) =>
    `${KLOG(any)}"Using bearer token authentication" key="shop/web-${any.hex(4)}" token expired: false`,
  (any) =>
    `${KLOG(any)}req {VolumeId:pvc-${any.hex(8)} PublishContext:map[] Secrets:map[] VolumeContext:map[fsType:ext4 secretName:creds]}`,
  (any) =>
    `${KLOG(any)}NodeStageVolume called with request {vol-${any.hex(4)} map[] /globalmount mount:<fs_type:"ext4" > map[] map[source://nfs.example/share] {} [] 0}`,
  (any) =>
    `${KLOG(any)}Secrets:map[string]string(nil), secrets: <nil>, secrets: null, Secrets:map[string]string{}, n=${any.below(9)}`,
  (any) =>
    `${KLOG(any)}csi.storage.k8s.io/node-stage-secret-name=creds-${any.hex(3)} csi.storage.k8s.io/node-stage-secret-namespace=shop`,
  // JSON of zap, pino, bunyan, winston.
  (any) =>
    `{"level":"info","ts":170000${any.below(9999)}.123,"caller":"controller/controller.go:${any.below(500)}","msg":"Reconciling","secret":{"name":"creds","namespace":"shop"},"reconcileID":"${any.hex(32)}"}`,
  (any) =>
    `{"level":30,"time":17000000${any.below(99999)},"pid":1,"hostname":"web-${any.hex(5)}","req":{"method":"GET","url":"/api/v1/namespaces/shop/secrets?limit=500&watch=true","headers":{"host":"10.0.0.1:443","accept":"*/*"}},"msg":"request completed"}`,
  (any) =>
    `{"level":"info","message":"secretRef: {\\"name\\":\\"creds-${any.hex(4)}\\"}","imagePullSecrets":[{"name":"registry"}],"service":"csi"}`,
  (any) =>
    `{"msg":"token review","authenticated":true,"tokenExpiry":"2026-01-02T03:04:05Z","keys":["a","b"],"n":${any.below(99)}}`,
  (any) =>
    `{"level":"debug","msg":"exec","argv":["iscsiadm","-m","node","-o","update","-n","node.session.auth.username","-v","jane"],"rc":${any.below(2)}}`,
  (any) =>
    `{"kind":"Event","apiVersion":"v1","metadata":{"name":"pod.${any.hex(8)}"},"data":{"a":"b"},"reason":"Pulled"}`,
  (any) =>
    `{"apiVersion":"v1","data":{"config.yaml":"port: ${any.below(9999)}\\n"},"kind":"ConfigMap","metadata":{"name":"cm"}}`,
  (any) =>
    `{"method":"POST","path":"/users/sign_in","params":[{"key":"authenticity_token","value":"[FILTERED]"},{"name":"password","value":"********"}],"status":${any.below(600)}}`,
  // logrus and other logfmt.
  (any) =>
    `time="2026-01-02T03:04:05Z" level=info msg="basic auth enabled for /metrics" key=shop/web-${any.hex(4)} token_ttl=${any.below(90)}m`,
  (any) =>
    `time="2026-01-02T03:04:05Z" level=warning msg="mount -t nfs -o vers=4.1,sec=sys,hard 10.0.0.1:/a /mnt/${any.hex(4)}" err=nil`,
  (any) =>
    `ts=2026-01-02T03:04:05.1Z caller=main.go:${any.below(99)} level=info component=kube_secret_info{namespace="a",secret="creds"} 1`,
  // journald and syslog.
  (any) =>
    `Jan 02 03:04:05 node-1 kubelet[${any.below(9999)}]: I0102 03:04:05.678901    1234 reconciler.go:221] "operationExecutor.VerifyControllerAttachedVolume started" volume="creds" pod="shop/web-${any.hex(5)}"`,
  (any) =>
    `Jan 02 03:04:05 node-1 iscsid[${any.below(9999)}]: Connection${any.below(9)}:0 to [target: iqn.2005-10.org.freenas.ctl:vol-${any.hex(3)}, portal: 10.0.0.9,3260] through [iface: default] is operational now`,
  (any) =>
    `Jan 02 03:04:05 node-1 sshd[${any.below(9999)}]: Failed password for invalid user admin from 10.0.0.${any.below(255)} port 2222 ssh2`,
  (any) =>
    `Jan 02 03:04:05 node-1 sudo:     jane : TTY=pts/${any.below(9)} ; PWD=/home/jane ; USER=root ; COMMAND=/usr/bin/tail /var/log/${any.hex(4)}`,
  (any) =>
    `Jan 02 03:04:05 node-1 passwd[${any.below(9999)}]: pam_unix(passwd:chauthtok): password changed for jane`,
  (any) => `<30>Jan  2 03:04:05 node-1 systemd[1]: Started Session ${any.below(999)} of user root.`,
  (any) =>
    `Jan 02 03:04:05 node-1 sudo: pam_unix(sudo:auth): password check failed for user (jane${any.below(9)})`,
  // Prefixes of container runtimes.
  (any) =>
    `2026-01-02T03:04:05.${any.below(899999999) + 100000000}Z stdout F I0102 03:04:05.678901       1 main.go:42] Version: v1.2.${any.below(9)}`,
  (any) => `{"log":"listening on :${any.below(9999)}\\n","stream":"stderr","time":"2026-01-02T03:04:05.1Z"}`,
  // Access logs.
  (any) =>
    `10.2.3.${any.below(255)} - jane [02/Jan/2026:03:04:05 +0000] "GET /login?next=/a&lang=en HTTP/1.1" 200 ${any.below(9999)} "https://shop.example/a@2x.png" "Mozilla/5.0 (X11; Linux x86_64)"`,
  (any) =>
    `[2026-01-02T03:04:05.1Z] "POST /oauth/token HTTP/2" 401 - via_upstream - "-" 0 ${any.below(999)} 4 3 "10.0.0.1" "grpc-node-js/1.14.7" "${any.hex(8)}" "auth.example:8443" "10.1.2.3:8443" outbound|8443||auth.example`,
  (any) =>
    `git clone https://github.com/kubernetes-csi/csi-driver-nfs@v4.${any.below(9)} ssh://git@github.com:22/a/b.git https://[::1]:8080/a@b`,
  (any) =>
    `www-authenticate: Bearer realm="https://auth.example/token",service="registry",scope="repository:a/b-${any.hex(3)}:pull"`,
  // Stack traces.
  (any) => `    at TokenCache.getKey (file:///app/dist/token-cache.js:${any.below(400)}:17)`,
  (any) =>
    `github.com/kubernetes-csi/csi-lib-utils/protosanitizer.(*stripSecrets).String(0xc000${any.hex(6)}, {0x1a2b3c, 0xc})`,
  (any) => `	/go/pkg/mod/k8s.io/client-go@v0.29.${any.below(9)}/tools/cache/reflector.go:229 +0x1f`,
  (any) =>
    `  File "/usr/lib/python3/dist-packages/keyring/backend.py", line ${any.below(400)}, in get_password`,
  (any) =>
    `java.lang.IllegalStateException: Password must not be empty\tat com.example.Secrets$Key.token(Secrets.java:${any.below(400)})`,
  // Output of mount, iscsiadm and others.
  (any) =>
    `//10.0.0.${any.below(255)}/share on /mnt type cifs (rw,relatime,vers=3.0,cache=strict,username=jane,uid=0,forceuid,file_mode=0755,soft)`,
  (any) =>
    `tcp: [${any.below(99)}] 10.0.0.9:3260,1 iqn.2005-10.org.freenas.ctl:vol-${any.hex(4)} (non-flash)`,
  (any) =>
    `iscsiadm -m node -T iqn.2005-10.org:v-${any.hex(3)} -p 10.0.0.9:3260 -o update -n node.session.auth.authmethod -v CHAP`,
  () => "node.session.auth.password = <empty>",
  () => "iscsiadm -m node -o update -n node.session.auth.password -v ***stripped***",
  (any) =>
    `mount: /mnt/${any.hex(4)}: wrong fs type, bad option, bad superblock on /dev/sdb, missing codepage or helper program, or other error.`,
  (any) =>
    `rbd: map vol-${any.hex(4)} with options map[imageFeatures:layering pool:rbd clusterID:${any.hex(8)}] --keyfile=/tmp/csi/keys/keyfile-${any.hex(4)}`,
  (any) =>
    `mount.cifs kernel mount options: ip=10.0.0.${any.below(255)},unc=\\\\nas\\share,vers=3.0,user=jane,pass=********`,
  // Texts about flags.
  () => "      --token string                   Bearer token for authentication to the API server",
  () => "   --token value, -t value  the token [$API_TOKEN]",
  () => "usage: tool [--user USER] [--password PASSWORD] [--token <token>]",
  // YAML.
  () => "kind: ConfigMap",
  () => "  secretRef:",
  () => "    name: creds",
  () => "      secretKeyRef: { name: creds, key: password }",
  (any) => `  - name: token-${any.hex(3)}`,
  () => "      mountPath: /var/run/secrets/kubernetes.io/serviceaccount",
  (any) => `data: ${any.below(9)} items`,
  // Structs of Go, dictionaries of Python, objects of Node without secrets.
  (any) =>
    `&{TypeMeta:{Kind:Pod APIVersion:v1} ObjectMeta:{Name:web-${any.hex(4)} Labels:map[app:web pod-template-hash:${any.hex(9)}]} Spec:{Volumes:[{Name:creds VolumeSource:{Secret:0xc000${any.hex(6)}}}]}}`,
  (any) =>
    `map[app:web key:shop/web-${any.hex(3)} tokenFile:/var/run/token secretName:creds tier:${any.below(3)}]`,
  (any) => `{'volume_id': 'v-${any.hex(4)}', 'secrets': {}, 'volume_context': {'a': 'b'}, 'token': None}`,
  (any) => inspect({ volumeId: `v-${any.hex(4)}`, secrets: {}, keys: [1, 2], secretName: "creds" }, ONE_LINE),
  (any) =>
    `Request { volume_id: "v-${any.hex(4)}", secrets: {}, volume_context: {"a": "b"}, readonly: false }`,
  (any) => `NodeStageVolumeRequest{volumeId=v-${any.hex(4)}, secrets={}, volumeContext={a=b, c=d}}`,
  (any) => `<add key="LogLevel" value="debug" /><secret name="creds-${any.hex(3)}" type="Opaque" />`,
  // Prose about secrets.
  (any) =>
    `The password for user jane expires in ${any.below(90)} days; the token, the key and the secret do not.`,
  (any) =>
    `Basic usage: tool --user jane --password-file /run/secrets/pw --token-ttl ${any.below(90)}s --secret-name creds`,
  (any) => `Authorization failed: Bearer authentication required (attempt ${any.below(9)})`,
  (any) =>
    `warning: option -o password is ignored, -v=${any.below(9)}; see https://docs.example/mount#password=`,
  (any) => `Enter password: (attempt ${any.below(3)}), password authentication failed for user "jane"`,
  (any) =>
    `{"level":"warn","msg":"invalid login","errors":{"password":"must have ${any.below(9)} characters","user":"is required"}}`,
  (any) => `{"user":"jane","password":"","type":"password","passwordSecretRef":"db-${any.hex(4)}"}`,
  (any) => `config{User:jane Password:<redacted> PasswordFile:/run/secrets/pw Retries:${any.below(9)}}`,
  (any) => `level=info msg="set password" password=**** pwd=/var/lib/kubelet/${any.hex(4)}`,
  () => "  password: '{{ .Values.password }}'",
  () => "  - secretKey: db-password",
  (any) => `{"Items":[],"NextToken":"${any.hex(32)}","ClientToken":"pvc-${any.hex(8)}"}`,
  (any) => `redacted: https://jane:xxxxx@db.example/a and postgres://jane:***@db.example:5432/${any.hex(4)}`,
];

/** Lines of logs that hold no secret, of many shapes. */
export function cleanLines(count: number): readonly string[] {
  const random = seededRandom("clean lines");
  const below = (limit: number): number => Math.floor(random.number() * limit);
  const any: Values = {
    below,
    hex: (length) => random.bytes(length).toString("hex").slice(0, length),
    pick: (...texts) => texts[below(texts.length)] ?? "",
  };
  return Array.from({ length: count }, (_, index) => SHAPES[index % SHAPES.length]?.(any) ?? "");
}
