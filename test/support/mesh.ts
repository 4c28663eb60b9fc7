import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * A mesh of one-resource files of about 1 KB in directories of fifty: half VirtualServices, a quarter DestinationRules, ten percent
 * each of ServiceEntries and AuthorizationPolicies, the rest PeerAuthentications, and one Gateway. What they name is there.
 * The same count gives the same bytes.
 */
export function* meshFiles(count: number): Iterable<readonly [path: string, text: string]> {
  for (let index = 0; index < count; index += 1) {
    const [kind, make] = pick(index);
    yield [`team-${pad(Math.floor(index / 50))}/${kind.toLowerCase()}-${pad(index)}.yaml`, make(index, "1s")];
  }
}

/** The same file with another time-out in it: what a one-file commit changes. The first file is a VirtualService. */
export function changedFile(timeout: string): readonly [path: string, text: string] {
  const [kind] = pick(0);
  return [`team-${pad(0)}/${kind.toLowerCase()}-${pad(0)}.yaml`, virtualService(0, timeout)];
}

type Make = (index: number, timeout: string) => string;

function pick(index: number): readonly [kind: string, make: Make] {
  const slot = index % 20;
  if (index === 19) return ["Gateway", gateway];
  if (slot < 10) return ["VirtualService", virtualService];
  if (slot < 15) return ["DestinationRule", destinationRule];
  if (slot < 17) return ["ServiceEntry", serviceEntry];
  if (slot < 19) return ["AuthorizationPolicy", authorizationPolicy];
  return ["PeerAuthentication", peerAuthentication];
}

const pad = (number: number) => String(number).padStart(5, "0");
const teamOf = (index: number) => `team-${pad(Math.floor(index / 50))}`;

/** Of ten VirtualServices the last five send to the hosts of the first five, and those have the DestinationRules. */
const destinationOf = (index: number) => `app-${pad(index % 20 < 5 ? index : index - 5)}`;
const ruledBy = (index: number) => index - 10;

function head(apiVersion: string, kind: string, index: number, namespace = teamOf(index)): string {
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: app-${pad(index)}
  namespace: ${namespace}
  labels:
    app.kubernetes.io/name: app-${pad(index)}
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/managed-by: platform-team
  annotations:
    example.com/owner: team-${pad(Math.floor(index / 50))}@example.com
    example.com/runbook: https://runbooks.example.com/app-${pad(index)}
spec:
`;
}

const virtualService: Make = (index, timeout) => `${head("networking.istio.io/v1", "VirtualService", index)}  hosts:
    - app-${pad(index)}.example.com
    - app-${pad(index)}
  gateways: [istio-system/edge, mesh]
  http:
    - name: canary
      match:
        - headers:
            x-canary:
              exact: "true"
          uri:
            prefix: /api/v1
      route:
        - destination:
            host: ${destinationOf(index)}
            subset: v2
            port:
              number: 8080
    - name: stable
      timeout: ${timeout}
      retries:
        attempts: 3
        perTryTimeout: 300ms
        retryOn: 5xx,reset,connect-failure
      route:
        - destination:
            host: ${destinationOf(index)}
            subset: v1
          weight: 90
        - destination:
            host: ${destinationOf(index)}
            subset: v2
          weight: 10
`;

const destinationRule: Make = (
  index,
) => `${head("networking.istio.io/v1", "DestinationRule", index, teamOf(ruledBy(index)))}  host: app-${pad(ruledBy(index))}
  trafficPolicy:
    connectionPool:
      tcp:
        maxConnections: 100
        connectTimeout: 500ms
      http:
        http2MaxRequests: 1000
        maxRequestsPerConnection: 10
    outlierDetection:
      consecutive5xxErrors: 7
      interval: 30s
      baseEjectionTime: 1m
      maxEjectionPercent: 50
  subsets:
    - name: v1
      labels:
        version: v1
    - name: v2
      labels:
        version: v2
      trafficPolicy:
        loadBalancer:
          simple: LEAST_REQUEST
`;

const serviceEntry: Make = (index) => `${head("networking.istio.io/v1", "ServiceEntry", index)}  hosts:
    - partner-${pad(index)}.example.com
  location: MESH_EXTERNAL
  resolution: DNS
  exportTo: ["."]
  ports:
    - number: 443
      name: tls
      protocol: TLS
    - number: 80
      name: http
      protocol: HTTP
  endpoints:
    - address: eu.partner-${pad(index)}.example.com
      locality: eu-west-1/a
      ports:
        tls: 8443
        http: 8080
    - address: us.partner-${pad(index)}.example.com
      locality: us-east-1/b
      ports:
        tls: 8443
        http: 8080
`;

const authorizationPolicy: Make = (index) => `${head("security.istio.io/v1", "AuthorizationPolicy", index)}  selector:
    matchLabels:
      app: app-${pad(index)}
  action: ALLOW
  rules:
    - from:
        - source:
            principals: [cluster.local/ns/front/sa/web, cluster.local/ns/front/sa/mobile]
        - source:
            namespaces: [ops, monitoring]
      to:
        - operation:
            methods: [GET, HEAD]
            paths: ["/api/*", "/healthz"]
      when:
        - key: request.headers[x-tenant]
          values: [blue, green]
`;

const gateway: Make = () => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: edge
  namespace: istio-system
spec:
  selector:
    istio: ingressgateway
  servers:
    - port:
        number: 443
        name: https
        protocol: HTTPS
      tls:
        mode: SIMPLE
        credentialName: example-com
      hosts: ["*.example.com"]
`;

const peerAuthentication: Make = (index) => `${head("security.istio.io/v1", "PeerAuthentication", index)}  selector:
    matchLabels:
      app: app-${pad(index)}
  mtls:
    mode: STRICT
  portLevelMtls:
    8080:
      mode: PERMISSIVE
`;

/** One commit of many files on branch main, through `git fast-import`, which takes seconds where a checkout takes minutes. */
export async function importCommit(
  repository: string,
  files: Iterable<readonly [path: string, text: string]>,
  message: string,
  onto?: string,
): Promise<void> {
  const importer = spawn("git", ["fast-import", "--quiet", "--force"], {
    cwd: repository,
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = once(importer, "close");
  const text = (value: string) => `data ${Buffer.byteLength(value)}\n${value}\n`;
  const parts = [`commit refs/heads/main\ncommitter bench <bench@example.com> 1700000000 +0000\n${text(message)}`];
  if (onto !== undefined) parts.push(`from ${onto}\n`);
  for (const [path, content] of files) parts.push(`M 100644 inline ${path}\n${text(content)}`);
  importer.stdin.end(parts.join(""));
  const [code] = await ended;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}
