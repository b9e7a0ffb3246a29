import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { count } from './support/count.ts';
import { atMost, figuresOf } from './support/figures.ts';
import { runLoad, startPinnedService } from './support/pinned.ts';

const storm = z.object({
  messages: z.number(),
  messagesToTheFirst: z.number(),
  seconds: z.number(),
});
type Storm = z.infer<typeof storm>;

/**
 * Counts the messages to all clients while they join. Each client must learn of each other, which is N² facts,
 * but the number of messages must not grow as N². So N clients join, then 2N within the same time: the messages
 * double where they grow as N, and quadruple where they grow as N². The first client receives a limited number
 * of messages per second, for any N.
 */
export const benchmark: Benchmark = {
  about: 'messages to all clients while N, then 2N of them join (--clients 500 --seconds 30 --rounds 3)',
  options: {
    clients: { type: 'string', default: '500' },
    /** The time within which all join. */
    seconds: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '3' },
  },
  async run(values) {
    const parameters = z.object({ clients: count, seconds: count, rounds: count }).parse(values);
    const { clients, seconds, rounds } = parameters;
    // Each meeting has a server of its own: booking would refuse the rooms of several at the same time.
    const joining = async (size: number): Promise<Storm> => {
      await using service = await startPinnedService({
        DIEMCAU_CONFERENCE__MAXPARTICIPANTS: size + 10,
        // None of these clients receives media.
        DIEMCAU_MEDIA__PACKETSPERS: 1_000_000,
      });
      return await runLoad(new URL('./joins-load.ts', import.meta.url), [service.url, size, seconds], storm);
    };
    const found: { readonly of: Storm; readonly ofTwice: Storm }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      found.push({ of: await joining(clients), ofTwice: await joining(2 * clients) });
    }
    // The counts do not depend on the load of the machine, as long as the clients join in time.
    const late = found.some(({ of, ofTwice }) => Math.max(of.seconds, ofTwice.seconds) > 1.2 * seconds);
    const figure = figuresOf(found);
    return {
      parameters,
      voidBecause: late ? [`some joined later than within the ${seconds} s`] : [],
      figures: [
        figure('messages_while_n_join', 'messages', ({ of }) => of.messages),
        figure('messages_while_2n_join', 'messages', ({ ofTwice }) => ofTwice.messages),
        figure('growth', 'times', ({ of, ofTwice }) => ofTwice.messages / of.messages, atMost(2.2, 'max')),
        figure('messages_per_client_of_n', 'messages', ({ of }) => of.messages / clients),
        figure('messages_per_client_of_2n', 'messages', ({ ofTwice }) => ofTwice.messages / (2 * clients)),
        figure(
          'messages_to_the_first_a_second',
          'messages/s',
          ({ ofTwice }) => ofTwice.messagesToTheFirst / ofTwice.seconds,
          atMost(2.5, 'max'),
        ),
        // One message per fact: what a server without batches would send.
        { name: 'facts_told_to_2n', unit: 'facts', samples: [clients * (2 * clients - 1)] },
        figure('seconds_until_2n_had_joined', 's', ({ ofTwice }) => ofTwice.seconds),
      ],
    };
  },
};
