/** Why a commit is kept back, as shown in the status and the log. */
export interface Hold {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}
