import type { JsonObject } from "../../../../src/model/index.js";

/** What expressions are asked about. */
export const documents: readonly JsonObject[] = [
  {
    apiVersion: "networking.istio.io/v1beta1",
    kind: "VirtualService",
    metadata: { name: "reviews", namespace: "shop", labels: { app: "reviews", empty: "" } },
    spec: {
      hosts: ["reviews.example.com", "b.example.com", "grüße.example.com"],
      gateways: ["mesh"],
      exportTo: ["*"],
      http: [
        {
          name: "a",
          timeout: "10s",
          route: [
            { destination: { host: "reviews" }, weight: 60 },
            { destination: { host: "b" }, weight: 40 },
          ],
        },
        { name: "b", timeout: "1m30s", fault: { delay: { percentage: { value: 0.5 }, fixedDelay: "1s" } } },
        { match: [{ uri: { prefix: "/x" } }], retries: { attempts: 3, perTryTimeout: ".5s" } },
      ],
    },
  },
  {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name: "public", namespace: "edge", annotations: { "a.b/c": "1" } },
    spec: {
      selector: { istio: "ingress" },
      servers: [
        { port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: ["*.example.com"], tls: { mode: "SIMPLE" } },
        { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["shop/*", "edge/a.org"] },
      ],
    },
  },
  {
    apiVersion: "security.istio.io/v1",
    kind: "AuthorizationPolicy",
    metadata: { name: "nothing", namespace: "istio-system" },
    spec: {},
  },
];

/** Expressions that Kubernetes takes and we do not. */
export const refused: ReadonlySet<string> = new Set([
  "object.metadata.uid == ''",
  "has(object.metadata.creationTimestamp)",
  "request.userInfo.username == 'somebody'",
  "authorizer.group('').resource('pods').check('get').allowed()",
  "namespaceObject.metadata.labels['a'] == 'b'",
  "quantity('1Gi').isGreaterThan(quantity('1Mi'))",
  "isIP('1.2.3.4')",
  "cidr('10.0.0.0/8').containsIP('10.1.2.3')",
  "timestamp('2026-01-01T00:00:00Z') < timestamp('2027-01-01T00:00:00Z')",
  "1u < 2u",
  "size(b'abc') == 3",
  "'%.2f'.format([1.5]) == '1.50'",
  "'%x'.format([255])",
  "url('https://a.b:80/c').getHost() == 'a.b:80'",
  "[3, 1, 2].sort() == [1, 2, 3]",
  "object.spec.?hosts.optMap(h, size(h)).orValue(0) > 0",
  "{'a': 1}.all(k, v, v == 1)",
  "[1, 2].exists(i, v, v == 2)",
  "1 == 1 == true != false in [true]",
  "semver('1.0.0').major() == 1",
  "'a'.reverse() == 'a'",
]);

