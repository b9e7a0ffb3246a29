import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import type { z } from 'zod';
import type { Short } from '../../domain/media/bridge-loss.ts';
import { Failure } from '../../protocol/failure.ts';
import type { bridgeChange, bridgeCode, BridgeView, newBridge } from '../../protocol/rest/bridges.ts';
import type { Attempts } from '../identity/attempts.ts';
import { accountOf, type Caller } from '../identity/caller.ts';
import { hashSecret, newPairingCode, newToken } from '../identity/secrets/opaque-secrets.ts';
import { bridgePairingPlace } from '../identity/secrets/secret-places.ts';
import type { Sealing } from '../identity/secrets/sealing.ts';
import type { MeetingRepository } from '../scheduling/planning/meeting-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import { requireWhole } from './require-whole.ts';
import type { BridgeCode, BridgeRepository, PairedBridge } from './bridge-repository.ts';

/** How a bridge is at the moment. */
export interface BridgeNow extends Pick<
  BridgeView,
  'address' | 'conferences' | 'participants' | 'loadPacketsPerS' | 'isUnsteady'
> {
  /** The conferences that would find too little room if it died now. */
  readonly short: readonly Short[];
}

export interface BridgesContext {
  readonly bridges: BridgeRepository;
  readonly sites: Pick<SiteRepository, 'byId'>;
  readonly meetings: Pick<MeetingRepository, 'byId'>;
  /** The bridges that are connected to this process; null where its own workers carry everything. */
  readonly live: {
    now(): ReadonlyMap<string, BridgeNow>;
    /** Cuts a bridge off; its conferences move. */
    remove(bridgeId: string): void;
    /** What people set has changed. */
    settingsChanged(): Promise<void>;
  } | null;
  /** Called after what all bridges carry together may have changed. */
  readonly changed: () => Promise<void>;
  readonly attempts: Pick<Attempts, 'guessPairing'>;
  /** Keys the digest of a code: a plain hash could be reversed while the code is valid. */
  readonly sealing: Pick<Sealing, 'digest'>;
  readonly pairingCodeTtlS: number;
  readonly logger: Logger;
  readonly now: () => number;
}

export type BridgesService = ReturnType<typeof createBridges>;

/** The bridges that are processes of their own: added and removed by people, paired by a code. */
export function createBridges(context: BridgesContext) {
  const { bridges, sites, meetings, live, changed, attempts, sealing, pairingCodeTtlS, logger, now } =
    context;

  const newCode = (): { readonly code: string; readonly stored: BridgeCode } => {
    const code = newPairingCode();
    const expiresAtMs = now() + 1_000 * pairingCodeTtlS;
    return { code, stored: { hash: sealing.digest(code, bridgePairingPlace), expiresAtMs } };
  };

  /** Of those that are not classified. */
  const titlesOf = async (meetingIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const found = await Promise.all([...new Set(meetingIds)].map((id) => meetings.byId(id)));
    return new Map(
      found.flatMap((meeting) =>
        meeting?.classification === 'unclassified' ? [[meeting.id, meeting.title] as const] : [],
      ),
    );
  };

  return {
    /** @throws Failure `forbidden` for staff of a part of the units */
    async list(caller: Caller) {
      requireWhole(caller);
      const current = live?.now() ?? new Map<string, BridgeNow>();
      const titles = await titlesOf([...current.values()].flatMap(({ short }) => short.map(({ id }) => id)));
      const isOnly = current.size === 1;
      return {
        bridges: (await bridges.list()).map((bridge) => {
          const { short = [], ...figures } = current.get(bridge.id) ?? {};
          const shortSessions = short.map(({ id, ...each }) => ({
            meetingId: id,
            title: titles.get(id) ?? null,
            ...each,
          }));
          const ifLost = current.has(bridge.id) ? { isOnly, short: shortSessions } : null;
          return viewOf(bridge, { ...nothingNow, ...figures, ifLost });
        }),
        isUsed: live !== null,
      };
    },

    /** @throws Failure `not-found` for an unknown unit; `forbidden` for staff of a part of the units */
    async create(
      { name, siteId }: z.output<typeof newBridge>,
      caller: Caller,
    ): Promise<z.output<typeof bridgeCode>> {
      requireWhole(caller);
      if (siteId !== null && !(await sites.byId(siteId))) throw new Failure('not-found');
      const id = newId();
      const { code, stored } = newCode();
      await bridges.insert({ id, name, siteId }, stored, accountOf(caller).id);
      return { id, code, expiresAtMs: stored.expiresAtMs };
    },

    /** @throws Failure `not-found` for an unknown bridge or unit; `forbidden` for staff of a part of the units */
    async change(id: string, change: z.output<typeof bridgeChange>, caller: Caller): Promise<void> {
      requireWhole(caller);
      if (change.siteId && !(await sites.byId(change.siteId))) throw new Failure('not-found');
      if (!(await bridges.change(id, change))) throw new Failure('not-found');
      await live?.settingsChanged();
    },

    /** @throws Failure `not-found`; `forbidden` for staff of a part of the units */
    async drain(id: string, caller: Caller): Promise<void> {
      requireWhole(caller);
      if (!(await bridges.drain(id, now()))) throw new Failure('not-found');
      await live?.settingsChanged();
    },

    /** @throws Failure `not-found`; `forbidden` for staff of a part of the units */
    async undrain(id: string, caller: Caller): Promise<void> {
      requireWhole(caller);
      if (!(await bridges.undrain(id))) throw new Failure('not-found');
      await live?.settingsChanged();
    },

    /** @throws Failure `not-found`; `forbidden` for staff of a part of the units */
    async renewCode(id: string, caller: Caller): Promise<z.output<typeof bridgeCode>> {
      requireWhole(caller);
      const { code, stored } = newCode();
      if (!(await bridges.renewCode(id, stored))) throw new Failure('not-found');
      return { id, code, expiresAtMs: stored.expiresAtMs };
    },

    /**
     * Takes the token back: the bridge is cut off at once, and what it carries moves.
     * @throws Failure `not-found`; `forbidden` for staff of a part of the units
     */
    async remove(id: string, caller: Caller): Promise<void> {
      requireWhole(caller);
      if (!(await bridges.remove(id))) throw new Failure('not-found');
      live?.remove(id);
      await changed();
    },

    /**
     * @throws Failure `not-found`, the same for an unknown, a used and an expired code; `too-many-attempts`
     */
    pair: (code: string, address: string) =>
      attempts.guessPairing(address, async () => {
        const token = newToken();
        const digest = sealing.digest(code, bridgePairingPlace);
        const bridgeId = await bridges.redeem(digest, hashSecret(token), now());
        if (bridgeId === undefined) {
          logger.info({ address }, 'pairing of a bridge refused');
          throw new Failure('not-found', 'no such code');
        }
        logger.info({ address, bridgeId }, 'bridge paired');
        return { bridgeId, token };
      }),
  };
}

const nothingNow = { address: null, conferences: 0, participants: 0, loadPacketsPerS: 0, isUnsteady: false };

/** @param current with `ifLost` null where the bridge is not connected */
function viewOf(
  { workers, packetsPerS, ...bridge }: PairedBridge,
  current: Omit<BridgeNow, 'short'> & Pick<BridgeView, 'ifLost'>,
): BridgeView {
  return {
    ...bridge,
    workers,
    budgetPacketsPerS: workers === null || packetsPerS === null ? null : workers * packetsPerS,
    state: bridge.pairedAtMs === null ? 'unpaired' : current.ifLost ? 'connected' : 'away',
    ...current,
  };
}
