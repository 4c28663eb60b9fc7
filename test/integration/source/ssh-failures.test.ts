import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { ServerChannel } from "ssh2";
import { failure, headContents, notAborted } from "../../support/git/open.js";
import { startAgent } from "../../support/git/ssh-agent.js";
import { type Connect, hostKey, type SshRemote, sshRemote, userKeys } from "../../support/git/ssh-remote.js";
import { knownHostsLine, makeKey } from "../../support/git/ssh-server.js";

const stranger = makeKey("ed25519");
const fingerprint = /SHA256:[\w+/]{43}/;

async function lookFailure(remote: SshRemote, options?: Connect) {
  return failure((await remote.connect(options)).look(notAborted));
}

test("a host key that is unknown, changed or revoked is refused before anything is shown or run", async (t) => {
  const remote = await sshRemote(t);
  const { port, knownHosts } = remote.server;
  for (const [text, code, message, remedy] of [
    ["", "GX024", /is not known: it presents ssh-ed25519 SHA256:/, knownHosts.trim()],
    [knownHostsLine(port, stranger), "GX025", /the key was changed/, `known_hosts:1 by: ${knownHosts.trim()}`],
    [`${knownHosts}@revoked * ${hostKey.public}\n`, "GX026", /known_hosts:2 revokes/, "have the host's operators"],
  ] as const) {
    const error = await lookFailure(remote, { knownHosts: text });
    assert.deepEqual([error.code, error.retry], [code, "changed"]);
    assert.match(error.message, message);
    assert.match(error.message, fingerprint);
    assert.ok(error.remedy.includes(remedy), error.remedy);
  }
  assert.equal(remote.server.connections(), 0);
  assert.deepEqual(remote.server.commands, []);
});

test("the line that a refusal gives makes the host known, without a restart", async (t) => {
  const remote = await sshRemote(t);
  const sha = remote.repo.commit({ "a.yaml": "1" });
  const source = await remote.connect({ knownHosts: "# none yet\n" });
  const { remedy } = await failure(source.look(notAborted));
  remote.file("known_hosts", `${/add to \S+: (.*)$/.exec(remedy)?.[1]}\n`);
  assert.equal((await source.look(notAborted)).commit, sha);
});

test("known_hosts that is missing or cannot be read is named", async (t) => {
  const remote = await sshRemote(t);
  const missing = await lookFailure(remote, { auth: { knownHostsFiles: ["/nonexistent/a", "/nonexistent/b"] } });
  assert.equal(missing.code, "GX027");
  assert.match(missing.message, /there is no \/nonexistent\/a and no \/nonexistent\/b$/);
  const broken = await lookFailure(remote, { knownHosts: `${remote.server.knownHosts.slice(0, -9)}\n` });
  assert.equal(broken.code, "GX027");
  assert.match(broken.message, /known_hosts:1 cannot be read/);
});

test("keys that the server does not accept are listed with their fingerprints, the agent's too", async (t) => {
  const remote = await sshRemote(t, { authorized: [] });
  const agentSocket = await startAgent(t, join(remote.root, "agent"), [userKeys.ecdsa, userKeys.rsa]);
  const error = await lookFailure(remote, { auth: { agentSocket } });
  assert.deepEqual([error.code, error.retry], ["GX028", "changed"]);
  assert.match(
    error.message,
    /accepts no key of user git; offered: ssh-ed25519 SHA256:\S+ of \S+\/id, ecdsa-sha2-nistp256 /,
  );
  assert.match(error.message, /ssh-rsa SHA256:\S+ of the agent$/);
  const user = await lookFailure(remote, { url: remote.url.replace("git@", "ada@") });
  assert.match(user.message, /of user ada/);
});

