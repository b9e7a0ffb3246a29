import jwt from 'jsonwebtoken';
import type { Identity } from '../../protocol/conference/presence.ts';
import { protocolVersion } from '../../protocol/socket.ts';
import { tokenSecret } from './secrets.ts';
import { TestParticipant } from './participant.ts';
import { planMeeting } from './province.ts';

/** A pass as the server signs it, for anybody a test needs, invited or not. */
export const passFor = (meetingId: string, identity: Identity, nowMs: number = Date.now()): string => {
  const iat = Math.floor(nowMs / 1_000);
  const line = { downBps: null, upBps: null };
  const standard = { iat, exp: iat + 3_600, iss: 'diemcau', aud: 'diemcau-conference' };
  const claims = { meetingId, identity, line, ...standard };
  return jwt.sign(claims, tokenSecret, { algorithm: 'HS256' });
};

/** Connects with a pass of the test's own making; it has not joined yet. */
export function visitor(
  url: string,
  meetingId: string,
  identity: Identity,
  nowMs: number = Date.now(),
): TestParticipant {
  return new TestParticipant(url, { version: protocolVersion, token: passFor(meetingId, identity, nowMs) });
}

export interface Planner {
  /** A meeting that stands in the plan and has not opened. */
  scheduled(): Promise<string>;
  /** A meeting whose conference is live. */
  opened(agenda?: readonly string[]): Promise<string>;
}

/** Plans meetings to which nobody is invited, since passes are made by `passFor`. */
export async function plannerOf(url: string): Promise<Planner> {
  const { administration, meetingId } = await planMeeting(url);
  const { siteId } = await administration.call('meeting.get', { params: { meetingId } });
  const schedule = async (startsInMs: number, agenda: readonly string[]): Promise<string> => {
    const startsAtMs = Date.now() + startsInMs;
    const { id, version } = await administration.call('meeting.create', {
      body: {
        title: 'Họp giao ban',
        siteId,
        startsAtMs,
        endsAtMs: startsAtMs + 3_600_000,
        agenda: agenda.map((title) => ({ title })),
      },
    });
    await administration.call('meeting.schedule', { params: { meetingId: id }, version });
    return id;
  };
  return {
    scheduled: () => schedule(86_400_000, []),
    async opened(agenda = []) {
      const id = await schedule(0, agenda);
      await administration.call('meeting.open', { params: { meetingId: id } });
      return id;
    },
  };
}
