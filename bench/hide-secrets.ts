import { STRIPPED } from "protosanitizer";
import { SERVICE_ACCOUNT_TOKENS_KEY } from "protosanitizer/csi";

interface WithVolumeContext {
  readonly volumeContext?: Record<string, string>;
}

/** Where the messages of the corpus hold secrets: in JSON as in objects of @bufbuild/protobuf. */
interface KnownPlaces extends WithVolumeContext {
  readonly secrets?: Record<string, string>;
  readonly volume?: WithVolumeContext;
  readonly confirmed?: WithVolumeContext;
  readonly entries?: readonly { readonly volume?: WithVolumeContext }[];
}

/** What people write by hand: overwrites the secrets in a copy of a message, wherever its author knew of one. */
export function hideSecrets<T extends object>(copy: T): T {
  // Every property is optional, and a CSI message that has one of the names has it with this type.
  const known = copy as KnownPlaces;
  const { secrets, volume, confirmed, entries } = known;
  if (secrets !== undefined) for (const key of Object.keys(secrets)) secrets[key] = STRIPPED;
  hideTokens(known);
  hideTokens(volume);
  hideTokens(confirmed);
  if (entries !== undefined) for (const entry of entries) hideTokens(entry.volume);
  return copy;
}

function hideTokens(holder: WithVolumeContext | undefined): void {
  const context = holder?.volumeContext;
  if (context !== undefined && SERVICE_ACCOUNT_TOKENS_KEY in context)
    context[SERVICE_ACCOUNT_TOKENS_KEY] = STRIPPED;
}
