/** An option of a program whose value is a credential, or holds one. */
export interface CredentialOption {
  /** The option with its dashes. */
  readonly option: string;
  /** What stands between a user and the password in the value. Undefined if the whole value is the password. */
  readonly separator?: string;
}

/** A program, and its options that take credentials. Options such as `--password`, which say so, are found without a program. */
interface ProgramOptions {
  /** Names of programs; with a space before a subcommand. */
  readonly programs: readonly string[];
  readonly options: readonly CredentialOption[];
}

const SAMBA = "%";
const COLON = ":";
const COMMA = ",";
/** OpenSSL also takes `file:PATH` and `env:NAME`. */
const OPENSSL = "pass:";

/**
 * The options of programs that name no credential, and take one nevertheless. A short option counts with its value in the
 * same word, too (`-pVALUE`). Letters mean other things elsewhere (`mkdir -p`, `ssh -p 22`), so each is listed with its
 * programs. To add an option with another letter or name, add it to {@link COMMAND_OPTION_PATTERN}, too.
 */
const PROGRAMS: readonly ProgramOptions[] = [
  {
    programs: ["smbclient", "smbcacls", "smbcquotas", "smbget", "smbspool", "smbtree", "rpcclient"],
    options: [
      { option: "-U", separator: SAMBA },
      { option: "--user", separator: SAMBA },
    ],
  },
  {
    programs: ["curl"],
    options: [
      { option: "-u", separator: COLON },
      { option: "--user", separator: COLON },
      { option: "-U", separator: COLON },
      { option: "--proxy-user", separator: COLON },
    ],
  },
  { programs: ["etcdctl"], options: [{ option: "--user", separator: COLON }] },
  // The clients of MySQL read `-p VALUE` as a prompt and a database. Who writes that mostly means a password.
  {
    programs: ["mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-dump", "mariadb-admin"],
    options: [{ option: "-p" }],
  },
  {
    programs: [
      "mongo",
      "mongosh",
      "mongodump",
      "mongorestore",
      "mongoexport",
      "mongoimport",
      "mongostat",
      "cqlsh",
    ],
    options: [{ option: "-p" }],
  },
  { programs: ["sshpass"], options: [{ option: "-p" }] },
  // What sshpass starts, with options of its own.
  { programs: ["ssh", "scp", "sftp", "rsync"], options: [] },
  {
    programs: "docker podman nerdctl buildah skopeo oras".split(" ").map((program) => `${program} login`),
    options: [{ option: "-p" }],
  },
  { programs: ["helm registry login", "crane auth login", "az login"], options: [{ option: "-p" }] },
  { programs: ["redis-cli"], options: [{ option: "-a" }] },
  {
    programs: ["ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami"],
    options: [{ option: "-w" }],
  },
  {
    programs: ["ipmitool", "sqlcmd", "bcp", "mosquitto_pub", "mosquitto_sub", "zip", "unzip"],
    options: [{ option: "-P" }],
  },
  {
    programs: ["openssl"],
    options: ["-passin", "-passout", "-pass"].map((option) => ({ option, separator: OPENSSL })),
  },
  {
    programs:
      "snmpget snmpgetnext snmpset snmpwalk snmpbulkget snmpbulkwalk snmptable snmptrap snmpinform".split(
        " ",
      ),
    options: [{ option: "-A" }, { option: "-X" }],
  },
  { programs: ["7z", "7za", "7zr"], options: [{ option: "-p" }] },
  { programs: ["lftp"], options: [{ option: "-u", separator: COMMA }] },
  { programs: ["plink", "pscp", "psftp"], options: [{ option: "-pw" }] },
  { programs: ["psexec", "rdesktop"], options: [{ option: "-p" }] },
  { programs: ["http", "https", "xh"], options: [{ option: "-a", separator: COLON }] },
  { programs: ["xfreerdp", "xfreerdp3", "wlfreerdp", "sdl-freerdp"], options: [{ option: "/p:" }] },
  // Ceph: the key of a client, in base64.
  {
    programs: ["ceph", "ceph-fuse", "rados", "rbd", "rbd-fuse", "rbd-nbd", "cephfs-shell"],
    options: [{ option: "--key" }],
  },
];

/** Source of a pattern of the options in the table, and of the character before them: `--user` and `--key` begin in one way, for speed. */
export const COMMAND_OPTION_PATTERN = "[ \t\"'`,([](?:-(?:-(?:proxy-)?[ku][es](?:er|y)|[AXapPuUw])|/p:)";

/** The options of each program, by its name. */
export const COMMAND_OPTIONS: ReadonlyMap<string, readonly CredentialOption[]> = new Map(
  PROGRAMS.flatMap(({ programs, options }) => programs.map((program) => [program, options] as const)),
);
