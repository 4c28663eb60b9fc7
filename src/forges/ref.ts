/** The refs that a name can stand for: a short one may be a branch's or a tag's. */
export function fullNames(ref: string): readonly string[] {
  return ref.startsWith("refs/") ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
}
