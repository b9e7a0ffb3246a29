import type { ErrorCode } from '../../../protocol/errors.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { Named } from '../../../protocol/rest/problem.ts';

/**
 * An expected outcome of planning that is not what was asked for. Nothing was changed. Every rule of planning
 * returns one; the functions below turn it into a Failure where a use case answers (decision 68).
 */
export interface PlanRefused {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly detail?: string;
  /** What the answer names. */
  readonly more?: Named;
}

export const refused = (code: ErrorCode, detail?: string): PlanRefused => ({
  ok: false,
  code,
  ...(detail !== undefined && { detail }),
});

type Accepted = { readonly ok: true };

/** An outcome that is no refusal. @throws Failure */
export function accepted<Outcome extends Accepted | PlanRefused>(
  outcome: Outcome,
): Extract<Outcome, Accepted>;
export function accepted(outcome: Accepted | PlanRefused): Accepted {
  if (outcome.ok) return outcome;
  throw new Failure(outcome.code, outcome.detail, outcome.more);
}

/** @throws Failure if there is a refusal */
export function refuseIf(refusal: PlanRefused | undefined | false): void {
  if (refusal) accepted(refusal);
}

/** What was looked up; undefined if it does not exist or the caller must not know of it. @throws Failure `not-found` */
export function requireFound<T>(looked: T | undefined, detail?: string): T {
  if (looked === undefined) throw new Failure('not-found', detail);
  return looked;
}
