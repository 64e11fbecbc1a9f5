import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../runs.js";
import { MARKER, QUOTINGS, SHELL_VALUE as VALUE } from "./command-quotings.js";
import { scrubBytes, scrubText } from "./scrub-text.js";

/** Command lines of programs that take a credential in an option that does not say so. */
const COMMANDS: readonly ((value: string) => readonly string[])[] = [
  (value) => ["mount", "-t", "cifs", "-o", `vers=3.0,user=SHOP/jane%${value},soft`, "//host/share", "/mnt"],
  (value) => ["mount.cifs", "//host/share", "/mnt", "-o", `username=jane%${value}`],
  (value) => ["smbclient", "-U", `jane%${value}`, "-L", "host"],
  (value) => ["smbclient", `--user=jane%${value}`, "//host/share"],
  (value) => ["rpcclient", "-N", `-Ujane%${value}`, "host"],
  (value) => ["curl", "-s", "-u", `jane:${value}`, "host"],
  (value) => ["/usr/bin/curl", "--user", `jane:${value}`, "--proxy-user", `joe:${value}`, "host"],
  (value) => ["curl", `-ujane:${value}`, "host"],
  (value) => ["mysql", "-u", "root", `-p${value}`, "-e", "select"],
  (value) => ["mysqldump", "-p", value, "db"],
  (value) => ["sshpass", "-p", value, "ssh", "-p", "22", "host"],
  (value) => ["sshpass", `-p${value}`, "ssh", "host"],
  (value) => ["redis-cli", "-h", "host", "-a", value, "ping"],
  (value) => ["docker", "login", "-u", "jane", "-p", value, "host"],
  (value) => ["ldapsearch", "-x", "-D", "cn=admin", "-w", value],
  (value) => ["ipmitool", "-H", "host", "-U", "jane", "-P", value, "power"],
  (value) => ["mongodump", "-u", "jane", "-p", value],
  (value) => ["etcdctl", "--user", `root:${value}`, "get", "a"],
  (value) => ["rbd", "map", "pool/img", "--id", "admin", `--key=${value}`, "-m", "10.0.0.1"],
  (value) => ["ceph", "--key", value, "health"],
  (value) => ["sqlcmd", "-S", "host", "-U", "jane", "-P", value],
  (value) => ["az", "login", "-u", "jane", "-p", value, "--tenant", "t"],
  (value) => ["lftp", "-u", `jane,${value}`, "host"],
  (value) => ["openssl", "rsa", "-in", "a.key", "-passin", `pass:${value}`, "-noout"],
  (value) => ["openssl", "pkcs12", "-passin", "file:/a", "-passout", `pass:${value}`],
  (value) => ["snmpget", "-v3", "-u", "jane", "-a", "SHA", "-A", value, "-x", "AES", "-X", value, "host"],
  (value) => ["7z", "x", `-p${value}`, "a.7z"],
  (value) => ["plink", "-ssh", "host", "-pw", value],
  (value) => ["psexec", "-u", "jane", "-p", value, "cmd"],
  (value) => ["http", "-a", `jane:${value}`, "host"],
  (value) => ["keytool", "-storepass", value, "-list"],
  (value) => ["xfreerdp", "/u:jane", `/p:${value}`, "/v:host"],
  (value) => ["cmdkey", "/add:host", "/user:jane", `/pass:${value}`],
];

