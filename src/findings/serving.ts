import type { FindingRow } from "./row.js";

const none = "it takes a client";

/** What goes wrong between gitxds and those who connect to it. None of these is of a commit. */
export const servingFindings = {
  certificateUnusable: {
    code: "GX080",
    severity: "error",
    statement: "The files of a listener's certificate must be readable, belong together and be in force.",
    why: "Without a certificate that clients can check nothing can be served. While gitxds runs, the one before stays in use until it ends; new connections fail from then on.",
    fix: "Write the files anew, as they were issued together. They are read again when they change, so nothing has to be restarted.",
    example: { none: "it takes a listener" },
  },
  notAllowed: {
    code: "GX081",
    severity: "warning",
    statement: "Only the addresses in a listener's allow list may connect.",
    why: "Whoever reads the configuration of a mesh knows its weak points.",
    fix: "Nothing, if it was a stranger. Else add the address to allow; behind a proxy or NAT it is that of the proxy.",
    example: { none },
  },
  plaintextToTls: {
    code: "GX082",
    severity: "warning",
    statement: "A client must begin with a TLS handshake where the listener has a certificate.",
    why: "istiod connects in plaintext, and says nothing of it, where tlsSettings has any mode but SIMPLE; it then gets no configuration.",
    fix: "Give the entry of configSources tlsSettings with mode: SIMPLE. Modes MUTUAL and ISTIO_MUTUAL are plaintext to istiod.",
    example: { none },
  },
  tlsToPlaintext: {
    code: "GX083",
    severity: "warning",
    statement: "A client must not begin a TLS handshake where the listener has no certificate.",
    why: "Its handshake is never answered, so it gets no configuration.",
    fix: "Give the listener tls: {certFile, keyFile}, or let the client connect in plaintext (istiod: no tlsSettings).",
    example: { none },
  },
  notHttp2: {
    code: "GX084",
    severity: "warning",
    statement: "A client must speak gRPC over HTTP/2, and begin at once.",
    why: "Whatever else comes to this port is not for it: a browser, a probe, a scanner. It costs a connection.",
    fix: "Point HTTP probes and browsers at the admin port; use TCP or gRPC probes here.",
    example: { none },
  },
  handshakeFailed: {
    code: "GX085",
    severity: "warning",
    statement: "Client and listener must agree on a TLS connection.",
    why: "A client that does not trust the certificate, or finds another name in it, ends the handshake and gets no configuration.",
    fix: "Compare the client's authority and the name it asks for (istiod: caCertificates, sni, subjectAltNames) with the certificate that the log names at start.",
    example: { none },
  },
  clientRefused: {
    code: "GX086",
    severity: "warning",
    statement:
      "Where a listener has clientCaFile, a client must show a certificate of those authorities, with one of the allowed names.",
    why: "The listener is for known clients only. istiod has no certificate to show and can never be one of them.",
    fix: "Give the client a certificate, or its name to allowedSans. For istiod use a listener without clientCaFile, guarded by allow and a NetworkPolicy.",
    example: { none },
  },
  tooMany: {
    code: "GX087",
    severity: "warning",
    statement: "There is a bound to the connections of a listener, and to the streams of all.",
    why: "Each costs memory; without a bound one client could take what all others need. A stream too many is held unanswered, since an istiod that is refused comes back twice a second.",
    fix: "Look who connects so often (peer, and clients in the status); more istiods than that take more replicas.",
    example: { none },
  },
  tooFast: {
    code: "GX088",
    severity: "warning",
    statement: "A stream may send a thousand requests at once, and a hundred a second from then on.",
    why: "Each request costs time that all clients share. What comes faster is read later, and nothing of it is lost.",
    fix: "Look what the client does (node and peer in the log): istiod sends one request for each answer.",
    example: { none },
  },
} as const satisfies Record<string, FindingRow>;
