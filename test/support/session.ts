import type { App } from '../../server/app.ts';
import { joined } from './participant.ts';
import type { TestParticipant } from './participant.ts';
import { chair, planMeeting } from './province.ts';
import type { PlannedMeeting } from './province.ts';
import { RestCaller } from './rest.ts';

export interface Session extends PlannedMeeting {
  /** The chair and two communes' halls, each signed in as it would be. */
  readonly chair: RestCaller;
  readonly halls: readonly [RestCaller, RestCaller];
  /** Connects and joins, this meeting or another. */
  join(caller: RestCaller, meetingId?: string): Promise<TestParticipant>;
}

/** A meeting that is live, and those who may come to it. */
export async function openSession({ url }: Pick<App, 'url'>): Promise<Session> {
  const meeting = await planMeeting(url);
  const pair = async (endpointId: string): Promise<RestCaller> => {
    const { code } = await meeting.administration.call('pairing.create', { body: { endpointId } });
    const { accessToken } = await new RestCaller(url).call('device.pair', { body: { code } });
    return new RestCaller(url, accessToken);
  };
  const [first, second] = meeting.endpoints;
  return {
    ...meeting,
    chair: await new RestCaller(url).signIn(chair.login, chair.password),
    halls: [await pair(first), await pair(second)],
    async join(caller, meetingId = meeting.meetingId) {
      const { token } = await caller.call('meeting.join', { params: { meetingId } });
      return joined(url, token);
    },
  };
}
