import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { runBin } from "../../support/cli.js";
import { type GitServer, startGitServer } from "../../support/git/http-backend.js";
import { makeRepository, scratch, type TestRepository } from "../../support/git/repository.js";
import { type Service, startService } from "../../support/service.js";
import {
  bitbucketPush,
  genericPush,
  giteaPush,
  githubPush,
  gitlabToken,
  type SentWebhook,
} from "../../support/webhooks.js";
import { peerAuthentication } from "../../support/yaml.js";

const secret = "n0t-to-be-told";

interface Hooked {
  readonly repository: TestRepository;
  readonly server: GitServer;
  readonly service: Service;
  readonly secretFile: string;
  /** Makes a commit that has a resource of this name. */
  readonly commit: (name: string) => string;
  readonly send: (forge: string, sent: SentWebhook) => Promise<{ status: number; text: string }>;
}

/** A service that looks once an hour by itself, and has looked. */
async function hooked(t: TestContext): Promise<Hooked> {
  const folder = scratch();
  t.after(folder.remove);
  mkdirSync(join(folder.path, "shop"));
  const repository = makeRepository(join(folder.path, "shop/mesh.git"));
  const commit = (name: string) => repository.commit({ [`${name}.yaml`]: peerAuthentication(name) });
  const first = commit("first");
  const server = await startGitServer({ root: folder.path });
  t.after(() => server.close());
  const secretFile = join(folder.path, "secret");
  writeFileSync(secretFile, `${secret}\n`);
  const state = join(folder.path, "state");
  const args = [`${server.url}/shop/mesh.git`, "--ref", "main", "--state-dir", state, "--interval", "1h"];
  const service = await startService([...args, "--webhook-secret-file", secretFile]);
  t.after(() => service.stop());
  await service.until(({ sources }) => sources[0]?.commit === first && sources[0].nextPollAt !== null);
  const base = `http://${service.admin.host}:${service.admin.port}/webhooks`;
  const send = async (forge: string, { headers, body }: SentWebhook) => {
    const answer = await fetch(`${base}/${forge}`, { method: "POST", headers, body: new Uint8Array(body) });
    return { status: answer.status, text: await answer.text() };
  };
  return { repository, server, service, secretFile, commit, send };
}

test("a push that a forge tells of is live long before the next poll", async (t) => {
  const { service, commit, send } = await hooked(t);
  for (const [forge, sent] of [
    ["github", githubPush(secret)],
    ["gitlab", gitlabToken(secret)],
    ["gitea", giteaPush(secret, "forgejo")],
    ["bitbucket", bitbucketPush(secret)],
    ["generic", genericPush(secret)],
  ] as const) {
    const next = commit(forge);
    assert.equal((await send(forge, sent)).status, 202, forge);
    await service.until(({ sources }) => sources[0]?.commit === next);
    await service.line(({ msg, source, forge: from }) => /^webhook:/.test(msg) && source === "mesh" && from === forge);
  }
});

test("a hundred webhooks at once cost the remote two looks at most", async (t) => {
  const { server, service, commit, send } = await hooked(t);
  server.forget();
  const sent = githubPush(secret);
  const start = Date.now();
  const answers = await Promise.all(Array.from({ length: 100 }, () => send("github", sent)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([202]));
  // A machine that is busy may take seconds to send so many.
  const most = 2 + Math.floor((Date.now() - start) / 1_000);
  await service.until(({ sources }) => isFar(sources[0]?.nextPollAt));
  const { length } = server.requests;
  assert.ok(length >= 1 && length <= most, `${length} requests`);
  // What came in the meantime is not lost: the second look is for it.
  const next = commit("second");
  await send("github", sent);
  await service.until(({ sources }) => sources[0]?.commit === next);
});

/** Whether the next look is the hourly one. */
function isFar(at: string | null | undefined): boolean {
  return Date.parse(at ?? "") - Date.now() > 60_000;
}

test("what is not signed or not ours asks nothing of the remote, and is told of without the secret", async (t) => {
  const { server, service, secretFile, send } = await hooked(t);
  server.forget();
  assert.equal((await send("github", githubPush("guess"))).status, 401);
  assert.equal((await send("gitlab", githubPush(secret))).status, 401);
  assert.equal((await send("github", githubPush(secret, "refs/heads/dev"))).status, 200);
  assert.equal((await send("generic", genericPush(secret, '{"repository":"shop/other"}'))).status, 200);
  assert.equal((await send("azure", githubPush(secret))).status, 404);
  const line = await service.line(({ msg }) => /^webhook refused/.test(msg));
  assert.equal(line.code, "GX072");
  writeFileSync(secretFile, "r0tated\n");
  assert.equal((await send("github", githubPush(secret))).status, 401);
  assert.equal((await send("github", githubPush("r0tated", "refs/heads/dev"))).status, 200);
  assert.deepEqual(server.requests, []);
  assert.equal(service.log.filter(({ msg }) => /^webhook refused/.test(msg)).length, 1);
  assert.doesNotMatch(JSON.stringify([service.log, await service.status()]), /n0t-to-be-told|r0tated|guess/);
});

test("gitxds.yaml names the secret of each source; one that cannot be read ends the start", async (t) => {
  const folder = scratch();
  t.after(folder.remove);
  makeRepository(join(folder.path, "mesh")).commit({ "a.yaml": peerAuthentication("a") });
  const config = join(folder.path, "gitxds.yaml");
  writeFileSync(config, "sources:\n  - url: mesh\n    webhook:\n      secretFile: secret\nstateDir: state\n");
  const ports = ["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
  const { exitCode, stderr } = await runBin(["serve", "--config", config, ...ports], { cwd: folder.path });
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /webhook secret: .*\/secret does not exist\n +write the secret, and nothing else, into the file/,
  );
  writeFileSync(join(folder.path, "secret"), secret);
  const service = await startService(["--config", config]);
  t.after(() => service.stop());
  const url = `http://${service.admin.host}:${service.admin.port}/webhooks/generic`;
  const { headers } = genericPush(secret);
  assert.equal((await fetch(url, { method: "POST", headers })).status, 202);
});

test("without a secret webhooks are 403, signed or not", async (t) => {
  const folder = scratch();
  t.after(folder.remove);
  const repository = makeRepository(join(folder.path, "mesh"));
  repository.commit({ "a.yaml": peerAuthentication("a") });
  const service = await startService([repository.path, "--state-dir", join(folder.path, "state")]);
  t.after(() => service.stop());
  const url = `http://${service.admin.host}:${service.admin.port}/webhooks/github`;
  for (const headers of [githubPush("").headers, {}] as Record<string, string>[]) {
    const answer = await fetch(url, { method: "POST", headers });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /--webhook-secret-file FILE/);
  }
});
