// For users: options with which Sentry sends no secrets.

export type { LogSanitizer } from "../logging/logged-messages.js";
export { type SanitizeSentryOptions, sanitizeSentryOptions } from "./sanitize-sentry-options.js";
