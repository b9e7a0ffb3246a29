import type { Meeting } from '../../../domain/schedule/meeting.ts';
import { roleAtTheDoor } from '../../../domain/conference/role-now.ts';
import { isHere, isLive as isOpen } from '../../../domain/conference/state.ts';
import type { RoomView } from '../../../protocol/rest/meetings/rooms.ts';
import type { Doorkeeper } from '../../conference/doorkeeper.ts';
import { subjectId, type Caller, type DeviceCaller } from '../../identity/caller.ts';
import type { Issued, Tokens } from '../../identity/passes/tokens.ts';
import { endpointView } from '../../sites/endpoints.ts';
import type { LiveMeetings } from './live-meetings.ts';
import type { MeetingRepository } from '../planning/meeting-repository.ts';
import { summary } from '../planning/meeting-summary.ts';
import { type PlanRefused, refused, refuseIf } from '../planning/refused.ts';
import { Names } from './names.ts';
import type { RehearsalRepository } from '../readiness/rehearsal-repository.ts';
import type { Standing } from './standing.ts';
import type { VisibleMeetings } from './visible-meetings.ts';

/** A room's page shows meetings that start within a day. */
const roomAheadMs = 24 * 60 * 60 * 1_000;

type Directory = ConstructorParameters<typeof Names>[0];

export interface OwnMeetingsContext extends Directory {
  readonly seeing: Pick<VisibleMeetings, 'look' | 'see'>;
  readonly meetings: Pick<MeetingRepository, 'list'>;
  readonly live: Pick<LiveMeetings, 'stateOf'>;
  /** The path of the server that leads a meeting's conference; null: that of the whole service. */
  readonly pathTo: (meetingId: string) => Promise<string | null>;
  readonly rehearsals: Pick<RehearsalRepository, 'askedOf'>;
  readonly doorkeeper: Doorkeeper;
  readonly tokens: Tokens;
  readonly now: () => number;
}

/** The use cases of participants that come to a meeting. */
export function createOwnMeetings({
  seeing,
  meetings,
  live,
  pathTo,
  rehearsals,
  doorkeeper,
  tokens,
  now,
  ...directory
}: OwnMeetingsContext) {
  /**
   * Whether a conference would admit the caller, checked in the same way: one query for all callers that ask
   * at the same moment. `seeing` would read every invitation of a meeting of hundreds for each caller. False
   * also if more must be read, for example to tell why the caller is not admitted.
   */
  const isAdmitted = async (meetingId: string, caller: Caller): Promise<boolean> => {
    const state = await live.stateOf(meetingId);
    if (state === undefined || !isOpen(state)) return false;
    const { kind, sessionId } = caller;
    const id = subjectId(caller);
    const [found] = await doorkeeper(meetingId, [{ kind, id, sessionId }]);
    return found?.ok === true && roleAtTheDoor(found.identity.role, state, id) !== undefined;
  };

  return {
    /**
     * Issues a pass for this sign-in. The conference checks everything again on entry.
     * @throws Failure `not-found`, or `not-live`
     */
    async join(meetingId: string, caller: Caller): Promise<Issued & { readonly path: string | null }> {
      if (!(await isAdmitted(meetingId, caller))) {
        const { meeting, standing } = await seeing.see(meetingId, caller);
        refuseIf(joinRefusal(meeting, standing));
      }
      const { kind, sessionId } = caller;
      const pass = tokens.issueJoin({ meetingId, kind, sub: subjectId(caller), sid: sessionId });
      return { ...pass, path: await pathTo(meetingId) };
    },

    /**
     * The meeting for a room's page: the live one, otherwise the next. Leaves out meetings that the room may
     * not join.
     */
    async room({ endpoint, ...caller }: DeviceCaller): Promise<RoomView> {
      const invited = await meetings.list({
        invitedEndpointId: endpoint.id,
        states: ['scheduled', 'rehearsal-open', 'live'],
        startsBeforeMs: now() + roomAheadMs,
      });
      const whereabouts = await whereaboutsOf(endpoint.id, invited.filter(isLive), live);
      const isCall = ({ id, emergency }: Meeting): boolean => emergency && whereabouts(id) !== 'sent';
      const planned = invited.filter((meeting) => !isCall(meeting));
      const nearness = ({ id }: Meeting): number => nearest.indexOf(whereabouts(id));
      const coming = [
        ...planned.filter(isLive).toSorted((a, b) => nearness(a) - nearness(b)),
        ...planned.filter((meeting) => !isLive(meeting) && meeting.endsAtMs > now()),
      ];
      const calling = invited.filter((meeting) => isLive(meeting) && isCall(meeting)).toReversed();
      const [newest, ...earlier] = calling;
      const sitsIn = ({ id }: Meeting): boolean => whereabouts(id) === 'here';
      // A room that has answered a call sits in that session while a later one calls it.
      const answered = newest !== undefined && sitsIn(newest) ? [] : earlier.filter(sitsIn);
      const names = new Names(directory);
      const first = async (meetings: readonly Pick<Meeting, 'id'>[]): Promise<RoomView['meeting']> => {
        for (const { id } of meetings) {
          const seen = await seeing.look(id, { ...caller, endpoint });
          if (seen === undefined || seen.standing.role === null) continue;
          const asked = await rehearsals.askedOf(id);
          return {
            ...(await summary(seen.meeting, names)),
            role: seen.standing.role,
            checkAskedAtMs: asked.get(endpoint.id) ?? null,
          };
        }
        return null;
      };
      return {
        endpoint: endpointView(endpoint),
        meeting: await first([...answered, ...coming]),
        emergency: await first(calling),
        nowMs: now(),
      };
    },
  };
}

const isLive = ({ state }: Meeting): boolean => state === 'live';

/** Refuses a caller that would not be admitted, or while the conference is not open. */
function joinRefusal(meeting: Meeting, { role }: Standing): PlanRefused | undefined {
  if (role === null) return refused('not-found');
  return isLive(meeting) ? undefined : refused('not-live');
}

/**
 * A room's relations to live meetings, in order of preference: a device that restarts returns to where it
 * was.
 */
const nearest = ['sent', 'here', 'elsewhere', 'sent away'] as const;

/**
 * @returns for a live meeting's id: whether a moderator sent the room there or away from there; if neither,
 *   whether it is there
 */
async function whereaboutsOf(
  endpointId: string,
  meetings: readonly Meeting[],
  live: Pick<LiveMeetings, 'stateOf'>,
): Promise<(meetingId: string) => (typeof nearest)[number]> {
  const found = meetings.map(async ({ id }) => [id, await live.stateOf(id)] as const);
  const states = new Map(await Promise.all(found));
  /** The meeting to which the room was sent from this one; undefined if that meeting is over by now. */
  const sentFrom = (id: string): string | undefined => {
    const to = states.get(id)?.participants[endpointId]?.movedTo;
    return meetings.find((meeting) => meeting.id === to)?.id;
  };
  const sentTo = new Set(meetings.map(({ id }) => sentFrom(id)));
  return (id) => {
    const state = states.get(id);
    const known = state?.participants[endpointId];
    if (state?.expected[endpointId] !== undefined) return 'sent';
    if (sentFrom(id) !== undefined) return 'sent away';
    if (sentTo.has(id)) return 'sent';
    return known && isHere(known) ? 'here' : 'elsewhere';
  };
}
