import assert from "node:assert/strict";
import { test } from "node:test";
import { bitbucket } from "../../../src/forges/bitbucket.js";
import type { Forge } from "../../../src/forges/delivery.js";
import { generic } from "../../../src/forges/generic.js";
import { gitea } from "../../../src/forges/gitea.js";
import { github } from "../../../src/forges/github.js";
import { gitlab } from "../../../src/forges/gitlab.js";
import {
  bitbucketCloud,
  bitbucketPush,
  bitbucketServer,
  genericPush,
  giteaPush,
  githubForm,
  githubPush,
  gitlabPush,
  gitlabSigned,
  gitlabToken,
  gitlabUpdate,
  hexHmac,
  type SentWebhook,
  shop,
} from "../../support/webhooks.js";

const secret = "correct horse battery staple";
const token = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const main = "refs/heads/main";
const web = "https://127.0.0.1/shop/mesh";

interface Case {
  readonly name: string;
  readonly forge: Forge;
  readonly sent: SentWebhook;
  /** What the forge was given; `secret` where it is not said. */
  readonly given?: string;
  readonly repositories: readonly string[];
  readonly refs: readonly string[] | null;
  readonly defaultBranch: string | null;
}

const gitlabUrls = [shop.clone_url, shop.ssh_url, web];
const pushes: readonly Case[] = [
  {
    name: "GitHub's push",
    forge: github,
    sent: githubPush(secret),
    repositories: [shop.clone_url, shop.ssh_url, "git://127.0.0.1/shop/mesh.git", web],
    refs: [main],
    defaultBranch: "main",
  },
  {
    name: "GitHub's push as a form",
    forge: github,
    sent: githubForm(secret),
    repositories: [shop.clone_url, shop.ssh_url, "git://127.0.0.1/shop/mesh.git", web],
    refs: [main],
    defaultBranch: "main",
  },
  ...(["gitea", "forgejo"] as const).map((product) => ({
    name: `${product}'s push`,
    forge: gitea,
    sent: giteaPush(secret, product, "refs/tags/v2"),
    repositories: [shop.clone_url, shop.ssh_url, web],
    refs: ["refs/tags/v2"],
    defaultBranch: "main",
  })),
  {
    name: "GitLab's push with a secret token",
    forge: gitlab,
    sent: gitlabToken(secret),
    repositories: [...gitlabUrls, shop.clone_url, shop.ssh_url, shop.ssh_url],
    refs: [main],
    defaultBranch: "main",
  },
  {
    name: "GitLab's push with a signing token",
    forge: gitlab,
    sent: gitlabSigned(token),
    given: token,
    repositories: [...gitlabUrls, shop.clone_url, shop.ssh_url, shop.ssh_url],
    refs: [main],
    defaultBranch: "main",
  },
  {
    name: "GitLab's push of a tag, signed twice while the signing token changes",
    forge: gitlab,
    sent: gitlabSigned(token, { ...gitlabPush, object_kind: "tag_push", ref: "refs/tags/v2" }, "v1,AAAA v1"),
    given: token,
    repositories: [...gitlabUrls, shop.clone_url, shop.ssh_url, shop.ssh_url],
    refs: ["refs/tags/v2"],
    defaultBranch: "main",
  },
  {
    name: "GitLab's system hook",
    forge: gitlab,
    sent: gitlabToken(secret, gitlabUpdate),
    repositories: gitlabUrls,
    refs: ["refs/tags/v2", main],
    defaultBranch: "main",
  },
  {
    name: "Bitbucket Cloud's push",
    forge: bitbucket,
    sent: bitbucketPush(secret),
    repositories: [web],
    refs: [main, "refs/tags/v2", "refs/heads/wip"],
    defaultBranch: null,
  },
  {
    name: "Bitbucket Data Center's push",
    forge: bitbucket,
    sent: bitbucketPush(secret, bitbucketServer, "repo:refs_changed"),
    repositories: ["https://127.0.0.1/scm/shop/mesh.git", "ssh://git@127.0.0.1:7999/shop/mesh.git"],
    refs: [main],
    defaultBranch: null,
  },
  {
    name: "the push of a Bitbucket that sends no links",
    forge: bitbucket,
    sent: bitbucketPush(
      secret,
      { ...bitbucketServer, repository: { slug: "mesh", project: { key: "SHOP" } } },
      "repo:refs_changed",
    ),
    repositories: ["SHOP/mesh"],
    refs: [main],
    defaultBranch: null,
  },
  {
    name: "a Bitbucket mirror that has stopped counting refs",
    forge: bitbucket,
    sent: bitbucketPush(secret, { ...bitbucketServer, refLimitExceeded: true }, "mirror:repo_synchronized"),
    repositories: ["https://127.0.0.1/scm/shop/mesh.git", "ssh://git@127.0.0.1:7999/shop/mesh.git"],
    refs: null,
    defaultBranch: null,
  },
  {
    name: "a script's empty body",
    forge: generic,
    sent: genericPush(secret),
    repositories: [],
    refs: null,
    defaultBranch: null,
  },
  {
    name: "a script's short name of a ref",
    forge: generic,
    sent: genericPush(secret, '{"repository":"shop/mesh","ref":"main"}'),
    repositories: ["shop/mesh"],
    refs: [main, "refs/tags/main"],
    defaultBranch: null,
  },
  {
    name: "JSON that curl --data sends as a form",
    forge: generic,
    sent: asForm(genericPush(secret, '{"repository":"shop/mesh","ref":"refs/heads/main"}')),
    repositories: ["shop/mesh"],
    refs: [main],
    defaultBranch: null,
  },
  {
    name: "a script's full name of a ref, signed under GitHub's header",
    forge: generic,
    sent: renamed(genericPush(secret, '{"ref":"refs/tags/v2"}'), "x-signature-256", "x-hub-signature-256"),
    repositories: [],
    refs: ["refs/tags/v2"],
    defaultBranch: null,
  },
];

