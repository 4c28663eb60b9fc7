import type { Socket } from "node:net";
import { createServer, type SecureContextOptions, type TLSSocket } from "node:tls";
import { servingFindings } from "../../findings/serving.js";
import type { ListenerTls } from "../../model/index.js";
import type { Certificate } from "./certificate.js";
import { allowedName, clientNames } from "./client-names.js";
import type { Refusal } from "./refusals.js";

/** Makes TLS connections of those that begin with a handshake. */
export interface TlsTerminator {
  /** Nothing may have been taken from the socket. */
  handshake(socket: Socket): void;
  /** For the handshakes that begin from now on. */
  use(certificate: Certificate): void;
}

/** What comes of a handshake. */
export interface TlsOutcomes {
  readonly onSecure: (socket: TLSSocket) => void;
  /** The connection is gone or about to be. */
  readonly onRefused: (socket: TLSSocket, refusal: Refusal) => void;
}

const protocol = "h2";

/** TLS 1.2 and 1.3 with HTTP/2, and certificates of clients where there is an authority for them. */
export function terminateTls(
  { clientCaFile, allowedSans }: ListenerTls,
  first: Certificate,
  { timeoutMs, onSecure, onRefused }: TlsOutcomes & { readonly timeoutMs: number },
): TlsTerminator {
  const asksClients = clientCaFile !== null;
  // It listens nowhere: connections are handed to it once it is known that they are TLS.
  const server = createServer({
    ...contextOptions(first),
    ALPNProtocols: [protocol],
    handshakeTimeout: timeoutMs,
    requestCert: asksClients,
    // Judged below, where the reason is still known.
    rejectUnauthorized: false,
  });
  server.on("tlsClientError", (error, socket) => onRefused(socket, failureOf(error, timeoutMs)));
  server.on("secureConnection", (socket) => {
    socket.on("error", () => socket.destroy());
    const refusal = asksClients ? judgeClient(socket, allowedSans) : undefined;
    if (refusal !== undefined) return onRefused(socket, refusal);
    if (socket.alpnProtocol !== protocol) return onRefused(socket, withoutHttp2);
    onSecure(socket);
  });
  return {
    handshake: (socket) => server.emit("connection", socket),
    use: (certificate) => server.setSecureContext(contextOptions(certificate)),
  };
}

function contextOptions({ pem: { cert, key, ca } }: Certificate): SecureContextOptions {
  return { cert, key, ...(ca === undefined ? {} : { ca }), minVersion: "TLSv1.2", maxVersion: "TLSv1.3" };
}

function judgeClient(socket: TLSSocket, allowedSans: readonly string[]): Refusal | undefined {
  const row = servingFindings.clientRefused;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return { row, reason: "the client shows no certificate, as istiod never does" };
  if (!socket.authorized) {
    return { row, reason: `the client's certificate is not good: ${String(socket.authorizationError)}` };
  }
  if (allowedSans.length === 0 || allowedName(clientNames(certificate.subjectAltName), allowedSans) !== undefined) {
    return undefined;
  }
  return { row, reason: "the client's certificate has none of the names in allowedSans" };
}

const withoutHttp2: Refusal = {
  row: servingFindings.handshakeFailed,
  reason: "the client does not ask for HTTP/2 (ALPN h2)",
  remedy: "connect with a gRPC client; health and status are on the admin port",
};

/** What the client said, or OpenSSL of it: fixed words of OpenSSL, nothing that a client could choose. */
function failureOf(error: Error, timeoutMs: number): Refusal {
  const row = servingFindings.handshakeFailed;
  const { code = "", reason } = error as { readonly code?: string; readonly reason?: unknown };
  if (code === "ERR_TLS_HANDSHAKE_TIMEOUT") {
    return {
      row: servingFindings.notHttp2,
      reason: `the client did not end its TLS handshake within ${timeoutMs / 1_000} s`,
    };
  }
  if (/ALERT_(BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_)/.test(code)) {
    return { row, reason: `the client does not accept the certificate (${String(reason)})` };
  }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|WRONG_VERSION_NUMBER/.test(code)) {
    return { row, reason: "the client speaks neither TLS 1.2 nor 1.3", remedy: "let the client speak TLS 1.2 or 1.3" };
  }
  if (code === "ECONNRESET") return { row, reason: "the client left in the middle of the TLS handshake" };
  return { row, reason: `the TLS handshake failed: ${typeof reason === "string" ? reason : code}` };
}
