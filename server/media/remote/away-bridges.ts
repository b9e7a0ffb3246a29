import { goesElsewhere } from '../../../domain/media/lost-bridge.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import type { ConferenceBridge } from './conference-bridge.ts';
import type { RemoteBridge } from './remote-bridge.ts';
import { lastsWithoutLeaderMs } from './taking-over.ts';

/** How often it is looked whether conferences whose bridge is away go on elsewhere. */
const lookEveryMs = 250;

interface AwayBridgesContext {
  /** Monotonic clock, in ms. */
  readonly now: () => number;
  /** Called again and again while a bridge is away. */
  readonly look: (bridge: RemoteBridge) => void;
}

type Conference = Pick<ConferenceBridge, 'led' | 'heardAtMs'>;

interface Away {
  readonly sinceMs: number;
  readonly isSilent: boolean;
  readonly looking: NodeJS.Timeout;
  /** When participants on it were last heard before, by conference. */
  readonly heardBeforeMs: ReadonlyMap<ConferenceId, number>;
  /** When they were first heard since. */
  readonly heardSinceMs: Map<ConferenceId, number>;
}

/** The bridges that are away, and which of their conferences still wait for them. */
export class AwayBridges {
  readonly #context: AwayBridgesContext;
  readonly #away = new Map<RemoteBridge, Away>();

  constructor(context: AwayBridgesContext) {
    this.#context = context;
  }

  /**
   * @param isSilent whether it was not heard of for some seconds, instead of a connection that ended
   * @param conferences those that it carries
   */
  add(bridge: RemoteBridge, isSilent: boolean, conferences: readonly Conference[]): void {
    const { look, now } = this.#context;
    const looking = setInterval(() => look(bridge), lookEveryMs).unref();
    const heardBeforeMs = new Map(
      conferences.flatMap((conference) => {
        const lastMs = conference.heardAtMs(bridge);
        return lastMs === undefined ? [] : [[conference.led.conferenceId, lastMs] as const];
      }),
    );
    this.#away.set(bridge, { sinceMs: now(), isSilent, looking, heardBeforeMs, heardSinceMs: new Map() });
  }

  /** It is back, or given up. */
  remove(bridge: RemoteBridge): void {
    clearInterval(this.#away.get(bridge)?.looking);
    this.#away.delete(bridge);
  }

  /** Whether a conference on a bridge goes on elsewhere. */
  loses(bridge: RemoteBridge, conference: Conference): boolean {
    const away = this.#away.get(bridge);
    if (away === undefined) return false;
    const { conferenceId, isClassified } = conference.led;
    const { sinceMs, isSilent, heardBeforeMs, heardSinceMs } = away;
    const lastMs = conference.heardAtMs(bridge);
    if (lastMs !== undefined && lastMs > sinceMs && !heardSinceMs.has(conferenceId))
      heardSinceMs.set(conferenceId, lastMs);
    const [beforeMs, afterMs] = [heardBeforeMs.get(conferenceId), heardSinceMs.get(conferenceId)];
    return goesElsewhere({
      awayForMs: this.#context.now() - sinceMs,
      isSilent,
      heardBeforeMs: beforeMs === undefined ? undefined : sinceMs - beforeMs,
      heardAfterMs: afterMs === undefined ? undefined : afterMs - sinceMs,
      lastsMs: lastsWithoutLeaderMs(isClassified),
    });
  }

  close(): void {
    for (const { looking } of this.#away.values()) clearInterval(looking);
  }
}