const values = `
1 + 2 * 3 - 4 / 2 % 3 == 6
7 / -2 == -3
-7 % 3 == -1
1 / 0 == 1
1 % 0 == 1
9223372036854775807 + 1 > 0
-9223372036854775808 - 1 < 0
-(-9223372036854775808) > 0
9223372036854775807 * 2 > 0
0x10 == 16
1.0 / 0.0 > 1.0
0.0 / 0.0 == 0.0 / 0.0
1 < 2.5
2.5 >= 2
1 == 1.0
dyn(1) == 1.0
dyn(1) == dyn('1')
dyn(1) != dyn('1')
dyn([1]) == dyn([1.0])
dyn({'a': 1}) == dyn({'a': 1.0})
dyn(null) == dyn(false)
'a' < 'b' && 'Z' < 'a'
'\\uffff' < '\\U00010000'
false < true
[1, 2] + [3] == [1, 2, 3]
[] == []
[1, 'a'] == []
{'a': 1, 'b': 2} == {'b': 2, 'a': 1}
{'a': 1, 'a': 2} == {}
{1: 'a'}[1] == 'a'
{1: 'a'}[1.0] == 'a'
dyn({1: 'a'})[dyn(1.0)] == 'a'
{true: 1}[true] == 1
[1, 2, 3][1] == 2
[1, 2, 3][3] == 2
[1, 2, 3][-1] == 2
1 in [1, 2]
dyn(1.0) in [1, 2]
'a' in {'a': 1}
dyn(1) in dyn({1: true})
'a' in dyn('abc')
true || 1 / 0 == 1
1 / 0 == 1 || true
1 / 0 == 1 || false
false && 1 / 0 == 1
1 / 0 == 1 && false
dyn(1) || true
true || dyn(1)
dyn(1) || false
dyn('a') && true
!dyn(1)
!!true
!true == false
-dyn('a') == 1
true ? 1 : 2
true ? 1 : 'a'
true ? dyn(1) : 'a'
dyn(1) ? 1 : 2
false ? 1 / 0 : 3
(1 / 0 == 1 ? true : false) || true
type(1) == int
type(dyn('a')) == string
type(null) == null_type
type([]) == list
type({}) == map
type(1.5) == double
type(type(1)) == type
type(true) == bool
string(1) + string(true) + string(1.5) + string('a')
string(1e6) + ' ' + string(1e-7) + ' ' + string(123456.5) + ' ' + string(1e21) + ' ' + string(0.0001)
string(duration('90s'))
string(duration('1.5s'))
string(dyn(null))
int('12') + int(1.9) + int(-1.9)
int('1.5') == 1
int('+5') == 5
int(1e19) == 1
int('9223372036854775808') == 1
double('1.5') == 1.5
double('x') == 1.5
double(3) == 3.0
bool('true') && !bool('F')
bool('yes')
duration('1h30m') == duration('90m')
duration('x') == duration('1s')
duration('1m') + duration('1s') > duration('1m')
duration('1m') - duration('2m') < duration('0s')
duration('90s').getMinutes() == 1
duration('90s').getSeconds() == 90
duration('1.5s').getMilliseconds() == 1500
duration('90m').getHours() == 1
size('grüße') == 5
size('\\U0001F600') == 1
'abc'.size() == 3
size([1, 2]) + size({'a': 1})
size(dyn(1)) == 1
'abc'.contains('b') && 'abc'.startsWith('ab') && 'abc'.endsWith('c')
'abc'.matches('^a.c$')
'abc'.matches('b')
matches('abc', 'b+')
'abc'.matches('(')
'abc'.matches(dyn('('))
'aXbXc'.find('X.')
'abc'.find('x')
'a1b22c333'.findAll('[0-9]+')
'a1b22c333'.findAll('[0-9]+', 2)
'a1b22c333'.findAll('[0-9]+', 0)
'baaac'.findAll('a*')
'abc'.charAt(1) + 'abc'.charAt(3)
'abc'.charAt(4)
'abc'.charAt(-1)
'hello'.indexOf('l')
'hello'.indexOf('l', 3)
'hello'.indexOf('x')
'hello'.indexOf('l', -1)
'hello'.indexOf('l', 9)
'hello'.indexOf('')
'hello'.lastIndexOf('l')
'hello'.lastIndexOf('l', 2)
'hello'.lastIndexOf('')
'hello'.lastIndexOf('l', 9)
'a'.lastIndexOf('abc')
'hello'.substring(1) + 'hello'.substring(1, 3)
'hello'.substring(6)
'hello'.substring(3, 1)
'grüße'.substring(2, 4)
'  a b\\t\\n'.trim()
'Grüße ABC'.lowerAscii() + 'Grüße abc'.upperAscii()
'a-b-c'.replace('-', '+')
'a-b-c'.replace('-', '+', 1)
'a-b-c'.replace('-', '+', -1)
'abc'.replace('', '-')
'abc'.replace('', '-', 2)
'a,b,c'.split(',')
'a,b,c'.split(',', 2)
'a,b,c'.split(',', 0)
'a,b,c'.split(',', -1)
'abc'.split('')
''.split(',')
['a', 'b'].join('-') + ['a', 'b'].join()
[1].join('-')
dyn([1]).join('-')
'%s %d %%'.format(['a', 1])
'%s'.format([[1, 'a']])
'%s'.format([dyn([1, 2])])
'%s'.format([{'b': 1, 'a': 2}])
'%s'.format([[1.5, 2.0]])
'%s'.format([1.5])
'%s'.format([null])
'%s'.format([['a\\tb"', 'c']])
'%s'.format([[duration('90s')]])
'%s'.format([type(1)])
'%d'.format(['a'])
'%s %s'.format(['a'])
'%x'.format([255])
[1, 2, 3].isSorted() && !['b', 'a'].isSorted()
[1, 3, 2].max() + [3, 1].min()
['a', 'b'].max()
[].max() == 1
[1, 2, 3].sum()
[].sum() == 0
[1, 2, 1].indexOf(1) + [1, 2, 1].lastIndexOf(1)
sets.contains([1, 2], [2]) && sets.intersects(['a'], ['a', 'b'])
sets.equivalent([1, 1, 2], [2, 1])
sets.contains([1], dyn(1))
[1, 2].all(x, x > 0)
[1, 2].exists(x, x > 1)
[1, 2].exists_one(x, x > 1)
[1, 2].exists_one(x, x > 0)
[1, 2, 0].all(x, 1 / x > 0)
[0, 1, -1].all(x, 1 / x > 0)
[0, 1].exists(x, 1 / x == 1)
[0, 2].exists(x, 1 / x == 1)
[0, 1].exists_one(x, 1 / x == 1)
[1, 2].map(x, x * 2)
[1, 2, 3].map(x, x > 1, x * 2)
[1, 2, 3].filter(x, x > 1)
{'a': 1, 'b': 2}.all(k, k in ['a', 'b'])
{'a': 1, 'b': 2}.map(k, k).size()
{'a': 1}.filter(k, k == 'a')
[[1, 2], [3]].map(l, l.map(x, x + size(l)))
[1].all(x, x)
[1].map(x, dyn(x) == 1)
dyn(1).all(x, true)
'abc'.all(x, true)
[1, 2].all(x, [x].exists(x, x == 2) || x == 1)
isURL('https://a.b/c') && !isURL('a b')
url('https://a.b/c').getScheme()
url('::') == url('b')
optional.of(1).value()
optional.none().hasValue()
optional.none().orValue(1)
optional.of(1).or(optional.of(2)).value()
optional.none().or(optional.of(2)).value()
optional.of(1) == optional.of(1)
optional.none().value() == 1
{'a': 1}.?a.orValue(2)
{'a': 1}.?b.orValue(2)
{'a': {'b': 1}}.?a.b.orValue(2)
{'a': {'b': 1}}.?x.b.orValue(2)
[1, 2][?1].orValue(0) + [1][?5].orValue(7)
has({'a': 1}.a) && !has({'a': 1}.b)
has({'a': 1}.?a)
has(dyn(1).a)
1 == 1 == true != false in [true]
1 < 2 == true
'a' + 1
undefined == 1
undefined(1)
'a'.undefined()
1 +
"
{'a': 1}.all(k, v, v == 1)
[1, 2].exists(i, v, v == 2)
1u < 2u
size(b'abc') == 3
quantity('1Gi').isGreaterThan(quantity('1Mi'))
isIP('1.2.3.4')
cidr('10.0.0.0/8').containsIP('10.1.2.3')
timestamp('2026-01-01T00:00:00Z') < timestamp('2027-01-01T00:00:00Z')
'%.2f'.format([1.5]) == '1.50'
url('https://a.b:80/c').getHost() == 'a.b:80'
[3, 1, 2].sort() == [1, 2, 3]
semver('1.0.0').major() == 1
'a'.reverse() == 'a'
r'\\d' + "\\x41\\101" + '''a'b'''
`;

