import type { JsonObject, WebhookConfig } from "../model/index.js";
import { parsePath } from "./path.js";
import { member, type Setting } from "./setting.js";

/** Reads how webhooks of a source are told from forged ones; the flag wins. undefined where neither says. */
export function readWebhook(
  webhook: Setting<JsonObject> | undefined,
  flag: Setting<string> | undefined,
): WebhookConfig | undefined {
  const secretFile = flag ?? (webhook === undefined ? undefined : member<string>(webhook, "secretFile"));
  return secretFile === undefined ? undefined : { secretFile: parsePath(secretFile) };
}
