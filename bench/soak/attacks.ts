import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { type Attacker, broke, codeOf, cookieOf, held, type Verdict } from './attacker.ts';
import type { SoakWorld } from './world.ts';

/** One kind of attack, run once. Rejects only where the attacking program itself is wrong. */
export type Attack = (attacker: Attacker, world: SoakWorld) => Promise<Verdict>;

const created = z.looseObject({ id: z.string() });
const joinPass = z.looseObject({ token: z.string() });
/** Whether the status is an acceptable refusal of a caller without the right. */
const isRefused = (status: number): boolean => status >= 400 && status < 500;

/**
 * A commune's secretary calls a session of its own, leads it, and moves itself into the closed provincial
 * one.
 */
const moveOneself: Attack = async (attacker, { commune, closedMeetingId }) => {
  const session = await attacker.signIn(commune.secretary.login, commune.secretary.password);
  if (!session) return held;
  const { accessToken } = session;
  const seesIt = async (): Promise<boolean> =>
    (await attacker.call('meeting.get', { params: { meetingId: closedMeetingId } }, { accessToken }))
      .status === 200;
  if (await seesIt()) return broke('a commune sees the closed meeting');
  const called = await attacker.call(
    'emergency.call',
    {
      body: {
        title: 'Khẩn',
        siteId: commune.siteId,
        chair: { kind: 'account', inviteeId: commune.secretary.id },
        include: [{ kind: 'endpoint', endpointId: commune.endpointId }],
      },
    },
    { accessToken },
  );
  if (called.status !== 201) return isRefused(called.status) ? held : broke(`emergency: ${called.status}`);
  const { id } = created.parse(JSON.parse(called.text));
  const pass = await attacker.call('meeting.join', { params: { meetingId: id } }, { accessToken });
  if (isRefused(pass.status)) return held;
  const { outcome, participantId, socket } = await attacker.join(joinPass.parse(JSON.parse(pass.text)).token);
  if (outcome === 'joined') {
    const move = {
      type: 'participant.move',
      payload: { participantId, to: closedMeetingId },
    };
    socket.send(`42/conference,1["request",${JSON.stringify(move)}]`);
    await wait(300);
    if (await seesIt()) return broke('a commune moved itself into the closed meeting');
    socket.send('42/conference,2["request",{"type":"conference.end","payload":{}}]');
    await wait(200);
  }
  socket.terminate();
  return held;
};

const foreignUnits = {
  format: 'districts',
  text: (await readFile('demo/data/vinhphuc-2021-136.tsv', 'utf8')).split('\n').slice(0, 2).join('\n'),
  province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
  validFrom: '2026-01-01',
} as const;

const newLogin = (): string => `xau.${randomUUID().slice(0, 8)}`;

/** A district's administrator tries to change what is outside the district. */
const ownTheProvince: Attack = async (attacker, { district, outside, chair }) => {
  const session = await attacker.signIn(district.administrator.login, district.administrator.password);
  if (!session) return held;
  const password = `mat-khau-${randomUUID()}`;
  const as = { accessToken: session.accessToken };
  const account = { password, fullName: 'Kẻ xấu', kind: 'administrator' } as const;
  const [accountId, endpointId] = [outside.accountId, outside.endpointId];
  const tries = [
    await attacker.call('account.create', { body: { ...account, login: newLogin(), siteId: null } }, as),
    await attacker.call(
      'account.create',
      { body: { ...account, login: newLogin(), siteId: outside.siteId } },
      as,
    ),
    await attacker.call('account.setPassword', { params: { accountId: chair.id }, body: { password } }, as),
    await attacker.call('account.change', { params: { accountId }, body: { email: 'xau@example.vn' } }, as),
    await attacker.call('account.disable', { params: { accountId } }, as),
    await attacker.call('endpoint.retire', { params: { endpointId } }, as),
    await attacker.call('site.import', { body: foreignUnits }, as),
  ];
  if (tries.some((tried) => codeOf(tried) === 'invalid-request')) throw new Error('an attack was malformed');
  const through = tries.findIndex(({ status }) => status < 400);
  return through === -1 ? held : broke(`a district's administrator: request ${through} was carried out`);
};

const heavyRules = [
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=32;COUNT=2',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;COUNT=5',
  'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=367;COUNT=2',
  'FREQ=DAILY;INTERVAL=1;COUNT=400',
] as const;

/** A planner sends recurrence rules that take the library long. */
const freeze: Attack = async (attacker, { district, commune }) => {
  const session = await attacker.signIn(district.secretary.login, district.secretary.password);
  if (!session) return held;
  const startsAtMs = Date.now() + 86_400_000;
  const as = { accessToken: session.accessToken };
  for (const rule of heavyRules) {
    const body = {
      startsAtMs,
      endsAtMs: startsAtMs + 3_600_000,
      inviteeIds: [commune.endpointId],
      repeats: { rule },
    };
    const { status } = await attacker.call('booking.check', { body }, as);
    if (status >= 500 && status !== 503) return broke(`${rule}: ${status}`);
  }
  return held;
};

/** Uses one pass many times. */
const replayPass: Attack = async (attacker, { commune }) => {
  const session = await attacker.signIn(commune.secretary.login, commune.secretary.password);
  if (!session) return held;
  const as = { accessToken: session.accessToken };
  const listed = await attacker.call('meeting.list', { query: { states: 'live' } }, as);
  const found = z.looseObject({ meetings: z.array(created) }).safeParse(JSON.parse(listed.text));
  const meetingId = found.success ? found.data.meetings[0]?.id : undefined;
  if (meetingId === undefined) return held;
  const pass = await attacker.call('meeting.join', { params: { meetingId } }, as);
  if (pass.status >= 400) return held;
  const { token } = joinPass.parse(JSON.parse(pass.text));
  const first = await attacker.join(token);
  first.socket.terminate();
  const second = await attacker.join(token);
  second.socket.terminate();
  return second.outcome === 'joined' ? broke('a pass opened two sockets') : held;
};

