/** What is no CEL, and at which of its characters, from 0, where that is known. */
export class CelSyntaxError extends SyntaxError {
  constructor(
    message: string,
    readonly offset?: number,
  ) {
    super(message);
  }
}
