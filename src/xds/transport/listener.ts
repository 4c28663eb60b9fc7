import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Address } from "../../model/index.js";
import { listenError } from "../../util/listen-error.js";

/** A bound port and its connections. */
export interface Listener {
  /** As bound: with the port that the kernel chose where 0 was asked for. */
  readonly address: Address;
  /** Says who takes connections from now on; one that comes before is closed. To be called at once. */
  onConnection(take: (socket: Socket) => void): void;
  /** Takes no more connections; resolves once every present one has ended. */
  close(): Promise<void>;
  /** Cuts every connection that is still there. */
  destroy(): void;
}

/** Connections that the kernel keeps until they are accepted, so that a burst is counted rather than lost; it has a cap of its own. */
const backlog = 4_096;

/**
 * Binds the port by ourselves rather than through grpc-js, whose errors carry no code, and so that connections can be
 * counted, judged and cut. Throws UsageError where the address cannot be had.
 */
export async function listen(address: Address): Promise<Listener> {
  const sockets = new Set<Socket>();
  let take = (socket: Socket): unknown => socket.destroy();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // A connection that breaks before HTTP/2 has taken it over must not end the process.
    socket.on("error", () => socket.destroy());
    take(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, address, "--listen")));
    server.listen({ host: address.host, port: address.port, backlog }, resolve);
  });
  server.removeAllListeners("error");
  // Too many open files, say: what is connected goes on, and the next connection is tried anew.
  server.on("error", () => {});
  const { address: host, port } = server.address() as AddressInfo;
  return {
    address: { host, port },
    onConnection(next) {
      take = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
