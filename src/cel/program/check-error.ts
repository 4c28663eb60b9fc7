/** Why an expression cannot be used, and at which of its characters, from 0. */
export class CheckError extends Error {
  constructor(
    message: string,
    readonly offset: number,
    /** Whether Kubernetes takes it and only we do not. */
    readonly unsupported = false,
  ) {
    super(message);
  }
}
