import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';
import { launchChromium } from '../test/support/browsers/chromium.ts';
import { passFor, plannerOf } from '../test/support/conference/passes.ts';
import type { Benchmark } from './benchmark.ts';
import { joinLightly } from './light-client.ts';
import type { LightClient } from './light-client.ts';
import { busyMachine } from './report.ts';
import { count } from './support/count.ts';
import { atMost, figuresOf } from './support/figures.ts';
import { startPinnedService } from './support/pinned.ts';

/** Of Chromium's trace: what a task of the page's main thread has, and the names of threads. */
const traced = z.object({
  name: z.string(),
  ph: z.string(),
  tid: z.number(),
  pid: z.number(),
  dur: z.number().optional(),
  args: z.object({ name: z.unknown() }).partial().optional(),
});

interface Round {
  readonly enteringMs: number;
  readonly longestTaskMs: number;
  readonly longTasks: number;
  readonly rows: number;
}

/** The secretariat's account that `planner.account` makes first. */
const secretary = { login: 'secretariat.1', password: 'mat-khau-cua-secretariat.1' };

/** How long the session goes on after the secretary has entered, in ms. */
const sessionMs = 20_000;

export const benchmark: Benchmark = {
  about:
    'a secretary enters a session of hundreds on a slow machine, and leads it (--rooms 300 --slowdown 4)',
  options: {
    rooms: { type: 'string', default: '300' },
    slowdown: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
  },
  async run(values) {
    const parameters = z.object({ rooms: count, slowdown: count, rounds: count }).parse(values);
    const voidBecause = [...busyMachine()];
    await using service = await startPinnedService({ DIEMCAU_MEDIA__PACKETSPERS: 1_000_000 });
    const planner = await plannerOf(service.url);
    await planner.account('secretariat');
    const meetingId = await planner.opened(['Báo cáo', 'Thảo luận']);
    const guests = await planner.rooms([
      { name: 'Hội trường chủ tọa', role: 'chair' },
      ...Array.from({ length: parameters.rooms }, (_, index) => ({ name: `Hội trường số ${index + 1}` })),
    ]);
    await planner.invite(meetingId, guests);
    const clients: LightClient[] = [];
    for (const guest of guests)
      clients.push(await joinLightly(service.url, passFor(meetingId, guest), () => undefined));
    const [chair, ...rooms] = clients;
    if (!chair) throw new Error('nobody leads');
    ask(chair, 'conference.start', {});
    const ids = guests.slice(1).map(({ identity }) => identity.id);

    await using browser = await launchChromium();
    const found: Round[] = [];
    for (let round = 0; round < parameters.rounds; round += 1) {
      const context = await browser.newContext({
        baseURL: service.url,
        viewport: { width: 1920, height: 1080 },
      });
      const page = await context.newPage();
      found.push(await measured(page, parameters.slowdown, () => livelySession(chair, rooms, ids)));
      await context.close();
    }
    for (const client of clients) client.close();
    const figure = figuresOf(found);
    return {
      parameters,
      voidBecause,
      figures: [
        figure('entering', 'ms', ({ enteringMs }) => enteringMs, atMost(1_000, 'max')),
        figure('longest_task_after_entering', 'ms', ({ longestTaskMs }) => longestTaskMs, atMost(100, 'max')),
        figure('tasks_over_100_ms', 'tasks', ({ longTasks }) => longTasks, atMost(0, 'max')),
        figure('rows_in_the_document', 'rows', ({ rows }) => rows),
      ],
    };
  },
};

/** In the page: from the press that joins to the first drawn frame with the roster, in ms. */
const untilTheRosterIsThere = `new Promise((entered) => {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('[data-testid="roster-row"]')) return;
    observer.disconnect();
    requestAnimationFrame(() => entered(performance.now() - from));
  });
  observer.observe(document.body, { childList: true, subtree: true });
  const from = performance.now();
  document.querySelector('[data-testid="join"]').click();
})`;

async function measured(page: Page, slowdown: number, session: () => Promise<void>): Promise<Round> {
  await page.goto('/login');
  await page.getByTestId('login').fill(secretary.login);
  await page.getByTestId('password').fill(secretary.password);
  await page.getByTestId('sign-in').click();
  await page.getByTestId('meeting').filter({ hasText: 'Họp giao ban' }).getByTestId('meeting-join').click();
  await page.getByTestId('join').waitFor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  // Measured in the page: the driver's own delay is no part of entering.
  const enteringMs = z.number().parse(await page.evaluate(untilTheRosterIsThere));
  // The page also makes the connection for its sound and pictures; what follows is the session.
  const tasks = await tracedTasks(devtools, async () => {
    await session();
    await page.getByTestId('roster-search').fill('so 12');
    await page.getByTestId('roster-search').fill('');
    await page.getByTestId('roster-filter-hand').click();
    await page.getByTestId('roster-filter-all').click();
    await page.evaluate(`document.querySelector('[data-testid="roster-list"]').scrollTo(0, 4000)`);
  });
  const long = tasks.filter((ms) => ms > 100);
  return {
    enteringMs,
    longestTaskMs: Math.max(0, ...tasks),
    longTasks: long.length,
    rows: await page.getByTestId('roster-row').count(),
  };
}

/** The lengths of all tasks of the page's main thread while something happens, in ms. */
async function tracedTasks(devtools: CDPSession, act: () => Promise<void>): Promise<readonly number[]> {
  const events: z.infer<typeof traced>[] = [];
  devtools.on('Tracing.dataCollected', ({ value }) => {
    for (const each of value) {
      const parsed = traced.safeParse(each);
      if (parsed.success) events.push(parsed.data);
    }
  });
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline'] },
  });
  await act();
  const complete = new Promise<void>((resolve) => devtools.once('Tracing.tracingComplete', () => resolve()));
  await devtools.send('Tracing.end');
  await complete;
  const main = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return events
    .filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && main.has(`${pid} ${tid}`))
    .map(({ dur = 0 }) => dur / 1_000);
}

const ask = (client: LightClient, type: string, payload: object): void =>
  client.send(`42/conference,1${JSON.stringify(['request', { type, payload }])}`);

/** Twenty requests to speak, turns, a ballot's worth of small changes, and rooms that come and go. */
async function livelySession(
  chair: LightClient,
  rooms: readonly LightClient[],
  ids: readonly string[],
): Promise<void> {
  const steps = 40;
  for (let step = 0; step < steps; step += 1) {
    const room = rooms[step % rooms.length];
    const id = ids[(step * 7) % ids.length];
    if (room) ask(room, step % 2 === 0 ? 'hand.raise' : 'hand.lower', step % 2 === 0 ? hand : {});
    if (step % 4 === 0 && id !== undefined) ask(chair, 'floor.grant', { participantId: id });
    if (step % 10 === 5) ask(chair, 'participant.mute', { target: { kind: 'all' } });
    await wait(sessionMs / steps);
  }
}
const hand = { category: 'speech', subject: '' };
