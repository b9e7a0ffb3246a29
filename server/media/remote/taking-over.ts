import type { Logger } from 'pino';
import type { Led } from '../media-bridge.ts';
import type { BridgeInventory } from '../trunk-ends.ts';
import type { RemoteBridge } from './remote-bridge.ts';
import { isSound } from './sound-inventory.ts';

/** How long media goes on without a process that leads its conference. */
export const leaderlessMs = { classified: 15_000, others: 600_000 } as const;

export const lastsWithoutLeaderMs = (isClassified: boolean): number =>
  leaderlessMs[isClassified ? 'classified' : 'others'];

const nothing: BridgeInventory = {
  transports: [],
  producers: [],
  links: [],
  consumers: [],
  trunks: [],
  carried: [],
  arrivals: [],
};

/**
 * Takes over what a bridge has of a conference.
 *
 * @param isAssigned whether the bridge may have anything of it
 * @returns what it has; undefined where it does not take the conference; `impossible`: it claims to have what it cannot
 */
export async function takeOver(
  led: Led,
  bridge: RemoteBridge,
  isAssigned: boolean,
  logger: Logger,
): Promise<BridgeInventory | 'impossible' | undefined> {
  const lastsMs = lastsWithoutLeaderMs(led.isClassified);
  try {
    const inventory = await bridge.call(led, 'adopt', [lastsMs]);
    if (!isSound(inventory, bridge.workers)) {
      logger.error('a bridge claims to have what it cannot have');
      bridge.cast(led, 'closeConference', []);
      return 'impossible';
    }
    if (isAssigned || (inventory.transports.length === 0 && inventory.trunks.length === 0)) return inventory;
    logger.error('a bridge has something of a conference that it was not given; it is closed');
    bridge.cast(led, 'closeConference', []);
    // It serves an ended conference no longer, unless it is asked to begin again.
    await bridge.call(led, 'adopt', [lastsMs]);
    return nothing;
  } catch (error) {
    logger.warn({ err: error }, 'a bridge does not take a conference');
    return undefined;
  }
}
