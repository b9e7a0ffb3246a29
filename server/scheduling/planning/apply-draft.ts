import type { SeriesCommand } from '../../../domain/schedule/decide-plan/commands.ts';
import type { PlanFacts } from '../../../domain/schedule/decide-plan/decision.ts';
import { decideDraft, type Draft, type Drafted } from '../../../domain/schedule/decide-plan/drafting.ts';
import { decideRepeating } from '../../../domain/schedule/decide-plan/repeating.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { SeriesRepository } from '../series/series-repository.ts';
import type { MeetingRepository } from './meeting-repository.ts';
import type { PlanRefused } from './refused.ts';
import { refusedByStorage } from './refused-by-storage.ts';

export interface ApplyDraftContext {
  readonly meetings: Pick<MeetingRepository, 'insert'>;
  readonly series: Pick<SeriesRepository, 'insertRepeated'>;
  readonly now: () => number;
}

/** How a new meeting recurs from the beginning. */
export type Repetition = Omit<SeriesCommand, 'type'> & Pick<PlanFacts, 'later'>;

/**
 * Creates meetings, in the shape of `applyPlan`: decides, and stores what was decided. There is no earlier
 * version to compare with, and no booking to explain: a draft holds nothing, and an emergency overrides.
 */
export const createApplyDraft =
  ({ meetings, series, now }: ApplyDraftContext) =>
  /**
   * @param repetition stored with the meeting, or not at all
   * @throws Failure `not-found` for an organising site outside the caller's scope
   */
  async (draft: Draft, caller: Caller, repetition?: Repetition): Promise<Drafted | PlanRefused> => {
    const nowMs = now();
    const { id: accountId } = accountOf(caller);
    const drafted = decideDraft(draft, accountId, nowMs);
    if (!drafted.ok) return drafted;
    const meeting = caller.scope.require(drafted.meeting);
    const repeated = repetition && decideRepeating(meeting, { type: 'repeat', ...repetition }, repetition);
    if (repeated?.ok === false) return repeated;
    const change = repeated?.change;
    return refusedByStorage(async () => {
      if (change?.kind === 'repeat') {
        const created = { ...change.series, createdByAccountId: accountId, createdAtMs: nowMs };
        await series.insertRepeated(created, meeting, change.later);
      } else await meetings.insert(meeting);
      return drafted;
    });
  };

export type ApplyDraft = ReturnType<typeof createApplyDraft>;
