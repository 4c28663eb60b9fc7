/**
 * The DNS names and URIs of a certificate from Node's text of its subject alternative names: entries separated by `, `, where
 * a value that could pass for several is in JSON quotes. Empty where the text is not of that form.
 */
export function clientNames(subjectAltName: string | undefined): readonly string[] {
  const text = subjectAltName ?? "";
  const entry = /([^:",]+):("(?:[^"\\]|\\.)*"|[^",]*)(, |$)/y;
  const names: string[] = [];
  while (entry.lastIndex < text.length) {
    const [, type, value = ""] = entry.exec(text) ?? [];
    if (type === undefined) return [];
    if (type === "DNS" || type === "URI") names.push(value.startsWith('"') ? String(JSON.parse(value)) : value);
  }
  return names;
}

/** The first name that is allowed. URIs are compared as they are, DNS names in any case. */
export function allowedName(names: readonly string[], allowed: readonly string[]): string | undefined {
  const wanted = new Set(allowed.map(comparable));
  return names.find((name) => wanted.has(comparable(name)));
}

function comparable(name: string): string {
  return name.includes("://") ? name : name.toLowerCase();
}
