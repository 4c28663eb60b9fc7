import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { WebhookAnswer, WebhookReceiver } from "../model/index.js";

/** Forges send the list of commits along. */
const maxBodyBytes = 1024 * 1024;

/** Bodies are in memory before they are known to be signed, so only so much of them is read at a time. */
const maxBytesAtOnce = 16 * maxBodyBytes;

const busy: WebhookAnswer = {
  status: 503,
  message: "too many webhooks at once",
  remedy: "send it again; without it the push is seen at the next poll",
};

type WebhookRequest = FastifyRequest<{ Params: { readonly forge: string } }>;

/** Adds POST /webhooks/FORGE. Signatures are over the bytes that came, so bodies of every type stay as they are. */
export function addWebhooks(app: FastifyInstance, webhooks: WebhookReceiver): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    let underWay = 0;
    scope.addHook("onRequest", async (request, reply) => {
      const bytes = announcedBytes(request);
      const refusal = webhooks.refuse((request as WebhookRequest).params.forge);
      if (refusal !== undefined) return send(reply, refusal);
      if (underWay + bytes > maxBytesAtOnce) return send(reply, busy);
      underWay += bytes;
      reply.raw.once("close", () => {
        underWay -= bytes;
      });
    });
    scope.post("/webhooks/:forge", { bodyLimit: maxBodyBytes }, (request: WebhookRequest, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return send(reply, webhooks.receive(request.params.forge, headersOf(request), body));
    });
  });
}

/** What may come in at most: without a length, or beyond the limit, as much as is read before it is refused. */
function announcedBytes({ headers }: FastifyRequest): number {
  const length = headers["transfer-encoding"] === undefined ? Number(headers["content-length"] ?? 0) : maxBodyBytes;
  return Math.min(length, maxBodyBytes);
}

function send(reply: FastifyReply, { status, message, remedy }: WebhookAnswer): FastifyReply {
  if (status === 503) reply.header("retry-after", "1");
  return reply.code(status).send({ message, remedy });
}

/** Node joins headers that come twice, but for set-cookie, which no forge sends. */
function headersOf({ headers }: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? undefined : value]),
  );
}
