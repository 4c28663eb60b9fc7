import type { Socket } from "node:net";
import { servingFindings } from "../../findings/serving.js";
import type { Emit, ListenerTls } from "../../model/index.js";
import { formatAddress } from "../../util/address.js";
import type { Clock } from "../../util/clock.js";
import type { Limits } from "../limits.js";
import { allowList } from "./allow-list.js";
import type { Certificate } from "./certificate.js";
import { followCertificate } from "./follow-certificate.js";
import { type Opening, openingOf } from "./opening.js";
import { type Peeked, peek } from "./peek.js";
import { type Refusal, refusalCounter } from "./refusals.js";
import { terminateTls } from "./tls.js";

/** What stands between the port and gRPC. */
export interface ConnectionOptions {
  /** The address, as messages name it. */
  readonly listener: string;
  readonly allow: readonly string[] | undefined;
  /** Undefined for plaintext. */
  readonly tls: { readonly config: ListenerTls; readonly certificate: Certificate } | undefined;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly emit: Emit;
  /** Takes a connection that begins with the preface of HTTP/2, decrypted. */
  readonly serve: (socket: Socket) => void;
}

/** The way of connections from the port to gRPC. */
export interface Connections {
  accept(socket: Socket): void;
  /** Ends the watching of files; connections stay. */
  close(): void;
}

/**
 * Each connection is judged by where it comes from and how many there are, before a byte of it is read; then by what it
 * begins with, so that a mistake is told of in words; then, where there is a certificate, by TLS and once more by what it
 * begins with inside. Whoever takes too long at any step is refused.
 */
export function openConnections(options: ConnectionOptions): Connections {
  const { listener, tls, limits, clock, emit, serve } = options;
  const isAllowed = allowList(options.allow);
  const count = refusalCounter(listener, emit, clock);
  let open = 0;

  const refuse = (socket: Socket, refusal: Refusal) => {
    count(peerOf(socket), refusal);
    socket.destroy();
  };
  const look = (socket: Socket, judge: (opening: Opening) => Refusal | undefined, next: () => void) => {
    const go = (opening: Peeked<Opening>) => {
      if (opening === "left" || socket.destroyed) return socket.destroy();
      const refusal = opening === "too-slow" ? tooSlow(limits.openingMs) : judge(opening);
      return refusal === undefined ? next() : refuse(socket, refusal);
    };
    // A mistake of ours costs one connection, not the process.
    peek(socket, openingOf, { clock, timeoutMs: limits.openingMs })
      .then(go)
      .catch(() => socket.destroy());
  };
  const begin = (socket: Socket) => look(socket, judgeHttp2, () => serve(socket));
  const terminator =
    tls &&
    terminateTls(tls.config, tls.certificate, { timeoutMs: limits.openingMs, onSecure: begin, onRefused: refuse });
  const close =
    tls && terminator && followCertificate(tls.config, tls.certificate, { listener, clock, emit, use: terminator.use });

  return {
    accept(socket) {
      if (!isAllowed(socket.remoteAddress)) return refuse(socket, notAllowed);
      if (open >= limits.connections) return refuse(socket, tooMany(limits.connections));
      open += 1;
      socket.once("close", () => {
        open -= 1;
      });
      if (terminator === undefined) begin(socket);
      else look(socket, judgeTls, () => terminator.handshake(socket));
    },
    close: () => close?.(),
  };
}

function judgeTls(opening: Opening): Refusal | undefined {
  if (opening === "tls") return undefined;
  if (opening === "http2") {
    const reason =
      "the client speaks gRPC in plaintext to a TLS port: most likely its tlsSettings have mode MUTUAL or ISTIO_MUTUAL, which istiod turns into plaintext, or there are none";
    return { row: servingFindings.plaintextToTls, reason };
  }
  return judgeHttp2(opening);
}

function judgeHttp2(opening: Opening): Refusal | undefined {
  switch (opening) {
    case "http2":
      return undefined;
    case "tls":
      return {
        row: servingFindings.tlsToPlaintext,
        reason: "the client begins with a TLS handshake on a plaintext port",
      };
    case "http1":
      return {
        row: servingFindings.notHttp2,
        reason: "the client speaks HTTP/1.1; this port is for gRPC, which is HTTP/2",
      };
    case "other":
      return { row: servingFindings.notHttp2, reason: "the client speaks neither HTTP/2 nor TLS" };
  }
}

const notAllowed: Refusal = {
  row: servingFindings.notAllowed,
  reason: "the client's address is not in the listener's allow list",
};

function tooMany(limit: number): Refusal {
  return { row: servingFindings.tooMany, reason: `there are ${limit} connections already` };
}

function tooSlow(timeoutMs: number): Refusal {
  return { row: servingFindings.notHttp2, reason: `the client says too little within ${timeoutMs / 1_000} s` };
}

function peerOf({ remoteAddress: host, remotePort: port }: Socket): string {
  return host === undefined || port === undefined ? "unknown" : formatAddress({ host, port });
}
