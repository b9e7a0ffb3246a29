import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { LoadOnBridge, LoadsElsewhere } from '../media/remote/loads-elsewhere.ts';
import type { BridgeLoads } from './bridge-loads.ts';
import type { BridgeTokens } from './bridge-tokens.ts';

const lookEveryMs = 1_000;

interface BridgeWatchContext {
  readonly tokens: Pick<BridgeTokens, 'takenBack'>;
  /** Cuts a bridge off; its conferences move. */
  readonly remove: (bridgeId: string) => void;
  /** Reads what people have set for the bridges, at any server. */
  readonly readSettings: () => Promise<void>;
  /** Where several servers share the bridges. */
  readonly sharing?: {
    readonly loads: BridgeLoads;
    /** What the conferences of this server take. */
    readonly own: () => ReadonlyMap<string, LoadOnBridge>;
    readonly elsewhere: Pick<LoadsElsewhere, 'set'>;
  };
  readonly logger: Logger;
}

/**
 * Looks every second at what other servers did to the bridges that are connected here: cuts off those whose tokens
 * were taken back, reads what was set for them, and tells and hears who takes what. Disposing waits for a look in progress.
 */
export function watchBridges({
  tokens,
  remove,
  readSettings,
  sharing,
  logger,
}: BridgeWatchContext): AsyncDisposable {
  const stop = new AbortController();
  let told = '';

  const look = async (): Promise<void> => {
    for (const bridgeId of await tokens.takenBack()) remove(bridgeId);
    await readSettings();
    if (!sharing) return;
    const own = sharing.own();
    const telling = JSON.stringify([...own]);
    if (telling !== told) await sharing.loads.tell(own);
    told = telling;
    sharing.elsewhere.set(await sharing.loads.ofOthers());
  };

  const looking = (async () => {
    while (!stop.signal.aborted) {
      try {
        await look();
      } catch (error) {
        logger.warn({ err: error }, 'what other servers do with bridges could not be read; retrying soon');
      }
      // Rejects on stop, which the loop's condition sees.
      await sleep(lookEveryMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});
    }
  })();

  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await looking;
    },
  };
}
