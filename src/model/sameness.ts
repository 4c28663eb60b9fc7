import type { Finding } from "./finding.js";

/**
 * What makes two findings equal although the lines around them have moved or their file has another name: the rule, the
 * resource and the message, without what moves when something is put before it (places in files, indexes of lists, how
 * many more there are).
 */
export function sameness({ code, severity, kind, namespace, name, message }: Finding): string {
  return [code, severity, kind, namespace, name, steady(message)].join("\0");
}

function steady(message: string): string {
  return message
    .replace(/\S+\.(?:ya?ml|json):\d+(?::\d+)?/gi, "")
    .replace(/\[\d+\]/g, "[]")
    .replace(/\b\d+ more\b/g, "more");
}
