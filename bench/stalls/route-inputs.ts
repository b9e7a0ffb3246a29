import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { RouteName } from '../../protocol/rest/routes.ts';
import { pdfOf } from '../../test/support/files.ts';
import { hostileMails } from '../../test/support/hostile-mails.ts';
import { hostileSheets } from '../../test/support/hostile-sheets.ts';
import { ask, read } from './ask.ts';
import { at, type InputsOf, plain, type RouteInput } from './input.ts';
import { dayMs, hourMs, many, text, type World } from './world.ts';

const withId = z.object({ id: z.string() });
const shown = z.object({ invitations: z.array(withId) });
const everyDay = 'BYDAY=MO,TU,WE,TH,FR,SA,SU';

const endpointsOf = ({ endpointIds }: World, count: number) =>
  endpointIds.slice(0, count).map((endpointId) => ({ kind: 'endpoint', endpointId }));
const invitees = (world: World, from: number, count: number) =>
  world.endpointIds
    .slice(from, from + count)
    .map((inviteeId) => ({ kind: 'endpoint', inviteeId, role: 'delegate' }));
const people = ({ accountIds }: World, count: number) =>
  accountIds.slice(10, 10 + count).map((inviteeId) => ({ kind: 'account', inviteeId, role: 'delegate' }));

interface SeriesOptions {
  readonly occurrences?: number;
  readonly invited?: number;
  /** Set where the series is scheduled and so books its rooms: the index of the first room. */
  readonly schedule?: { readonly from: number };
}

let inFeed = 0;
/**
 * The number of series that book rooms, each with rooms of its own that no other meeting of the bench invites
 * at that hour.
 */
let holding = 0;
const apart = () => ({ schedule: { from: 1_000 + 25 * (holding % 70) } });

const inLive = (world: World) => ({ params: { meetingId: world.liveId } });
const draft = async (world: World, invited = 1_000) => {
  const { id, version } = await world.planned({ invited, agenda: 100 });
  return { params: { meetingId: id }, version };
};
/** Creates a series, by default with the most occurrences allowed, and the most invitees allowed for them. */
const series = async (world: World, { occurrences = 400, invited = 25, schedule }: SeriesOptions = {}) => {
  if (schedule) holding += 1;
  const laterByMs = schedule ? (1 + (holding % 10)) * 2 * hourMs : 0;
  const { id, version } = await world.planned({
    invited,
    laterByMs,
    schedule: schedule !== undefined,
    from: schedule?.from ?? 0,
  });
  const params = { meetingId: id };
  const rule = `FREQ=DAILY;COUNT=${occurrences}`;
  const made = await world.call('series.create', { params, version, body: { rule } });
  if (made.status >= 400) throw new Error(made.text);
  return { params, version: version + 1, query: { reach: 'all' } };
};
const wish = (world: World, more: object = {}) => {
  const startsAtMs = Date.now() + 3_000 * dayMs;
  return {
    startsAtMs,
    endsAtMs: startsAtMs + hourMs,
    inviteeIds: world.endpointIds.slice(0, 1_000),
    recorded: true,
    ...more,
  };
};
/** When most of the province's rooms are booked. */
const busyMs = Date.UTC(2027, 0, 4, 1);

/** A daily meeting, in a time zone with daylight saving. */
const repeatedWish = (world: World, rooms: number, count: number, lengthMs = hourMs) => ({
  body: wish(world, {
    inviteeIds: world.endpointIds.slice(0, rooms),
    startsAtMs: busyMs,
    endsAtMs: busyMs + lengthMs,
    repeats: { rule: `FREQ=DAILY;COUNT=${count}`, timeZone: 'America/New_York' },
  }),
});

