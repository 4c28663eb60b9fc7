import type { JsonObject, JsonValue } from "../model/index.js";
import {
  at,
  type Forge,
  jsonBody,
  listAt,
  noObject,
  notPush,
  type Push,
  type Reading,
  textAt,
  texts,
} from "./delivery.js";
import { isHexHmac } from "./signature.js";

/**
 * Bitbucket Cloud (https://support.atlassian.com/bitbucket-cloud/docs/event-payloads) and Data Center
 * (https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html), which differ in events and bodies.
 */
export const bitbucket: Forge = {
  isSigned: ({ headers, body }, secret) => isHexHmac(headers["x-hub-signature"], "sha256=", body, secret),
  read: (delivery) => {
    const event = delivery.headers["x-event-key"];
    if (event === "diagnostics:ping") return { type: "ping" };
    const read = event === undefined ? undefined : events.get(event);
    if (read === undefined) return notPush(event);
    const body = jsonBody(delivery);
    if (body === undefined) return noObject;
    return checked(read(body));
  },
};

const events: ReadonlyMap<string, (body: JsonObject) => Push> = new Map([
  ["repo:push", readCloud],
  ["repo:refs_changed", readServer],
  ["mirror:repo_synchronized", readServer],
]);

function checked(push: Push): Reading {
  if (push.repositories.length === 0) return { type: "malformed", reason: "the body names no repository" };
  if (push.refs?.length === 0) return { type: "malformed", reason: "the body names no ref" };
  return push;
}

function readCloud(body: JsonObject): Push {
  const repository = at(body, "repository");
  const refs = listAt(body, "push", "changes").map(
    (change) => cloudRef(at(change, "new")) ?? cloudRef(at(change, "old")),
  );
  return {
    type: "push",
    repositories: texts([textAt(repository, "links", "html", "href") ?? textAt(repository, "full_name")]),
    refs: texts(refs),
    defaultBranch: textAt(repository, "mainbranch", "name") ?? null,
  };
}

/** `new` is null for a ref that was deleted, `old` for one that was made. */
function cloudRef(ref: JsonValue | undefined): string | undefined {
  const name = textAt(ref, "name");
  if (name === undefined) return undefined;
  return `refs/${textAt(ref, "type") === "tag" ? "tags" : "heads"}/${name}`;
}

function readServer(body: JsonObject): Push {
  const repository = at(body, "repository");
  const clones = texts(listAt(repository, "links", "clone").map((link) => textAt(link, "href")));
  const refs = listAt(body, "changes").map((change) => textAt(change, "ref", "id") ?? textAt(change, "refId"));
  return {
    type: "push",
    repositories: clones.length > 0 ? clones : texts([projectAndSlug(repository)]),
    // A mirror stops counting at a limit.
    refs: at(body, "refLimitExceeded") === true ? null : texts(refs),
    defaultBranch: null,
  };
}

/** Older versions send no links. */
function projectAndSlug(repository: JsonValue | undefined): string | undefined {
  const key = textAt(repository, "project", "key");
  const slug = textAt(repository, "slug");
  return key === undefined || slug === undefined ? undefined : `${key}/${slug}`;
}