/** Takes a refresh token, refreshes several times, and uses every old token again. */
const replayRefresh: Attack = async (attacker, { commune }) => {
  const session = await attacker.signIn(commune.secretary.login, commune.secretary.password);
  if (!session) return held;
  const refresh = (cookie: string) => attacker.call('session.refresh', {}, { headers: { cookie } });
  const cookies = [session.cookie];
  for (let generation = 0; generation < 3; generation += 1) {
    const { status, headers } = await refresh(cookies.at(-1) ?? '');
    if (status !== 200) break;
    cookies.push(cookieOf(headers));
  }
  const [oldest = ''] = cookies;
  if (cookies.length < 4) return held;
  await refresh(oldest);
  const latest = await refresh(cookies.at(-1) ?? '');
  return latest.status === 200 ? broke('a sign-in whose old token came back goes on') : held;
};

/** Sockets without a pass send as much as they can. */
const floodSocket: Attack = async (attacker) => {
  const frames = [
    `42["x","${'x'.repeat(100_000)}"]`,
    '40/conference,{"version":1,"token":"x"}',
    '40/x,',
    '43/conference,7[]',
    '3',
  ];
  const frame = frames[Math.floor(Math.random() * frames.length)] ?? '';
  const socket = attacker.socket();
  let open = false;
  socket.once('open', () => (open = true));
  const gone = once(socket, 'close');
  for (let tick = 0; tick < 100 && socket.readyState <= socket.OPEN; tick += 1) {
    if (open) for (let n = 0; n < 50; n += 1) socket.send(frame, () => undefined);
    await wait(10);
  }
  const standing = socket.readyState === socket.OPEN;
  socket.terminate();
  await gone;
  return standing ? broke(`a socket without a pass sent for a second: ${frame.slice(0, 20)}`) : held;
};

/** Opens connections and sends nothing. */
const holdConnections: Attack = async ({ address, url }) => {
  const sockets = Array.from({ length: 50 }, () =>
    connect({ host: url.hostname, port: Number(url.port), localAddress: address }).on(
      'error',
      () => undefined,
    ),
  );
  await wait(3_000);
  for (const socket of sockets) socket.destroy();
  return held;
};

/** Guesses the passwords of a user at work, so that the server refuses the right one from its owner. */
const guessPasswords: Attack = async (attacker, { chair, secretary }) => {
  const { login } = Math.random() < 0.5 ? chair : secretary;
  for (let n = 0; n < 15; n += 1) {
    if (await attacker.signIn(login, `doan-${randomUUID()}`)) return broke('a guessed password was right');
  }
  return held;
};

/** Uploads and letters that are expensive to read. */
const heavyFiles: Attack = async (attacker, { district }) => {
  const session = await attacker.signIn(district.administrator.login, district.administrator.password);
  if (!session) return held;
  const headers = { authorization: `Bearer ${session.accessToken}`, 'content-type': 'text/csv' };
  const wide = `${Array.from({ length: 20_000 }, (_, n) => `c${n}`).join(',')}\n`;
  const long = `Mã,Tên\n${'08944,Xã Tam Hồng\n'.repeat(100_000)}`;
  for (const body of [wide, long, randomBytes(2_000_000)]) {
    const { status } = await attacker
      .ask('POST', '/api/v1/sheets/sites?dryRun=true', { headers, body })
      // The server may cut a body above the limit before all of it is sent.
      .catch(() => ({ status: 413 }));
    if (status >= 500 && status !== 503) return broke(`a sheet: ${status}`);
  }
  return held;
};

/** Requests others' data by id, from the wrong origin, and with forged tokens. */
const guessIds: Attack = async (attacker, { district, closedMeetingId, mainMeetingId, outside }) => {
  const session = await attacker.signIn(district.operator.login, district.operator.password);
  const as = { accessToken: session?.accessToken };
  const closed = { params: { meetingId: closedMeetingId } };
  const asked = {
    'the closed meeting': await attacker.call('meeting.get', closed, as),
    'its documents': await attacker.call('document.list', closed, as),
    'its readiness': await attacker.call('readiness.get', closed, as),
    'its history': await attacker.call('meeting.history', closed, as),
    'the documents of the main meeting': await attacker.call(
      'document.list',
      { params: { meetingId: mainMeetingId } },
      as,
    ),
    'the checks of a foreign room': await attacker.call(
      'rehearsal.history',
      { params: { endpointId: outside.endpointId }, query: {} },
      as,
    ),
    'foreign contacts': await attacker.call('contact.list', { params: { siteId: outside.siteId } }, as),
    'an account by a forged token': await attacker.call(
      'account.own',
      {},
      { accessToken: `eyJhbGciOiJub25lIn0.${randomUUID()}.x` },
    ),
  };
  for (const [what, { status }] of Object.entries(asked))
    if (status < 400) return broke(`a stranger got ${what}`);
  const foreign = await attacker.call(
    'session.signIn',
    { body: { login: 'khong.co', password: 'mat-khau-sai' } },
    { headers: { origin: 'https://xau.example' } },
  );
  return codeOf(foreign) === 'unauthenticated'
    ? broke('the request comes from another site was looked at')
    : held;
};

export const attacks: Readonly<Record<string, Attack>> = {
  moveOneself,
  ownTheProvince,
  freeze,
  replayPass,
  replayRefresh,
  floodSocket,
  holdConnections,
  guessPasswords,
  heavyFiles,
  guessIds,
};
