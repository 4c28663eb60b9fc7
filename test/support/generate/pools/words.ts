import { long, type Pool, pool, words } from "./pool.js";

export const durations = pool(
  "1s 250ms 1m30s 2h 10s 0.5s",
  `
    0s 0 1ms 0.5ms 500us 999us 1500us 1.0005s 1.0015s 1.5s -1s -1ms +1s .5s 1.s 1d 1w 5 1S s 1h1m1s1ms1us1ns
    24h 100h 9999999h 2562047h47m16s 315576000000s 1e3s 1µs 1000000ns 1000001ns 00001s 1s1s 1m1h 0x1s 1_0s
    NaN one`,
  ["", " 1s", "1 s", "1s "],
);

export const regexes = pool(
  "^/v1/.* a|b (?i)abc [a-z]+\\d ^1\\.2.* .*",
  `
    [ ( ) * + ? ** a** a++ a{2}{3} a{1001} a{1000} x{2,1} x{,2} x{ \\ \\1 \\C \\pL \\p{Greek} \\p{Nope} \\Q[
    \\Q[\\E \\z \\Z \\A \\h a(?=b) (?!a) (?<=a) (?P<n>x) (?<n>x) (?P<n>x)(?P<n>y) (?i (?z) [z-a] [[:alpha:]]
    [[:nope:]] [[:] \\p{Letter} \\p{Garay} \\p{Old_Italic} \\P{^Lu} \\pN
    [^] [] []a] \\x{10FFFF} \\x{110000} \\8 \\cA é+ (?s). (((a{30}){30}){30})`,
  ["", `^${long(1023)}`, `^${long(1024)}`, long(513, "é"), long(200, "("), `${long(1001, "(")}a${long(1001, ")")}`],
);

export const proxyVersions: Pool = { good: words("^1\\.2.* 1.20"), odd: regexes.odd };

export const labelKeys = pool(
  "app version app.kubernetes.io/name istio",
  "-x x- a/b/c /a a/ * a* UPPER/x Upper _a a_b.c é",
  ["", "a b", long(63), long(64), `${long(253)}/x`, `${long(254)}/x`],
);

export const labelValues = pool("v1 reviews ingressgateway a_b.c-d", "- v* * a/b é _a a_ a:b", [
  "",
  "a b",
  long(63),
  long(64),
]);

export const names = pool("reviews stable v1 api", "V1 a.b a_b -a a/b * é", ["", "a b", long(63), long(64)]);

export const expressions: Pool = {
  good: ["has(request.headers.x)", "true", "response.code >= 400"],
  odd: [
    ...words("' ( r'\\d' '\\d' b'a' 1u 0x1F 1e3 a.b.c() has(x) //x a[0] in null !!true -1 --1 `a` a.`b` é 'é'"),
    ...words("as package has(1) '''''' 9223372036854775808 1. .1 '' ?a a.?b [?a] optional.of(1)"),
    "",
    "response.code >=",
    "a b",
    "1 + 'a'",
    "x.map(i, i)",
    "[1, 2",
    "a ? b : c",
    "a ? b",
    "a && || b",
    "true // x",
    "{'a': 1}",
    "x in [1]",
    "x{a: 1}",
    "has(a.b) ? 1 : 2",
    "x.all(i, i > 0)",
    "x.all(1, true)",
    '"""a\nb"""',
    long(300, "("),
  ],
};

export const envNames = pool("LOG_LEVEL ZONE", "", ["a=b", "1A", "é", "", "a b", long(256), long(257)]);

export const texts: Pool = {
  good: ["a", "x-1", "some text"],
  odd: [
    ...words("é 😀 * 0 true null ~"),
    "",
    " ",
    "line\nbreak",
    "\u0000",
    "\u007f",
    "\ufeff",
    "\u2028",
    long(257),
    long(2049),
  ],
};

export const groups = pool("gateway.networking.k8s.io networking.istio.io", "core Gateway.networking.k8s.io apps x.*", [
  "",
  "a b",
]);

export const targetKinds = pool("Gateway Service ServiceEntry GatewayClass", "gateway Pod Deployment 1a", [
  "",
  "a b",
  long(63),
  long(64),
]);
export const numbers: readonly string[] = words(`
    -1 0 1 5 99 100 101 199 200 599 600 65535 65536 5000011 2147483647 2147483648 -2147483648 -2147483649 4294967295
    4294967296 9007199254740991 9007199254740993 9223372036854775807 9223372036854775808 18446744073709551616 0.5 1.5
    0.0001 0.00001 1e3 1e-9 80.0 1e21 -0.1 100.1`);
