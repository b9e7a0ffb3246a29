import type { Logger } from 'pino';
import type { MediaKind } from '../media-bridge.ts';
import type { TrunkId } from '../trunk-ends.ts';
import type { Part } from './part.ts';

/** What is looked at of a trunk. */
interface Watched {
  readonly trunkId: TrunkId;
  readonly kind: MediaKind;
  readonly from: { readonly part: Pick<Part, 'bridge' | 'call'> };
  readonly to: { readonly part: Pick<Part, 'bridge' | 'call'> };
}

interface Figures {
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** How many looks in a row have shown that nothing arrives of what is sent. */
  readonly silentLooks: number;
}

const everyMs = 3_000;
/** After so many silent looks a trunk is opened again; each further attempt waits for twice as many. */
const silentLooks = { first: 2, most: 32 } as const;

/**
 * Finds trunks of which nothing arrives, and has them opened again: a firewall has forgotten the connection, or maps it to
 * another port, and the end that receives takes packets from the first address only. Says so in the log. Without that
 * word a closed firewall would be a guess, since everything else works: both bridges are connected, and the rooms on each
 * hear and see each other.
 */
export class TrunkWatch<Trunk extends Watched> implements Disposable {
  readonly #trunks: () => readonly Trunk[];
  readonly #openAgain: (trunk: Trunk) => void;
  readonly #logger: Logger;
  readonly #timer: NodeJS.Timeout;
  readonly #figures = new Map<TrunkId, Figures>();
  /** How many silent looks are waited for, by bridges and kind; a trunk that is opened again has another id. */
  readonly #patience = new Map<string, number>();

  constructor(trunks: () => readonly Trunk[], openAgain: (trunk: Trunk) => void, logger: Logger) {
    this.#trunks = trunks;
    this.#openAgain = openAgain;
    this.#logger = logger;
    this.#timer = setInterval(() => void this.look(), everyMs).unref();
  }

  /** Compares both ends of each trunk with the last look. */
  async look(): Promise<void> {
    const trunks = this.#trunks();
    const open = new Set(trunks.map(({ trunkId }) => trunkId));
    for (const trunkId of this.#figures.keys()) if (!open.has(trunkId)) this.#figures.delete(trunkId);
    await Promise.all(trunks.map((trunk) => this.#lookAt(trunk)));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #lookAt(trunk: Trunk): Promise<void> {
    const { trunkId, kind, from, to } = trunk;
    const looked = await Promise.all([
      from.part.call('measureTrunk', [trunkId]),
      to.part.call('measureTrunk', [trunkId]),
      // A bridge is away, or the trunk was closed: there is nothing to compare.
    ]).catch(() => undefined);
    if (looked === undefined) return;
    const [{ sentBytes }, { receivedBytes }] = looked;
    const before = this.#figures.get(trunkId) ?? { sentBytes: 0, receivedBytes: 0, silentLooks: 0 };
    const bridges = { fromBridgeId: from.part.bridge.bridgeId, toBridgeId: to.part.bridge.bridgeId };
    const way = `${kind} ${bridges.fromBridgeId} ${bridges.toBridgeId}`;
    const [arrives, isSent] = [receivedBytes > before.receivedBytes, sentBytes > before.sentBytes];
    if (arrives) this.#patience.delete(way);
    const silent = arrives ? 0 : before.silentLooks + (isSent ? 1 : 0);
    this.#figures.set(trunkId, { sentBytes, receivedBytes, silentLooks: silent });
    const patience = this.#patience.get(way) ?? silentLooks.first;
    if (silent < patience) return;
    this.#figures.delete(trunkId);
    this.#patience.set(way, Math.min(2 * patience, silentLooks.most));
    this.#logger.error(
      { trunkId, ...bridges },
      'nothing arrives of what one bridge sends to another, so the trunk is opened again: is media.trunkPorts open for it?',
    );
    this.#openAgain(trunk);
  }
}
