/** Words that, at the end of a name, say that its value is a secret. */
const SECRET_WORDS: ReadonlySet<string> = new Set(
  (
    "password password2 passwd passphrase passcode pwd pass pass2 pw secret token credential credentials " +
    "apikey accesskey secretkey accountkey adminkey userkey privatekey sharedaccesskey sharedaccesssignature " +
    "clientsecret sastoken storepass keypass sig signature encryptionpassphrase pgpassword sshpass azurestorageaccountkey azurestorageaccountsastoken"
  ).split(" "),
);

/** Words that, before `key`, say that the key is a secret one. */
const KEY_KINDS: ReadonlySet<string> = new Set(
  "secret private access account admin user api auth shared storage encryption client session sas ssh luks master signing".split(
    " ",
  ),
);

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+\d*|\d+/g;
const LONGEST_NAME = 128;

/**
 * Whether a name speaks of a secret: `password`, `adminKey`, `SECRET_ACCESS_KEY`. Its last words decide, so names of files,
 * references and lengths (`passwordFile`, `secretName`) do not.
 */
export function isSecretName(name: string): boolean {
  if (name.length > LONGEST_NAME) return false;
  const words = (name.match(WORD) ?? []).map((word) => word.toLowerCase());
  const last = words.at(-1);
  if (last === undefined) return false;
  if (SECRET_WORDS.has(last)) return true;
  const before = words.at(-2);
  if (before !== undefined && last.length === 1 && SECRET_WORDS.has(before + last)) return true;
  return last === "key" && before !== undefined && KEY_KINDS.has(before);
}

/** Source of a pattern of what may follow a name. Programs end bold type there, lists of names and values a line, XML a mark. */
export const NAME_END = "[=: ,>\"'\\\\\x1b\n\r]";

/**
 * Source of a pattern of how most secret names end, and of what may follow them. It costs less than to look at every name.
 * Lists of letters of both cases make fewer beginnings to search for than two words.
 */
export const SECRET_STEMS: string = `(?:[Pp][aA][sS][sS](?:[wW](?:[oO][rR])?[dD]|phrase|PHRASE)?2?|[Pp][wW][dD]|[Ss]ecret|SECRET|[Tt][oO][kK][eE][nN]|[Kk][eE][yY]|[Ss]ig(?:nature)?)${NAME_END}`;
