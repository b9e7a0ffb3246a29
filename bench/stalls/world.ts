import jwt from 'jsonwebtoken';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Role } from '../../protocol/roles.ts';
import type { RouteName } from '../../protocol/rest/routes.ts';
import { pdfOf } from '../../test/support/files.ts';
import type { TestParticipant } from '../../test/support/conference/participant.ts';
import { passFor, type PassHolder, visitor } from '../../test/support/conference/passes.ts';
import { administrator } from '../../test/support/rest/secrets.ts';
import { joinLightly } from '../light-client.ts';
import { ask, type Asking, read, type Told } from './ask.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** A text of this number of characters, each of three bytes. */
export const text = (characters: number): string => 'ộ'.repeat(characters);
export const many = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));

const ids = z.object({ id: z.string() });
const meetingShape = z.object({ id: z.string(), version: z.int() });
const token = z.object({ accessToken: z.string() });
const bearing = z.object({ sid: z.uuid() });
const endpoints = z.object({ endpoints: z.array(z.object({ id: z.string(), siteId: z.string() })) });

/** Ids and connections that the inputs use. */
export interface World {
  readonly url: string;
  /** Access tokens. */
  readonly administrator: string;
  readonly secretary: string;
  readonly official: string;
  readonly room: string;
  readonly password: string;
  readonly provinceId: string;
  readonly siteId: string;
  readonly roomId: string;
  readonly officialId: string;
  readonly endpointIds: readonly string[];
  readonly accountIds: readonly string[];
  /** A live meeting with a thousand invitees. */
  readonly liveId: string;
  /** A small meeting that never changes. */
  readonly smallId: string;
  readonly feedPath: string;
  readonly documentId: string;
  readonly groupId: string;
  readonly templateId: string;
  /** Open connections of the live meeting. */
  readonly chair: TestParticipant;
  readonly secretaryInside: TestParticipant;
  readonly delegate: TestParticipant;
  /** The id of the delegate's room. */
  readonly delegateId: string;
  readonly inside: readonly { readonly id: string; readonly siteId: string }[];
  /** Rooms with one device each, invited to the live meeting, that have not joined it. */
  readonly outside: readonly PassHolder[];
  call(name: RouteName, asking?: Asking): Promise<Told>;
  /** Creates a meeting with the given invitees, as a draft unless `schedule` is set. */
  planned(options?: PlanOptions): Promise<z.infer<typeof meetingShape>>;
  /**
   * Opens a connection of a new participant of a live meeting, by default the large one; it has not joined.
   */
  arriving(role?: Role, meetingId?: string): Promise<TestParticipant>;
}

export interface PlanOptions {
  readonly invited?: number;
  /** The index of the first invited room. */
  readonly from?: number;
  /** Delay of the start within the day. */
  readonly laterByMs?: number;
  readonly startsInMs?: number;
  readonly schedule?: boolean;
  readonly needsApproval?: boolean;
  readonly agenda?: number;
}

