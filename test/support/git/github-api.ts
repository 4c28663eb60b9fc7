import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

/** A key pair as GitHub gives one to an App. */
export const appKey = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** The private key in PEM. */
export function pemOf(key: KeyObject, type: "pkcs1" | "pkcs8" = "pkcs1"): string {
  return key.export({ type, format: "pem" }).toString();
}

/** One request for a token. */
export interface MintRequest {
  readonly path: string;
  readonly claims: { readonly iat: number; readonly exp: number; readonly iss: string };
  /** Signed with the App's key. */
  readonly verified: boolean;
  readonly body: unknown;
}

/** What an App's API does in GitHub's stead, on loopback. */
export interface GitHubApi {
  readonly url: string;
  readonly mints: readonly MintRequest[];
  /** Tokens that were given out, in that order. */
  readonly tokens: readonly string[];
  /** Answers in its place; true where it has. */
  intercept(answer: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined): void;
}

/** Gives out `token-1`, `token-2` … that last an hour from `now`. */
export async function startGitHubApi(t: TestContext, now: () => Date): Promise<GitHubApi> {
  const mints: MintRequest[] = [];
  const tokens: string[] = [];
  let instead: Parameters<GitHubApi["intercept"]>[0];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    mints.push(mintRequest(request, body));
    if (instead?.(request, response)) return;
    tokens.push(`token-${tokens.length + 1}`);
    // GitHub gives whole seconds.
    const expires = `${new Date(now().getTime() + 3_600_000).toISOString().slice(0, 19)}Z`;
    response.writeHead(201, { "content-type": "application/json" });
    response.end(JSON.stringify({ token: tokens.at(-1), expires_at: expires, permissions: { contents: "read" } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3`;
  return {
    url,
    mints,
    tokens,
    intercept: (answer) => {
      instead = answer;
    },
  };
}

function mintRequest({ url, headers }: IncomingMessage, body: string): MintRequest {
  const [head = "", claims = "", signature = ""] = (headers.authorization ?? "").replace(/^Bearer /, "").split(".");
  const part = (encoded: string) => JSON.parse(Buffer.from(encoded, "base64url").toString() || "{}");
  const key = createPublicKey(appKey.publicKey.export({ type: "spki", format: "pem" }));
  const signed = verify("RSA-SHA256", Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url"));
  return {
    path: url ?? "",
    claims: part(claims),
    verified: signed && part(head).alg === "RS256",
    body: JSON.parse(body || "null"),
  };
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
