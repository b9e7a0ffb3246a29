import jwt from 'jsonwebtoken';
import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type { AccountKind } from '../../../protocol/rest/permissions.ts';
import type { Role } from '../../../protocol/roles.ts';
import { protocolVersion } from '../../../protocol/socket.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { tokenSecret } from '../rest/secrets.ts';
import { TestParticipant } from './participant.ts';
import { planMeeting } from '../planning/province.ts';

/** A room of the province with a paired device, or a person who has signed in. */
export interface Guest {
  /** Its identity in a conference with this invitation. */
  readonly identity: Identity;
  readonly caller: RestCaller;
  /** The session of its device. */
  readonly sessionId: string;
}

/** A wanted guest. Delegates belong to communes of two districts in turn, all others to the province. */
export interface Wanted {
  readonly name: string;
  readonly role?: Exclude<Role, 'recorder'>;
}

/** The fields of a guest that a pass contains. */
export type PassHolder = Pick<Guest, 'sessionId'> & { readonly identity: Pick<Identity, 'id' | 'kind'> };

/** A pass as the server signs it: the server looks its rights up, and accepts it once. */
export const passFor = (
  meetingId: string,
  { identity, sessionId }: PassHolder,
  nowMs: number = Date.now(),
): string => {
  const iat = nowMs / 1_000;
  const kind = identity.kind === 'endpoint' ? 'device' : 'account';
  const standard = { iat, exp: Math.floor(iat) + 60, iss: 'diemcau', aud: 'diemcau-conference' };
  const claims = { meetingId, sub: identity.id, kind, sid: sessionId, jti: uuid(), ...standard };
  return jwt.sign(claims, tokenSecret, { algorithm: 'HS256' });
};

/** Connects with a pass that the test made; has not joined yet. */
export const visitor = (
  url: string,
  meetingId: string,
  guest: PassHolder,
  nowMs: number = Date.now(),
): TestParticipant =>
  new TestParticipant(url, { version: protocolVersion, token: passFor(meetingId, guest, nowMs) });

export interface Planner {
  readonly administration: RestCaller;
  /** The site of the province. */
  readonly siteId: string;
  /** Two districts; delegates belong to their communes in turn. */
  readonly districts: readonly [string, string];
  /** A scheduled meeting that has not opened. */
  scheduled(): Promise<string>;
  /** A meeting whose conference is live. */
  opened(agenda?: readonly string[], more?: object): Promise<string>;
  /** A live meeting that may invite guests of another meeting at the same time. */
  openedBeside(more?: object): Promise<string>;
  /** Creates rooms without an invitation. */
  rooms(wanted: readonly Wanted[]): Promise<readonly Guest[]>;
  /**
   * Creates an account and signs in: a staff account, which may join any meeting of its unit and below, or an
   * official.
   */
  account(kind: AccountKind, siteId?: string | null): Promise<Guest>;
  /** Invites guests in their roles. */
  invite(meetingId: string, guests: readonly Guest[]): Promise<void>;
  /** Creates rooms and invites them. */
  guests(meetingId: string, wanted: readonly Wanted[]): Promise<readonly Guest[]>;
}

/** The roles in which accounts join without an invitation; an official may not. */
const staffRoles: Readonly<Record<AccountKind, Role>> = {
  administrator: 'operator',
  secretariat: 'secretary',
  operator: 'operator',
  official: 'observer',
};
const bearing = z.object({ sid: z.uuid() });
/** The number of pairing codes in parallel: each counts as a failed try until it has succeeded. */
const atOnce = 4;
/** The largest number of invitations in one request. */
const inOneRequest = 500;

