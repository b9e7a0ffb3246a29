import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { visitor } from '../../test/support/conference/passes.ts';
import { ask } from './ask.ts';

/*
 * Honest clients: some request cheap things again and again, as pages do; some take part in the large meeting
 * and raise their hands. On request the parent process receives how long each call took since the last
 * request.
 */
const everyMs = 60;
const setting = z.object({
  url: z.url(),
  meetingId: z.string(),
  small: z.string(),
  room: z.string(),
  official: z.string(),
  holders: z.array(
    z.object({
      identity: z.object({ id: z.string(), kind: z.enum(['endpoint', 'account']) }),
      sessionId: z.string(),
    }),
  ),
});

let samples: number[] = [];
const failures = new Map<string, number>();
const failed = (what: string): void => void failures.set(what, (failures.get(what) ?? 0) + 1);

process.on('message', (message) => {
  if (message === 'tell') {
    process.send?.({ samples, failures: [...failures] });
    samples = [];
    failures.clear();
  } else void begin(setting.parse(message)).then(() => process.send?.('ready'));
});
process.on('disconnect', () => process.exit());

/** Repeats the work at a steady pace. */
async function repeat(work: () => Promise<string>): Promise<void> {
  await wait(Math.random() * everyMs);
  for (;;) {
    const begunMs = performance.now();
    const outcome = await work().catch((error: unknown) => String(error));
    if (outcome === 'ok' || outcome === '200') samples.push(performance.now() - begunMs);
    else failed(outcome);
    await wait(Math.max(1, begunMs + everyMs - performance.now()));
  }
}

async function begin({ url, meetingId, small, room, official, holders }: z.infer<typeof setting>) {
  const get = (...asked: Parameters<typeof ask> extends [string, ...infer Rest] ? Rest : never) =>
    void repeat(async () => String((await ask(url, ...asked)).status));
  for (let n = 0; n < 2; n += 1) {
    get('room.get', { as: room });
    get('account.own', { as: official });
    get('meeting.get', { as: official, params: { meetingId: small } });
  }
  for (const holder of holders) {
    const participant = visitor(url, meetingId, holder);
    const door = await participant.door();
    if (door !== 'ok') throw new Error(`an honest participant was refused: ${door}`);
    await participant.outcome('join');
    let raised = false;
    void repeat(async () => {
      raised = !raised;
      // Slower than the limit of a participant.
      await wait(everyMs);
      return raised
        ? participant.outcome('hand.raise', { category: 'speech', subject: 'Xin phát biểu' })
        : participant.outcome('hand.lower');
    });
  }
}
