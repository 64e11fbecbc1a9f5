import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../runs.js";
import { scrubBytes, scrubText } from "./scrub-text.js";

const MARKER = "***stripped***";

/** How programs print an object with a password, beside open values. */
const FORMS: Readonly<Record<string, (name: string, value: string) => string>> = {
  JSON: (name, value) => JSON.stringify({ user: "open", [name]: value, next: "open" }),
  "JSON on several lines": (name, value) => JSON.stringify({ user: "open", [name]: value, n: 1 }, null, 2),
  "JSON in JSON": (name, value) => JSON.stringify({ body: JSON.stringify({ [name]: value, next: "open" }) }),
  "JSON in a line of klog": (name, value) =>
    `E0102 03:04:05.678901       1 client.go:12] login failed: {"request":{"${name}":"${value}"},"code":401}`,
  "util.inspect": (name, value) => inspect({ user: "open", [name]: value, n: 1 }),
  "a dictionary of Python": (name, value) => `{'user': 'open', '${name}': '${value}', 'n': 1}`,
  "a hash of Ruby": (name, value) => `{"user"=>"open", "${name}"=>"${value}", "n"=>1}`,
  "%+v of Go": (name, value) => `&{Url:https://a.example User:open ${name}:${value} Insecure:true}`,
  "%#v of Go": (name, value) => `client.Config{User:"open", ${name}:"${value}", Insecure:true}`,
  "toString of Java": (name, value) => `Config(url=open, ${name}=${value}, insecure=true)`,
  "properties of Java": (name, value) => `a.b=open\nspring.datasource.${name}=${value}\nc.d=open`,
  logfmt: (name, value) => `level=info msg=login user=open ${name}=${value} rc=0`,
  "a text in logfmt": (name, value) => `level=info msg="${name}=${value}" rc=0`,
  XML: (name, value) => `<login><user>open</user><${name}>${value}</${name}></login>`,
  YAML: (name, value) => `login:\n  user: open\n  ${name}: ${value}\n  port: 1`,
  "YAML with marks": (name, value) => `- ${name}: "${value}"\n  port: 1`,
  TOML: (name, value) => `user = "open"\n${name} = "${value}"\nport = 1`,
};

/** Names of passwords, and values under them. Any value counts but prose. */
const PASSWORDS = ["password", "Password", "dbPassword", "pwd", "passphrase", "mutual_password2"];
const VALUES = ["hunter2", "Xk9-b3_Q", "a+b/c==", "12345678", "a;(b", "no!one", "$Ecret1"];

