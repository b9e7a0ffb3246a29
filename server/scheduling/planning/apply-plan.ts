import type { PlanCommand } from '../../../domain/schedule/decide-plan/commands.ts';
import { decidePlan, denial } from '../../../domain/schedule/decide-plan/decide-plan.ts';
import type { PlanActor, PlanChange, PlanFacts } from '../../../domain/schedule/decide-plan/decision.ts';
import { evolvePlan, type Plan } from '../../../domain/schedule/decide-plan/evolve-plan.ts';
import type { MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import type { BookingAnswer } from '../../../protocol/rest/meetings/bookings.ts';
import type { Scope } from '../../identity/scope.ts';
import type { SeriesRepository } from '../series/series-repository.ts';
import type { MeetingRepository } from './meeting-repository.ts';
import type { PlanRefused } from './refused.ts';
import { refusedByStorage } from './refused-by-storage.ts';

/** In whose name a command is given, and what a decision about it must know. */
export interface Authority {
  /** The account that the history names; undefined for the clock and the conferences. */
  readonly accountId: string | undefined;
  readonly scope: Scope;
  /**
   * What to do after a concurrent change: decide again on the meeting as it is now, or refuse with
   * `version-changed`, because a person decided on what it saw.
   */
  readonly onConcurrentChange: 'decide-again' | 'refuse';
  /** The meeting and the actor's rights in it; undefined if the actor must not know of the meeting. */
  look(
    meetingId: string,
  ): Promise<{ readonly meeting: MeetingWithInvitations; readonly actor: PlanActor } | undefined>;
  facts(
    meeting: MeetingWithInvitations,
    command: PlanCommand,
    nowMs: number,
  ): Promise<Omit<PlanFacts, 'actor'>>;
  /** What blocks the change, as far as the actor may know; undefined where no person asks. */
  explain(
    meeting: MeetingWithInvitations,
    change: PlanChange,
    nowMs: number,
  ): Promise<Partial<BookingAnswer> | undefined>;
}

/** The meeting before and after a command; `change` is undefined if the command changed nothing. */
export interface PlanApplied {
  readonly ok: true;
  readonly before: MeetingWithInvitations;
  readonly after: Plan;
  readonly change: PlanChange | undefined;
}

export type ApplyPlan = ReturnType<typeof createApplyPlan>;

export interface ApplyPlanContext {
  readonly meetings: Pick<MeetingRepository, 'update' | 'addInvitations' | 'handOver'>;
  readonly series: Pick<
    SeriesRepository,
    'updateAll' | 'inviteToAll' | 'askDelegates' | 'withdrawFromAll' | 'repeat'
  >;
  readonly now: () => number;
}

/**
 * Carries out commands on planned meetings: reads the meeting and the facts within the scope of the actor,
 * decides, and stores the change if the meeting still has the version that the decision rests on. The same
 * transaction renews bookings and history and orders letters.
 */
export function createApplyPlan(context: ApplyPlanContext) {
  const { now } = context;
  return async function applyPlan(
    meetingId: string,
    command: PlanCommand,
    authority: Authority,
    given: Partial<PlanFacts> = {},
  ): Promise<PlanApplied | PlanRefused> {
    for (;;) {
      const seen = await authority.look(meetingId);
      if (seen === undefined) return { ok: false, code: 'not-found' };
      const { meeting, actor } = seen;
      // Facts cost queries and work of the calendar: only for those who may give the command.
      const denied = denial(meeting, command, actor);
      if (denied !== undefined) return denied;
      const nowMs = now();
      const facts = { ...(await authority.facts(meeting, command, nowMs)), ...given, actor };
      const decision = decidePlan(meeting, command, facts, nowMs);
      if (!decision.ok) return decision;
      const { change } = decision;
      if (change === undefined) return { ok: true, before: meeting, after: meeting, change };
      const stored = await refusedByStorage(() => store(context, change, authority, nowMs));
      if (stored === true) {
        return { ok: true, before: meeting, after: evolvePlan(meeting, change, nowMs), change };
      }
      if (stored !== false) return explained(stored, await authority.explain(meeting, change, nowMs));
      if (authority.onConcurrentChange === 'refuse') return { ok: false, code: 'version-changed' };
    }
  };
}

/** @returns false after a concurrent change */
function store(
  { meetings, series }: ApplyPlanContext,
  change: PlanChange,
  { scope, accountId }: Authority,
  nowMs: number,
): Promise<boolean> {
  const [first, ...others] = change.meetings;
  const meeting = scope.require(first);
  const all = [meeting, ...others.map((other) => scope.require(other))];
  const made = { atMs: nowMs, byAccountId: accountId };
  switch (change.kind) {
    case 'set': {
      const { startsAtMs, endsAtMs } = meeting;
      const { fields } = change;
      return others.length > 0
        ? series.updateAll(all, fields, made)
        : meetings.update(meeting, { startsAtMs, endsAtMs, ...fields }, made);
    }
    case 'invite':
      return series.inviteToAll(all, change.invited, made, change.sent);
    case 'ask-delegates':
      return series.askDelegates(all, change.invitee, change.delegates, made);
    case 'withdraw':
      return series.withdrawFromAll(all, change.inviteeId, made);
    case 'hand-over':
      return meetings.handOver(meeting, change.from, change.to, made, change.agenda);
    case 'transfer': {
      const { invitation, sentOver } = change;
      const added = invitation === undefined ? [] : [invitation];
      return meetings.addInvitations(meeting, added, made, sentOver);
    }
    case 'repeat': {
      const createdByAccountId = accountId ?? meeting.createdByAccountId;
      const created = { ...change.series, createdByAccountId, createdAtMs: nowMs };
      return series.repeat(created, meeting, change.later);
    }
    default:
      return change satisfies never;
  }
}

/** A refusal by the bookings, with what blocks the change. */
function explained(refused: PlanRefused, booking: Partial<BookingAnswer> | undefined): PlanRefused {
  if (booking === undefined || refused.code === 'not-cleared') return refused;
  const clashes = booking.clashes?.length ?? 0;
  const detail =
    clashes > 0
      ? `${clashes} times somebody invited, or every recorder, is held`
      : 'occurrences overlap each other, or the clash has just disappeared';
  return { detail, ...refused, more: { ...refused.more, ...booking } };
}
