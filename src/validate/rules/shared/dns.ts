const label = "[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?";
const labelPattern = new RegExp(`^${label}$`);
const wildcardLabelPattern = new RegExp(`^(?:\\*|(?:\\*-?)?${label})$`);

const maxLabelLength = 63;
const maxNameLength = 255;
const maxInt64 = 2n ** 63n - 1n;

/** A DNS label by RFC 1123, in whatever case. */
export function isDnsLabel(text: string): boolean {
  return text.length <= maxLabelLength && labelPattern.test(text);
}

/** A DNS label, or one whose start is open: `*`, `*web`, `*-web`. */
export function isWildcardLabel(text: string): boolean {
  return text.length <= maxLabelLength && wildcardLabelPattern.test(text);
}

/** What keeps a text from being a full DNS name, as the end of a sentence; a dot at its end is allowed. */
export function dnsNameFault(text: string): string | undefined {
  return lengthFault(text) ?? labelsFault(text);
}

/** The same for a name whose first label may be open. A single label may be all digits here. */
export function wildcardNameFault(text: string): string | undefined {
  const tooLong = lengthFault(text);
  if (tooLong !== undefined) return tooLong;
  const end = text.indexOf(".");
  const first = end < 0 ? text : text.slice(0, end);
  if (!isWildcardLabel(first)) return labelFault(first);
  return end < 0 ? undefined : labelsFault(text.slice(end + 1));
}

function lengthFault(text: string): string | undefined {
  if (text === "") return "must not be empty";
  return text.length > maxNameLength
    ? `may have ${maxNameLength} characters at most, it has ${text.length}`
    : undefined;
}

function labelsFault(text: string): string | undefined {
  const labels = text.split(".");
  const last = labels.at(-1) ?? "";
  if (isNumber(last)) return `is no DNS name: its last label, ${last}, is a number`;
  const wrong = labels.find((part, index) => !isDnsLabel(part) && !(part === "" && index === labels.length - 1));
  return wrong === undefined ? undefined : labelFault(wrong);
}

/** Beyond 64 bits Istio no longer sees a number. */
function isNumber(text: string): boolean {
  return /^\d+$/.test(text) && BigInt(text) <= maxInt64;
}

function labelFault(label: string): string {
  if (label === "") return "has an empty label: two dots in a row, or one at the start";
  if (label.length > maxLabelLength)
    return `has a label of ${label.length} characters, a DNS label has at most ${maxLabelLength}`;
  if (label.includes("*")) return "has a wildcard in a place that cannot have one";
  return "is no DNS name: a label has letters, digits and -, with a letter or digit at both ends";
}
