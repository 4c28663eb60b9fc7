import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket, TlsOptions } from "node:tls";

/** One request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly protocol: string | undefined;
  /** Common name of the client certificate. */
  readonly certificate: string | undefined;
}

/** Answers in place of Git; true where it has. */
export type Intercept = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface GitServer {
  /** `http://127.0.0.1:PORT`, or `https:`; a repository is below it by its folder name. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  forget(): void;
  intercept(answer: Intercept | undefined): void;
  close(): Promise<void>;
}

export interface GitServerOptions {
  /** The folder that holds the repositories. */
  readonly root: string;
  /** `user:password` that basic authentication must bring. */
  readonly credential?: string;
  /** Answer as a server does that knows protocol 0 alone. */
  readonly protocol0?: boolean;
  /** Speak HTTPS. */
  readonly tls?: TlsOptions;
}

/** Serves repositories with git's own http-backend, on loopback. */
export async function startGitServer(options: GitServerOptions): Promise<GitServer> {
  const requests: SeenRequest[] = [];
  let intercept: Intercept | undefined;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    requests.push({
      method: request.method ?? "",
      path: request.url ?? "",
      authorization: request.headers.authorization,
      protocol: request.headers["git-protocol"]?.toString(),
      certificate: commonName(request.socket),
    });
    if (intercept?.(request, response)) return;
    const expected = options.credential && `Basic ${Buffer.from(options.credential).toString("base64")}`;
    if (expected !== undefined && request.headers.authorization !== expected) {
      response.writeHead(401, { "www-authenticate": "Basic" }).end("no");
      return;
    }
    runBackend(request, response, options);
  };
  const server = options.tls === undefined ? createServer(answer) : createTlsServer(options.tls, answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    forget: () => requests.splice(0),
    intercept: (instead) => {
      intercept = instead;
    },
    close: () => close(server),
  };
}

function commonName(socket: IncomingMessage["socket"]): string | undefined {
  const name = (socket as Partial<TLSSocket>).getPeerCertificate?.()?.subject?.CN;
  return Array.isArray(name) ? name[0] : name;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** CGI (RFC 3875): the request in the environment and on standard input, headers and body on standard output. */
function runBackend(request: IncomingMessage, response: ServerResponse, options: GitServerOptions): void {
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const backend = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "ignore"],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: options.root,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_PROJECT_ROOT: options.root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? "",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      CONTENT_LENGTH: request.headers["content-length"] ?? "",
      ...(options.protocol0 ? {} : { GIT_PROTOCOL: request.headers["git-protocol"]?.toString() ?? "" }),
    },
  });
  request.pipe(backend.stdin);
  backend.stdin.on("error", () => {});
  response.on("close", () => backend.kill());
  let head: Buffer | undefined = Buffer.alloc(0);
  backend.stdout.on("data", (chunk: Buffer) => {
    if (head === undefined) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    writeHead(response, head.toString("latin1", 0, end));
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  backend.on("close", () => response.end());
}

function writeHead(response: ServerResponse, text: string): void {
  const headers = text.split("\r\n").map((line) => line.split(/:\s*/, 2) as [string, string]);
  const status = headers.find(([name]) => name.toLowerCase() === "status")?.[1] ?? "200";
  response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers.filter(([name]) => name !== "Status")));
}
