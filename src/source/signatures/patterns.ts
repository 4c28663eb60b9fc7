/**
 * Whether a text matches a list of patterns as OpenSSH reads it (ssh_config, PATTERNS): separated by commas, with `*` and
 * `?`; one that begins with `!` and matches forbids, whatever else matches.
 */
export function matchesList(text: string, list: string): boolean {
  let found = false;
  for (const entry of list.split(",")) {
    const negated = entry.startsWith("!");
    if (!matches(text, negated ? entry.slice(1) : entry)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

/** In time proportional to the product of the lengths: on a mismatch only the last `*` takes one character more. */
function matches(text: string, pattern: string): boolean {
  let at = 0;
  let step = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = pattern[step];
    if (wanted === "*") {
      star = step;
      step += 1;
      resume = at;
    } else if (wanted !== undefined && (wanted === "?" || wanted === text[at])) {
      at += 1;
      step += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      step = star + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(step));
}
