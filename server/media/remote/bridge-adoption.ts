import type { Logger } from 'pino';
import type { Inventory } from '../media-bridge.ts';
import type { ConferenceBridge } from './conference-bridge.ts';
import type { RemoteBridge } from './remote-bridge.ts';
import { isSound } from './sound-inventory.ts';

/** How long media goes on without a process that leads its conference. */
export const leaderlessMs = { classified: 15_000, others: 600_000 } as const;

export const lastsWithoutLeaderMs = (isClassified: boolean): number =>
  leaderlessMs[isClassified ? 'classified' : 'others'];

/**
 * Takes a conference over at a bridge.
 *
 * @param isAssigned whether the bridge may have anything of the conference
 * @returns what it has; `refused` where it does not take it, `unsound` where it claims to have what it cannot have
 */
export async function adoptOn(
  bridge: RemoteBridge,
  { led }: ConferenceBridge,
  isAssigned: boolean,
  logger: Logger,
): Promise<Inventory | 'refused' | 'unsound'> {
  let inventory: Inventory;
  try {
    inventory = await bridge.call(led, 'adopt', [lastsWithoutLeaderMs(led.isClassified)]);
  } catch (error) {
    logger.warn({ err: error }, 'a bridge does not take a conference');
    return 'refused';
  }
  const close = (): void => bridge.cast(led, 'closeConference', []);
  if (!isSound(inventory, bridge.workers)) {
    logger.error('a bridge claims to have what it cannot have');
    close();
    return 'unsound';
  }
  if (isAssigned || inventory.transports.length === 0) return inventory;
  logger.error('a bridge has something of a conference that it was not given; it is closed');
  close();
  return nothing;
}

const nothing: Inventory = { transports: [], producers: [], links: [], consumers: [] };
