import { pictureCosts } from '../../../domain/media/budget.ts';
import { watchBridges } from '../../../server/bridges/bridge-watch.ts';
import { BallotKeys } from '../../../server/conference/ballot-keys.ts';
import { Conferences } from '../../../server/conference/conferences.ts';
import type { ConferenceOwners } from '../../../server/conference/ownership.ts';
import { watchOwnership } from '../../../server/conference/ownership-watch.ts';
import { createMedia } from '../../../server/media/media.ts';
import type { Media } from '../../../server/media/media.ts';
import { Placements } from '../../../server/media/placing/placements.ts';
import { BridgePool } from '../../../server/media/remote/bridge-pool.ts';
import { LoadsElsewhere } from '../../../server/media/remote/loads-elsewhere.ts';
import { Renewals } from '../../../server/storage/renewals.ts';
import { pictures, planLimits } from '../conference/conference-history.ts';
import { silent } from '../media/bridge.ts';
import { testPace } from '../rest/default-limits.ts';
import type { Network, Terminus } from './network.ts';
import type { SharedDatabase } from './shared-database.ts';
import { VirtualProcess } from './virtual-time.ts';

interface ControlMachineOptions {
  readonly name: string;
  readonly place: string;
  readonly network: Network;
  readonly database: SharedDatabase;
  readonly packetsPerS: number;
  /** For the next process. */
  readonly newId: () => string;
}

/** See server/storage/control-process.ts and server/scheduling/lifecycle/clock.ts. */
const renewEveryMs = 2_000;
const tickMs = 5_000;

/** What a process has in its memory. */
interface Running {
  readonly processId: string;
  readonly process: VirtualProcess;
  readonly pool: BridgePool;
  readonly placements: Placements;
  readonly media: Media;
  readonly conferences: Conferences;
  readonly renewals: Renewals;
  readonly ownerOf: ConferenceOwners['ownerOf'];
  readonly stop: () => Promise<void>;
}

/** A control process: the real owner of conferences, with the real planning and placing of their media. */
export class ControlMachine {
  readonly name: string;
  readonly place: string;
  readonly #options: ControlMachineOptions;
  #running: Running | undefined;

  constructor(options: ControlMachineOptions) {
    this.#options = options;
    this.name = options.name;
    this.place = options.place;
  }

  /** Whether it answers now. */
  get isRunning(): boolean {
    return this.#running?.process.state === 'running';
  }

