import type { Config } from './config/schema.ts';
import type { IdentityService } from './identity/identity.ts';
import type { Lifecycle } from './observability/operations-server.ts';
import type { SchedulingService } from './scheduling/scheduling.ts';
import type { SitesService } from './sites/sites.ts';
import { watchOwnership } from './conference/ownership-watch.ts';
import { openConferences } from './wiring/conferences.ts';
import { startDocuments } from './wiring/documents.ts';
import { openDoors, startOperations } from './wiring/edges.ts';
import { layFoundations } from './wiring/foundations.ts';
import type { AppContext } from './wiring/foundations.ts';
import { startIdentity } from './wiring/identity.ts';
import { createCorrespondence, openJobs, openPost, startLetters } from './wiring/letters.ts';
import { startMedia } from './wiring/media.ts';
import { startPlanning } from './wiring/planning.ts';

export interface App extends AsyncDisposable {
  /** The address that people and rooms use. */
  readonly url: string;
  /** The address on which the service listens; differs from `url` behind a proxy or a public name. */
  readonly listening: string;
  /** host:port of metrics and health checks. */
  readonly operations: string;
  /** Aborted, with the reason, when the service cannot continue. */
  readonly lost: AbortSignal;
  /** Accepts a new time of the system's clock at once: a person confirms that it is correct. */
  readonly confirmTime: () => void;
  readonly identity: IdentityService;
  readonly sites: SitesService;
  readonly scheduling: SchedulingService;
}

/**
 * Starts the whole service. Disposing of it stops the parts in the opposite order: doors first, database last.
 * Rejects when a part cannot start, after stopping those that had started.
 */
export async function createApp(config: Config, context: AppContext): Promise<App> {
  await using started = new AsyncDisposableStack();
  let lifecycle: Lifecycle = 'starting';

  const foundations = await layFoundations(config, context, started);
  const media = await startMedia(foundations);
  const conferences = await openConferences(foundations, media);
  const post = await openPost(foundations);
  const identity = await startIdentity(foundations, conferences, post);
  const planning = await startPlanning(foundations, media, conferences, identity);
  const documents = await startDocuments(foundations, conferences, planning);
  const jobs = await openJobs(foundations, post);
  const correspondence = createCorrespondence(foundations, identity, planning, jobs);
  const operations = await startOperations(foundations, media, conferences, () => lifecycle);
  const doors = await openDoors(
    foundations,
    media,
    conferences,
    identity,
    planning,
    documents,
    correspondence,
  );

  const { scheduling, sites } = planning;
  // Resumes conferences that were live when the server stopped, before participants can connect.
  await scheduling.clock.tick();
  const listening = await doors.listen();
  started.use(scheduling.clock.start());
  await startLetters(foundations, conferences, identity, planning, correspondence, post, jobs);
  // After the conferences have closed: another server takes them over at once, and does not wait for the rest.
  if (config.http.processPath !== null) started.defer(() => foundations.storage.controlProcess.leave());
  // Disposed early: participants are notified while their connections still exist.
  started.use(conferences.conferences);
  if (config.http.processPath !== null) {
    const { owners, logger } = foundations;
    started.use(
      watchOwnership({
        owners,
        conferences: conferences.conferences,
        takeOver: () => scheduling.clock.tick(),
        changes: conferences.changesElsewhere,
        otherConferences: conferences.otherConferences,
        logger,
      }),
    );
  }
  started.defer(() => {
    lifecycle = 'stopping';
  });

  lifecycle = 'running';
  const running = started.move();
  return {
    url: config.http.publicUrl ?? listening,
    listening,
    operations: operations.address,
    lost: foundations.storage.lost,
    confirmTime: () => foundations.clock.confirm(),
    identity: identity.identity,
    sites,
    scheduling,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