describe.each(Object.entries(QUOTINGS))("options of programs as %s prints arguments", (_name, print) => {
  it("lose their credentials, and everything else stays", () => {
    fc.assert(
      fc.property(fc.constantFrom(...COMMANDS), VALUE, (command, value) => {
        const clean = print(command(MARKER));
        expect(scrubText(print(command(value)))).toBe(clean);
        expect(scrubText(clean)).toBe(clean);
      }),
      { numRuns: runs(300) },
    );
  });

  it("come out the same byte by byte", () => {
    fc.assert(
      fc.property(fc.constantFrom(...COMMANDS), VALUE, (command, value) => {
        const log = Buffer.from(print(command(value)));
        const all = Array.from(log, (_, index) => index);
        expect(scrubBytes(log, all).equals(scrubBytes(log))).toBe(true);
      }),
      { numRuns: runs(40) },
    );
  });

  it.each(
    [
      ["mkdir", "-p", "/x"],
      ["mount", "-o", "vers=3.0,username=jane,soft", "//host/50%share", "/mnt"],
      ["notify", "--labels", "a=b,user=jane%40shop.example,c=d"],
      ["ssh", "-p", "22", "host"],
      ["sshpass", "-e", "ssh", "-p", "22", "host"],
      ["docker", "run", "-p", "8080:80", "-u", "1000:1000", "image"],
      ["curl", "-u", "jane", "https://host:8443/a"],
      ["mysql", "-u", "root", "-p", "-h", "host"],
      ["mysql", "-P", "3306", "-h", "host"],
      ["redis-cli", "-p", "6379", "-n", "1"],
      ["rsync", "-a", "/mnt/a", "/mnt/b"],
      ["chown", "-R", "--from", "a:b", "/x"],
      ["smbclient", "-U", "jane", "-N", "//host/share"],
      ["sudo", "-u", "jane:users", "id"],
      ["ps", "-p", "1", "-u", "a:b"],
      ["rbd", "create", "pool/img", "--size", "1", "--keyring", "/etc/ceph/keyring"],
      ["kubectl", "get", "--key", "a"],
    ].map((argv) => [argv.join(" "), argv] as const),
  )("%s stays", (_line, argv) => {
    expect(scrubText(print(argv))).toBe(print(argv));
  });
});

it("a command behind another one is another one", () => {
  for (const line of ["curl a | tar -u b:c", "mysql; mkdir -p /x", "sshpass -e x && ssh -p 22 host"])
    expect(scrubText(line)).toBe(line);
});

describe("a secret that is set by name", () => {
  it.each([
    ["a variable of the environment", "PGPASSWORD=b psql -h host", `PGPASSWORD=${MARKER} psql -h host`],
    ["one that is exported", 'export API_TOKEN="b c"; run', `export API_TOKEN="${MARKER}"; run`],
    ["one of a container", "docker run --env=DB_PASS=b image", `docker run --env=DB_PASS=${MARKER} image`],
    ["a pass phrase", "KEY_PASSPHRASE=b run", `KEY_PASSPHRASE=${MARKER} run`],
    ["the first of a form", "client_secret=b&grant_type=c", `client_secret=${MARKER}&grant_type=c`],
    ["one of a form in a line", "body: refresh_token=b%3D&a=c x", `body: refresh_token=${MARKER}&a=c x`],
    ["one of a list", "[HOME=/root RESTIC_PASSWORD=b]", `[HOME=/root RESTIC_PASSWORD=${MARKER}]`],
    ["a value of helm", "--set db.user=a,db.password=b x", `--set db.user=a,db.password=${MARKER} x`],
    ["a literal of kubectl", "--from-literal=password=b,c x", `--from-literal=password=${MARKER} x`],
    ["one in quotes", "--from-literal='token=b c' x", `--from-literal='token=${MARKER}' x`],
  ])("is replaced: %s", (_, line, expected) => {
    expect(scrubText(line)).toBe(expected);
    expect(scrubText(expected)).toBe(expected);
  });

  it.each([
    "Done. PASS=5 WARN=0 ERROR=0",
    "PASSWORD=$PASSWORD TOKEN=%TOKEN% SECRET=<secret>",
    "SSH_KEY=/etc/ssh/key PASSWORD= run",
    "key PRIMARY_KEY=id TOKEN_COUNT=5",
    "token=b & c=d, sort_key=b&order=asc",
  ])("is none: %s", (line) => {
    expect(scrubText(line)).toBe(line);
  });
});