test("a private key that cannot be used says why", async (t) => {
  const remote = await sshRemote(t);
  const locked = makeKey("ed25519", "open sesame").private;
  for (const [options, message] of [
    [{ auth: { privateKeyFile: "/nonexistent/id" } }, /the private key \/nonexistent\/id does not exist/],
    [{ auth: { privateKeyFile: remote.root } }, /the private key .* cannot be read \(EISDIR\)/],
    [{ auth: { passphraseFile: "/nonexistent/p" } }, /the passphrase \/nonexistent\/p does not exist/],
    [{ key: locked }, /the private key .* is encrypted$/],
    [{ key: locked, passphrase: "close sesame" }, /the passphrase in \S+ does not open the private key/],
    [{ key: userKeys.rsa.public }, /holds a public key/],
    [{ key: "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n" }, /of a form/],
    [{ key: "hello" }, /of a form/],
    [{ key: "" }, /of a form/],
    [{ auth: { privateKeyFile: null } }, /there is no key to show/],
    [
      { auth: { privateKeyFile: null, agentSocket: "/nonexistent/agent" } },
      /agent at \/nonexistent\/agent does not answer/,
    ],
  ] as const satisfies readonly (readonly [Connect, RegExp])[]) {
    const error = await lookFailure(remote, options);
    assert.equal(error.code, "GX029", error.message);
    assert.match(error.message, message);
    assert.doesNotMatch(error.message + error.remedy, /sesame/);
  }
  const agentSocket = await startAgent(t, join(remote.root, "agent"), []);
  assert.match((await lookFailure(remote, { auth: { privateKeyFile: null, agentSocket } })).message, /holds no key/);
});

/** Ends a run as a server does: words on standard error, exit code. */
function ending(words: string, code: number, answer = "") {
  return (channel: ServerChannel) => {
    channel.stderr.write(words);
    channel.write(answer);
    channel.exit(code);
    channel.end();
    return true;
  };
}

test("a repository that is missing is told from other endings, in the server's words", async (t) => {
  const remote = await sshRemote(t);
  const real = await lookFailure(remote, { url: remote.url.replace("mesh", "mash") });
  assert.deepEqual([real.code, real.retry], ["GX007", "changed"]);
  assert.match(real.message, /team\/mash is missing, or the key may not read it; the server says: fatal: /);
  for (const [words, exit, answer, code, retry, message] of [
    [
      "ERROR: Repository not found.\nfatal\u001b[31m!",
      1,
      "",
      "GX007",
      "changed",
      /says: ERROR: Repository not found\. fatal!$/,
    ],
    [
      "remote: ====\nremote: ERROR: The project could not be found.\n",
      1,
      "",
      "GX007",
      "changed",
      /says: ERROR: The project/,
    ],
    ["sh: git-upload-pack: command not found", 127, "", "GX009", "changed", /has no git-upload-pack/],
    ["out of memory", 128, "", "GX009", "later", /gives no answer \(exit 128\); the server says: out of memory$/],
    ["", 0, "", "GX009", "later", /gives no answer \(exit 0\)$/],
    ["", 1, "0021ERR access denied or no such", "GX009", "later", /answers: access denied or no such/],
    ["", 0, "Welcome!", "GX010", "changed", /runs something else than git-upload-pack/],
    ["", 0, "000eversion 2\n", "GX002", "later", /was cut off/],
    ["", 0, "000eversion 2\n0000", "GX009", "later", /gives no answer/],
  ] as const) {
    remote.server.answer(ending(words, exit, answer));
    const error = await lookFailure(remote);
    assert.deepEqual([error.code, error.retry], [code, retry], error.message);
    assert.match(error.message, message);
  }
});

test("a pack that ends in the middle is told as that, and the next try gets all", async (t) => {
  const remote = await sshRemote(t);
  remote.repo.commit({ "a.yaml": "1" });
  const source = await remote.connect();
  const found = await source.look(notAborted);
  const list = `${found.commit} HEAD\0multi_ack_detailed side-band-64k ofs-delta shallow\n`;
  for (const [answer, end, code, message] of [
    ["0008NAK\n0020\u0001PACK", () => remote.server.disconnect(), "GX002", /closed the connection/],
    [
      "0008NAK\n0009\u0001PACK",
      ending("fatal: out of memory", 128),
      "GX009",
      /exit 128\); the server says: fatal: out of/,
    ],
    ["0008NAK\n0020\u0001PACK", ending("fatal: out of memory", 128), "GX002", /was cut off/],
    ["0015ERR out of memory", ending("fatal: unable", 128), "GX009", /answers: out of memory$/],
    ["0008NAK\n0012\u0003out of memory", ending("", 128), "GX009", /answers: out of memory/],
  ] as const) {
    remote.server.answer((channel) => {
      channel.write(`${(list.length + 4).toString(16).padStart(4, "0")}${list}0000`);
      channel.once("data", () => {
        channel.write(answer);
        end(channel);
      });
      return true;
    });
    const error = await failure(source.fetch(found, notAborted, () => {}));
    assert.deepEqual([error.code, error.retry], [code, "later"], error.message);
    assert.match(error.message, message);
  }
  remote.server.answer(undefined);
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
});

