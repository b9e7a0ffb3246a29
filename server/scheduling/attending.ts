import { Failure } from '../../protocol/failure.ts';
import type { RoomView } from '../../protocol/rest/rooms.ts';
import { subjectId, type Caller, type DeviceCaller } from '../identity/caller.ts';
import type { Issued, Tokens } from '../identity/tokens.ts';
import { endpointView } from '../sites/endpoints.ts';
import type { Meeting, MeetingRepository } from './meeting-repository.ts';
import { summary } from './meeting-summary.ts';
import { Names } from './names.ts';
import type { RehearsalRepository } from './rehearsal-repository.ts';
import type { Seeing } from './seeing.ts';

/** A room's page shows what comes within a day. */
const ROOM_AHEAD_MS = 24 * 60 * 60 * 1_000;

type Directory = ConstructorParameters<typeof Names>[0];

export interface AttendingContext extends Directory {
  readonly seeing: Pick<Seeing, 'look' | 'see'>;
  readonly meetings: Pick<MeetingRepository, 'list'>;
  readonly rehearsals: Pick<RehearsalRepository, 'askedOf'>;
  readonly tokens: Tokens;
  readonly now: () => number;
}

/** The use cases of those who come to a meeting. */
export function createAttending({
  seeing,
  meetings,
  rehearsals,
  tokens,
  now,
  ...directory
}: AttendingContext) {
  return {
    /** A pass for this sign-in. The door looks again at all that is looked at here. @throws Failure `not-found`, or `not-live` */
    async join(meetingId: string, caller: Caller): Promise<Issued> {
      const { meeting, standing } = await seeing.see(meetingId, caller);
      if (standing.role === null) throw new Failure('not-found');
      if (meeting.state !== 'live') throw new Failure('not-live');
      const { kind, sessionId } = caller;
      return tokens.issueJoin({ meetingId, kind, sub: subjectId(caller), sid: sessionId });
    },

    /** What a room's page waits for: the meeting that is live, else the next. What it may not join is none for it. */
    async room({ endpoint, ...caller }: DeviceCaller): Promise<RoomView> {
      const invited = await meetings.list({
        invitedEndpointId: endpoint.id,
        states: ['scheduled', 'rehearsal-open', 'live'],
        startsBeforeMs: now() + ROOM_AHEAD_MS,
      });
      const planned = invited.filter(({ emergency }) => !emergency);
      const coming = [
        ...planned.filter(({ state }) => state === 'live'),
        ...planned.filter(({ state, endsAtMs }) => state !== 'live' && endsAtMs > now()),
      ];
      const calling = invited.filter(({ emergency, state }) => emergency && state === 'live').toReversed();
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
        meeting: await first(coming),
        emergency: await first(calling),
        nowMs: now(),
      };
    },
  };
}
