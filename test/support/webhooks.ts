import { createHmac } from "node:crypto";

/** A request as a forge sends it. */
export interface SentWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The hex digits that most forges sign with. */
export function hexHmac(secret: string, body: Uint8Array): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}

/** The repository that the bodies below are of: on loopback, so that a test can have a server stand behind it. */
export const shop = {
  clone_url: "https://127.0.0.1/shop/mesh.git",
  ssh_url: "git@127.0.0.1:shop/mesh.git",
};

type Json = Readonly<Record<string, unknown>>;

/** A push to one ref as GitHub tells it. */
export function githubPush(secret: string, ref = "refs/heads/main", event = "push"): SentWebhook {
  const repository = {
    id: 71,
    name: "mesh",
    full_name: "shop/mesh",
    private: true,
    owner: { login: "shop", type: "Organization" },
    html_url: "https://127.0.0.1/shop/mesh",
    url: "https://127.0.0.1/shop/mesh",
    git_url: "git://127.0.0.1/shop/mesh.git",
    ...shop,
    default_branch: "main",
  };
  const body = json({
    ref,
    before: "1".repeat(40),
    after: "2".repeat(40),
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    repository,
    pusher: { name: "mira" },
    commits: [{ id: "2".repeat(40), message: "Route to v2", added: [], removed: [], modified: ["shop.yaml"] }],
  });
  const signature = `sha256=${hexHmac(secret, body)}`;
  return { headers: { "x-github-event": event, "x-hub-signature-256": signature, ...jsonType }, body };
}

/** The same as a form, which GitHub sends unless it is told otherwise. */
export function githubForm(secret: string): SentWebhook {
  const body = Buffer.from(new URLSearchParams({ payload: githubPush(secret).body.toString() }).toString());
  const headers = {
    "x-github-event": "push",
    "x-hub-signature-256": `sha256=${hexHmac(secret, body)}`,
    "content-type": "application/x-www-form-urlencoded",
  };
  return { headers, body };
}

/** A push as Gitea or Forgejo tells it; both send GitHub's headers, too. */
export function giteaPush(
  secret: string,
  product: "gitea" | "forgejo" = "gitea",
  ref = "refs/heads/main",
): SentWebhook {
  const body = json({
    ref,
    before: "1".repeat(40),
    after: "2".repeat(40),
    compare_url: "https://127.0.0.1/shop/mesh/compare/1...2",
    commits: [],
    total_commits: 1,
    repository: {
      id: 4,
      full_name: "shop/mesh",
      html_url: "https://127.0.0.1/shop/mesh",
      ...shop,
      default_branch: "main",
    },
    pusher: { id: 2, login: "mira" },
  });
  const signature = hexHmac(secret, body);
  const own = { [`x-${product}-event`]: "push", [`x-${product}-signature`]: signature };
  return { headers: { ...own, "x-gitea-event": "push", "x-gitea-signature": signature, ...jsonType }, body };
}

const gitlabProject = {
  id: 9,
  name: "mesh",
  web_url: "https://127.0.0.1/shop/mesh",
  git_ssh_url: shop.ssh_url,
  git_http_url: shop.clone_url,
  path_with_namespace: "shop/mesh",
  default_branch: "main",
};

/** What GitLab sends of a push. */
export const gitlabPush: Json = {
  object_kind: "push",
  event_name: "push",
  before: "1".repeat(40),
  after: "2".repeat(40),
  ref: "refs/heads/main",
  checkout_sha: "2".repeat(40),
  project_id: 9,
  project: gitlabProject,
  repository: { name: "mesh", url: shop.ssh_url, git_http_url: shop.clone_url, git_ssh_url: shop.ssh_url },
  commits: [],
  total_commits_count: 1,
};

/** What GitLab's system hook sends of a push of several refs. */
export const gitlabUpdate: Json = {
  event_name: "repository_update",
  project_id: 9,
  project: gitlabProject,
  changes: [
    { before: "0".repeat(40), after: "2".repeat(40), ref: "refs/tags/v2" },
    { before: "1".repeat(40), after: "2".repeat(40), ref: "refs/heads/main" },
  ],
  refs: ["refs/tags/v2", "refs/heads/main"],
};

/** With the secret token as it is. */
export function gitlabToken(secret: string, body: Json = gitlabPush): SentWebhook {
  return { headers: { "x-gitlab-event": "Push Hook", "x-gitlab-token": secret, ...jsonType }, body: json(body) };
}

/** With a signing token: `whsec_` and 32 bytes in base64. */
export function gitlabSigned(token: string, body: Json = gitlabPush, versions = "v1"): SentWebhook {
  const bytes = json(body);
  const key = Buffer.from(token.replace("whsec_", ""), "base64");
  const mac = createHmac("sha256", key).update("7c3e.1790000000.").update(bytes).digest("base64");
  const headers = {
    "x-gitlab-event": "Push Hook",
    "webhook-id": "7c3e",
    "webhook-timestamp": "1790000000",
    "webhook-signature": `${versions},${mac}`,
    ...jsonType,
  };
  return { headers, body: bytes };
}

/** A push as Bitbucket Cloud tells it: of a branch, a new tag and a branch that is gone. */
export const bitbucketCloud: Json = {
  actor: { type: "user", nickname: "mira" },
  repository: {
    type: "repository",
    name: "mesh",
    full_name: "shop/mesh",
    links: {
      self: { href: "https://api.example.com/2.0/shop/mesh" },
      html: { href: "https://127.0.0.1/shop/mesh" },
    },
  },
  push: {
    changes: [
      { forced: false, old: { type: "branch", name: "main" }, new: { type: "branch", name: "main", target: {} } },
      { created: true, old: null, new: { type: "tag", name: "v2", target: {} } },
      { closed: true, old: { type: "branch", name: "wip" }, new: null },
    ],
  },
};

/** A push as Bitbucket Data Center tells it. */
export const bitbucketServer: Json = {
  eventKey: "repo:refs_changed",
  date: "2026-05-04T10:20:30+0200",
  actor: { name: "mira", id: 3 },
  repository: {
    slug: "mesh",
    id: 84,
    name: "mesh",
    scmId: "git",
    project: { key: "SHOP", id: 84, name: "Shop" },
    links: {
      clone: [
        { href: "https://127.0.0.1/scm/shop/mesh.git", name: "http" },
        { href: "ssh://git@127.0.0.1:7999/shop/mesh.git", name: "ssh" },
      ],
      self: [{ href: "https://127.0.0.1/projects/SHOP/repos/mesh/browse" }],
    },
  },
  changes: [
    {
      ref: { id: "refs/heads/main", displayId: "main", type: "BRANCH" },
      refId: "refs/heads/main",
      fromHash: "1".repeat(40),
      toHash: "2".repeat(40),
      type: "UPDATE",
    },
  ],
};

/** Either of Bitbucket's, signed. */
export function bitbucketPush(secret: string, body: Json = bitbucketCloud, event = "repo:push"): SentWebhook {
  const bytes = json(body);
  const headers = { "x-event-key": event, "x-hub-signature": `sha256=${hexHmac(secret, bytes)}`, ...jsonType };
  return { headers, body: bytes };
}

/** What a script sends. */
export function genericPush(secret: string, text = ""): SentWebhook {
  const body = Buffer.from(text);
  return { headers: { "x-signature-256": `sha256=${hexHmac(secret, body)}` }, body };
}

const jsonType = { "content-type": "application/json" };

function json(value: Json): Buffer {
  return Buffer.from(JSON.stringify(value));
}