/** A server that takes connections and does with them what the test wants. */
async function tcpServer(t: TestContext, onConnect: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnect(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test("a server that hangs is given up, wherever it does", async (t) => {
  const remote = await sshRemote(t);
  const silent = await tcpServer(t, () => {});
  const url = `ssh://git@127.0.0.1:${silent}/x`;
  const handshake = await failure(remote.impatient({ url }).look(notAborted));
  assert.equal(handshake.code, "GX003");
  assert.match(handshake.message, /did not finish the SSH handshake within 0.3 s/);
  remote.server.answer(() => true);
  const mute = await failure(remote.impatient().look(notAborted));
  assert.deepEqual([mute.code, mute.retry], ["GX003", "later"]);
  assert.match(mute.message, /sent nothing for 0.3 s/);
  remote.server.answer((channel) => {
    const timer = setInterval(() => channel.write("0009abcde"), 50);
    t.after(() => clearInterval(timer));
    return true;
  });
  const slow = await failure(remote.impatient().look(notAborted));
  assert.match(slow.message, /did not finish its answer within 3 s/);
});

test("a server that hangs up while keys are tried says so, or is a broken connection", async (t) => {
  const remote = await sshRemote(t);
  remote.server.authenticating((client) => {
    (client as unknown as { readonly _protocol: { disconnect(reason: number): void } })._protocol.disconnect(2);
  });
  const refused = await lookFailure(remote);
  assert.equal(refused.code, "GX028", refused.message);
  remote.server.authenticating(() => remote.server.disconnect());
  const broken = await lookFailure(remote);
  assert.deepEqual([broken.code, broken.retry], ["GX002", "later"], broken.message);
});

test("what is no SSH server, or none at all, is named", async (t) => {
  const remote = await sshRemote(t);
  const page = await tcpServer(t, (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const closed = await tcpServer(t, (socket) => socket.destroy());
  for (const [url, code, message] of [
    [`ssh://git@127.0.0.1:${page}/x`, "GX002", /the connection to .* failed/],
    [`ssh://git@127.0.0.1:${closed}/x`, "GX002", /the connection to .* failed/],
    ["ssh://git@127.0.0.1:1/x", "GX002", /was refused/],
    ["git@host.invalid:x", "GX001", /host host.invalid of git@host.invalid:x cannot be found/],
  ] as const) {
    const error = await lookFailure(remote, { url });
    assert.deepEqual([error.code, error.retry], [code, "later"], error.message);
    assert.match(error.message, message);
  }
});

test("an abort ends what is under way with its reason, and the source goes on", async (t) => {
  const remote = await sshRemote(t);
  const sha = remote.repo.commit({ "a.yaml": "1" });
  const source = await remote.connect();
  const abortOn = async (run: (signal: AbortSignal) => Promise<unknown>, started: (abort: () => void) => void) => {
    const controller = new AbortController();
    started(() => controller.abort(new Error("enough")));
    await assert.rejects(run(controller.signal), /^Error: enough$/);
  };
  await abortOn(
    (signal) => source.look(signal),
    (abort) => abort(),
  );
  await abortOn(
    (signal) => source.look(signal),
    (abort) => setImmediate(abort),
  );
  const hang = (abort: () => void) =>
    remote.server.answer(() => {
      setImmediate(abort);
      return true;
    });
  await abortOn((signal) => source.look(signal), hang);
  remote.server.answer(undefined);
  const found = await source.look(notAborted);
  assert.equal(found.commit, sha);
  await abortOn((signal) => source.fetch(found, signal, () => {}), hang);
  remote.server.answer(undefined);
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
});
