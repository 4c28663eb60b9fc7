import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Address, Status, WebhookReceiver } from "../model/index.js";
import { listenError } from "../util/listen-error.js";
import { redactUrls } from "../util/redact.js";
import { refuse } from "./auth.js";
import { endpoints, indexText } from "./endpoints.js";
import type { Exposition } from "./metrics/index.js";
import { addWebhooks } from "./webhooks.js";

/** What the admin server shows and passes on. */
export interface AdminOptions {
  readonly listen: Address;
  readonly ready: () => { readonly ok: true } | { readonly ok: false; readonly reason: string };
  readonly status: () => Promise<Status>;
  readonly metrics: () => Promise<Exposition>;
  /** Looks at every source now; returns at once. */
  readonly refresh: () => void;
  /** What POST requests under /api must carry; null refuses them all. */
  readonly token: string | null;
  readonly webhooks: WebhookReceiver;
}

/** A running admin server. */
export interface AdminServer {
  /** As bound: with the port that the kernel chose where 0 was asked for. */
  readonly address: Address;
  /** Answers no more; requests under way are cut off. */
  close(): Promise<void>;
}

const maxBodyBytes = 64 * 1024;
const maxConnections = 256;

/** Times in ms. The pipeline's thread can be busy with one large file while it is asked for the status. */
const headersMs = 10_000;
const requestMs = 20_000;
const handlerMs = 15_000;

/**
 * Serves health, metrics, status, refresh and webhooks. Errors are JSON: `{"message", "remedy"}`. Throws UsageError where the address cannot
 * be listened on.
 */
export async function startAdminServer(options: AdminOptions): Promise<AdminServer> {
  const app = fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: requestMs,
    handlerTimeout: handlerMs,
    keepAliveTimeout: 5_000,
    forceCloseConnections: true,
    // What never reaches a hook, such as an address that cannot be decoded.
    frameworkErrors: (error, request, reply) => sendError(error, request, reply.headers(headers)),
    http: { headersTimeout: headersMs, connectionsCheckingInterval: 1_000, maxHeaderSize: 16 * 1024 },
  });
  app.server.maxConnections = maxConnections;
  addHeaders(app);
  addAuthorization(app, options.token);
  addErrors(app);
  addRoutes(app, options);
  addWebhooks(app, options.webhooks);
  const { host, port } = options.listen;
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw listenError(error, options.listen, "--admin");
  }
  const bound = app.server.address();
  return {
    address: { host, port: typeof bound === "object" && bound !== null ? bound.port : port },
    close: () => app.close(),
  };
}

const headers = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

function addHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (_request, reply) => {
    reply.headers(headers);
  });
}

/**
 * One gate for whatever changes something. It goes by the route that was found: an address such as `/%61pi/v1/refresh`
 * leads there, too.
 */
function addAuthorization(app: FastifyInstance, token: string | null): void {
  app.addHook("onRequest", async (request, reply) => {
    const path = request.routeOptions.url ?? request.url;
    if (["GET", "HEAD", "OPTIONS"].includes(request.method) || !path.startsWith("/api/")) return;
    const refusal = refuse(request.headers.authorization, token);
    if (refusal === undefined) return;
    if (refusal.status === 401) reply.header("www-authenticate", 'Bearer realm="gitxds"');
    return reply.code(refusal.status).send({ message: refusal.message, remedy: refusal.remedy });
  });
}

function addErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.replace(/\?.*$/, "").slice(0, 200);
    return reply.code(404).send({
      message: `there is no ${request.method} ${path}`,
      remedy: "use one of the endpoints",
      endpoints: endpoints.map(({ method, path }) => `${method} ${path}`),
    });
  });
  app.setErrorHandler(sendError);
}

function sendError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500;
  const remedy = status < 500 ? "correct the request" : "try again; the log of gitxds may say more";
  return reply.code(status).send({ message: redactUrls(error.message), remedy });
}

function addRoutes(app: FastifyInstance, { ready, status, metrics, refresh }: AdminOptions): void {
  // Bodies are read, up to the limit, and not looked at, whatever their type.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, _body, done) => done(null, undefined));

  app.get("/", (_request, reply) => reply.type("text/plain; charset=utf-8").send(indexText()));
  app.get("/healthz", (_request, reply) => reply.type("text/plain; charset=utf-8").send("ok\n"));
  app.get("/readyz", (_request, reply) => {
    const state = ready();
    reply.type("text/plain; charset=utf-8").code(state.ok ? 200 : 503);
    return reply.send(state.ok ? "ready\n" : `not ready: ${redactUrls(state.reason)}\n`);
  });
  app.get("/metrics", async (_request, reply) => {
    const { contentType, text } = await metrics();
    return reply.type(contentType).send(text);
  });
  app.get("/api/v1/status", () => status());
  app.post("/api/v1/refresh", (_request, reply) => {
    refresh();
    return reply.code(202).send({ message: "looking at every repository now" });
  });
}
