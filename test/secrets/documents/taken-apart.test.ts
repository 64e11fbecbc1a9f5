import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import { CollectedSecrets } from "../../../src/scrub/collected-secrets.js";

const scrub = (secret: string, text: string): string => new CollectedSecrets([secret]).scrub(text);
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Documents as real programs keep them in one value, the secrets in them, and what must stay in logs. */
const DOCUMENTS: readonly {
  readonly name: string;
  readonly text: string;
  readonly secret: readonly string[];
  readonly open?: readonly string[];
}[] = [
  {
    name: "JSON in JSON in JSON",
    text: JSON.stringify({
      a: JSON.stringify({ b: JSON.stringify({ login: { password: "pw-example-01" } }) }),
    }),
    secret: ["pw-example-01"],
  },
  {
    name: "clouds.yaml of OpenStack",
    text: `clouds:
  one:
    auth:
      auth_url: https://keystone.example.com:5000/v3
      username: "admin"
      password: yaml-example-01  # changed in May
      project_name: storage
    region_name: eu-west-1
    interface: public
    identity_api_version: 3
`,
    secret: ["yaml-example-01"],
    open: ["https://keystone.example.com:5000/v3", "admin", "storage", "eu-west-1", "public", "changed"],
  },
  {
    name: "YAML with quotes, blocks and lists",
    text: `user: admin
password: 'it''s 5ecret'
client_secret: "a\\tb\\u0021c"
passphrase: >-
  correct horse
  battery staple
token: |
  first-line
  second-line
tokens:
  - tok-one
  - "tok-two"
api_keys: [flow-one, 'flow-two']
inline: { user: admin, pwd: flow-three }
options: [rw, nfs4.1]
`,
    secret: [
      "it's 5ecret",
      "a\tb!c",
      "correct horse battery staple",
      "first-line\nsecond-line",
      "tok-one",
      "tok-two",
      "flow-one",
      "flow-two",
      "flow-three",
    ],
    open: ["admin", "nfs4.1"],
  },
  {
    name: "rclone.conf",
    text: "[remote]\ntype = s3\nprovider = Minio\naccess_key_id = minio\nsecret_access_key = abc123\nendpoint = http://s3.example.com:9000\n",
    secret: ["abc123"],
    open: ["Minio", "minio", "http://s3.example.com:9000"],
  },
  {
    name: "a keyring of Ceph",
    text: '[client.admin]\n\tkey = AQDexample01xOJid5stjbT7fbg==\n\tcaps mds = "allow *"\n',
    secret: ["AQDexample01xOJid5stjbT7fbg=="],
    open: ["client.admin", "allow *"],
  },
  {
    name: "TOML",
    text: '[db]\nhost = "db-01.prod.example.com"\nport = 5432\npassword = "p\\"q r"\nsecret = \'C:\\pass\\\'\ntokens = [\n  "one-tok",\n  "two-tok",\n]\nmore = { user = "admin", api_key = "inner-key" }\nprivate = """\nline one\nline two"""\n',
    secret: ['p"q r', "C:\\pass\\", "one-tok", "two-tok", "inner-key", "line one\nline two"],
    open: ["db-01.prod.example.com", "5432", "admin"],
  },
  {
    name: ".env",
    text: '# DB_PASSWORD=old-pass\nexport DB_PASSWORD=abc123\nDB_HOST=db.example.com\nAPI_TOKEN="line\\nbreak"\nAPP_SECRET=\'a$b c\'\nCONFIG={"password":"in-json"}\n',
    secret: ["old-pass", "abc123", "line\nbreak", "a$b c", "in-json"],
    open: ["db.example.com"],
  },
  {
    name: "mount options",
    text: "username=jane,password=S3cr3t-pw-77,vers=3.0,sec=ntlmssp,uid=1000",
    secret: ["S3cr3t-pw-77"],
    open: ["vers=3.0", "jane", "sec=ntlmssp", "uid=1000"],
  },
  {
    name: "mount options with a comma in the password",
    text: "username=jane,password=ab,,cd,ro",
    secret: ["ab,cd", "ab,,cd"],
  },
  {
    name: "options of a command",
    text: "mount -t cifs -o username=jane,password=abc123 //server/share /mnt",
    secret: ["abc123"],
    open: ["//server/share", "cifs", "/mnt"],
  },
  {
    name: "arguments",
    text: "--user admin --password abc123 --host db.example.com",
    secret: ["abc123"],
    open: ["admin", "db.example.com"],
  },
  {
    name: "netrc",
    text: "machine git.example.com login admin password abc123",
    secret: ["abc123"],
    open: ["git.example.com", "admin"],
  },
  { name: "name and password", text: "admin:abc123", secret: ["abc123"], open: ["admin"] },
  {
    name: "host, name and password",
    text: "db.example.com:5432:orders:admin:pa:ss-w",
    secret: ["pa:ss-w"],
    open: ["db.example.com", "admin", "orders"],
  },
  { name: "the keys of a bucket", text: "AKIAEXAMPLE:wJalr/XUtn+FEMI", secret: ["wJalr/XUtn+FEMI"] },
  {
    name: "URL of Redis",
    text: "redis://:hunter2@cache.example.com:6379/0",
    secret: ["hunter2"],
    open: ["cache.example.com"],
  },
  {
    name: "URL of AMQP with @ in the password",
    text: "amqps://admin:pa%40ss@word@mq.example.com/vhost",
    secret: ["pa@ss@word"],
    open: ["mq.example.com", "admin"],
  },
  {
    name: "URL of MongoDB with several hosts",
    text: "mongodb://admin:hunter2@a.example.com:27017,b.example.com:27017/db?authSource=admin&tls=true",
    secret: ["hunter2"],
    open: ["a.example.com", "admin", "27017"],
  },
  {
    name: "JuiceFS metaurl",
    text: "mysql://user:hunter2@(db.example.com:3306)/juicefs",
    secret: ["hunter2"],
    open: ["db.example.com:3306", "juicefs"],
  },
  {
    name: "DSN of Go",
    text: "user:hunter2@tcp(db.example.com:3306)/orders",
    secret: ["hunter2"],
    open: ["db.example.com:3306", "orders"],
  },
  {
    name: "JDBC of SQL Server",
    text: "jdbc:sqlserver://db.example.com:1433;databaseName=orders;user=sa;password=hunter2;encrypt=true",
    secret: ["hunter2"],
    open: ["db.example.com", "orders"],
  },
  {
    name: "JDBC of MySQL",
    text: "jdbc:mysql://db.example.com/orders?user=admin&password=p%26ss",
    secret: ["p&ss"],
    open: ["db.example.com", "orders"],
  },
  {
    name: "JDBC of Oracle",
    text: "jdbc:oracle:thin:scott/tiger9@db.example.com:1521:orcl",
    secret: ["tiger9"],
    open: ["db.example.com", "scott"],
  },
  {
    name: "DSN of PostgreSQL",
    text: "host=db.example.com user=admin password='a b\\'c' dbname=orders sslmode=require sslkey=/etc/ssl/client.key",
    secret: ["a b'c"],
    open: ["db.example.com", "orders", "require", "/etc/ssl/client.key"],
  },
  {
    name: "ADO.NET",
    text: 'Server=db.example.com;User Id=sa;Password="a;""b";Encrypt=True',
    secret: ['a;"b'],
    open: ["db.example.com", "True"],
  },
  {
    name: "ODBC",
    text: "Driver={SQL Server};Server=db.example.com;UID=sa;PWD={a;b}}c};Encrypt=yes",
    secret: ["a;b}c"],
    open: ["db.example.com", "SQL Server"],
  },
  {
    name: "Azure storage",
    text: "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=q83vASNFZ4k=;EndpointSuffix=core.windows.net",
    secret: ["q83vASNFZ4k="],
    open: ["shop", "core.windows.net", "https"],
  },
  {
    name: "XML",
    text: "<server><username>admin</username><password>hunter2</password></server>",
    secret: ["hunter2"],
    open: ["admin"],
  },
  {
    name: "docker config",
    text: JSON.stringify({ auths: { "registry.example.com": { auth: base64("admin:hunter2") } } }),
    secret: ["hunter2", base64("admin:hunter2")],
    open: ["registry.example.com", "admin"],
  },
  {
    name: "a Secret of Kubernetes",
    text: `apiVersion: v1\nkind: Secret\ndata:\n  username: ${base64("admin")}\n  password: ${base64("hunter2!")}\n  config: ${base64(JSON.stringify({ host: "db.example.com", pin: "4711" }))}\n`,
    secret: ["hunter2!", "4711"],
    open: ["admin", "db.example.com"],
  },
  {
    name: "base64 without padding of base64url of YAML",
    text: Buffer.from(Buffer.from("user: admin\npassword: abc123\n").toString("base64url"))
      .toString("base64")
      .replace(/=+$/, ""),
    secret: ["abc123"],
    open: ["admin"],
  },
  {
    name: "percent-encoded JSON in a URL",
    text: `https://example.com/?config=${encodeURIComponent(JSON.stringify({ password: "hunter2" }))}`,
    secret: ["hunter2"],
    open: ["https://example.com/"],
  },
  {
    name: "escaped JSON in INI",
    text: `[a]\nconfig = ${JSON.stringify(JSON.stringify({ password: "hunter2", b: "x" })).slice(1, -1)}\n`,
    secret: ["hunter2"],
  },
  {
    name: "broken JSON",
    text: '{"user":"admin","password":"hunter2","tokens":["one-tok","two-tok"],',
    secret: ["hunter2", "one-tok", "two-tok"],
    open: ["admin"],
  },
  {
    name: "JSON with a key twice",
    text: '{"password":"hunter2","password":"swordfish"}',
    secret: ["hunter2", "swordfish"],
  },
  {
    name: "JSON with a number that is too long",
    text: '{"pin":12345678901234567890}',
    secret: ["12345678901234567890"],
  },
];

describe.each(DOCUMENTS)("$name", ({ text, secret, open = [] }) => {
  it.each(secret)("hides %j", (leaf) => {
    expect(scrub(text, `< ${leaf} >`)).toBe(`< ${STRIPPED} >`);
  });
  it.each(open)("shows %j", (leaf) => {
    expect(scrub(text, `< ${leaf} >`)).toBe(`< ${leaf} >`);
  });
});
