import { type Forge, notPush } from "./delivery.js";
import { readPush } from "./github.js";
import { isHexHmac } from "./signature.js";

/**
 * Gitea (https://docs.gitea.com/usage/webhooks) and Forgejo (https://forgejo.org/docs/latest/user/webhooks), which sends its
 * own headers beside Gitea's. A test delivery is a push of the default branch.
 */
export const gitea: Forge = {
  isSigned: ({ headers, body }, secret) =>
    isHexHmac(headers["x-forgejo-signature"] ?? headers["x-gitea-signature"], "", body, secret),
  read: (delivery) => {
    const event = delivery.headers["x-forgejo-event"] ?? delivery.headers["x-gitea-event"];
    return event === "push" ? readPush(delivery) : notPush(event);
  },
};
