// What went wrong, in words, with a way to try again where that may help.
import { has, t } from "../lib/i18n";
import type { Problem } from "../lib/problem";

export const problemWords = (problem: Problem) =>
  t(has(`problem.${problem.code}`) ? `problem.${problem.code}` : "problem.internal");

interface Props {
  problem: Problem | undefined;
  onRetry?: (() => void) | undefined;
}

export function Failure({ problem, onRetry }: Props) {
  if (!problem) return null;
  return (
    <div class="notice" role="alert">
      <p>{problemWords(problem)}</p>
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          {t("retry")}
        </button>
      )}
    </div>
  );
}
