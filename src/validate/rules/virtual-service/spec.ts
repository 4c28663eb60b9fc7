/** What the rules read of a VirtualService; its schema has made sure of the types. */
export interface VirtualServiceSpec {
  readonly hosts?: readonly string[];
  readonly gateways?: readonly string[];
  readonly http?: readonly HttpRoute[];
  readonly tls?: readonly TlsRoute[];
  readonly tcp?: readonly TcpRoute[];
  readonly exportTo?: readonly string[];
}

export interface HttpRoute {
  readonly name?: string;
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly HttpDestination[];
  readonly redirect?: Redirect;
  readonly directResponse?: DirectResponse;
  readonly delegate?: object;
  readonly rewrite?: Rewrite;
  readonly timeout?: string;
  readonly retries?: Retries;
  readonly fault?: Fault;
  readonly mirror?: Destination;
  readonly mirrors?: readonly Mirror[];
  readonly mirrorPercent?: number | null;
  readonly mirror_percent?: number | null;
  readonly mirrorPercentage?: Percent;
  readonly corsPolicy?: CorsPolicy;
  readonly headers?: Headers;
}

/** Of a oneof: at most one field is set. */
export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

export type StringMatches = Readonly<Record<string, StringMatch>>;

/** What a condition on HTTP, TLS or TCP may ask of the connection. */
export interface ConnectionMatch {
  readonly port?: number;
  readonly sourceLabels?: Readonly<Record<string, string>>;
  readonly gateways?: readonly string[];
  readonly sourceNamespace?: string;
}

export interface HttpMatch extends ConnectionMatch {
  readonly name?: string;
  readonly uri?: StringMatch;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: StringMatches;
  readonly withoutHeaders?: StringMatches;
  readonly queryParams?: StringMatches;
}

export interface TcpMatch extends ConnectionMatch {
  readonly destinationSubnets?: readonly string[];
}

export interface TlsMatch extends TcpMatch {
  readonly sniHosts: readonly string[];
}

export interface TcpRoute {
  readonly match?: readonly TcpMatch[];
  readonly route?: readonly WeightedDestination[];
}

export interface TlsRoute {
  readonly match: readonly TlsMatch[];
  readonly route?: readonly WeightedDestination[];
}

export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

export interface WeightedDestination {
  readonly destination: Destination;
  readonly weight?: number;
}

export interface HttpDestination extends WeightedDestination {
  readonly headers?: Headers;
}

export interface Headers {
  readonly request?: HeaderOperations;
  readonly response?: HeaderOperations;
}

export interface HeaderOperations {
  readonly set?: Readonly<Record<string, string>>;
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

export interface Percent {
  readonly value?: number;
}

export interface Mirror {
  readonly destination: Destination;
  readonly percentage?: Percent;
}

/** `port` and `derivePort` are of a oneof. */
export interface Redirect {
  readonly uri?: string;
  readonly prefixRewrite?: string;
  readonly authority?: string;
  readonly scheme?: string;
  readonly redirectCode?: number;
  readonly port?: number;
  readonly derivePort?: string;
}

/** The fields of `body` are of a oneof; `bytes` is Base64. */
export interface DirectResponse {
  readonly status: number;
  readonly body?: { readonly string?: string; readonly bytes?: string };
}

export interface Rewrite {
  readonly uri?: string;
  readonly authority?: string;
  readonly uriRegexRewrite?: { readonly match?: string; readonly rewrite?: string };
}

export interface Retries {
  readonly attempts?: number;
  readonly perTryTimeout?: string;
  readonly retryOn?: string;
  readonly retryRemoteLocalities?: boolean | null;
  readonly backoff?: string;
}

export interface Fault {
  readonly abort?: FaultAbort;
  readonly delay?: FaultDelay;
}

/** The fields but `percentage` are of a oneof. */
export interface FaultAbort {
  readonly httpStatus?: number;
  readonly grpcStatus?: string;
  readonly http2Error?: string;
  readonly percentage?: Percent;
}

/** The fields but `percentage` are of a oneof. */
export interface FaultDelay {
  readonly fixedDelay?: string;
  readonly exponentialDelay?: string;
  readonly percentage?: Percent;
}

export interface CorsPolicy {
  readonly allowOrigins?: readonly StringMatch[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAge?: string;
}
