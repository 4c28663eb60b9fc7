import { long, type Pool, pool, words } from "./pool.js";

export const headerNames = pool(
  "x-user Content-Type x-request-id",
  ":authority :path :scheme * @ @request.auth.claims.iss @request.auth.claims[a][b] @request.auth.claims @request.auth.claims[ Host host x_under !ok x.y x:y ü x/y ~ (x) Authorization",
  ["", "bad name", "a\tb", long(300)],
);

export const headerValues: Pool = {
  good: ["value", "%REQ(:path)%", "100%%", "a, b"],
  odd: [
    ...words("%START_TIME(%s)% % %% %%% %BAD %BAD% %REQ(x)% %REQ(x %REQ(x)%% %REQ()% %REQ(a)(b)% %R Q%"),
    ...words("%req(x)% %REQ(x):10% %REQ(x):a% a%b%c %PROTOCOL% %PER_REQUEST_STATE(a.b)%"),
    ...words("%DOWNSTREAM_REMOTE_ADDRESS% %START_TIME(%)% %START_TIME% %FILTER_STATE(a:TYPED:1)% é"),
    ...words(
      `%A(["a"])% %A(["a","b"])% %A([])% %A()% %A([x])% %A(["a"x])% %A(["a"]x)% %A(x\\)% %A(x\\ %A("x)% %A(x" %A(x)x%`,
    ),
    ...words(`%A(["a\\"b"])% %A(["a",])% %A(["a","b"]% %A(["a" %A([ %A(x)`),
    '%A( ["a" , "b" ] ) %',
    '%A(["a"\t])%',
    "%A(x) %",
    "",
    " lead",
    "\u0001",
    "line\nbreak",
    "tab\t",
    "\u007f",
    long(20_000),
  ],
};

export const uris = pool("/v1 /login / /a/b", "v1 * /a?b=c /a#b http://x/y /é /{a} /* /%zz %PREFIX()% //", [
  "",
  "/a b",
]);

export const paths = pool(
  "/admin /api/* */health * /v1/{*}/x",
  `
    /{*} /{**} /a/{**} /{**}/{*} /{**}/a/{**} /{a} /{ /} /a{*} a/{*}b /{*}{*} /{*}* /*/{*} {*} {**} /{***}
    /{*}/ /{**}/ /a/{*}/b/{**}/c / // a*b /é **`,
  ["", "/a b"],
);

export const methods = pool(
  "GET POST OPTIONS DELETE",
  "get * GET* FOO PATCH HEAD CONNECT TRACE PUT /pkg.Service/* GET,POST",
  [""],
);

export const schemes = pool("https http", "HTTPS ftp tcp h*", [""]);

export const retryOn = pool(
  "5xx,reset 503 gateway-error,connect-failure retriable-status-codes",
  `
    foo 5xx, , 99 100 600 599 200,foo unavailable,cancelled deadline-exceeded internal resource-exhausted
    refused-stream retriable-4xx retriable-headers envoy-ratelimited reset-before-request
    http3-post-connect-failure 5XX +503 503.0`,
  ["", "5xx, reset"],
);

export const grpcStatus = pool("UNAVAILABLE INTERNAL", "OK unavailable 14 FOO CANCELLED UNAUTHENTICATED DATA_LOSS", [
  "",
]);

export const bodies = pool("unavailable", "", ["é", "", long(102_401), long(524_289, "é")]);

export const base64 = pool("aGk= AAEC", "a aGk aGk== a-_= !!!!", ["", "aGk=\n", " aGk="]);

export const protocols = pool(
  "HTTP HTTPS TCP GRPC HTTP2 TLS",
  `
    http gRPC MONGO mysql Redis UDP GRPC-Web HTTP_PROXY http-proxy grpc_web HTTP3 FTP HBONE DOUBLE-HBONE quic
    auto`,
  ["", "tcp "],
);

export const portNames = pool("http tls grpc tcp-db http-web", "HTTP http_web - a- a.b 8080 http--x é", [
  "",
  "a b",
  long(63),
  long(64),
]);
