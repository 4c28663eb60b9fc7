import { long, type Pool, pool, words } from "./pool.js";

export const principals = pool("cluster.local/ns/shop/sa/api * cluster.local/* */sa/api", "a*b ** spiffe://x/y *a* é", [
  "",
  " ",
]);

export const stringLists = pool("shop prod api* *-internal", "* ** a*b Shop é", ["", "a b", long(300)]);

export const accounts = pool("shop/api api", "* a/b/c / /a a/ shop/* A", ["", long(320), long(321), "a b"]);

export const secrets = pool(
  "cert shop-cert",
  `
    kubernetes://cert kubernetes://shop/cert kubernetes:// configmap://ca configmap://shop/ca
    configmap://other/ca configmap:// configmap:/// configmap://a/b/c builtin:// builtin://x invalid://x
    file://x a/b sds://x cert-cacert`,
  [""],
);

export const files = pool("/etc/certs/tls.crt /etc/certs/tls.key /etc/certs/ca.crt", "", [
  "tls.crt",
  "file:///x",
  "system",
  "",
  "a b",
]);

export const ciphers = pool(
  "ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-GCM-SHA384 AES128-SHA",
  `
    NOPE ecdhe-rsa-aes128-gcm-sha256 ECDHE-RSA-CHACHA20-POLY1305
    [ECDHE-RSA-AES128-GCM-SHA256|ECDHE-RSA-CHACHA20-POLY1305] TLS_AES_128_GCM_SHA256 DES-CBC3-SHA ALL !aNULL -x`,
  [""],
);

export const sha: Pool = {
  good: [long(64)],
  odd: ["", long(63), long(65), `${long(63)}G`, long(64, "A"), `sha256:${long(64)}`],
};

export const urls = pool(
  "https://example.com/.well-known/jwks.json http://keys.shop.svc:8080/jwks",
  `
    ftp://x :// x example.com https://x:port/ https://x:99999/ https://x:/ http://[::1 http://[::1]:80/
    http:// HTTPS://x http://%zz/ //x /x http://user:pw@x/ mailto:a@b`,
  ["", "http://a b/", "http://x/\u0001", `https://x/${long(2039)}`],
);

export const wasmUrls = pool(
  "oci://registry.example.com/x:v1 https://example.com/x.wasm file:///x.wasm registry/x:1",
  `
    http://x foo://x ://x : ht!tp:// oci:// file:// /x x x:1 http://[::1 % OCI://x oci://x:port 1a://x
    http://x:99999/ # ?x`,
  ["", "a b", "https://x y/", "\u0001"],
);

export const jwks: Pool = {
  good: [
    '{"keys":[]}',
    '{"keys":[{"kty":"RSA","e":"AQAB","kid":"a","n":"ztlA8p154pR2qE9Jovvuf8xUHz4WwxUDbP3mQxJ-O3ZDUQ4whJ3vKpRgtAQZqW2TKYuf8i_8Isb955o7rbZYNDmdZFF_oZXQSCX-E_5kAHK1zIsKMYTDHyXbBowuh3ExnlFzT8cwdaoE2LjZuFkLymzznx6X0T2DY6zdGhyIjSL-N1s5GIt8n1psSnQYxbErPt243N0nT5YdnVtRlFuXWTHrFv2EBBRMROuTRj3YTq0u0DFQgfGZCRwXVRIT8vYzYyLdQK53R5wQykMQoKV4-1XtKAdoforF8rSHNwCzq5MzEScigovBh9WvO9FS8LIY_56p-7PAYqMJoeSYQ7gn8w"}]}',
  ],
  odd: [
    ...words("{ {} [] null x"),
    "",
    '{"keys":null}',
    '{"keys":[{}]}',
    '{"keys":[{"kty":"foo"}]}',
    '{"keys":[{"kty":"oct","k":"AQ"}]}',
    '{"keys":[{"kty":"oct"}]}',
    '{"keys":[{"kty":"RSA"}]}',
    '{"keys":[{"kty":"RSA","e":"AQAB","n":"AQ"}]}',
    '{"keys":[{"kty":"RSA","e":"AQAB","n":"!"}]}',
    '{"keys":[{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}]}',
    '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AQ"}]}',
    '{"keys":[{"kty":"EC","crv":"P-256","x":"IDuMZQMBscbuPUsJmvBu9WAsXZOOmqkcMGYDnuUcQdM","y":"x3kntRROHDrS7GVzdeWi9qlCZHiNnq0GLuYZ9a-dbH8","d":"tw2VyqossFPaBIhWPmGbkgxQByl-YcBEpMi3t4SOGGs"}]}',
    '{"kty":"oct","k":"AQ"}',
    '{"keys":[{"kty":"oct","k":"AQ"}]} x',
    '{"keys":{}}',
    '{"keys":[1]}',
  ],
};

export const whenKeys: Pool = {
  good: [
    ...words("request.headers[x-user] source.ip source.namespace source.principal request.auth.claims[iss]"),
    ...words("destination.port connection.sni"),
  ],
  odd: [
    ...words("remote.ip request.auth.principal request.auth.audiences request.auth.presenter"),
    ...words("source.trustDomain source.serviceAccount destination.ip experimental.envoy.filters.x[a]"),
    ...words("experimental.envoy.filters.x experimental.envoy.filters.x[a[b]] request.headers"),
    ...words("request.headers[] request.headers[a request.auth.claims request.auth.claims[a][b]"),
    ...words("request.auth.claims[] destination.labels[a] destination.name destination.namespace"),
    ...words("destination.user source.labels[a] request.headers[:authority] request.headersx[a] source.IP"),
    ...words("nope request.headers[a]b source.ip[a]"),
    "",
    "request.headers[a b]",
  ],
};

export const whenValues = pool("10.0.0.0/8 8080 shop *", "10.0.0 0 65535 65536 -1 x a*b ::1 80.0 shop/api a/b/c **", [
  "",
]);

export const ports = pool("80 8080", "0 65535 65536 -1 x 08 80.0 +80 0x50 * 8* 4294967296", ["", " 80"]);