const aboutDocuments = `
object.kind == 'Gateway'
object.apiVersion
object.metadata.name + '/' + object.metadata.namespace
object.metadata.labels['app'] == 'reviews'
'app' in object.metadata.labels
has(object.metadata.labels) && has(object.metadata.labels.app)
has(object.metadata.annotations)
object.metadata.?labels.orValue({}).size()
object.metadata.?labels.?app.orValue('none')
object.metadata.?labels['app'].orValue('none')
object.metadata.annotations['a.b/c'] == '1'
object.metadata.uid == ''
has(object.metadata.creationTimestamp)
object.spec.hosts.all(h, h.endsWith('.example.com'))
object.spec.hosts.exists(h, h.startsWith('*'))
object.spec.hosts.map(h, size(h))
object.spec.?hosts.orValue([]).all(h, h.matches('^[a-z.]+$'))
object.spec.?hosts.optMap(h, size(h)).orValue(0) > 0
object.spec.servers.all(s, s.hosts.all(h, h.endsWith('.example.com')))
object.spec.servers.exists(s, has(s.tls) && s.tls.mode == 'SIMPLE')
object.spec.servers.filter(s, s.port.protocol == 'HTTP').map(s, s.hosts)
object.spec.servers[0].port.number == 443
object.spec.servers[1].port.number + 1
object.spec.servers.map(s, s.port.number).max()
has(object.spec.servers[0].tls) && !has(object.spec.servers[1].tls)
has(object.spec.servers[9].tls)
object.spec.http.all(r, !has(r.timeout) || duration(r.timeout) <= duration('30s'))
object.spec.http.all(r, has(r.timeout) && duration(r.timeout) <= duration('30s'))
object.spec.http.filter(r, has(r.route)).all(r, r.route.map(d, d.weight).sum() == 100)
object.spec.http.map(r, r.?name.orValue('unnamed'))
object.spec.http[1].fault.delay.percentage.value < 1
object.spec.http[1].fault.delay.percentage.value == 0.5
object.spec.http.exists(r, r.retries.attempts > 2)
object.spec.http[0].route[0].weight == 60.0
object.spec.http[0].route
'*' in object.spec.exportTo
!('*' in object.spec.?exportTo.orValue(['*']))
!has(object.spec.exportTo) || object.spec.exportTo.all(e, e != '*')
object.spec == {}
size(object.spec) == 0
object.spec.absent
object.spec.absent == 1
object.spec.absent.deeper == 1
has(object.spec.absent)
has(object.spec.absent.deeper)
object.spec.hosts
object.spec.selector.istio == 'ingress'
object.spec.selector.all(k, k == 'istio')
object.spec.gateways == ['mesh']
object.spec.gateways[0] in ['mesh', 'a']
object.spec.hosts == null
object.spec.hosts != null
object == null || oldObject == null
oldObject == null
oldObject.spec == 1
has(oldObject.spec)
object.spec.http[0].timeout > 1
object.spec.http[0].name < object.spec.http[1].name
type(object.spec.http[0].route[0].weight) == int
type(object.spec) == map
object.spec.http.size() > 2 ? 'many' : object.kind
object.kind in ['VirtualService'] ? object.spec.hosts.size() > 100 : object.metadata.namespace != 'istio-system'
string(object.spec.servers[0].port.number)
object.spec.servers[0].port.number.matches('a')
object.spec.hosts.join(', ')
object.spec.hosts.isSorted()
object.spec.hosts[0].split('.')
object.spec.hosts[2].size()
object['spec']['hosts'][0]
object.spec.hosts[0][0]
request.operation == 'CREATE'
request.name + request.namespace
request.kind.group + request.kind.version + request.kind.kind
request.resource.resource + request.resource.version
request.requestKind.version + request.requestResource.version
request.dryRun
request.absent == 1
request.operation in ['CREATE', 'UPDATE']
has(request.namespace)
request.userInfo.username == 'somebody'
namespaceObject.metadata.name
namespaceObject.metadata.labels['a'] == 'b'
authorizer.group('').resource('pods').check('get').allowed()
params.x == 1
variables.x == 1
`;

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

/** From one line each, written for all sorts of documents, so that most fail on some. */
export const expressions: readonly string[] = [...lines(values), ...lines(aboutDocuments)];
