import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Address } from "../../../src/model/index.js";

/** One address in front of replicas. */
export interface Balancer {
  readonly address: string;
  /** New connections go there from now on. */
  route(to: Address): void;
  /** Ends all connections. */
  cut(): void;
  close(): Promise<void>;
}

/** Listens on loopback; whoever comes before route() is called is turned away. */
export async function startBalancer(): Promise<Balancer> {
  const open = new Set<Socket>();
  let target: Address | undefined;
  const server = createServer((client) => {
    if (target === undefined) {
      client.destroy();
      return;
    }
    const replica = connect(target.port, target.host);
    for (const [socket, other] of [
      [client, replica],
      [replica, client],
    ] as const) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    route: (to) => {
      target = to;
    },
    cut,
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
