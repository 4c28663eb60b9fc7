/** The command that Git runs on the server. The path is quoted as Git quotes it, so that no shell reads anything into it. */
export function uploadPackCommand(path: string): string {
  return `git-upload-pack '${path.replace(/['!]/g, (character) => `'\\${character}'`)}'`;
}
