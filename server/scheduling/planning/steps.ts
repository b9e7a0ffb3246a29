import type { Logger } from 'pino';
import { holds } from '../../../domain/schedule/holding.ts';
import { transition, type MeetingAction } from '../../../domain/schedule/transitions.ts';
import { Failure } from '../../../protocol/failure.ts';
import type { Reach } from '../../../protocol/rest/meetings/series.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import type { MeetingClock } from '../lifecycle/clock.ts';
import { kept } from './stored-change.ts';
import type {
  Meeting,
  MeetingChanges,
  MeetingRepository,
  MeetingWithInvitations,
} from './meeting-repository.ts';
import { partyInvited } from '../availability/party.ts';
import { createReach, inviteeOf, type ReachContext } from '../series/reach.ts';

export interface StepsContext extends ReachContext {
  readonly meetings: Pick<MeetingRepository, 'update'>;
  readonly clock: Pick<MeetingClock, 'follow'>;
  readonly logger: Logger;
}

export type Steps = ReturnType<typeof createSteps>;

/** Changes of a meeting and of its state by people, for one meeting or for several of its series. */
export function createSteps(context: StepsContext) {
  const { meetings, series, clock, availability, logger, now } = context;
  const reached = createReach(context);

  /** The clashes of a single meeting, and the times at which all invitees would be free. */
  const standing = (wished: MeetingWithInvitations, caller: Caller) => {
    const { moderators, others } = partyInvited(wished.invitations);
    const inviteeIds = wished.invitations.filter(holds).map(inviteeOf);
    return availability.check(
      { ...wished, inviteeIds, participants: moderators + others, moderators, exceptMeetingId: wished.id },
      caller,
    );
  };

  /** Stores a change of a meeting, and the same change of others, which have their new times already. */
  const write = (
    wished: MeetingWithInvitations,
    others: readonly Meeting[],
    caller: Caller,
    { startsAtMs, endsAtMs, ...alike }: MeetingChanges,
  ): Promise<void> => {
    const all = [wished, ...others].map((each) => caller.scope.require(each));
    const { id: by } = accountOf(caller);
    const changes = {
      ...(startsAtMs !== undefined && { startsAtMs }),
      ...(endsAtMs !== undefined && { endsAtMs }),
      ...alike,
    };
    return others.length > 0
      ? reached.keepAll(
          all.map((each) => ({ ...each, ...alike })),
          [],
          caller,
          () => series.updateAll(all, alike, now(), by),
        )
      : kept(
          () => meetings.update(caller.scope.require(wished), wished.version, changes, now(), by),
          () => standing(wished, caller),
        );
  };

  const move = async (
    meeting: MeetingWithInvitations,
    action: MeetingAction,
    caller: Caller,
    others: readonly Meeting[] = [],
    alike: MeetingChanges = {},
  ): Promise<void> => {
    const state = transition(meeting, action, 'people');
    if (state === undefined)
      throw new Failure('wrong-phase', `not allowed while the meeting is ${meeting.state}`);
    if (action === 'schedule' && meeting.endsAtMs <= now()) {
      throw new Failure('wrong-phase', 'the meeting would already be over');
    }
    await write(meeting, others, caller, { ...alike, state });
    try {
      await clock.follow({ ...meeting, state, version: meeting.version + 1 });
    } catch (error) {
      // The new state is stored; the clock makes the conference follow within seconds.
      logger.error(
        { err: error, meetingId: meeting.id },
        'the conference could not follow its meeting at once',
      );
    }
  };

  /**
   * Performs an action on a meeting, and on the others in reach for which it is allowed.
   * @throws Failure `wrong-phase`, `version-changed`, `clash`, `no-capacity`
   */
  const act = async (
    meeting: MeetingWithInvitations,
    action: MeetingAction,
    caller: Caller,
    reach: Reach,
    alike: MeetingChanges = {},
    may: (other: Meeting) => boolean = () => true,
  ): Promise<void> => {
    const others = await reached.others(meeting, reach, caller);
    const moving = others.filter((other) => transition(other, action, 'people') !== undefined && may(other));
    await move(meeting, action, caller, moving, alike);
  };

  return { write, move, act };
}