  get running(): Running {
    if (this.#running === undefined) throw new Error(`${this.name} does not run`);
    return this.#running;
  }

  /** Whether it leads a conference and believes that no other process can. */
  leads(id: string): boolean {
    const running = this.#running;
    return this.isRunning && running?.renewals.areRecent() === true && running.conferences.hosts(id);
  }

  get process(): VirtualProcess {
    return this.running.process;
  }

  get pool(): BridgePool {
    return this.running.pool;
  }

  start(): void {
    const process = new VirtualProcess(this.name);
    this.#options.network.time.in(process, () => this.#begin(process));
  }

  /** As `kill -9`. */
  kill(): void {
    const { process } = this.running;
    this.#options.network.time.end(process);
    this.#options.network.ended(process, false);
    this.#running = undefined;
  }

  pause(): void {
    const { network } = this.#options;
    network.time.pause(this.process);
    network.review();
  }

  resume(): void {
    const { network } = this.#options;
    network.time.resume(this.process);
    network.review();
  }

  /** As SIGTERM: it leaves its conferences to the others, and ends. */
  stop(then: () => void): void {
    const { process, stop } = this.running;
    const { network } = this.#options;
    network.time.in(process, () => {
      void stop().then(() => {
        network.time.end(process);
        network.ended(process, false);
        this.#running = undefined;
        then();
      });
    });
  }

  terminus(ended: Terminus['ended']): Terminus {
    return { place: this.place, process: this.process, ended };
  }

  #begin(process: VirtualProcess): void {
    const { database, packetsPerS } = this.#options;
    const processId = this.#options.newId();
    const renewals = new Renewals();
    const lease = {
      processId,
      isCertain: () => renewals.areRecent(),
      interruptions: () => renewals.gaps(),
      mayTakeOver: () => renewals.areSteady(),
      renewedAgoMs: () => renewals.agoMs(),
    };
    const owners = database.ownersFor(processId, () => lease.mayTakeOver());
    const now = (): number => performance.now();
    const elsewhere = new LoadsElsewhere();
    const [largest] = pictureCosts(planLimits.rates, planLimits.loudestMicrophones);
    const limits = { packetsPerS, wantedPacketsPerS: largest?.packetsPerS ?? packetsPerS };
    const placements = new Placements(limits, (workerId) => elsewhere.on(workerId));
    const { assignments, log } = database;
    const pool = new BridgePool({
      assignments,
      elsewhere,
      placements,
      now,
      logger: silent,
    });
    const media = createMedia({
      bridges: pool,
      placements,
      limits: planLimits,
      pictures,
      packetsPerS,
      encodings: { camera: [], screen: [], better: [] },
      iceServers: () => [],
      allowPlainRtp: false,
      logger: silent,
    });
    const conferences = new Conferences({
      customs: {
        microphonePolicy: 'floor',
        floor: { turnMs: 300_000, unitBudgetMs: null, warnBeforeMs: 30_000, handsBack: true },
      },
      // Nobody votes here.
      ballotKeysOf: (id) => new BallotKeys('', id, silent),
      booking: {
        extend: async () => false,
        invites: async () => true,
        transfer: async () => ({ ok: false, code: 'forbidden' }),
      },
      elsewhere: async () => undefined,
      doorkeeper: async () => [],
      log,
      owners,
      lease,
      openMedia: media.open,
      logger: silent,
      now: () => Date.now(),
      maxParticipants: 1_000,
      pace: testPace,
      reconnectGraceMs: 60_000,
      logAppended: () => undefined,
    });
    conferences.onEnded(async (id) => void database.sessions.delete(id));
    const openDue = async (atOnce: boolean): Promise<void> => {
      const due = await database.ask(() => database.dueFor(processId));
      await Promise.all(due.map((session) => conferences.open(session, atOnce)));
    };
    const watches = [
      watchOwnership({
        owners,
        conferences,
        takeOver: () => openDue(false),
        changes: { hear: async () => [] },
        otherConferences: { answer: async () => undefined },
        logger: silent,
      }),
      watchBridges({
        tokens: { takenBack: async () => [] },
        remove: (bridgeId) => pool.remove(bridgeId),
        readSettings: async () => pool.offers.set(await database.ask(() => new Map(database.settings))),
        sharing: {
          loads: database.loadsFor(processId),
          own: () =>
            new Map(
              pool.bridges
                .filter(({ isConnected }) => isConnected)
                .map((bridge) => [
                  bridge.bridgeId,
                  {
                    conferences: pool.conferencesOn(bridge),
                    workers: bridge.workers.map((workerId) => ({ workerId, ...media.takenOf(workerId) })),
                  },
                ]),
            ),
          elsewhere,
        },
        logger: silent,
      }),
    ];
    const renew = async (): Promise<void> => {
      const askedAtMs = performance.now();
      // While the database is away: tried again.
      const isRenewed = await database.renew(processId).catch(() => false);
      if (isRenewed) renewals.renewed(askedAtMs);
    };
    const repeating: NodeJS.Timeout[] = [];
    void database.enter(processId).then(() => {
      repeating.push(
        setInterval(() => void renew(), renewEveryMs),
        setInterval(() => {
          // While the database is away: at the next tick.
          openDue(false).catch(() => undefined);
          for (const { conferenceId } of conferences.ownerships()) {
            const session = database.sessions.get(conferenceId);
            if (session && session.endsAtMs <= Date.now()) void conferences.end(conferenceId, 'schedule');
          }
        }, tickMs),
      );
    });
    const stop = async (): Promise<void> => {
      await Promise.all(watches.map((watch) => watch[Symbol.asyncDispose]()));
      for (const timer of repeating) clearInterval(timer);
      await conferences[Symbol.asyncDispose]();
      await media[Symbol.asyncDispose]();
      pool.close();
      await database.leave(processId);
    };
    this.#running = {
      processId,
      process,
      pool,
      placements,
      media,
      conferences,
      renewals,
      ownerOf: (id) => owners.ownerOf(id),
      stop,
    };
  }
}
