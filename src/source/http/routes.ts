import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type RequestOptions } from "node:https";
import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import type { ProxyChoice, TlsFiles } from "../../model/index.js";
import { bareHost, proxyFor } from "./proxy-choice.js";
import { makeTlsReader, type TlsContexts } from "./tls-contexts.js";
import { openTunnel, proxyAddress, proxyAuthorization } from "./tunnel.js";

/** How a request reaches its host. */
export interface Route {
  /** What the request is made with, beside its URL. */
  readonly options: RequestOptions;
  /** TLS to the first hop: the host, or the proxy. */
  readonly secure: boolean;
  readonly proxy: URL | undefined;
  /** A client certificate is shown to whoever asks for one. */
  readonly hasCertificate: boolean;
  /** A bundle of one's own says who is trusted. */
  readonly hasAuthorities: boolean;
}

export interface RoutesOptions {
  /** The one that gets the client certificate. */
  readonly origin: string;
  readonly tls: TlsFiles | undefined;
  readonly proxy: ProxyChoice | undefined;
  /** When an attempt at a tunnel ends, whoever still waits for it. */
  readonly tunnelMs: number;
}

/** Kept connections: through proxies or straight, with what the TLS files hold now. */
export interface Routes {
  to(url: URL): Promise<Route>;
  close(): void;
}

const agentOptions = { keepAlive: true, maxSockets: 4 };

/** Makes the routes of one client. Connections end when the TLS files change. */
export function makeRoutes({ origin, tls, proxy, tunnelMs }: RoutesOptions): Routes {
  const readTls = makeTlsReader(tls);
  const closed = new AbortController();
  const agents = new Map<string, HttpAgent>();
  let contexts: TlsContexts | undefined;

  const agentOf = (key: string, make: () => HttpAgent): HttpAgent => {
    const agent = agents.get(key) ?? make();
    agents.set(key, agent);
    return agent;
  };
  const endAll = () => {
    for (const agent of agents.values()) agent.destroy();
    agents.clear();
  };
  const tunnelAgent = (via: URL, context: SecureContext | undefined): HttpAgent =>
    makeTunnelAgent(secured(context), (host, port) =>
      openTunnel({
        proxy: via,
        host,
        port,
        secureContext: contexts?.others,
        timeoutMs: tunnelMs,
        signal: closed.signal,
      }),
    );

  return {
    async to(url) {
      const found = await readTls();
      if (found !== contexts) endAll();
      contexts = found;
      const via = proxyFor(url, proxy);
      const own = url.origin === origin;
      const has = { hasCertificate: own && tls?.certFile != null, hasAuthorities: tls?.caFile != null };
      if (url.protocol === "https:") {
        const context = own ? found?.remote : found?.others;
        const agent = agentOf(`tls ${own} ${via?.href}`, () =>
          via === undefined ? new HttpsAgent(secured(context)) : tunnelAgent(via, context),
        );
        return { options: { agent }, secure: true, proxy: via, ...has };
      }
      const secure = via?.protocol === "https:";
      const agent = agentOf(`plain ${secure}`, () =>
        secure ? new HttpsAgent(secured(found?.others)) : new HttpAgent(agentOptions),
      );
      return { options: { agent, ...throughProxy(url, via) }, secure, proxy: via, ...has };
    },
    close() {
      closed.abort();
      endAll();
    },
  };
}

/** Certificates are checked whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
function secured(secureContext: SecureContext | undefined) {
  return { ...agentOptions, rejectUnauthorized: true, ...(secureContext === undefined ? {} : { secureContext }) };
}

/** Without TLS to the host, a proxy is asked for the whole URL (absolute form: RFC 9112, section 3.2.2). */
function throughProxy(url: URL, proxy: URL | undefined): RequestOptions {
  if (proxy === undefined) return {};
  return { ...proxyAddress(proxy), path: url.href, headers: { host: url.host, ...proxyAuthorization(proxy) } };
}

/** An agent whose connections start TLS on what `open` gives. */
function makeTunnelAgent(
  options: ConstructorParameters<typeof HttpsAgent>[0],
  open: (host: string, port: number) => Promise<Socket>,
): HttpAgent {
  const agent = new HttpsAgent(options);
  /** Keeps the sessions, so that later handshakes are short. */
  const startTls = agent.createConnection.bind(agent);
  agent.createConnection = (wanted, callback) => {
    open(bareHost(wanted.host ?? ""), Number(wanted.port ?? 443)).then(
      (socket) => callback?.(null, startTls({ ...wanted, socket } as RequestOptions) ?? socket),
      (error) => callback?.(error, undefined as never),
    );
    return undefined;
  };
  return agent;
}
