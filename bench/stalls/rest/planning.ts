import type { planningRoutes } from '../../../protocol/rest/routes/planning.ts';
import { read } from '../ask.ts';
import { at, type InputsOf, plain, type RouteInput } from '../input.ts';
import { dayMs, hourMs, many, text, type World } from '../world.ts';
import { busyMs, withId } from './given.ts';

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

/** A daily meeting, in a time zone with daylight saving. */
const repeatedWish = (world: World, rooms: number, count: number, lengthMs = hourMs) => ({
  body: wish(world, {
    inviteeIds: world.endpointIds.slice(0, rooms),
    startsAtMs: busyMs,
    endsAtMs: busyMs + lengthMs,
    repeats: { rule: `FREQ=DAILY;COUNT=${count}`, timeZone: 'America/New_York' },
  }),
});

/** Copies, templates, emergencies, selections and bookings. */
export const planningInputs: InputsOf<keyof typeof planningRoutes, RouteInput> = {
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
};
