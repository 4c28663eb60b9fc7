/** Words that CEL keeps for itself; a field of that name is written `__namespace__`. */
const reserved: ReadonlySet<string> = new Set(
  (
    "true false null in as break const continue else for function if import let loop package namespace return " +
    "var void while"
  ).split(" "),
);

const escapes: Readonly<Record<string, string>> = {
  __: "__underscores__",
  ".": "__dot__",
  "-": "__dash__",
  "/": "__slash__",
};

/** A field's name as rules write it, by the escapes of Kubernetes' CRD validation rules. */
export function celFieldName(field: string): string {
  if (reserved.has(field)) return `__${field}__`;
  return field.replace(/__|[./-]/g, (special) => escapes[special] ?? special);
}
