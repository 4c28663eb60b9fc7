const urlUserInfo = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi;

/** Replaces the user info of every URL in the text by `***`: user names can be tokens too. */
export function redactUrls(text: string): string {
  return text.replace(urlUserInfo, "$1***@");
}
