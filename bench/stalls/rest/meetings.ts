import { z } from 'zod';
import type { meetingRoutes } from '../../../protocol/rest/routes/meetings.ts';
import { read } from '../ask.ts';
import { at, type InputsOf, plain, type RouteInput } from '../input.ts';
import { dayMs, hourMs, many, text, type World } from '../world.ts';
import { apart, inLive, invitees, series, shown } from './given.ts';

const everyDay = 'BYDAY=MO,TU,WE,TH,FR,SA,SU';

const people = ({ accountIds }: World, count: number) =>
  accountIds.slice(10, 10 + count).map((inviteeId) => ({ kind: 'account', inviteeId, role: 'delegate' }));

const draft = async (world: World, invited = 1_000) => {
  const { id, version } = await world.planned({ invited, agenda: 100 });
  return { params: { meetingId: id }, version };
};

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

/** Meetings and series. */
export const meetingInputs: InputsOf<keyof typeof meetingRoutes, RouteInput> = {
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
  'meeting.due': plain(),
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
  'meeting.close': plain(async (world) => draft(world)),
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
};
