import { BridgeTokens } from '../bridges/bridge-tokens.ts';
import { watchBridges } from '../bridges/bridge-watch.ts';
import { createBridges } from '../bridges/bridges.ts';
import type { BridgeNow } from '../bridges/bridges.ts';
import type { LoadOnBridge } from '../media/remote/loads-elsewhere.ts';
import type { RemoteBridge } from '../media/remote/remote-bridge.ts';
import { createBridgeLoadRepository } from '../storage/repositories/bridge-load-repository.ts';
import { isUnavailable } from '../storage/unavailable.ts';
import type { Foundations } from './foundations.ts';
import type { StartedIdentity } from './identity.ts';
import type { StartedMedia } from './media.ts';

/** The bridges that are processes of their own, as people add and remove them and as servers share them. */
export function openBridges(
  { config, started, storage, repositories, lease, logger, now }: Foundations,
  { hosts: { pool, elsewhere }, media, tellCapacity }: StartedMedia,
  { identity, sealing }: StartedIdentity,
) {
  const bridgeTokens = new BridgeTokens({ bridges: repositories.bridges, isUnavailable });
  const connected = (): readonly RemoteBridge[] =>
    pool?.bridges.filter(({ isConnected }) => isConnected) ?? [];
  const ownLoadOn = (bridge: RemoteBridge): LoadOnBridge => ({
    conferences: pool?.conferencesOn(bridge) ?? [],
    workers: bridge.workers.map((workerId) => ({ workerId, ...media.takenOf(workerId) })),
  });
  const nowOf = (bridge: RemoteBridge): BridgeNow => {
    const own = ownLoadOn(bridge);
    const taken = own.workers.flatMap(({ workerId, ...here }) =>
      elsewhere ? [here, elsewhere.on(workerId)] : [here],
    );
    return {
      address: bridge.address,
      conferences: pool?.offers.conferencesOn(bridge).length ?? 0,
      participants: taken.reduce((sum, { participants }) => sum + participants, 0),
      isUnsteady: pool?.offers.isUnsteady(bridge.bridgeId) ?? false,
      short: pool?.ifLost(bridge) ?? [],
      loadPacketsPerS: Math.round(taken.reduce((sum, { packetsPerS }) => sum + packetsPerS, 0)),
    };
  };
  const readSettings = async (): Promise<void> => pool?.offers.set(await repositories.bridges.settings());
  if (pool && elsewhere) {
    const isShared = config.http.processPath !== null;
    started.use(
      watchBridges({
        tokens: bridgeTokens,
        remove: (bridgeId) => pool.remove(bridgeId),
        readSettings,
        ...(isShared && {
          sharing: {
            loads: createBridgeLoadRepository(storage.database, lease.processId),
            own: () => new Map(connected().map((bridge) => [bridge.bridgeId, ownLoadOn(bridge)])),
            elsewhere,
          },
        }),
        logger,
      }),
    );
  }
  const bridges = createBridges({
    bridges: repositories.bridges,
    sites: repositories.sites,
    meetings: repositories.meetings,
    live: pool
      ? {
          now: () => new Map(connected().map((bridge) => [bridge.bridgeId, nowOf(bridge)])),
          remove: (bridgeId) => {
            bridgeTokens.takeBack(bridgeId);
            pool.remove(bridgeId);
          },
          settingsChanged: readSettings,
        }
      : null,
    changed: tellCapacity,
    attempts: identity.attempts,
    sealing,
    pairingCodeTtlS: config.identity.pairingCodeTtlS,
    logger,
    now,
  });
  return { bridges, bridgeTokens };
}