for (const { name, forge, sent, given = secret, ...push } of pushes) {
  test(`${name} is signed and says what was pushed where`, () => {
    assert.equal(forge.isSigned(sent, given), true);
    assert.deepEqual(forge.read(sent), { type: "push", ...push });
  });

  test(`${name} is refused with another secret, another body and without its signature`, () => {
    assert.equal(forge.isSigned(sent, `${given}x`), false);
    assert.equal(forge.isSigned({ ...sent, headers: {} }, given), false);
    for (const signature of ["", "sha256=", "v1,", given.slice(1), "0".repeat(64), `sha256=${"0".repeat(64)}`]) {
      assert.equal(forge.isSigned(withSignature(sent, signature), given), false, signature);
    }
    // A secret token says nothing of the body.
    if ("x-gitlab-token" in sent.headers) return;
    assert.equal(forge.isSigned({ ...sent, body: Buffer.concat([sent.body, Buffer.from(" ")]) }, given), false);
  });
}

test("each forge takes its own signature only", () => {
  const { body } = githubPush(secret);
  const hex = hexHmac(secret, body);
  assert.equal(github.isSigned({ body, headers: { "x-hub-signature-256": hex } }, secret), false);
  assert.equal(github.isSigned({ body, headers: { "x-hub-signature": `sha256=${hex}` } }, secret), false);
  assert.equal(gitea.isSigned({ body, headers: { "x-gitea-signature": `sha256=${hex}` } }, secret), false);
  assert.equal(bitbucket.isSigned({ body, headers: { "x-hub-signature": `sha1=${hex}` } }, secret), false);
  assert.equal(github.isSigned({ body, headers: { "x-hub-signature-256": `sha256=${hex}00` } }, secret), false);
});

test("a signing token that holds no key does not sign by an empty one", () => {
  for (const given of ["whsec_", "whsec_!", "whsec_AAAA"]) {
    assert.equal(gitlab.isSigned(gitlabSigned("whsec_"), given), false);
  }
});

