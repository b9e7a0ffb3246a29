import { endpoint } from '../../../../protocol/rest/sites/endpoints.ts';
import { meetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import type { Asked, Province, RestEdge } from '../rest-edge.ts';

export const hour = 3_600_000;

/** A call that succeeds, and its expected entry in the audit log. */
export interface ActingRequest {
  readonly asked: Asked;
  /** The actor: a login or the name of a room. */
  readonly actor: string | null;
  /** The target; left out where the call creates it. */
  readonly targetId?: string | null;
  /** Left out where the call creates the unit itself. */
  readonly siteId?: string | null;
}

/** For each of these routes that changes something or returns a file, a call that succeeds. */
export type RequestsOf<Routes> = { readonly [Name in keyof Routes]?: () => Promise<ActingRequest> };

/** What the calls of several parts of the API are made of. */
export function groundOf(edge: RestEdge, province: Province, secrets: Set<string>) {
  const { yenLac, administrator } = province;
  const { site, secretariat, hall } = yenLac;
  const secretary = 'yenlac.thuky';
  let count = 0;
  const fresh = (): number => (count += 1);

  const meeting = async (invited: readonly string[] = [], more: object = {}) => {
    const startsAtMs = edge.clock.now + 48 * hour + fresh() * 2 * hour;
    const made = await edge.get(meetingDetail, 'meeting.create', {
      as: secretariat.token,
      body: { title: `Giao ban ${fresh()}`, siteId: site, startsAtMs, endsAtMs: startsAtMs + hour, ...more },
    });
    if (invited.length === 0) return made;
    const invitations = invited.map((inviteeId) => ({ kind: 'endpoint', inviteeId, role: 'delegate' }));
    return edge.get(meetingDetail, 'meeting.invite', { ...at(made), body: { invitations } });
  };
  const at = ({ id, version }: { readonly id: string; readonly version: number }) => ({
    as: secretariat.token,
    params: { meetingId: id },
    headers: { 'if-match': `"${version}"` },
  });
  const scheduled = async (invited: readonly string[] = []) =>
    edge.get(meetingDetail, 'meeting.schedule', at(await meeting(invited)));
  const ofMeeting = ({ id }: { readonly id: string }) => ({ actor: secretary, targetId: id, siteId: site });

  const room = () =>
    edge.get(endpoint, 'endpoint.create', {
      as: secretariat.token,
      body: { siteId: site, name: `Phòng họp ${fresh()}` },
    });
  const onRoom = async (asked: Omit<Asked, 'params'> = {}): Promise<ActingRequest> => {
    const { id } = await room();
    return {
      asked: { as: secretariat.token, params: { endpointId: id }, ...asked },
      actor: secretary,
      targetId: id,
      siteId: site,
    };
  };
  const list = (actor: string, siteId: string | null, targetId: string, asked: Asked): ActingRequest => ({
    asked,
    actor,
    targetId,
    siteId,
  });

  return {
    edge,
    secrets,
    yenLac,
    administrator,
    site,
    secretariat,
    hall,
    secretary,
    fresh,
    meeting,
    at,
    scheduled,
    ofMeeting,
    room,
    onRoom,
    list,
  };
}
export type Ground = ReturnType<typeof groundOf>;
