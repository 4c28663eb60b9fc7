import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceDefaults } from "../../../src/config/index.js";
import { webhookReceiver } from "../../../src/forges/index.js";
import { type Event, type SourceConfig, UsageError } from "../../../src/model/index.js";
import {
  bitbucketPush,
  genericPush,
  giteaPush,
  githubPush,
  gitlabPush,
  gitlabToken,
  type SentWebhook,
} from "../../support/webhooks.js";
import { FakeClock } from "../../support/xds/fake-clock.js";

const url = "https://user:p4ssword@127.0.0.1/shop/mesh.git";

function source(name: string, more: Partial<SourceConfig> = {}): SourceConfig {
  return { ...sourceDefaults, name, url, ref: "main", webhook: { secretFile: `/secrets/${name}` }, ...more };
}

/** A receiver, what it was made of, and what it brought about. */
function receiver(sources: readonly SourceConfig[], secrets: Readonly<Record<string, string>>) {
  const events: Event[] = [];
  const refreshed: string[] = [];
  const clock = new FakeClock();
  const files = new Map(Object.entries(secrets));
  const { refuse, receive } = webhookReceiver({
    sources: () => sources,
    readSecret: (file) => {
      const secret = files.get(file);
      if (secret === undefined) throw new UsageError(`webhook secret: ${file} does not exist`, "write it");
      return secret;
    },
    refresh: (name) => refreshed.push(name),
    emit: (event) => events.push(event),
    clock,
  });
  const send = (forge: string, { headers, body }: SentWebhook) => receive(forge, headers, body);
  return { refuse, send, events, refreshed, clock, files };
}

const one = { "/secrets/mesh": "s3cret" };

for (const [forge, sent] of [
  ["github", githubPush("s3cret")],
  ["gitlab", gitlabToken("s3cret")],
  ["gitea", giteaPush("s3cret", "forgejo")],
  ["bitbucket", bitbucketPush("s3cret")],
  ["generic", genericPush("s3cret", '{"repository":"git@127.0.0.1:shop/mesh","ref":"refs/heads/main"}')],
] as const) {
  test(`a push that ${forge} tells of has the source looked at, once for each time it is told`, () => {
    const { refuse, send, events, refreshed } = receiver([source("mesh")], one);
    assert.equal(refuse(forge), undefined);
    const answer = { status: 202, message: "looking at the remote of mesh now" };
    assert.deepEqual([send(forge, sent), send(forge, sent)], [answer, answer]);
    assert.deepEqual(refreshed, ["mesh", "mesh"]);
    const accepted = { type: "webhook-accepted", source: "mesh", forge, ref: "refs/heads/main" };
    assert.deepEqual(events, [accepted, accepted]);
  });
}

test("a push of another repository or ref is answered with 200 and why, and nothing is looked at", () => {
  const { send, events, refreshed } = receiver([source("mesh")], one);
  assert.deepEqual(send("github", githubPush("s3cret", "refs/heads/dev")), {
    status: 200,
    message: "nothing to do: no source follows that ref",
  });
  assert.deepEqual(send("generic", genericPush("s3cret", '{"repository":"shop/other"}')), {
    status: 200,
    message: "nothing to do: no source with this secret follows that repository",
  });
  assert.deepEqual(send("github", githubPush("s3cret", "refs/heads/main", "star")), {
    status: 200,
    message: "nothing to do: the event is star, and only pushes are acted on",
  });
  assert.deepEqual([refreshed, events], [[], []]);
});

test("of a push of several refs the one that is followed is told", () => {
  const { send, events } = receiver([source("mesh", { ref: "v2" }), source("head", { ref: null })], {
    ...one,
    "/secrets/head": "s3cret",
  });
  assert.equal(send("bitbucket", bitbucketPush("s3cret")).status, 202);
  assert.deepEqual(
    events.map((event) => event.type === "webhook-accepted" && [event.source, event.ref]),
    [
      ["mesh", "refs/tags/v2"],
      ["head", "refs/heads/main"],
    ],
  );
});

test("a ping with the right secret is 200", () => {
  const { send, refreshed } = receiver([source("mesh")], one);
  assert.equal(send("github", githubPush("s3cret", "refs/heads/main", "ping")).status, 200);
  assert.deepEqual(refreshed, []);
});

test("of several sources those are looked at whose secret, repository and ref it is", () => {
  const sources = [
    source("main"),
    source("tags", { ref: "v2" }),
    source("other", { url: "https://127.0.0.1/shop/other.git" }),
    source("shared", { webhook: { secretFile: "/secrets/main" } }),
    source("strange"),
    source("silent", { webhook: undefined } as unknown as Partial<SourceConfig>),
  ];
  const files = {
    "/secrets/main": "s3cret",
    "/secrets/tags": "s3cret",
    "/secrets/other": "s3cret",
    "/secrets/strange": "x",
  };
  const { send, refreshed } = receiver(sources, files);
  assert.equal(send("gitlab", gitlabToken("s3cret")).message, "looking at the remote of main, shared now");
  assert.deepEqual(refreshed, ["main", "shared"]);
  send("gitlab", gitlabToken("s3cret", { ...gitlabPush, ref: "refs/tags/v2" }));
  assert.deepEqual(refreshed.slice(2), ["tags"]);
  send("generic", genericPush("s3cret"));
  assert.deepEqual(refreshed.slice(3), ["main", "tags", "other", "shared"]);
});

