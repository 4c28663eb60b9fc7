import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { TestContext } from "node:test";
import type { TlsOptions } from "node:tls";

/** One request as the proxy saw it: `CONNECT git.test:443`, or `GET http://git.test/…`. */
export interface ProxiedRequest {
  readonly line: string;
  readonly authorization: string | undefined;
  /** What was meant for the remote alone. */
  readonly remoteAuthorization: string | undefined;
}

export interface ProxyOptions {
  /** `user:password` that it asks for. */
  readonly credential?: string;
  /** Answer every request with this status. */
  readonly status?: number;
  readonly tls?: TlsOptions;
}

/** A proxy on loopback that knows no DNS: whatever host it is asked for is the server at `port`. */
export async function startProxy(t: TestContext, port: number, { credential, status, tls }: ProxyOptions = {}) {
  const seen: ProxiedRequest[] = [];
  const sockets = new Set<Duplex>();
  const expected = credential && `Basic ${Buffer.from(credential).toString("base64")}`;
  /** The status to refuse with. */
  const note = (request: IncomingMessage): number | undefined => {
    const authorization = request.headers["proxy-authorization"];
    const remoteAuthorization = request.headers.authorization;
    seen.push({ line: `${request.method} ${request.url}`, authorization, remoteAuthorization });
    return status ?? (expected !== undefined && authorization !== expected ? 407 : undefined);
  };
  const forward = (request: IncomingMessage, response: ServerResponse) => {
    const refused = note(request);
    if (refused !== undefined) {
      response.writeHead(refused).end("<html>");
      return;
    }
    const { pathname, search } = new URL(request.url ?? "");
    const { method, headers } = request;
    const onward = httpRequest({ host: "127.0.0.1", port, path: pathname + search, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  };
  const server = tls === undefined ? createServer(forward) : createTlsServer(tls, forward);
  server.on("connect", (request: IncomingMessage, client: Socket, head: Buffer) => {
    const refused = note(request);
    if (refused !== undefined) {
      client.end(`HTTP/1.1 ${refused} No\r\ncontent-length: 6\r\n\r\n<html>`);
      return;
    }
    const onward = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    for (const socket of [onward, client]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
