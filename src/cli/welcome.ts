/** What the terminal is told once both ports are open. */
export interface WelcomeFacts {
  /** `host:port` of each listener, as bound. */
  readonly xds: readonly string[];
  readonly admin: string;
  /** The checkout of the embedded example, where that is what is served; null for the user's own repository. */
  readonly exampleFolder: string | null;
}

/** How to point istiod here and, for the example, how to commit a change and see it arrive. */
export function welcomeText(facts: WelcomeFacts): string {
  const parts = facts.xds.map(meshConfigText);
  if (facts.exampleFolder !== null) parts.push(exampleText(facts.exampleFolder, facts.admin));
  return `${parts.join("\n")}\n`;
}

/** The lines to paste into istiod's meshConfig. */
function meshConfigText(xds: string): string {
  const port = xds.slice(xds.lastIndexOf(":") + 1);
  const host = xds.slice(0, -port.length - 1);
  const lines = ["Point istiod here, in its meshConfig:", "", "    configSources:"];
  if (isUnspecified(host)) {
    lines.push(`      - address: xds://HOST:${port}`, "", "where HOST is a name or address of this machine.");
  } else {
    lines.push(`      - address: xds://${xds}`);
  }
  if (isLoopback(host))
    lines.push("", "An istiod on another machine cannot reach that: start with --listen 0.0.0.0:18000.");
  lines.push("");
  return lines.join("\n");
}

function exampleText(folder: string, admin: string): string {
  const port = admin.slice(admin.lastIndexOf(":") + 1);
  const host = admin.slice(0, -port.length - 1);
  const status = `http://${isUnspecified(host) ? `127.0.0.1:${port}` : admin}/api/v1/status`;
  return [
    `Serving the example mesh from ${folder}`,
    "Change it and see the change arrive at the next poll:",
    "",
    `    cd ${shellWord(folder)}`,
    "    $EDITOR routes/reviews.yaml        # move the weights, say",
    "    git commit -am 'Shift more traffic to reviews v3'",
    `    curl -s ${status}`,
    "",
    "Commit a mistake, too: it changes nothing, and this log names the line.",
    "Serve your own repository: npm start -- https://github.com/you/mesh.git",
    "",
  ].join("\n");
}

function isUnspecified(host: string): boolean {
  return host === "0.0.0.0" || host === "[::]";
}

function isLoopback(host: string): boolean {
  return host.startsWith("127.") || host === "[::1]" || host === "localhost";
}

/** Quotes a path for a POSIX shell where it needs it. */
function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
