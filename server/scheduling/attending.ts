import { type OfficeLine, unknownLine } from '../../domain/media/budget.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import { Failure } from '../../protocol/failure.ts';
import type { RoomView } from '../../protocol/rest/rooms.ts';
import type { Caller, DeviceCaller } from '../identity/caller.ts';
import type { Issued, Tokens } from '../identity/tokens.ts';
import { endpointView } from '../sites/endpoints.ts';
import type { Meeting, MeetingRepository } from './meeting-repository.ts';
import { summary } from './meeting-summary.ts';
import { Names } from './names.ts';
import type { RehearsalRepository } from './rehearsal-repository.ts';
import type { Seen } from './seeing.ts';

/** A room's page shows what comes within a day. */
const ROOM_AHEAD_MS = 24 * 60 * 60 * 1_000;

type Directory = ConstructorParameters<typeof Names>[0];

export interface AttendingContext extends Directory {
  /** @throws Failure `not-found` */
  readonly see: (meetingId: string, caller: Caller) => Promise<Seen>;
  readonly meetings: Pick<MeetingRepository, 'list'>;
  readonly rehearsals: Pick<RehearsalRepository, 'askedOf'>;
  readonly tokens: Tokens;
  readonly now: () => number;
}

/** The use cases of those who come to a meeting. */
export function createAttending({ see, meetings, rehearsals, tokens, now, ...directory }: AttendingContext) {
  return {
    /** @throws Failure `not-found`, or `not-live` */
    async join(meetingId: string, caller: Caller): Promise<Issued> {
      const { meeting, standing } = await see(meetingId, caller);
      if (meeting.state !== 'live') throw new Failure('not-live');
      const identity: Identity = {
        ...(await new Names(directory).participant(caller)),
        role: standing.role,
      };
      return tokens.issueJoin(meetingId, identity, lineOf(caller));
    },

    /** What a room's page waits for: the meeting that is live, else the next. */
    async room({ endpoint, ...caller }: DeviceCaller): Promise<RoomView> {
      const invited = await meetings.list({
        invitedEndpointId: endpoint.id,
        states: ['scheduled', 'rehearsal-open', 'live'],
        startsBeforeMs: now() + ROOM_AHEAD_MS,
      });
      const planned = invited.filter(({ emergency }) => !emergency);
      const coming =
        planned.find(({ state }) => state === 'live') ?? planned.find(({ endsAtMs }) => endsAtMs > now());
      const called = invited.findLast(({ emergency, state }) => emergency && state === 'live');
      const names = new Names(directory);
      const shown = async (meeting: Pick<Meeting, 'id'> | undefined): Promise<RoomView['meeting']> => {
        if (meeting === undefined) return null;
        const [seen, asked] = await Promise.all([
          see(meeting.id, { ...caller, endpoint }),
          rehearsals.askedOf(meeting.id),
        ]);
        return {
          ...(await summary(seen.meeting, names)),
          role: seen.standing.role,
          checkAskedAtMs: asked.get(endpoint.id) ?? null,
        };
      };
      return {
        endpoint: endpointView(endpoint),
        meeting: await shown(coming),
        emergency: await shown(called),
        nowMs: now(),
      };
    },
  };
}

/** An account may sit anywhere; a room sits at its office's line. */
const lineOf = (caller: Caller): OfficeLine =>
  caller.kind === 'account'
    ? unknownLine
    : { downBps: bps(caller.endpoint.lineDownKbps), upBps: bps(caller.endpoint.lineUpKbps) };

const bps = (kbps: number | null): number | null => (kbps === null ? null : kbps * 1_000);