const csv = (heading: string, rows: readonly string[]): string => [heading, ...rows].join('\n');
const roomHeading = 'Mã đơn vị,Tên điểm cầu,Thư điện tử,Tải xuống (kbit/s),Tải lên (kbit/s),Nhãn';
const sheets = (more: readonly RouteInput[]): readonly [RouteInput, ...RouteInput[]] => [
  at('a cell in the last row and column', () => ({
    content: hostileSheets['a cell in the last row and column'] ?? '',
  })),
  at('a column that is written in entities', () => ({
    content: hostileSheets['a column that is written in entities'] ?? '',
  })),
  at('a text of 40 MB', () => ({ content: hostileSheets['a text of 40 MB'] ?? '' })),
  ...more,
];
const written = (asking: RouteInput['asking'] = () => ({})): readonly [RouteInput, RouteInput] => [
  at('as XLSX', async (world) => ({ query: { format: 'xlsx' }, ...(await asking(world)) })),
  at('as CSV', async (world) => ({ query: { format: 'csv' }, ...(await asking(world)) })),
];
const signedIn = async (world: World) => {
  const body = { login: 'lanhdao', password: world.password };
  const { cookies } = await ask(world.url, 'session.signIn', { body });
  return { as: undefined, headers: { cookie: cookies.join('; ') } };
};
const confirmed = (count: number) => ({
  answer: 'confirmed',
  delegateCount: 9_999,
  delegates: many(count, (n) => `${n} ${text(190)}`),
});
const link = async (world: World) => {
  const params = { meetingId: world.smallId };
  const [first] = read(shown, await world.call('meeting.get', { params })).invitations;
  const made = await world.call('reply.link', { params: { ...params, invitationId: first?.id ?? '' } });
  return read(z.object({ token: z.string() }), made).token;
};

/** A long password that passes the check for guessable ones. */
const longPassword = (): string => `${uuid()} ${uuid()} ${uuid()}`;

const noPasskey = {
  id: 'x'.repeat(100),
  rawId: 'x'.repeat(100),
  type: 'public-key',
  response: { clientDataJSON: 'x'.repeat(1_000), attestationObject: 'x'.repeat(4_000), transports: [] },
};

