// What stands at the side of each page. A test compares it with the pages that there are.

/** @param {string} text @param {string} link */
const page = (text, link) => ({ text, link });

/** @type {import("vitepress").DefaultTheme.SidebarItem[]} */
export const sidebar = [
  {
    text: "Start",
    items: [
      page("Your own types", "/own-types"),
      page("CSI drivers", "/csi"),
      page("Is it working?", "/is-it-working"),
      page("Questions", "/faq"),
    ],
  },
  {
    text: "What you want",
    items: [
      page("I annotate fields", "/i-annotate"),
      page("I log personal data", "/i-log-personal-data"),
      page("I must correlate", "/i-must-correlate"),
      page("I want default deny", "/default-deny"),
    ],
  },
  {
    text: "Say what is secret",
    items: [
      page("Policies", "/policy"),
      page("Options and dialects", "/options"),
      page("Policy files", "/policy-files"),
      page("Classes and audiences", "/classes"),
    ],
  },
  {
    text: "Messages",
    items: [
      page("Whatever you have", "/representations/"),
      page("protobuf-es", "/representations/protobuf-es"),
      page("protobufjs", "/representations/protobufjs"),
      page("proto-loader objects", "/representations/proto-loader"),
      page("ts-proto and protobuf-ts", "/representations/ts-proto"),
      page("google-protobuf", "/representations/google-protobuf"),
      page("Wire bytes", "/representations/wire-bytes"),
      page("What is printed", "/printed"),
      page("Copies", "/copies"),
    ],
  },
  {
    text: "Loggers",
    items: [
      page("All loggers", "/loggers/"),
      page("pino", "/loggers/pino"),
      page("winston", "/loggers/winston"),
      page("console", "/loggers/console"),
      page("OpenTelemetry", "/loggers/opentelemetry"),
      page("Sentry", "/loggers/sentry"),
      page("Secrets in free text", "/free-text"),
      page("Leak radar", "/radar"),
    ],
  },
  {
    text: "Frameworks",
    items: [
      page("Interceptors", "/frameworks/"),
      page("grpc-js", "/frameworks/grpc-js"),
      page("nice-grpc", "/frameworks/nice-grpc"),
      page("NestJS", "/frameworks/nestjs"),
      page("Connect", "/frameworks/connect"),
      page("Fastify", "/frameworks/fastify"),
      page("Express", "/frameworks/express"),
      page("Next.js", "/frameworks/nextjs"),
      page("Google API clients", "/frameworks/google-gax"),
      page("etcd3", "/frameworks/etcd3"),
    ],
  },
  {
    text: "Migrate",
    items: [
      page("From toJsonString", "/migrate/to-json-string"),
      page("From pino's redact paths", "/migrate/pino-paths"),
      page("From Go's protosanitizer", "/migrate/go-protosanitizer"),
      page("To serviceAccountTokenInSecrets", "/service-account-tokens"),
    ],
  },
  {
    text: "Tools",
    items: [
      page("Command line", "/command-line"),
      page("Exit codes", "/exit-codes"),
      page("Audits, locks, comparisons", "/audit"),
      page("Playground", "/playground"),
      page("Tests of your own code", "/testing"),
      page("Errors", "/errors"),
      page("Runtimes, bundlers, TypeScript", "/runtimes"),
      page("CommonJS", "/commonjs"),
      page("jest", "/jest"),
      page("Consoles of browsers", "/browser-console"),
    ],
  },
  {
    text: "Evidence",
    items: [
      page("For reviewers", "/review"),
      page("Security", "/security"),
      page("Benchmark", "/bench"),
      page("Changelog", "/changelog"),
      page("Tests", "/tests"),
    ],
  },
  {
    text: "A museum of real leaks",
    collapsed: true,
    items: [
      page("The museum", "/museum/"),
      page("Secrets Store, CVE-2023-2878", "/museum/cve-2023-2878"),
      page("Azure File, CVE-2024-3744", "/museum/cve-2024-3744"),
      page("Sync controller, CVE-2025-7445", "/museum/cve-2025-7445"),
      page("cert-manager csi-lib", "/museum/cert-manager-csi-lib-246"),
      page("protobuf: an unknown Any", "/museum/protobuf-30048"),
      page("Clutch: the response was redacted, too", "/museum/clutch-1544"),
      page("democratic-csi: CHAP passwords", "/museum/democratic-csi-515"),
      page("csi-driver-smb: Go's %v", "/museum/csi-driver-smb-7"),
      page("Cinder CSI: clouds.yaml", "/museum/cloud-provider-openstack-1469"),
      page("GCE PD: too slow to sanitize", "/museum/gcp-pd-1372"),
      page("SuperPlane: metadata of a call", "/museum/superplane-4776"),
      page("JuiceFS: a URL in an error", "/museum/juicefs-3002"),
    ],
  },
  {
    text: "The code",
    items: [
      page("Architecture", "/architecture"),
      page("Glossary", "/glossary"),
      page("Contributing", "/contributing"),
      page("Releasing", "/releasing"),
    ],
  },
];
