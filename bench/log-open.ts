import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Command } from '../protocol/commands.ts';
import type { Identity } from '../protocol/conference/presence.ts';
import { replay } from '../domain/conference/evolve.ts';
import { LiveConference } from '../server/conference/live-conference.ts';
import { createConferenceLog } from '../server/storage/repositories/conference-log.ts';
import { createConferenceOwners } from '../server/storage/repositories/conference-owners.ts';
import { serveDatabase } from '../server/storage/database.ts';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import { testPace } from '../test/support/rest/default-limits.ts';
import { count } from './support/count.ts';

const openings = 10;

const raise: Command = { type: 'hand.raise', payload: { category: 'speech', subject: 'Xin phát biểu' } };
const lower: Command = { type: 'hand.lower', payload: {} };

const participant = (index: number): Identity => {
  const siteId = uuid();
  return {
    id: uuid(),
    kind: 'endpoint',
    name: `Hội trường UBND xã thứ ${index}`,
    siteId,
    siteName: `Xã thứ ${index}, Huyện Yên Lạc, Tỉnh Vĩnh Phúc`,
    sitePath: [siteId],
    levelId: 'commune',
    role: index === 0 ? 'chair' : 'delegate',
  };
};

/**
 * Clients of a conference of the largest size send one command after another, each after the answer to the last
 * one, which makes a long log. Then the conference is opened repeatedly.
 */
export const benchmark: Benchmark = {
  about:
    'a long log on the embedded database: append under load, open (--events 100000 --clients 50 --participants 1000)',
  options: {
    events: { type: 'string', default: '100000' },
    clients: { type: 'string', default: '50' },
    participants: { type: 'string', default: '1000' },
  },
  async run(values) {
    const parameters = z.object({ events: count, clients: count, participants: count }).parse(values);
    const voidBecause = busyMachine();
    const folder = await mkdtemp(join(tmpdir(), 'diemcau-log-'));
    const logger = pino({ level: 'warn' }, pino.destination(2));
    await using storage = await serveDatabase({ folder, logger });
    const log = createConferenceLog(storage.database);
    const owners = createConferenceOwners(storage.database, storage.controlProcess);
    const appendsMs: number[] = [];
    const context = {
      log,
      owners,
      lease: storage.controlProcess,
      logger,
      now: Date.now,
      limits: { participants: parameters.participants },
      pace: testPace,
      // Nobody votes here.
      box: { seal: (_: string, content: string) => content, open: (_: string, sealed: string) => sealed },
      logAppended: (seconds: number) => void appendsMs.push(seconds * 1_000),
      overtaken: () => {},
    };
    const id = uuid();
    const ownership = await owners.claim(id);
    if (!ownership) throw new Error('the new conference has an owner');
    const live = await LiveConference.load(ownership, context);
    const startsAt = Date.now();
    await live.system({
      type: 'open',
      title: 'Giao ban trực tuyến',
      classification: 'unclassified',
      admission: 'open',
      needsChair: false,
      startsAt,
      endsAt: startsAt + 7_200_000,
      agenda: [],
      microphonePolicy: 'floor',
      floor: { turnMs: 300_000, unitBudgetMs: null, warnBeforeMs: 30_000, handsBack: true },
    });
    const everybody = Array.from({ length: parameters.participants }, (_, index) => participant(index));
    await Promise.all(everybody.map((each) => live.command({ type: 'join', payload: {} }, each)));

    appendsMs.length = 0;
    const commandsMs: number[] = [];
    const begun = performance.now();
    const send = async (actor: Identity, command: Command): Promise<void> => {
      const sent = performance.now();
      const outcome = await live.command(command, actor);
      if (!outcome.ok) throw new Error(`${command.type}: ${outcome.code}`);
      commandsMs.push(performance.now() - sent);
    };
    await Promise.all(
      everybody.slice(1, parameters.clients + 1).map(async (client) => {
        while (live.state.seq < parameters.events) {
          await send(client, raise);
          await send(client, lower);
        }
      }),
    );
    const seconds = (performance.now() - begun) / 1_000;
    // The last snapshot is taken after the load.
    const snapshotIsNear = async (): Promise<boolean> =>
      live.state.seq - z.object({ seq: z.int() }).parse(await log.latestSnapshot(id)).seq < 1_000;
    while (!(await snapshotIsNear())) await setTimeout(100);
    await live.settled();

    const opensMs: number[] = [];
    for (let opening = 0; opening < openings; opening += 1) {
      const from = performance.now();
      const opened = await LiveConference.load(ownership, context);
      opensMs.push(performance.now() - from);
      if (opened.state.seq !== live.state.seq) throw new Error('the log was not opened to its end');
    }
    const whole = performance.now();
    replay(await log.read(id, 0));
    const wholeMs = performance.now() - whole;
    await storage[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });

    return {
      parameters,
      voidBecause,
      figures: [
        { name: 'open', unit: 'ms', samples: opensMs, bar: { of: 'max', sign: '<=', value: 200 } },
        { name: 'open_without_snapshot', unit: 'ms', samples: [wholeMs] },
        { name: 'append_p50', unit: 'ms', samples: [percentile(appendsMs, 50)] },
        {
          name: 'append_p99',
          unit: 'ms',
          samples: [percentile(appendsMs, 99)],
          bar: { of: 'median', sign: '<=', value: 20 },
        },
        { name: 'append_max', unit: 'ms', samples: [Math.max(...appendsMs)] },
        { name: 'command_p50', unit: 'ms', samples: [percentile(commandsMs, 50)] },
        { name: 'command_p99', unit: 'ms', samples: [percentile(commandsMs, 99)] },
        { name: 'commands_each_second', unit: 'commands/s', samples: [commandsMs.length / seconds] },
      ],
    };
  },
};
