import { long, type Pool, pool, words } from "./pool.js";

export const hosts = pool(
  "reviews reviews.shop.svc.cluster.local api.example.com *.example.com ratings.prod",
  `
    * *.com *foo.com *-foo.com foo.*.com *.*.com a..b -a.com a-.com exa_mple.com EXAMPLE.com example.com.
    example.123 10.0.0.1 10.0.0.0/8 ::1 [::1] x:80 http://x.com münchen.de shop/reviews . .com ~ ? %2a a,b
    outbound_.80_._.reviews.shop.svc.cluster.local outbound_.80_.v1_.reviews outbound_.x_._.reviews outbound_.80_._
    inbound_.80_._.reviews outbound_.80_._.-a outbound_.80_._.*.com`,
  ["", "a b.com", `${long(63)}.com`, `${long(64)}.com`, long(127, "a."), `${long(127, "a.")}aa`],
);

export const sni = pool("reviews.shop.svc.cluster.local api.example.com", "", ["*.example.com", "*.com", ...hosts.odd]);

export const snis: Pool = { good: words("api.example.com *.example.com"), odd: hosts.odd };

export const gatewayHosts = pool(
  "* *.example.com shop/api.example.com ./api.example.com */x.example.com api.example.com",
  `
    short 10.0.0.1 shop/10.0.0.1 ~/* / /x.com shop/ a/b/c Shop/x.example.com *foo.com shop/* ** x.com.
    shop/short -a.com *.com ::1`,
  ["", "a b"],
);

export const egressHosts = pool(
  "*/* ./* istio-system/* ~/* shop/reviews.shop.svc.cluster.local */*.example.com",
  `
    reviews * ~shop/x.example.com ~/x.example.com a/b/c /x x/ Shop/* shop/short */*foo.com shop/** ./reviews
    **/x.com shop/10.0.0.1 */-a`,
  [""],
);

export const gateways = pool(
  "mesh ingress istio-system/ingress",
  "./ingress a/b/c / /x x/ Ingress ingress.istio-system.svc.cluster.local a.b * ~ */x mesh/mesh x/mesh -a a_b",
  [""],
);

export const addresses = pool(
  "10.0.0.1 10.0.0.0/8 2001:db8::/32 192.168.1.1",
  `
    10.0.0.0/33 10.0.0.1/32 10.0.0.5/8 10.0.0 256.1.1.1 10.0.0.1/ 10.0.0.1/-1 10.0.0.1/08 010.0.0.1 1.2.3.4.5
    ::1 :: ::/0 1::2::3 ::ffff:1.2.3.4 ::ffff:1.2.3.4/96 fe80::1%eth0 fe80::1%eth0/64 2001:DB8::1 [::1]
    2001:db8::/129 0.0.0.0/0 * /8 localhost unix:///s @a example.com`,
  ["", " 10.0.0.1", "10.0.0.1 "],
);

export const endpoints = pool(
  "10.0.0.1 2001:db8::1 vm.example.com",
  `
    unix:///var/run/x.sock unix://x unix:// unix:/x unix://@x 10.0.0.0/8 10.0.0 * *.example.com [::1]
    10.0.0.1:80 a_b -a fe80::1%eth0`,
  ["", "a b", long(256), `unix:///${long(250)}`],
);

export const bindAddresses = pool(
  "0.0.0.0 10.0.0.1 ::",
  "unix:///s unix://@s unix://s unix:s 10.0.0 localhost 10.0.0.0/8 ::1%lo [::]",
  [""],
);

export const defaultEndpoints = pool(
  "127.0.0.1:8080 0.0.0.0:80 unix:///var/run/app.sock",
  `
    :8080 [::1]:80 [::]:80 ::1:80 127.0.0.1 127.0.0.1:0 127.0.0.1:65536 10.0.0.1:80 unix://@x unix://x
    localhost:80 127.0.0.1:x 127.0.0.1:080 127.0.0.1:+80 [127.0.0.1]:80`,
  [""],
);

export const exportTo = pool(". * shop prod", "~ Shop a,b -a a.b ** ./x", ["", long(63), long(64)]);

export const localities = pool(
  "us-west/zone1/* us-west/zone1/a us-west eu-central eu-central/zone2",
  "* us-west/* */a a/*/b a//b / a/ a/b/c/d us* US-WEST us-west.zone1.a",
  [""],
);

export const domains = pool("cluster.local example.com", "* *.local cluster.* a*b a/b *a* ** -a é", [""]);
