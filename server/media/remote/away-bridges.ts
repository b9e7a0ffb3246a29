import { goesElsewhere } from '../../../domain/media/lost-bridge.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import type { Led } from '../media-bridge.ts';
import { lastsWithoutLeaderMs } from './taking-over.ts';
import type { Presence } from './presence.ts';
import type { RemoteBridge } from './remote-bridge.ts';

/** How often it is looked whether conferences whose bridge is away go on elsewhere. */
const lookEveryMs = 250;

interface AwayBridgesContext {
  readonly presence: Pick<Presence, 'heardAtMs'>;
  /** Monotonic clock, in ms. */
  readonly now: () => number;
  /** Called again and again while a bridge is away. */
  readonly look: (bridge: RemoteBridge) => void;
}

interface Away {
  readonly sinceMs: number;
  readonly isSilent: boolean;
  readonly looking: NodeJS.Timeout;
  /** When participants of a conference on it were first heard since. */
  readonly heardAtMs: Map<ConferenceId, number>;
}

/** The bridges that are away, and which of their conferences still wait for them. */
export class AwayBridges {
  readonly #context: AwayBridgesContext;
  readonly #away = new Map<RemoteBridge, Away>();

  constructor(context: AwayBridgesContext) {
    this.#context = context;
  }

  /** @param isSilent whether it was not heard of for some seconds, instead of a connection that ended */
  add(bridge: RemoteBridge, isSilent: boolean): void {
    const { look, now } = this.#context;
    const looking = setInterval(() => look(bridge), lookEveryMs).unref();
    this.#away.set(bridge, { sinceMs: now(), isSilent, looking, heardAtMs: new Map() });
  }

  /** It is back, or given up. */
  remove(bridge: RemoteBridge): void {
    clearInterval(this.#away.get(bridge)?.looking);
    this.#away.delete(bridge);
  }

  /** Whether a conference on a bridge goes on elsewhere. */
  loses(bridge: RemoteBridge, { conferenceId, isClassified }: Led): boolean {
    const { now, presence } = this.#context;
    const away = this.#away.get(bridge);
    if (away === undefined) return false;
    const { sinceMs, isSilent } = away;
    const lastMs = presence.heardAtMs(conferenceId);
    if (lastMs !== undefined && lastMs > sinceMs && !away.heardAtMs.has(conferenceId))
      away.heardAtMs.set(conferenceId, lastMs);
    const firstMs = away.heardAtMs.get(conferenceId);
    return goesElsewhere({
      awayForMs: now() - sinceMs,
      isSilent,
      heardAfterMs: firstMs === undefined ? undefined : firstMs - sinceMs,
      lastsMs: lastsWithoutLeaderMs(isClassified),
    });
  }

  close(): void {
    for (const { looking } of this.#away.values()) clearInterval(looking);
  }
}
