import { createServer, type Socket } from "node:net";
import type { TestContext } from "node:test";
import ssh2, { type ParsedKey } from "ssh2";
import type { KeyPair } from "./ssh-server.js";

/** An SSH agent on a socket at `path`, which it returns; it signs with the keys that it is given. */
export async function startAgent(t: TestContext, path: string, pairs: readonly KeyPair[]): Promise<string> {
  const keys = pairs.map((pair) => parsed(pair.private));
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    const agent = new ssh2.AgentProtocol(false);
    agent.on("identities", (request) => agent.getIdentitiesReply(request, keys));
    agent.on("sign", (request, publicKey, data, options) => {
      const key = keys.find((candidate) => candidate.getPublicSSH().equals((publicKey as ParsedKey).getPublicSSH()));
      if (key === undefined) agent.failureReply(request);
      else agent.signReply(request, key.sign(data, options.hash));
    });
    socket.pipe(agent as unknown as NodeJS.ReadWriteStream).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return path;
}

function parsed(privateKey: string): ParsedKey {
  const key: unknown = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return (Array.isArray(key) ? key[0] : key) as ParsedKey;
}
