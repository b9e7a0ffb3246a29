import type { types } from 'mediasoup';
import type { WorkerId } from '../../domain/media/links.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import { RefusedByBridge } from '../media/media-bridge.ts';
import type { Loudness, BridgePlace } from '../media/media-bridge.ts';
import { listenForLoudness } from './loudness.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Both ends, by worker, of the pipe that carries all streams between two workers of a conference. */
type Pipe = ReadonlyMap<WorkerId, types.PipeTransport>;

/** A router, and the observer of how loud its microphones are. */
interface OpenRouter {
  readonly router: types.Router;
  readonly loudness: types.AudioLevelObserver;
}

interface ConferenceRouters {
  readonly routers: Map<WorkerId, Promise<OpenRouter>>;
  readonly pipes: Map<string, Promise<Pipe>>;
}

interface RouterOptions {
  readonly pool: WorkerPool;
  readonly mediaCodecs: types.RouterRtpCodecCapability[];
  readonly internalPorts: { readonly min: number; readonly max: number };
  readonly onLoudness: (place: BridgePlace, loudest: readonly Loudness[]) => void;
}

/** The routers of each conference and the pipes between them, created when first needed. */
export class Routers {
  readonly #options: RouterOptions;
  readonly #conferences = new Map<ConferenceId, ConferenceRouters>();
  #open = 0;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#open;
  }

  at(place: BridgePlace): Promise<OpenRouter> {
    const { conferenceId, workerId } = place;
    const { routers } = this.#of(conferenceId);
    return once(routers, workerId, async () => {
      const opened = await this.#createRouter(place);
      // A worker that dies closes its routers.
      opened.router.observer.once('close', () => routers.delete(workerId));
      return opened;
    });
  }

  /** Returns the one pipe of two workers, which carries streams in both directions. */
  async pipe(
    conferenceId: ConferenceId,
    from: WorkerId,
    to: WorkerId,
  ): Promise<{ readonly near: types.PipeTransport; readonly far: types.PipeTransport }> {
    const key = [from, to].sort().join('|');
    const { pipes } = this.#of(conferenceId);
    const pipe = await once(pipes, key, async () => {
      const made = await this.#createPipe(conferenceId, from, to);
      for (const end of made.values()) end.observer.once('close', () => pipes.delete(key));
      return made;
    });
    const [near, far] = [pipe.get(from), pipe.get(to)];
    if (near === undefined || far === undefined || near.closed || far.closed) {
      throw new RefusedByBridge('unavailable', `no pipe between workers ${from} and ${to}`);
    }
    return { near, far };
  }

  close(conferenceId: ConferenceId): void {
    const conference = this.#conferences.get(conferenceId);
    if (conference === undefined) return;
    this.#conferences.delete(conferenceId);
    for (const opening of conference.routers.values()) {
      opening.then(
        ({ router }) => router.close(),
        () => undefined, // The caller that requested the router has received the error.
      );
    }
  }

  #of(conferenceId: ConferenceId): ConferenceRouters {
    const known = this.#conferences.get(conferenceId);
    if (known !== undefined) return known;
    const fresh: ConferenceRouters = { routers: new Map(), pipes: new Map() };
    this.#conferences.set(conferenceId, fresh);
    return fresh;
  }

  async #createRouter(place: BridgePlace): Promise<OpenRouter> {
    const { workerId } = place;
    const { pool, mediaCodecs, onLoudness } = this.#options;
    const running = pool.get(workerId);
    if (running === undefined) throw new RefusedByBridge('unavailable', `no worker ${workerId}`);
    const router = await running.worker.createRouter({ mediaCodecs });
    this.#open += 1;
    router.observer.once('close', () => (this.#open -= 1));
    try {
      return { router, loudness: await listenForLoudness(router, (loudest) => onLoudness(place, loudest)) };
    } catch (error) {
      router.close();
      throw error;
    }
  }

  async #createPipe(conferenceId: ConferenceId, from: WorkerId, to: WorkerId): Promise<Pipe> {
    const routers = await Promise.all([from, to].map((workerId) => this.at({ conferenceId, workerId })));
    const listenInfo = {
      protocol: 'udp',
      ip: '127.0.0.1',
      portRange: { ...this.#options.internalPorts },
    } as const;
    const opened = await Promise.allSettled(
      routers.map(({ router }) => router.createPipeTransport({ listenInfo })),
    );
    const ends = opened.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    const closeBoth = (): void => ends.forEach((end) => end.close());
    try {
      const failed = opened.find((end) => end.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      const [near, far] = ends;
      if (near === undefined || far === undefined) throw new Error('a pipe has two ends');
      await Promise.all([connect(near, far), connect(far, near)]);
      // A stream on half a pipe would seem to exist, but carry nothing.
      near.observer.once('close', closeBoth);
      far.observer.once('close', closeBoth);
      if (near.closed || far.closed) throw new RefusedByBridge('unavailable', 'a worker of this pipe died');
      return new Map([
        [from, near],
        [to, far],
      ]);
    } catch (error) {
      closeBoth();
      throw error;
    }
  }
}

const connect = (end: types.PipeTransport, other: types.PipeTransport): Promise<void> =>
  end.connect({ ip: other.tuple.localAddress, port: other.tuple.localPort });

/** Runs `make` once per key, also for concurrent callers. A failure is forgotten. */
function once<Key, Value>(
  made: Map<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = made.get(key);
  if (known !== undefined) return known;
  const making = make();
  made.set(key, making);
  making.catch(() => {
    if (made.get(key) === making) made.delete(key);
  });
  return making;
}
