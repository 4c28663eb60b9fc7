/** A small valid resource of a file, as tests commit it. */
export function peerAuthentication(name: string, mode = "STRICT"): string {
  return `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata:
  name: ${name}
  namespace: shop
spec:
  mtls:
    mode: ${mode}
`;
}

/** One of another kind. */
export function destinationRule(name: string): string {
  return `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: shop}
spec: {host: ${name}}
`;
}
