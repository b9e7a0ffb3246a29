import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine } from './report.ts';
import { count } from './support/count.ts';
import { atMost } from './support/figures.ts';
import { runLoad } from './support/pinned.ts';

const measured = z.object({ madeUp: z.number() });

const opus = (more: string): string =>
  `{ kind: audio, mimeType: audio/opus, clockRate: 48000, channels: 2, parameters: { ${more} } }`;
const vp8 =
  '{ kind: video, mimeType: video/VP8, clockRate: 90000, parameters: { x-google-start-bitrate: 1000 } }';

/** Measures that could improve sound on a bad line, tried in turn. */
const variants = {
  once: { bufferMs: 0, environment: { DIEMCAU_MEDIA__RESENDSSOUND: 'false' } },
  sent_again: { bufferMs: 0, environment: { DIEMCAU_MEDIA__RESENDSSOUND: 'true' } },
  buffer_of_300_ms: { bufferMs: 300, environment: { DIEMCAU_MEDIA__RESENDSSOUND: 'false' } },
  more_for_correction: {
    bufferMs: 0,
    environment: {
      DIEMCAU_MEDIA__RESENDSSOUND: 'false',
      DIEMCAU_MEDIA__CODECS: `[${opus('useinbandfec: 1, usedtx: 1, maxaveragebitrate: 64000')}, ${vp8}]`,
    },
  },
} as const;

export const benchmark: Benchmark = {
  about:
    'sound in Chromium at 5% loss and 200 ms of jitter, in several variants in turn (--rounds 10 --seconds 20)',
  options: {
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '20' },
  },
  async run(values) {
    const parameters = z.object({ rounds: count, seconds: count }).parse(values);
    const voidBecause = [...busyMachine()];
    const found = Object.fromEntries(Object.keys(variants).map((name): [string, number[]] => [name, []]));
    for (let round = 0; round < parameters.rounds; round += 1) {
      for (const [name, { bufferMs, environment }] of Object.entries(variants)) {
        const { madeUp } = await runLoad(
          new URL('../test/e2e/faults/bad-line-load.ts', import.meta.url),
          [parameters.seconds, bufferMs, JSON.stringify(environment)],
          measured,
          'any',
        );
        found[name]?.push(madeUp * 100);
      }
    }
    return {
      parameters,
      voidBecause,
      figures: Object.entries(found).map(([name, samples]) => ({
        name: `made_up_${name}`,
        unit: '%',
        samples,
        ...(name === 'sent_again' && { bar: atMost(5) }),
      })),
    };
  },
};
