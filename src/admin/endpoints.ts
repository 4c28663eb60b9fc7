/** What the admin server answers, for the index page and for 404s. */
export const endpoints = [
  { method: "GET", path: "/healthz", about: "200 while the process lives" },
  { method: "GET", path: "/readyz", about: "200 while every listener serves a snapshot, else 503 with the reason" },
  { method: "GET", path: "/metrics", about: "counts and times for Prometheus" },
  { method: "GET", path: "/api/v1/status", about: "sources, snapshot, listeners and clients as JSON" },
  { method: "POST", path: "/api/v1/refresh", about: "look at every repository now; needs the admin token" },
  {
    method: "POST",
    path: "/webhooks/{github,gitlab,gitea,bitbucket,generic}",
    about: "a push, told by the forge; needs the webhook secret",
  },
] as const;

/** The index page: plain text, one endpoint a line. */
export function indexText(): string {
  const lines = endpoints.map(({ method, path, about }) => `${method.padEnd(5)}${path.padEnd(52)}${about}`);
  return `gitxds serves Istio configuration straight from Git.\n\n${lines.join("\n")}\n`;
}
