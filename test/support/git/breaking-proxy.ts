import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP proxy on loopback, between clients and a port, that can be told to break. */
export interface BreakingProxy {
  readonly port: number;
  /** Of clients, that are open. */
  connections(): number;
  dropConnections(): void;
  /** Refuses connections until the returned function is called. */
  shut(): Promise<() => Promise<void>>;
  /** Cuts each connection inside the answer that holds the word, until the returned function is called. */
  cutAfter(word: string, how: "reset" | "end"): () => void;
  close(): void;
}

export async function startBreakingProxy(target: number): Promise<BreakingProxy> {
  const clients = new Set<Socket>();
  let cut: { readonly word: string; readonly how: "reset" | "end" } | undefined;
  const server = createServer((client) => {
    clients.add(client);
    const upstream = connect(target, "127.0.0.1");
    client.on("close", () => {
      clients.delete(client);
      upstream.destroy();
    });
    upstream.on("close", () => client.end());
    for (const socket of [client, upstream]) socket.on("error", () => {});
    client.pipe(upstream);
    upstream.on("data", (bytes) => {
      const at = cut === undefined ? -1 : bytes.indexOf(cut.word);
      if (cut === undefined || at < 0) client.write(bytes);
      else if (cut.how === "reset") client.write(bytes.subarray(0, at + 8), () => client.resetAndDestroy());
      else client.end(bytes.subarray(0, at + 8));
    });
  });
  const dropConnections = () => {
    for (const client of clients) client.destroy();
  };
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connections: () => clients.size,
    dropConnections,
    async shut() {
      dropConnections();
      server.close();
      await once(server, "close");
      return () => listen(port);
    },
    cutAfter(word, how) {
      cut = { word, how };
      return () => {
        cut = undefined;
      };
    },
    close() {
      dropConnections();
      server.close();
    },
  };
}
