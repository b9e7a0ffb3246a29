import type { Logger } from 'pino';
import type { TrunkId } from '../trunk-ends.ts';
import type { Part } from './part.ts';

/** What is looked at of a trunk. */
interface Watched {
  readonly trunkId: TrunkId;
  readonly from: { readonly part: Pick<Part, 'bridge' | 'call'> };
  readonly to: { readonly part: Pick<Part, 'bridge' | 'call'> };
}

interface Figures {
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

const everyMs = 10_000;

/**
 * Says in the log between which bridges nothing arrives of what is sent. Without that word it would be a guess, since
 * everything else works: both bridges are connected, and the rooms on each hear and see each other.
 */
export class TrunkWatch implements Disposable {
  readonly #trunks: () => readonly Watched[];
  readonly #logger: Logger;
  readonly #timer: NodeJS.Timeout;
  readonly #figures = new Map<TrunkId, Figures>();
  readonly #silent = new Set<TrunkId>();

  constructor(trunks: () => readonly Watched[], logger: Logger) {
    this.#trunks = trunks;
    this.#logger = logger;
    this.#timer = setInterval(() => void this.look(), everyMs).unref();
  }

  /** Compares both ends of each trunk with the last look. */
  async look(): Promise<void> {
    const trunks = this.#trunks();
    for (const trunkId of [...this.#figures.keys(), ...this.#silent]) {
      if (trunks.some((trunk) => trunk.trunkId === trunkId)) continue;
      this.#figures.delete(trunkId);
      this.#silent.delete(trunkId);
    }
    await Promise.all(trunks.map((trunk) => this.#lookAt(trunk)));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #lookAt({ trunkId, from, to }: Watched): Promise<void> {
    const looked = await Promise.all([
      from.part.call('measureTrunk', [trunkId]),
      to.part.call('measureTrunk', [trunkId]),
      // A bridge is away, or the trunk was closed: there is nothing to compare.
    ]).catch(() => undefined);
    if (looked === undefined) return;
    const [{ sentBytes }, { receivedBytes }] = looked;
    const before = this.#figures.get(trunkId) ?? { sentBytes: 0, receivedBytes: 0 };
    this.#figures.set(trunkId, { sentBytes, receivedBytes });
    if (receivedBytes > before.receivedBytes) this.#silent.delete(trunkId);
    else if (sentBytes > before.sentBytes && !this.#silent.has(trunkId)) {
      this.#silent.add(trunkId);
      const bridges = { fromBridgeId: from.part.bridge.bridgeId, toBridgeId: to.part.bridge.bridgeId };
      this.#logger.error(
        { trunkId, ...bridges },
        'nothing arrives of what one bridge sends to another: is media.trunkPorts open for it?',
      );
    }
  }
}