describe("a password under its name", () => {
  it.each(Object.entries(FORMS))("in %s", (_, print) => {
    for (const name of PASSWORDS) {
      for (const value of VALUES) {
        const log = print(name, value);
        expect(scrubText(log)).toBe(print(name, MARKER));
        expect(scrubText(print(name, MARKER))).toBe(print(name, MARKER));
      }
    }
  });

  it.each(["correct horse battery staple", "no one knows", "the red fox", "x marks it"])(
    "%s, with blanks",
    (phrase) => {
      for (const print of [
        FORMS["JSON"],
        FORMS["util.inspect"],
        FORMS["%+v of Go"],
        FORMS["YAML with marks"],
      ])
        expect(scrubText(print?.("Password", phrase) ?? "")).toBe(print?.("Password", MARKER));
    },
  );

  it.each(['a"b\\c', "it's", 'must"x1', "no\\way", '"ab'])("%s, with marks that are escaped", (password) => {
    for (const log of [
      JSON.stringify({ password }),
      JSON.stringify({ a: JSON.stringify({ password, b: 1 }) }),
    ])
      expect(scrubText(log)).toBe(log.replace(/(password\\*":\\*").*?(?=\\*"(?:,|\}))/, `$1${MARKER}`));
  });

  it("is found wherever a chunk ends", () => {
    const log = Object.values(FORMS)
      .map((print) => print("password", "hunter2"))
      .join("\n");
    const clean = scrubText(log);
    const cuts = fc.array(fc.nat(log.length), { maxLength: 4 });
    fc.assert(
      fc.property(cuts, (at) => {
        expect(scrubBytes(Buffer.from(log), at).toString()).toBe(clean);
      }),
      { numRuns: runs(100) },
    );
  });
});

describe("a value under another name that speaks of a secret", () => {
  const RANDOM = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

  it.each(["token", "secretKey", "client_secret", "apiToken"])("%s, if a machine has made it", (name) => {
    for (const print of [FORMS["JSON"], FORMS["%+v of Go"], FORMS["logfmt"]])
      expect(scrubText(print?.(name, RANDOM) ?? "")).toBe(print?.(name, MARKER));
  });

  it.each([
    '{"secretKey":"db-password","remoteRef":{"key":"prod/db","property":"password"}}',
    '{"token":"bootstrap","secret":"creds","key":"shop/web-7d4b9c6f5-x2x7z"}',
    '{"next_token":"CAUQAbcd12345678efgh","pageToken":"CAUQAbcd12345678efgh"}',
    '{"clientToken":"2b1f0e9c-1111-4a4a-8b8b-1234567890ab"}',
    '{"privateKey":"/etc/ssl/private/0a1b2c3d4e5f60718293.pem"}',
    '{"PaginationToken":"Ab1Cd2Ef3Gh4Ij5K","nextForwardToken":"f/36Ab1Cd2Ef3Gh4/s","IdempotencyToken":"Ab1Cd2Ef3Gh4"}',
    "windowGainedFocus: token=android.os.BinderProxy@7c3f98a client=android.view.Client$Stub$Proxy@63089cc",
    "V Skipping AppWindowToken{df0798e token=Token{78af589 ActivityRecord{3b04890 u0 com.example/.Main t7}}} -- hide",
  ])("%s stays", (log) => {
    expect(scrubText(log)).toBe(log);
  });
});

describe("a word in the midst of a line", () => {
  it.each([
    ["Using generated security password: ", "24da37fd-2c59-4de5-9946-8b353cc826bc", ""],
    ['level=info msg="initial admin password: ', "hT9kqZx2Lm", '" rc=0'],
    ['{"msg":"\\n\\nGenerated password: ', "hT9kqZx2Lm", '\\n\\nChange it"}'],
    ["created token: ", "0a1b2c3d4e5f60718293a4b5c6d7e8f9", ", ttl 24h"],
    ["{user: jane, password: ", "hunter2", "}"],
    ["auth-worker<1>: sql(jane,10.0.0.1): unknown user (given password: ", "hunter2", ")"],
    ["Credentials [password: ", "hunter2", ", realm: x]"],
    ["Username: jane, Password: ", "hunter2", ""],
    ["User { Name = jane, Password = ", "hunter2", " }"],
    ['{"values":"user: jane\\npassword: ', "hunter", '\\n  port: 1\\n"}'],
    ["user=jane, password: ", "hunter2", "\nport: 1"],
  ])("%s%s", (before, secret, after) => {
    expect(scrubText(before + secret + after)).toBe(before + MARKER + after);
    expect(scrubText(before + MARKER + after)).toBe(before + MARKER + after);
  });

  it.each([
    "login(user: String, password: String) (user: &str, password: &str, key: Uint8Array, pwd: Uint8Array)",
    "input LoginInput {user: String!, password: String!} {user: $u1, password: $p1}",
    "SyntaxError: unexpected token: Identifier2",
    "unknown user (SHA1 of given password: 21bd12)",
    "Access denied for user 'root'@'localhost' (using password: YES)",
    "failed to get password: http2: server closed",
    "invalid password: expected 8 characters\n  password:  13 bytes",
    "error syncing secret: default/creds-Ab12",
    "{errors: {username: taken, password: weak}} (user: missing, password: required)",
  ])("%s stays", (log) => {
    expect(scrubText(log)).toBe(log);
  });
});

describe("a string behind more than a separator, or none", () => {
  it.each([
    ['Config { user: Some("open"), password: Some("', "hunter2", '"), next: "open" }'],
    ['{"password": Some("', "hunter2", '")}'],
    ["Settings(user='open', password=SecretStr('", "hunter2", "'), next='open')"],
    ['{:user=>"open", :password=>"', "hunter2", '", :next=>"open"}'],
    ["LOG:  statement: ALTER ROLE jane WITH PASSWORD '", "hunter2", "' LOGIN;"],
    ["statement: create user jane encrypted password '", "hunter2", "'"],
  ])("%s%s%s", (before, secret, after) => {
    expect(scrubText(before + secret + after)).toBe(before + MARKER + after);
    expect(scrubText(before + MARKER + after)).toBe(before + MARKER + after);
  });

  it.each([
    "Settings(password=SecretStr('**********'), token=SecretStr('**********'))",
    "Config { password: Secret([REDACTED]), pwd: None }",
    "{:password=>nil, :password=>:unset, :type => :password}",
    "Parameter 'password' loaded, invalid password 'abcd' for user jane; alter user jane; password 'abcd'",
    '"module_args": {"password": "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"}',
  ])("%s stays", (log) => {
    expect(scrubText(log)).toBe(log);
  });
});

describe("a plan of Terraform", () => {
  it("shows neither the old nor the new password", () => {
    const plan = (before: string, after: string): string =>
      `  ~ password = "${before}" -> "${after}"\n  ~ "password" = "${before}" -> "${after}"\n  - "password" = "${before}" -> null`;
    expect(scrubText(plan("hunter2", "hunter3"))).toBe(plan(MARKER, MARKER));
    expect(scrubText(plan(MARKER, MARKER))).toBe(plan(MARKER, MARKER));
  });
});

describe("an object of Java that shows a secret", () => {
  it("is no reason to keep it", () => {
    const log = "Session{token=Token{value=0a1b2c3d4e5f60718293a4b5c6d7e8f9 ttl=1}}";
    expect(scrubText(log)).toBe(`Session{token=${MARKER} ttl=1}}`);
  });
});

describe("a name of a password without one", () => {
  it.each([
    '{"password":"","passwd":null,"passphrase":false,"required":["password","username"],"type":"password"}',
    '{"password":"<redacted>"} {"password":"[REDACTED]"} {"password":"********"} {"password":"(hidden)"}',
    '{"errors":{"password":"must be longer","pwd":"required"},"rules":{"password":{"min":8}}}',
    '{"password":"Password","passwordFile":"/run/pw","password_expires":"never"}',
    "  password: $DB_PASSWORD\n  password: '{{ .Values.password }}'",
    "<password></password><password/><token>0a1b</token> user -> password -> hash",
    "Enter password: \n[sudo] password for jane: ",
    "Bad password: it is too short, or the password = yours",
    "config: pwd=null user: jane",
    "PWD=/home/jane OLDPWD=/root pwd=/var/lib/kubelet",
    "invalid password: expected one, got none",
    '{"password":"[SENSITIVE]"} {"password":"__REDACTED__"} {"password":"\u2022\u2022\u2022\u2022\u2022"} {"password":"######"}',
    "password=[C@1b2c3d4e, password: com.example.config.Masked@5f6e7d8c\npassword=[PROTECTED]",
    '{"password":["This field is required."]} {"password":"Password must be at least 8 characters"}',
    "Usage: login <user> <password> [options]\npassword: %{password}",
    "Jan 02 03:04:05 h passwd[26]: pam_unix(passwd:chauthtok): password changed for jane",
    'password: incorrect\n{"password":"too short"}\nPassword:changed',
  ])("%s stays", (log) => {
    expect(scrubText(log)).toBe(log);
  });
});
