import type { ReceptionReport } from '../protocol/media.ts';
import type { ReceivedStream, Reception } from './reception.ts';

type Counts = Readonly<Record<'packets' | 'lost' | 'bytes' | 'frames', number>>;

/** Reports one participant's reception as a browser does, each time since the last report. */
export class SimulatedReporter {
  readonly #reception: Reception;
  readonly #now: () => number;
  #counted = { audio: nothing, video: nothing };
  /** Packets of each video stream at the last report, to find the active ones. */
  readonly #packets = new Map<ReceivedStream, number>();
  #countedAtMs: number;

  constructor(reception: Reception, now: () => number) {
    this.#reception = reception;
    this.#now = now;
    this.#countedAtMs = now();
  }

  next(): ReceptionReport {
    const { streams } = this.#reception;
    const elapsedS = Math.max(1e-3, (this.#now() - this.#countedAtMs) / 1_000);
    const ofKind = (kind: 'audio' | 'video'): readonly ReceivedStream[] =>
      streams.filter(({ delivery }) => delivery.kind === kind);
    const [audio, video] = [ofKind('audio'), ofKind('video')];
    const before = this.#counted;
    this.#counted = { audio: sum(audio), video: sum(video) };
    this.#countedAtMs = this.#now();
    const heard = since(before.audio, this.#counted.audio);
    const seen = since(before.video, this.#counted.video);
    const flowing = video.filter((stream) => stream.packets > (this.#packets.get(stream) ?? 0));
    for (const stream of flowing) this.#packets.set(stream, stream.packets);
    return {
      roundTripMs: null,
      audio:
        audio.length === 0
          ? null
          : {
              packets: heard.packets,
              lost: heard.lost,
              jitterMs: most(audio.map(({ jitterMs }) => jitterMs)),
              // Nothing is played here: a browser would conceal every lost packet.
              concealed: heard.lost === 0 ? 0 : heard.lost / (heard.packets + heard.lost),
            },
      video:
        video.length === 0
          ? null
          : {
              packets: seen.packets,
              lost: seen.lost,
              bitrateBps: (seen.bytes * 8) / elapsedS,
              height: most(flowing.map(({ height }) => height)),
              framesPerS: Math.min(1_000, seen.frames / elapsedS),
              frozenMs: 0,
            },
    };
  }
}

const most = (values: readonly number[]): number => Math.max(0, ...values);

const nothing: Counts = { packets: 0, lost: 0, bytes: 0, frames: 0 };

function sum(streams: readonly ReceivedStream[]): Counts {
  const total = { ...nothing };
  for (const { packets, lost, bytes, frames } of streams) {
    total.packets += packets;
    total.lost += lost;
    total.bytes += bytes;
    total.frames += frames;
  }
  return total;
}

/** A late packet reduces the number of lost ones. */
const since = (before: Counts, after: Counts): Counts => ({
  packets: after.packets - before.packets,
  lost: Math.max(0, after.lost - before.lost),
  bytes: after.bytes - before.bytes,
  frames: after.frames - before.frames,
});