for (const [name, forge, sent] of [
  ["GitHub", github, githubPush(secret, main, "ping")],
  ["Bitbucket Data Center", bitbucket, bitbucketPush(secret, { test: true }, "diagnostics:ping")],
] as const) {
  test(`a ping of ${name} is one`, () => assert.deepEqual(forge.read(sent), { type: "ping" }));
}

for (const [name, forge, sent, reason] of [
  ["GitHub", github, githubPush(secret, main, "star"), "the event is star, and only pushes are acted on"],
  ["GitHub", github, { ...githubPush(secret), headers: {} }, "the request does not say which event it is of"],
  ["GitLab", gitlab, gitlabToken(secret, { object_kind: "note" }), "the event is note, and only pushes are acted on"],
  [
    "Bitbucket",
    bitbucket,
    bitbucketPush(secret, bitbucketCloud, "x".repeat(500)),
    `the event is ${"x".repeat(100)}, and only pushes are acted on`,
  ],
] as const) {
  test(`${name}: ${reason.slice(0, 60)}`, () => assert.deepEqual(forge.read(sent), { type: "ignored", reason }));
}

for (const [what, body] of [
  ["no JSON", "pushed!"],
  ["a list", "[]"],
  ["null", "null"],
  ["cut off", '{"ref":'],
  ["nothing but brackets", "[".repeat(500_000)],
] as const) {
  test(`a body that is ${what} is malformed for every forge`, () => {
    for (const [forge, headers] of [
      [github, { "x-github-event": "push" }],
      [gitea, { "x-gitea-event": "push" }],
      [gitlab, {}],
      [bitbucket, { "x-event-key": "repo:push" }],
      [generic, {}],
    ] as const) {
      const reading = forge.read({ headers, body: Buffer.from(body) });
      assert.deepEqual(reading, { type: "malformed", reason: "the body is no JSON object" });
    }
  });
}

for (const [name, forge, sent, reason] of [
  ["GitHub without ref", github, signedless("x-github-event", "push", { repository: shop }), "the body names no ref"],
  [
    "GitHub with a repository that is a text",
    github,
    signedless("x-github-event", "push", { ref: main, repository: "shop/mesh" }),
    "the body names no repository",
  ],
  [
    "GitLab without project",
    gitlab,
    gitlabToken(secret, { object_kind: "push", ref: main }),
    "the body names no project",
  ],
  [
    "GitLab with a ref that is a number",
    gitlab,
    gitlabToken(secret, { ...gitlabPush, ref: 5, changes: {} }),
    "the body names no ref",
  ],
  [
    "Bitbucket without repository",
    bitbucket,
    bitbucketPush(secret, { ...bitbucketCloud, repository: null }),
    "the body names no repository",
  ],
  [
    "Bitbucket with changes of nothing",
    bitbucket,
    bitbucketPush(secret, { ...bitbucketCloud, push: { changes: [null, { new: null, old: null }] } }),
    "the body names no ref",
  ],
  [
    "a script with a repository that is an object",
    generic,
    genericPush(secret, '{"repository":{}}'),
    "repository is no text",
  ],
  ["a script with a ref that is a list", generic, genericPush(secret, '{"ref":[]}'), "ref is no text"],
] as const) {
  test(`${name} is malformed`, () => assert.deepEqual(forge.read(sent), { type: "malformed", reason }));
}

function asForm(sent: SentWebhook): SentWebhook {
  return { ...sent, headers: { ...sent.headers, "content-type": "application/x-www-form-urlencoded" } };
}

function renamed(sent: SentWebhook, from: string, to: string): SentWebhook {
  const { [from]: value = "", ...headers } = sent.headers;
  return { ...sent, headers: { ...headers, [to]: value } };
}

/** The request with another value in whatever header has its signature. */
function withSignature(sent: SentWebhook, signature: string): SentWebhook {
  const entries = Object.entries(sent.headers).map(([name, value]) =>
    /signature|token/.test(name) ? [name, signature] : [name, value],
  );
  return { ...sent, headers: Object.fromEntries(entries) };
}

function signedless(header: string, event: string, body: unknown): SentWebhook {
  return { headers: { [header]: event }, body: Buffer.from(JSON.stringify(body)) };
}