export async function buildWorld(url: string, clients: number): Promise<World> {
  const signIn = async (login: string, password: string): Promise<string> =>
    read(token, await ask(url, 'session.signIn', { body: { login, password } })).accessToken;
  const admin = await signIn(administrator.login, administrator.password);
  const call = (name: RouteName, asking: Asking = {}): Promise<Told> =>
    ask(url, name, { as: admin, ...asking });

  const found = z.object({ sites: z.array(ids) });
  const idOfSite = async (q: string): Promise<string> =>
    read(found, await call('site.search', { query: { q } })).sites[0]?.id ?? '';
  const provinceId = await idOfSite('Vĩnh Phúc');
  const siteId = await idOfSite('Xã 1');
  const list = read(endpoints, await call('endpoint.list', { query: { limit: 2000 } })).endpoints;
  const endpointIds = list.map(({ id }) => id);
  const accountIds = read(
    z.object({ accounts: z.array(ids) }),
    await call('account.list', { query: { limit: 2000, kind: 'official' } }),
  ).accounts.map(({ id }) => id);

  const password = 'mật khẩu để thử nghiệm';
  const account = async (login: string, kind: string, site: string) => {
    const body = { login, password, fullName: login, kind, siteId: site };
    const { id } = read(ids, await call('account.create', { body }));
    return { id, token: await signIn(login, password) };
  };
  const secretary = await account('thuky.tinh', 'secretariat', provinceId);
  const official = await account('lanhdao', 'official', provinceId);

  const [roomId = ''] = endpointIds;
  const { code } = read(
    z.object({ code: z.string() }),
    await call('pairing.create', { body: { endpointId: roomId } }),
  );
  const room = read(token, await ask(url, 'device.pair', { body: { code } })).accessToken;

  const invite = async (meetingId: string, version: number, count: number, from: number): Promise<number> => {
    let at = version;
    for (let done = 0; done < count; done += 500) {
      const some = endpointIds.slice(from + done, from + Math.min(count, done + 500));
      const invitations = some.map((inviteeId) => ({ kind: 'endpoint', inviteeId, role: 'delegate' }));
      at = read(
        meetingShape,
        await call('meeting.invite', { params: { meetingId }, version: at, body: { invitations } }),
      ).version;
    }
    return at;
  };
  // One week apart, so that no meeting clashes with another.
  let laterMs = 400 * dayMs;
  const planned: World['planned'] = async ({
    invited = 0,
    from = 0,
    laterByMs = 0,
    startsInMs,
    schedule = false,
    needsApproval = false,
    agenda = 0,
  } = {}) => {
    laterMs += 7 * dayMs;
    const startsAtMs = Date.now() + (startsInMs ?? laterMs + laterByMs);
    const body = {
      title: 'Giao ban trực tuyến',
      siteId: provinceId,
      startsAtMs,
      endsAtMs: startsAtMs + hourMs,
      needsApproval,
      agenda: many(agenda, (n) => ({ title: `${n} ${text(190)}`, plannedMinutes: 10 })),
    };
    const { id, version } = read(meetingShape, await call('meeting.create', { body }));
    const at = await invite(id, version, invited, from);
    if (!schedule) return { id, version: at };
    return read(meetingShape, await call('meeting.schedule', { params: { meetingId: id }, version: at }));
  };

  const small = await planned({ invited: 5, schedule: true });
  const smallParams = { params: { meetingId: small.id } };
  await call('meeting.invite', {
    ...smallParams,
    version: small.version,
    body: { invitations: [{ kind: 'account', inviteeId: official.id, role: 'chair' }] },
  });
  const live = await planned({ invited: 1_000, startsInMs: 60_000, schedule: true, agenda: 100 });
  const params = { meetingId: live.id };
  const speakers = endpointIds.slice(0, 50).map((inviteeId) => ({ inviteeId, minutes: 5 }));
  const agenda = many(100, (n) => ({
    title: `${n} ${text(190)}`,
    plannedMinutes: 10,
    speakers: n < 6 ? speakers : [],
  }));
  await call('meeting.change', { params, version: live.version, body: { agenda } });
  read(meetingShape, await call('meeting.open', { params }));
  const { id: documentId } = read(
    ids,
    await call('document.upload', { params, query: { name: 'Tài liệu.pdf' }, content: pdfOf(200) }),
  );
  const { path: feedPath } = read(
    z.object({ path: z.string() }),
    await call('feed.createForEndpoint', { params: { endpointId: roomId } }),
  );
  const include = endpointIds.slice(0, 200).map((endpointId) => ({ kind: 'endpoint', endpointId }));
  const { id: groupId } = read(
    ids,
    await call('group.create', { body: { siteId: provinceId, name: 'Nhóm', include } }),
  );
  const { id: templateId } = read(
    ids,
    await call('template.keep', { body: { meetingId: live.id, name: 'Mẫu', endpoints: 'same' } }),
  );

  /** Pairs a device with a room. */
  const paired = async (id: string): Promise<PassHolder> => {
    const made = await call('pairing.create', { body: { endpointId: id } });
    const body = { code: read(z.object({ code: z.string() }), made).code };
    const { accessToken } = read(token, await ask(url, 'device.pair', { body }));
    return { identity: { id, kind: 'endpoint' }, sessionId: bearing.parse(jwt.decode(accessToken)).sid };
  };
  /** Creates a room with its device, and invites it in a role. */
  const guest = async (role: Role, meetingId: string): Promise<PassHolder> => {
    const made = await call('endpoint.create', { body: { siteId, name: `Phòng ${uuid()}` } });
    const holder = await paired(read(ids, made).id);
    const invited = { params: { meetingId } };
    const { version } = read(meetingShape, await call('meeting.get', invited));
    const invitations = [{ kind: 'endpoint', inviteeId: holder.identity.id, role }];
    await call('meeting.invite', { ...invited, version, body: { invitations } });
    return holder;
  };
  const enter = async (holder: PassHolder, meetingId = live.id): Promise<TestParticipant> => {
    const participant = visitor(url, meetingId, holder);
    const door = await participant.door();
    if (door !== 'ok') throw new Error(`refused at the door: ${door}`);
    return participant;
  };
  const joined = async (holder: PassHolder): Promise<TestParticipant> => {
    const participant = await enter(holder);
    const outcome = await participant.outcome('join');
    if (outcome !== 'ok') throw new Error(`not let in: ${outcome}`);
    return participant;
  };
  const chair = await joined(await guest('chair', live.id));
  await chair.outcome('conference.start');
  const secretaryInside = await joined(await guest('secretary', live.id));
  const delegateRoom = await guest('delegate', live.id);
  const delegate = await joined(delegateRoom);
  // The first room is the one of the REST inputs.
  const inside = list.slice(1, clients + 1);
  for (const { id } of inside) await joinLightly(url, passFor(live.id, await paired(id)), () => undefined);
  const outside: PassHolder[] = [];
  for (const { id } of list.slice(clients + 1, clients + 5)) outside.push(await paired(id));

  return {
    url,
    administrator: admin,
    secretary: secretary.token,
    official: official.token,
    room,
    password,
    provinceId,
    siteId,
    roomId,
    officialId: official.id,
    endpointIds,
    accountIds,
    liveId: live.id,
    smallId: small.id,
    feedPath,
    documentId,
    groupId,
    templateId,
    chair,
    secretaryInside,
    delegate,
    delegateId: delegateRoom.identity.id,
    inside,
    outside,
    call,
    planned,
    arriving: async (role = 'delegate', meetingId = live.id) =>
      enter(await guest(role, meetingId), meetingId),
  };
}
