// One kind of failure for everything that goes over the wire: a problem document, a live error, or
// no answer at all (`offline`, `timeout`). The words are `problem.<code>`.
import type { ErrorCode } from "../gen/errors";

export type ProblemCode = ErrorCode | "offline";

export class Problem extends Error {
  constructor(
    readonly code: ProblemCode | (string & {}),
    readonly field: string | undefined = undefined,
    readonly retryMs: number | undefined = undefined,
    readonly status = 0,
    /** A sentence more, in English, where the server has one. */
    readonly detail: string | undefined = undefined,
  ) {
    super(code);
    this.name = "Problem";
  }

  /** Trying the same again may help: nobody has said no. */
  get passing(): boolean {
    return this.code === "offline" || this.code === "timeout" || this.status >= 500 || this.status === 429;
  }
}

/** Whatever was thrown, as a Problem. */
export function toProblem(thrown: unknown): Problem {
  return thrown instanceof Problem ? thrown : new Problem("internal");
}