/** At least one input for every route; otherwise the table does not compile. */
export const routeInputs: InputsOf<RouteName, RouteInput> = {
  'session.signIn': [
    at('a long password', ({ password }) => ({
      as: undefined,
      body: { login: 'lanhdao', password: password.padEnd(200, 'ộ') },
    })),
  ],
  'session.refresh': plain(signedIn),
  'session.signOut': plain(signedIn),
  'session.prove': [
    at('a challenge that is none', () => ({
      as: undefined,
      body: { challenge: 'x'.repeat(100), proof: { kind: 'totp', code: '000000' } },
    })),
  ],
  'account.own': plain(),
  'account.changeOwnPassword': plain(() => ({ body: { current: text(128), password: text(128) } })),
  'factor.list': plain(),
  'factor.offerTotp': plain(),
  'factor.confirmTotp': plain(() => ({ body: { enrolment: 'x'.repeat(1_000), code: '000000' } })),
  'factor.removeTotp': plain(),
  'factor.offerPasskey': plain(),
  'factor.confirmPasskey': plain(() => ({
    body: { challenge: 'x'.repeat(100), name: text(50), passkey: noPasskey },
  })),
  'factor.removePasskey': plain(() => ({ params: { passkeyId: uuid() } })),
  'factor.renewRecoveryCodes': plain(),
  'session.list': plain(),
  'session.end': plain(() => ({ params: { sessionId: uuid() } })),
  'session.confirm': plain(() => ({ body: { password: text(200) } })),
  'session.endOthers': plain(),
  'account.list': [
    at('2,000 of them', () => ({ query: { limit: 2_000 } })),
    at('2,000 that hold a long text', () => ({ query: { limit: 2_000, q: text(100) } })),
  ],
  'account.create': plain(({ siteId }) => ({
    body: { login: `a${uuid()}`, password: longPassword(), fullName: text(200), kind: 'official', siteId },
  })),
  'account.setPassword': plain(({ accountIds }) => ({
    params: { accountId: accountIds[0] ?? '' },
    body: { password: longPassword() },
  })),
  'account.resetSecondFactors': plain(({ accountIds }) => ({ params: { accountId: accountIds[0] ?? '' } })),
  'account.change': plain(({ accountIds }) => ({
    params: { accountId: accountIds[1] ?? '' },
    body: { email: `${'x'.repeat(60)}@${'y'.repeat(60)}.vn` },
  })),
  'account.setClearance': plain(({ accountIds }) => ({
    params: { accountId: accountIds[1] ?? '' },
    body: { cleared: true },
  })),
  'account.disable': plain(({ accountIds }) => ({ params: { accountId: accountIds[2] ?? '' } })),
  'setup.get': plain(),
  'account.enable': plain(({ accountIds }) => ({ params: { accountId: accountIds[2] ?? '' } })),
  'firstAdministrator.check': plain(() => ({ body: { token: 'x'.repeat(43) } })),
  'firstAdministrator.create': plain(() => ({
    body: { token: 'x'.repeat(43), login: 'dautien', fullName: text(200), password: text(128) },
  })),
  'passwordLink.issue': plain(({ accountIds }) => ({
    params: { accountId: accountIds[3] ?? '' },
    body: { deliver: 'show' },
  })),
  'passwordLink.check': plain(() => ({ body: { token: 'x'.repeat(43) } })),
  'passwordLink.use': plain(() => ({ body: { token: 'x'.repeat(43), password: text(128) } })),

  'site.levels': plain(),
  'site.list': plain(),
  'site.search': [
    at('a hundred of all', () => ({ query: { q: 'xã', limit: 100 } })),
    at('a text of 100 marks', () => ({ query: { q: `ộ${'\u0309'.repeat(99)}`, limit: 100 } })),
  ],
  'site.import': [
    at('a list that fits nothing, as long as a body may be', () => ({
      body: {
        format: 'districts',
        text: csv(
          'district_code\tdistrict\tcommune_code\tcommune',
          many(1_500, (n) => `${n % 30}\tHuyện ${n % 30}\tx${n}\tXã mới ${n}`),
        ).slice(0, 35_000),
        province: { code: 'VP', name: 'Tỉnh Vĩnh Phúc' },
        validFrom: '2030-01-01',
        successors: many(300, (n) => ({ goneCode: `g${n}`, code: `x${n}` })),
      },
    })),
  ],
  'site.ended': plain(),
  'site.checkMerge': [
    at('500 into one, of which each is refused', ({ siteId }) => ({
      body: { merges: many(500, () => ({ siteId, intoSiteId: siteId })) },
    })),
  ],
  'site.merge': plain(({ siteId }) => ({
    body: { merges: [{ siteId, intoSiteId: siteId }], digest: 'another' },
  })),
  'site.checkRetirement': plain(({ siteId }) => ({ params: { siteId }, query: { validTo: '2030-01-01' } })),
  'site.create': plain(({ siteId }) => ({
    body: { code: text(20), name: text(200), levelId: 'commune', parentId: siteId },
  })),
  'site.change': plain(({ siteId }) => ({ params: { siteId }, body: { name: text(200) } })),
  'site.retire': plain(({ siteId }) => ({
    params: { siteId },
    body: { validTo: '2030-01-01', digest: 'another' },
  })),
  'site.get': plain(({ siteId }) => ({ params: { siteId } })),
  'endpoint.list': [
    at('2,000 of them', () => ({ query: { limit: 2_000 } })),
    at('2,000 of a word', () => ({ query: { limit: 2_000, q: 'phong hop' } })),
  ],
  'endpoint.tags': plain(),
  'endpoint.create': plain(({ siteId }) => ({
    body: { siteId, name: text(200), tags: many(20, (n) => `${n} ${text(30)}`) },
  })),
  'endpoint.change': plain(({ endpointIds }) => ({
    params: { endpointId: endpointIds[1_999] ?? '' },
    body: { tags: many(20, (n) => `${n} ${text(30)}`) },
  })),
  'endpoint.move': plain(({ endpointIds, siteId }) => ({
    params: { endpointId: endpointIds[1_999] ?? '' },
    body: { siteId },
  })),
  'endpoint.setClearance': plain(({ endpointIds }) => ({
    params: { endpointId: endpointIds[1_999] ?? '' },
    body: { cleared: true },
  })),
  'endpoint.retire': plain(({ endpointIds }) => ({ params: { endpointId: endpointIds[1_998] ?? '' } })),
  'group.list': plain(),
  'group.create': [
    at('200 rooms without 200 rooms', (world) => ({
      body: {
        siteId: world.provinceId,
        name: uuid(),
        include: endpointsOf(world, 200),
        except: endpointsOf(world, 200),
      },
    })),
    at('200 units and all below them', (world) => ({
      body: {
        siteId: world.provinceId,
        name: uuid(),
        include: many(200, () => ({ kind: 'subtree', siteId: world.provinceId })),
      },
    })),
  ],
  'group.change': plain((world) => ({
    params: { groupId: world.groupId },
    body: { include: endpointsOf(world, 200), except: endpointsOf(world, 200) },
  })),
  'group.remove': plain(async (world) => {
    const body = { siteId: world.provinceId, name: uuid(), include: endpointsOf(world, 1) };
    return { params: { groupId: read(withId, await world.call('group.create', { body })).id } };
  }),
  'pairing.create': plain(({ roomId }) => ({ body: { endpointId: roomId } })),
  'pairing.createSheet': [
    at('500 rooms', ({ endpointIds }) => ({
      body: { endpointIds: endpointIds.slice(0, 500), validForS: 86_400 },
    })),
  ],
  'pairing.grant': plain(({ roomId }) => ({ body: { endpointId: roomId, code: 'ACDEFG' } })),
  'device.states': plain(),
  'device.showCode': plain(() => ({ as: undefined })),
  'device.claim': plain(() => ({ as: undefined })),
  'device.pair': [at('a code of blanks', () => ({ as: undefined, body: { code: ' '.repeat(40) } }))],
  'device.session': plain(() => ({ as: undefined })),
  'device.revoke': plain(({ endpointIds }) => ({ params: { endpointId: endpointIds[5] ?? '' } })),
  'room.get': plain(({ room }) => ({ as: room })),
  'room.support': plain(({ room }) => ({ as: room })),

  'meeting.create': [
    at('a long description and agenda', (world) => ({
      body: {
        title: text(200),
        siteId: world.provinceId,
        startsAtMs: Date.now() + dayMs,
        endsAtMs: Date.now() + 31 * dayMs,
        description: text(5_000),
        agenda: many(70, (n) => ({ title: `${n} ${text(190)}`, plannedMinutes: 1 })),
      },
    })),
  ],
  'meeting.list': [
    at('a thousand of them', () => ({ query: { limit: 1_000 } })),
    at('a thousand by a long text', () => ({ query: { limit: 1_000, q: text(100) } })),
    at('a thousand by a word', () => ({ query: { limit: 1_000, q: 'giao ban' } })),
  ],
  'meeting.get': [at('a thousand invited', (world) => inLive(world))],
  'meeting.change': [
    at('the time of one with a thousand invited', async (world) => {
      const { id, version } = await world.planned({ invited: 1_000, schedule: true });
      const startsAtMs = Date.now() + 2_000 * dayMs;
      return { params: { meetingId: id }, version, body: { startsAtMs, endsAtMs: startsAtMs + hourMs } };
    }),
    at('the time of 400 occurrences', async (world) => {
      const asking = await series(world);
      const { startsAtMs } = read(
        z.object({ startsAtMs: z.number() }),
        await world.call('meeting.get', { params: asking.params }),
      );
      return { ...asking, body: { startsAtMs: startsAtMs + hourMs, endsAtMs: startsAtMs + 2 * hourMs } };
    }),
    at('the agenda of 400 occurrences', async (world) => ({
      ...(await series(world)),
      body: { agenda: many(70, (n) => ({ title: `${n} ${text(190)}`, plannedMinutes: 1 })) },
    })),
  ],
  'meeting.invite': [
    at('500 rooms', async (world) => ({
      ...(await draft(world, 0)),
      body: { invitations: invitees(world, 0, 500) },
    })),
    at('500 people', async (world) => ({
      ...(await draft(world, 0)),
      body: { invitations: people(world, 500) },
    })),
    at('25 rooms to 400 occurrences', async (world) => ({
      ...(await series(world, { invited: 0 })),
      body: { invitations: invitees(world, 0, 25) },
    })),
    at('500 rooms to 20 occurrences', async (world) => ({
      ...(await series(world, { occurrences: 20, invited: 0 })),
      body: { invitations: invitees(world, 0, 500) },
    })),
  ],
  'meeting.inviteSelection': [
    at('every room of the province', async (world) => ({
      ...(await draft(world, 0)),
      body: { include: [{ kind: 'subtree', siteId: world.provinceId }] },
    })),
    at('every room of the province to three occurrences', async (world) => ({
      ...(await series(world, { occurrences: 3, invited: 0 })),
      body: { include: [{ kind: 'subtree', siteId: world.provinceId }] },
    })),
  ],
  'meeting.sentSelections': plain(async (world) => {
    const asking = await draft(world, 0);
    const body = { include: [{ kind: 'subtree', siteId: world.provinceId }] };
    await world.call('meeting.inviteSelection', { ...asking, body });
    return { params: asking.params };
  }),
  'meeting.askDelegates': [
    at('a hundred people at each of 400 occurrences', async (world) => {
      const { params, version, query } = await series(world);
      const [first] = read(shown, await world.call('meeting.get', { params })).invitations;
      return {
        params: { ...params, invitationId: first?.id ?? '' },
        version,
        query,
        body: { delegates: many(50, (n) => ({ name: `${n} ${text(190)}`, position: text(200) })) },
      };
    }),
  ],
  'meeting.withdrawInvitation': [
    at('from 400 occurrences', async (world) => {
      const { params, version, query } = await series(world);
      const [first] = read(shown, await world.call('meeting.get', { params })).invitations;
      return { params: { ...params, invitationId: first?.id ?? '' }, version, query };
    }),
  ],
  'meeting.submit': plain(async (world) => {
    const { id, version } = await world.planned({ invited: 1_000, needsApproval: true });
    return { params: { meetingId: id }, version };
  }),
  'meeting.approve': plain((world) => approvable(world)),
  'meeting.sendBack': plain(async (world) => ({
    ...(await approvable(world)),
    body: { reason: text(1_000) },
  })),
  'meeting.history': [
    at('thirty agendas and a thousand invited', async (world) => {
      const { params, version } = await draft(world, 0);
      for (let n = 0; n < 30; n += 1) {
        const agenda = many(70, (item) => ({ title: `${n} ${item} ${text(180)}`, plannedMinutes: 1 }));
        await world.call('meeting.change', { params, version: version + n, body: { agenda } });
      }
      for (const half of [0, 1]) {
        await world.call('meeting.invite', {
          params,
          version: version + 30 + half,
          body: { invitations: invitees(world, half * 500, 500) },
        });
      }
      return { params };
    }),
  ],
  'meeting.schedule': [
    at('with a thousand invited', (world) => draft(world)),
    at('400 occurrences', (world) => series(world)),
  ],
  'meeting.overrideClashes': [
    at('of 400 occurrences', async (world) => ({
      ...(await series(world, apart())),
      body: { overridesClashes: true },
    })),
  ],
  'meeting.cancel': [
    at('400 occurrences', async (world) => ({
      ...(await series(world, apart())),
      body: { reason: text(1_000) },
    })),
  ],
  'series.create': [
    at('400 with a thousand invited', async (world) => ({
      ...(await draft(world)),
      body: { rule: 'FREQ=DAILY;COUNT=400' },
    })),
    at('10 with a thousand invited', async (world) => ({
      ...(await draft(world)),
      body: { rule: 'FREQ=WEEKLY;COUNT=10' },
    })),
    at('400 with 25 invited, in a zone whose clock is turned', async (world) => ({
      ...(await draft(world, 25)),
      body: { rule: 'FREQ=DAILY;COUNT=400', timeZone: 'America/New_York' },
    })),
    at('the 32nd day of a month', async (world) => ({
      ...(await draft(world, 0)),
      body: { rule: `FREQ=MONTHLY;${everyDay};BYSETPOS=32;COUNT=2` },
    })),
    at('the last day of a year of all days', async (world) => ({
      ...(await draft(world, 0)),
      body: { rule: `FREQ=YEARLY;${everyDay};BYSETPOS=366;COUNT=2` },
    })),
    at('days that no month has, for five years', async (world) => ({
      ...(await draft(world, 0)),
      body: {
        rule: `FREQ=DAILY;BYMONTH=2;BYMONTHDAY=-29,29;${everyDay};COUNT=400`,
        timeZone: 'Europe/Berlin',
      },
    })),
  ],
  'series.get': plain(async (world) => ({ params: (await series(world)).params })),
  'meeting.open': plain(async (world) => {
    const { id } = await world.planned({ startsInMs: 60_000, schedule: true, agenda: 100 });
    return { params: { meetingId: id } };
  }),
  'meeting.join': plain((world) => inLive(world)),

  'meeting.copy': [
    at('a thousand invited', (world) => ({
      ...inLive(world),
      body: { startsAtMs: Date.now() + 900 * dayMs, endsAtMs: Date.now() + 901 * dayMs },
    })),
  ],
  'template.list': plain(),
  'template.keep': [
    at('a thousand invited', (world) => ({
      body: { meetingId: world.liveId, name: text(200), endpoints: 'same' },
    })),
  ],
  'template.rename': plain(({ templateId }) => ({ params: { templateId }, body: { name: text(200) } })),
  'template.remove': plain(async (world) => {
    const body = { meetingId: world.liveId, name: 'x', endpoints: 'same' };
    return { params: { templateId: read(withId, await world.call('template.keep', { body })).id } };
  }),
  'template.use': [
    at('a thousand invited', (world) => ({
      params: { templateId: world.templateId },
      body: { siteId: world.provinceId, startsAtMs: Date.now() + 950 * dayMs },
    })),
    at('a unit, thirteen times', (world) => ({
      params: { templateId: 'weekly-briefing' },
      body: { siteId: world.siteId, startsAtMs: Date.now() + 990 * dayMs, repeat: true },
    })),
    at('all below the province, thirteen times', (world) => ({
      params: { templateId: 'weekly-briefing' },
      body: { siteId: world.provinceId, startsAtMs: Date.now() + 990 * dayMs, repeat: true },
    })),
  ],
  'emergency.call': [
    at('every room of the province', (world) => ({
      body: {
        title: 'Họp khẩn',
        siteId: world.provinceId,
        chair: { kind: 'account', inviteeId: world.officialId },
        include: [{ kind: 'subtree', siteId: world.provinceId }],
      },
    })),
  ],
  'selection.count': [
    at('200 times every room without 200 times every room', (world) => ({
      body: {
        include: many(200, () => ({ kind: 'subtree', siteId: world.provinceId })),
        except: many(200, () => ({ kind: 'subtree', siteId: world.siteId })),
      },
    })),
    at('200 groups of 200 rooms', (world) => ({
      body: { include: many(200, () => ({ kind: 'group', groupId: world.groupId })) },
    })),
  ],
  'booking.check': [
    at('a thousand rooms', (world) => ({ body: wish(world) })),
    at('a thousand rooms that are held', (world) => ({
      body: wish(world, { startsAtMs: busyMs, endsAtMs: busyMs + hourMs }),
    })),
    at('a thousand rooms that are held, for a month', (world) => ({
      body: wish(world, { startsAtMs: busyMs, endsAtMs: busyMs + 31 * dayMs }),
    })),
    at('a thousand ids that are people’s', (world) => ({
      body: wish(world, { inviteeIds: world.accountIds.slice(0, 1_000) }),
    })),
    at('a thousand rooms, 400 times', (world) => repeatedWish(world, 1_000, 400)),
    at('a thousand rooms, ten times', (world) => repeatedWish(world, 1_000, 10)),
    at('a thousand rooms, ten times in each other’s way', (world) =>
      repeatedWish(world, 1_000, 10, 10 * dayMs),
    ),
    at('25 rooms, 400 times', (world) => repeatedWish(world, 25, 400)),
    at('25 rooms, 400 times in each other’s way', (world) => repeatedWish(world, 25, 400, 10 * dayMs)),
  ],
  'booking.freeBusy': [
    at('every room for 45 days', () => ({ query: { fromMs: busyMs, toMs: busyMs + 45 * dayMs } })),
  ],

  'invitation.see': plain((world) => ({ as: world.room, params: { meetingId: world.smallId } })),
  'reply.own': [
    at('a hundred names', (world) => ({
      as: world.room,
      params: { meetingId: world.smallId },
      body: confirmed(100),
    })),
  ],
  'reply.link': plain(async (world) => {
    const params = { meetingId: world.smallId };
    const [first] = read(shown, await world.call('meeting.get', { params })).invitations;
    return { params: { ...params, invitationId: first?.id ?? '' } };
  }),
  'reply.linked': plain(async (world) => ({ as: undefined, params: { token: await link(world) } })),
  'reply.byLink': plain(async (world) => ({
    as: undefined,
    params: { token: await link(world) },
    body: confirmed(100),
  })),
  'readiness.get': [at('a thousand invited', (world) => inLive(world))],
  'contact.list': plain(({ siteId }) => ({ params: { siteId } })),
  'contact.set': plain(({ siteId }) => ({
    params: { siteId },
    body: { contacts: many(10, (n) => ({ name: text(200), phone: `+84 912 345 6${n}0` })) },
  })),
  'rehearsal.report': plain((world) => ({
    as: world.room,
    params: { meetingId: world.smallId },
    body: { camera: null, microphone: null, speaker: null, downJitterMs: null },
  })),
  'rehearsal.ask': [
    at('a thousand rooms', async (world) => {
      const { id } = await world.planned({ invited: 1_000, schedule: true });
      return { params: { meetingId: id }, body: { endpointIds: world.endpointIds.slice(0, 1_000) } };
    }),
  ],
  'rehearsal.addPicture': plain(({ room }) => ({
    as: room,
    params: { rehearsalId: uuid() },
    content: new Uint8Array(40_000),
  })),
  'rehearsal.picture': plain(() => ({ params: { rehearsalId: uuid() } })),
  'rehearsal.signOff': plain(() => ({
    params: { rehearsalId: uuid() },
    body: { fit: false, note: text(500) },
  })),
  'rehearsal.history': plain(({ roomId }) => ({ params: { endpointId: roomId }, query: { limit: 500 } })),

  'line.open': plain(({ room }) => ({ as: room })),
  'line.connect': plain(({ room }) => ({
    as: room,
    body: { direction: 'send', dtlsParameters: opaque(500) },
  })),
  'line.send': [
    at('parameters of 60 kB', ({ room }) => ({
      as: room,
      body: { kind: 'audio', rtpParameters: opaque(500) },
    })),
  ],
  'line.down': [at('a megabyte', ({ room }) => ({ as: room, query: { bytes: 1_000_000 } }))],
  'line.up': [at('a megabyte', ({ room }) => ({ as: room, content: new Uint8Array(1_000_000) }))],

  'document.upload': [
    at('a PDF of 5,000 pages', (world) => ({
      ...inLive(world),
      query: { name: text(200) },
      content: pdfOf(5_000),
    })),
    at('50 MB', (world) => ({
      ...inLive(world),
      query: { name: 'to.pdf' },
      content: Buffer.concat([pdfOf(1), Buffer.alloc(50_000_000)]),
    })),
  ],
  'document.list': plain((world) => inLive(world)),
  'document.content': plain((world) => ({
    params: { meetingId: world.liveId, documentId: world.documentId },
  })),
  'document.page': plain((world) => ({
    params: { meetingId: world.liveId, documentId: world.documentId, page: '1' },
  })),
  'document.remove': plain((world) => ({ params: { meetingId: world.smallId, documentId: uuid() } })),

  'feed.create': plain(({ official }) => ({ as: official })),
  'feed.revoke': plain(({ official }) => ({ as: official })),
  'feed.createForEndpoint': plain(({ endpointIds }) => ({ params: { endpointId: endpointIds[3] ?? '' } })),
  'feed.revokeForEndpoint': plain(async (world) => {
    const params = { endpointId: world.endpointIds[4] ?? '' };
    await world.call('feed.createForEndpoint', { params });
    return { params };
  }),
  'feed.read': [
    at('of a room in series', async (world) => {
      // Three series of 400, each with the room.
      for (; inFeed < 3; inFeed += 1) await series(world, { schedule: { from: 0 } });
      return { as: undefined, params: { secret: /calendar\/(.*)\.ics/.exec(world.feedPath)?.[1] ?? '' } };
    }),
  ],
  'reply.mail': [
    ...mails('parts within parts'),
    ...mails('an attendee with 240,000 parameters'),
    ...mails('nothing but lines'),
  ],

  'sheet.sites': written(),
  'sheet.importSites': sheets([]),
  'sheet.endpoints': written(),
  'sheet.importEndpoints': sheets([
    at('20,000 new rooms, all wrong', () => ({
      content: csv(
        roomHeading,
        many(20_000, () => ',,không phải thư,không phải số,không phải số,'),
      ),
    })),
    at('10,000 new rooms', () => ({
      content: csv(
        roomHeading,
        many(10_000, (n) => `${1 + (n % 900)},Phòng mới ${n},,,,`),
      ),
    })),
    at('10,000 new rooms, taken in', () => ({
      query: { dryRun: 'false' },
      content: csv(
        roomHeading,
        many(10_000, (n) => `${1 + (n % 900)},Phòng thêm ${n},,,,`),
      ),
    })),
    at('5 MB of commas', () => ({ content: ','.repeat(4_999_999) })),
  ]),
  'sheet.contacts': written(),
  'sheet.importContacts': sheets([
    at('9,000 people, taken in', () => ({
      query: { dryRun: 'false' },
      content: csv(
        'Mã đơn vị,Thứ tự gọi,Họ và tên,Điện thoại',
        many(9_000, (n) => `${1 + (n % 900)},${1 + Math.floor(n / 900)},Lê Văn ${n},0913 456 789`),
      ),
    })),
  ]),
  'sheet.meetings': written(),
  'sheet.invitations': written((world) => inLive(world)),
  'sheet.readiness': written((world) => inLive(world)),
  'sheet.rollCall': written((world) => inLive(world)),
  'sheet.history': written((world) => inLive(world)),
  'sheet.accounts': written(),
  'audit.list': [
    at('500 of them', () => ({ query: { limit: 500 } })),
    at('500 that hold a long text', () => ({ query: { limit: 500, q: text(100) } })),
  ],
  'sheet.audit': written(),
  'sheet.groups': written(),
  'sheet.bookings': written(() => ({ query: { fromMs: busyMs, toMs: busyMs + 45 * dayMs } })),
  'sheet.template': written(() => ({ params: { kind: 'sites' } })),
  'sheet.rehearsals': written(({ roomId }) => ({ params: { endpointId: roomId } })),
};

/** Parameters that the contract does not validate, as many and as deep as a body can hold. */
function opaque(fields: number): object {
  return Object.fromEntries(many(fields, (n) => [`f${n}`, [[[{ a: 'x'.repeat(60) }]]]]));
}

async function approvable(world: World) {
  const { id, version } = await world.planned({ invited: 1_000, needsApproval: true });
  const asking = { params: { meetingId: id }, version, as: world.secretary };
  const submitted = await world.call('meeting.submit', asking);
  return {
    ...asking,
    version: read(z.object({ version: z.int() }), submitted).version,
    as: world.administrator,
  };
}

function mails(name: string): readonly [RouteInput] {
  return [
    at(name, (world) => ({
      as: undefined,
      content: hostileMails[name] ?? '',
      type: 'message/rfc822',
      headers: { 'x-mail-secret': mailSecret, 'x-from': world.url },
    })),
  ];
}

/** The secret of the mail gateway; the bench configures the service with it. */
export const mailSecret = 'mot-khoa-cua-cong-thu-chi-dung-de-do-0123456789';
