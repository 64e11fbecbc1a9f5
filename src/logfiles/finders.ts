import { COMMAND_FINDER } from "./command-finder.js";
import { CREDENTIAL_FINDER } from "./credential-finder.js";
import type { Finder } from "./finder.js";
import { GO_ENTRY_FINDER, GO_MAP_FINDER } from "./go-map-finder.js";
import { HEADER_FINDERS } from "./header-finder.js";
import { HEADER_ENDS } from "./header-names.js";
import { JWT_FINDER, withoutTokens } from "./jwt-value.js";
import { kubernetesSecretFinders } from "./kubernetes-secret.js";
import { MOUNT_USER_FINDER } from "./mount-user-finder.js";
import { csiNameFinders, keyFinder } from "./name-finder.js";
import { NAMED_SECRET_FINDER } from "./named-secret-finder.js";
import { OPTION_FINDER } from "./option-finder.js";
import { pairFinder } from "./pair-finder.js";
import { PEM_FINDER } from "./pem-finder.js";
import { SECRET_STEMS } from "./secret-names.js";
import { DSN_FINDER, URL_FINDER } from "./url-finder.js";

/** All finders, in the order in which they are asked, with one for each key that a user names. */
export function createFinders(keys: readonly string[]): readonly Finder[] {
  return [
    ...keys.map(keyFinder),
    ...csiNameFinders(),
    ...kubernetesSecretFinders(),
    GO_MAP_FINDER,
    withoutTokens(GO_ENTRY_FINDER),
    JWT_FINDER,
    PEM_FINDER,
    CREDENTIAL_FINDER,
    withoutTokens(URL_FINDER),
    withoutTokens(DSN_FINDER),
    withoutTokens(OPTION_FINDER),
    withoutTokens(pairFinder(SECRET_STEMS)),
    withoutTokens(NAMED_SECRET_FINDER),
    withoutTokens(pairFinder(HEADER_ENDS)),
    ...HEADER_FINDERS.map(withoutTokens),
    withoutTokens(COMMAND_FINDER),
    withoutTokens(MOUNT_USER_FINDER),
  ];
}