test("without a secret in the configuration every webhook is 403 and says how to set one", () => {
  const { webhook: _, ...plain } = source("mesh");
  const { refuse, send, events } = receiver([plain], {});
  const answer = refuse("github");
  assert.equal(answer?.status, 403);
  assert.match(answer?.remedy ?? "", /--webhook-secret-file FILE/);
  assert.equal(send("github", githubPush("")).status, 403);
  assert.deepEqual(
    events.map((event) => event.type === "webhooks-refused" && event.code),
    ["GX070"],
  );
});

test("a forge that does not exist is 404, with or without a secret", () => {
  for (const sources of [[source("mesh")], []]) {
    const { refuse, send } = receiver(sources, one);
    assert.equal(refuse("azure")?.status, 404);
    assert.deepEqual(send("azure", githubPush("s3cret")), refuse("azure"));
    assert.match(refuse("azure")?.remedy ?? "", /github, gitlab, gitea, bitbucket, generic/);
  }
});

test("wrong, missing and foreign signatures are one and the same 401", () => {
  const { send, refreshed } = receiver([source("mesh")], one);
  const push = githubPush("s3cret");
  const answers = [
    send("github", githubPush("guess")),
    send("github", { ...push, headers: { "x-github-event": "push" } }),
    send("github", { ...push, body: Buffer.from("x") }),
    send("gitlab", push),
    send("github", { headers: {}, body: Buffer.alloc(0) }),
  ];
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(answers[0]?.status, 401);
  assert.deepEqual(refreshed, []);
});

test("a signed body that is none of the forge's is 400", () => {
  const { send, events } = receiver([source("mesh")], one);
  assert.equal(send("generic", genericPush("s3cret", "pushed!")).status, 400);
  assert.deepEqual(
    events.map((event) => event.type === "webhooks-refused" && event.code),
    ["GX073"],
  );
});

test("a secret is read anew for every request, and one that is gone is named in the log alone", () => {
  const { send, events, files, refreshed } = receiver([source("mesh")], one);
  files.set("/secrets/mesh", "n3w");
  assert.equal(send("github", githubPush("s3cret")).status, 401);
  assert.equal(send("github", githubPush("n3w")).status, 202);
  files.clear();
  const answer = send("github", githubPush("n3w"));
  assert.equal(answer.status, 503);
  assert.doesNotMatch(JSON.stringify(answer), /secrets\/mesh/);
  assert.deepEqual(refreshed, ["mesh"]);
  assert.equal(events.length, 2);
});

test("one source's missing secret does not stop another's", () => {
  const { send, refreshed, events } = receiver([source("lost"), source("mesh")], one);
  assert.equal(send("github", githubPush("s3cret")).status, 202);
  assert.deepEqual(refreshed, ["mesh"]);
  const told = events.find((event) => event.type === "webhooks-refused");
  assert.deepEqual([told?.code, told?.reason], ["GX071", "webhook secret: /secrets/lost does not exist"]);
});

test("refusals are told of at once and then once a minute with their number, however many there are", () => {
  const { send, events, clock } = receiver([source("mesh")], one);
  const counts = () => events.map((event) => event.type === "webhooks-refused" && event.count);
  const refuse = (times: number) => {
    for (let time = 0; time < times; time += 1) send("github", githubPush("guess"));
  };
  refuse(1_000);
  assert.deepEqual(counts(), [1]);
  clock.advance(59_999);
  assert.deepEqual(counts(), [1]);
  clock.advance(1);
  assert.deepEqual(counts(), [1, 999]);
  refuse(3);
  assert.deepEqual(counts(), [1, 999]);
  clock.advance(60_000);
  clock.advance(60_000);
  assert.deepEqual(counts(), [1, 999, 3]);
  assert.equal(clock.pending, 0);
  refuse(2);
  assert.deepEqual(counts(), [1, 999, 3, 1]);
});

test("no answer and no event holds a secret, a URL's credentials or what was sent", () => {
  const { send, events, clock } = receiver([source("mesh"), source("lost")], one);
  const answers = [
    send("github", githubPush("s3cret")),
    send("github", githubPush("guess")),
    send("gitlab", gitlabToken("gu3ss")),
    send("generic", genericPush("s3cret", "b0dy")),
    send("generic", genericPush("s3cret", '{"repository":"https://me:p4ss@b0dy.example/x","ref":"b0dy"}')),
  ];
  clock.advance(60_000);
  assert.doesNotMatch(JSON.stringify([answers, events]), /s3cret|p4ss|gu3ss|guess|b0dy/);
});
