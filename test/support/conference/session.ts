import type { App } from '../../../server/app.ts';
import { joined } from './participant.ts';
import type { TestParticipant } from './participant.ts';
import { chair, pairedRoom, planMeeting } from '../planning/province.ts';
import type { PlannedMeeting } from '../planning/province.ts';
import { RestCaller } from '../../../simulation/rest.ts';

export interface Session extends PlannedMeeting {
  /** The chair and the halls of two communes, signed in. */
  readonly chair: RestCaller;
  readonly halls: readonly [RestCaller, RestCaller];
  /** Connects and joins, this meeting or another. */
  join(caller: RestCaller, meetingId?: string): Promise<TestParticipant>;
}

/** A live meeting, and its invitees. */
export async function openSession({ url }: Pick<App, 'url'>): Promise<Session> {
  const meeting = await planMeeting(url);
  return {
    ...meeting,
    chair: await RestCaller.signIn(url, chair.login, chair.password),
    halls: [await pairedRoom(url, meeting, 0), await pairedRoom(url, meeting, 1)],
    async join(caller, meetingId = meeting.meetingId) {
      return joined(url, await caller.joinToken(meetingId));
    },
  };
}
