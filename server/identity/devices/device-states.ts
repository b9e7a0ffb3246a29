import type { DeviceState } from '../../../protocol/rest/identity/devices.ts';
import { ExpiringMap } from '../../perimeter/expiring-map.ts';
import type { EndpointRepository } from '../../sites/endpoint-repository.ts';
import type { AnyCaller, Caller } from '../caller.ts';
import type { SessionRepository } from '../sessions/session-repository.ts';
import { whereabouts, type ClientOrigin } from '../sessions/whereabouts.ts';
import type { PairingRepository } from './pairing-repository.ts';

/** A room's page asks every five seconds; six lost questions are a lost room. */
const onlineMs = 30_000;
/** How often the database is told that a device is there; beside other servers, each hears some of its questions. */
const storedEveryMs = { alone: 60_000, besideOthers: 15_000 } as const;

export interface DeviceStatesContext {
  readonly sessions: Pick<SessionRepository, 'devicesOf' | 'touch'>;
  readonly pairings: Pick<PairingRepository, 'openOf'>;
  readonly endpoints: Pick<EndpointRepository, 'list'>;
  readonly limits: { readonly besideOthers: boolean };
  readonly now: () => number;
}

/**
 * Whether each room has a device and when that was last there. The database keeps the last minute, so that a
 * restart loses nothing; the memory knows who is there now. Beside other servers, the database knows it, too.
 */
export function createDeviceStates({ sessions, pairings, endpoints, limits, now }: DeviceStatesContext) {
  const everyMs = limits.besideOthers ? storedEveryMs.besideOthers : storedEveryMs.alone;
  const seen = new ExpiringMap<number>(onlineMs, now);
  const stored = new ExpiringMap<true>(everyMs, now);
  const seenByOthers = (lastSeenAtMs: number): number | undefined =>
    limits.besideOthers && lastSeenAtMs > now() - onlineMs - everyMs ? lastSeenAtMs : undefined;

  return {
    /** Notes that a device has just sent a request. */
    async noteSeen(caller: AnyCaller, from: ClientOrigin): Promise<void> {
      if (caller.kind !== 'device') return;
      seen.set(caller.endpoint.id, now());
      if (stored.get(caller.sessionId) !== undefined) return;
      stored.set(caller.sessionId, true);
      await sessions.touch(caller.sessionId, whereabouts(from), now());
    },

    /** The states of all rooms in use within the caller's subtree. */
    async list({ scope: { siteIds } }: Caller): Promise<DeviceState[]> {
      const ids = (await endpoints.list(siteIds && { siteIds })).map(({ id }) => id);
      const [devices, open] = await Promise.all([
        sessions.devicesOf(ids, now()),
        pairings.openOf(ids, now()),
      ]);
      return ids.map((endpointId) => {
        const device = devices.get(endpointId);
        const seenAtMs = device?.isPaired
          ? (seen.get(endpointId) ?? seenByOthers(device.lastSeenAtMs))
          : undefined;
        return {
          endpointId,
          state: stateOf(device?.isPaired, seenAtMs !== undefined),
          lastSeenAtMs: seenAtMs ?? device?.lastSeenAtMs ?? null,
          browser: device?.browser ?? null,
          codeExpiresAtMs: open.get(endpointId) ?? null,
        };
      });
    },
  };
}

function stateOf(isPaired: boolean | undefined, isSeen: boolean): DeviceState['state'] {
  if (isPaired === undefined) return 'never';
  if (!isPaired) return 'unpaired';
  return isSeen ? 'online' : 'paired';
}
