import { timingSafeEqual } from "node:crypto";
import type { JsonObject } from "../model/index.js";
import {
  type Delivery,
  type Forge,
  jsonBody,
  listAt,
  noObject,
  notPush,
  type Reading,
  textAt,
  texts,
} from "./delivery.js";
import { hmac, isSameText } from "./signature.js";

/**
 * https://docs.gitlab.com/user/project/integrations/webhooks: the secret token comes as it is in X-Gitlab-Token; a signing
 * token signs by the Standard Webhooks specification. Either will do.
 */
export const gitlab: Forge = {
  isSigned: (delivery, secret) => {
    const hasToken = isSameText(delivery.headers["x-gitlab-token"] ?? "", secret);
    return isSignedByToken(delivery, secret) || hasToken;
  },
  read: (delivery) => {
    const body = jsonBody(delivery);
    if (body === undefined) return noObject;
    const event = textAt(body, "object_kind") ?? textAt(body, "event_name");
    // The third is a system hook's, for a push of any number of refs.
    return event === "push" || event === "tag_push" || event === "repository_update" ? readPush(body) : notPush(event);
  },
};

/** `v1,BASE64`, several with spaces between, over `ID.TIMESTAMP.BODY`. */
function isSignedByToken({ headers, body }: Delivery, secret: string): boolean {
  if (headers["webhook-signature"] === undefined) return false;
  // A signing token is whsec_ and its key in base64; what is too short to be one stands for itself.
  const encoded = /^whsec_(?<key>[A-Za-z0-9+/]{32,}={0,2})$/.exec(secret)?.groups?.key;
  const key = encoded === undefined ? secret : Buffer.from(encoded, "base64");
  const signed = `${headers["webhook-id"] ?? ""}.${headers["webhook-timestamp"] ?? ""}.`;
  const expected = hmac(key, signed, body);
  return headers["webhook-signature"].split(" ").some((signature) => {
    const given = signature.startsWith("v1,") ? Buffer.from(signature.slice("v1,".length), "base64") : undefined;
    return given?.length === expected.length && timingSafeEqual(given, expected);
  });
}

const urlKeys = ["git_http_url", "git_ssh_url", "web_url", "url", "homepage"];

function readPush(body: JsonObject): Reading {
  const urls = ["project", "repository"].flatMap((of) => urlKeys.map((key) => textAt(body, of, key)));
  if (texts(urls).length === 0) return { type: "malformed", reason: "the body names no project" };
  const changed = listAt(body, "changes").map((change) => textAt(change, "ref"));
  const refs = texts([textAt(body, "ref"), ...changed]);
  if (refs.length === 0) return { type: "malformed", reason: "the body names no ref" };
  const defaultBranch = textAt(body, "project", "default_branch") ?? null;
  return { type: "push", repositories: texts(urls), refs, defaultBranch };
}
