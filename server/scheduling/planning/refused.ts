import type { ErrorCode } from '../../../protocol/errors.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { Named } from '../../../protocol/rest/problem.ts';

/** An expected outcome of planning that is not what was asked for. Nothing was changed. */
export interface PlanRefused {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly detail?: string;
  /** What the answer names. */
  readonly more?: Named;
}

/**
 * The outcome of a command if it was accepted. The one place where a refusal of planning becomes what the
 * edge turns into an answer.
 * @throws Failure
 */
export function accepted<Outcome extends { readonly ok: true }>(outcome: Outcome | PlanRefused): Outcome {
  if (outcome.ok) return outcome;
  throw new Failure(outcome.code, outcome.detail, outcome.more);
}

/** @throws Failure if there is a refusal */
export function refuseIf(refused: PlanRefused | undefined): void {
  if (refused !== undefined) accepted(refused);
}