/** Plans meetings without invitees, and creates rooms for them. */
export async function plannerOf(url: string): Promise<Planner> {
  const { administration, meetingId } = await planMeeting(url);
  const { siteId } = await administration.call('meeting.get', { params: { meetingId } });
  const { sites } = await administration.call('site.list', {});
  const [first, second] = sites.filter(({ parentId }) => parentId === siteId).map(({ id }) => id);
  if (first === undefined || second === undefined) throw new Error('the province has two districts');
  const districts = [first, second] as const;
  const communes = districts.map((id) => sites.filter(({ parentId }) => parentId === id));
  const byId = new Map(sites.map((site) => [site.id, site]));

  const schedule = async (
    startsInMs: number,
    agenda: readonly string[],
    more: object = {},
  ): Promise<string> => {
    const startsAtMs = Date.now() + startsInMs;
    const { id, version } = await administration.call('meeting.create', {
      body: {
        title: 'Họp giao ban',
        siteId,
        startsAtMs,
        endsAtMs: startsAtMs + 3_600_000,
        agenda: agenda.map((title) => ({ title })),
        ...more,
      },
    });
    const params = { meetingId: id };
    // One test invites the same rooms to many meetings of the same hour. The meeting is a draft, since the
    // server opens scheduled ones by itself at their time.
    const draft = await administration.call('meeting.overrideClashes', {
      params,
      version,
      body: { overridesClashes: true },
    });
    await administration.call('meeting.schedule', { params, version: draft.version });
    return id;
  };

  const opened = async (agenda: readonly string[] = [], more?: object): Promise<string> => {
    const id = await schedule(0, agenda, more);
    await administration.call('meeting.open', { params: { meetingId: id } });
    return id;
  };

  let made = 0;
  let accounts = 0;
  const room = async ({ name, role = 'delegate' }: Wanted): Promise<Guest> => {
    const district = communes[made % 2] ?? [];
    const site = byId.get(role === 'delegate' ? (district[(made >> 1) % district.length]?.id ?? '') : siteId);
    made += 1;
    if (!site) throw new Error('there is no such site');
    const parent = byId.get(site.parentId ?? '');
    const { id } = await administration.call('endpoint.create', { body: { siteId: site.id, name } });
    const { code } = await administration.call('pairing.create', { body: { endpointId: id } });
    const caller = await RestCaller.pair(url, code);
    const path = [parent?.parentId, parent?.id, site.id].filter((each) => typeof each === 'string');
    return {
      identity: {
        id,
        kind: 'endpoint',
        name,
        siteId: site.id,
        siteName: parent ? `${site.name}, ${parent.name}` : site.name,
        sitePath: path,
        levelId: site.levelId,
        role,
      },
      caller,
      sessionId: bearing.parse(jwt.decode(caller.accessToken)).sid,
    };
  };

  const rooms = async (wanted: readonly Wanted[]): Promise<readonly Guest[]> => {
    const guests: Guest[] = [];
    for (let at = 0; at < wanted.length; at += atOnce) {
      guests.push(...(await Promise.all(wanted.slice(at, at + atOnce).map(room))));
    }
    return guests;
  };

  const invite = async (meetingId: string, guests: readonly Guest[]): Promise<void> => {
    for (let at = 0; at < guests.length; at += inOneRequest) {
      const params = { meetingId };
      const { version } = await administration.call('meeting.get', { params });
      await administration.call('meeting.invite', {
        params,
        version,
        body: {
          invitations: guests.slice(at, at + inOneRequest).map(({ identity: { id, kind, role } }) => {
            if (role === 'recorder') throw new Error('nobody invites a recorder');
            return { kind, inviteeId: id, role };
          }),
        },
      });
    }
  };

  return {
    administration,
    siteId,
    districts,
    scheduled: () => schedule(86_400_000, []),
    opened,
    async openedBeside(more) {
      const id = await opened([], more);
      const params = { meetingId: id };
      const { version } = await administration.call('meeting.get', { params });
      await administration.call('meeting.overrideClashes', {
        params,
        version,
        body: { overridesClashes: true },
      });
      return id;
    },
    rooms,
    async account(kind, at = siteId) {
      const login = `${kind}.${(accounts += 1)}`;
      const password = `mat-khau-cua-${login}`;
      const body = { login, password, fullName: login, kind, siteId: at };
      const { id } = await administration.call('account.create', { body });
      const caller = await RestCaller.signIn(url, login, password);
      const site = byId.get(at ?? '');
      return {
        identity: {
          id,
          kind: 'account',
          name: login,
          siteId: at,
          siteName: site?.name ?? '',
          sitePath: at === null ? [] : [at],
          levelId: site?.levelId ?? null,
          role: staffRoles[kind],
        },
        caller,
        sessionId: bearing.parse(jwt.decode(caller.accessToken)).sid,
      };
    },
    invite,
    async guests(meetingId, wanted) {
      const guests = await rooms(wanted);
      await invite(meetingId, guests);
      return guests;
    },
  };
}
