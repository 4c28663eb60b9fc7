import { type Delivery, type Forge, jsonBody, noObject, notPush, type Reading, textAt, texts } from "./delivery.js";
import { isHexHmac } from "./signature.js";

/** https://docs.github.com/en/webhooks: the header X-Hub-Signature-256, the events ping and push. */
export const github: Forge = {
  isSigned: ({ headers, body }, secret) => isHexHmac(headers["x-hub-signature-256"], "sha256=", body, secret),
  read: (delivery) => {
    const event = delivery.headers["x-github-event"];
    if (event === "ping") return { type: "ping" };
    return event === "push" ? readPush(delivery) : notPush(event);
  },
};

/** The push that GitHub describes, and Gitea and Forgejo after it. */
export function readPush(delivery: Delivery): Reading {
  const push = jsonBody(delivery);
  if (push === undefined) return noObject;
  const ref = textAt(push, "ref");
  if (ref === undefined) return { type: "malformed", reason: "the body names no ref" };
  const urls = ["clone_url", "ssh_url", "git_url", "html_url"].map((key) => textAt(push, "repository", key));
  if (texts(urls).length === 0) return { type: "malformed", reason: "the body names no repository" };
  const defaultBranch = textAt(push, "repository", "default_branch") ?? null;
  return { type: "push", repositories: texts(urls), refs: [ref], defaultBranch };
}
