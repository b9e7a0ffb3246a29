import type { Config } from './config/schema.ts';
import type { IdentityService } from './identity/identity.ts';
import type { Lifecycle } from './observability/operations-server.ts';
import type { SchedulingService } from './scheduling/scheduling.ts';
import type { SitesService } from './sites/sites.ts';
import { openConferences } from './wiring/conferences.ts';
import { startDocuments } from './wiring/documents.ts';
import { openDoors, startOperations } from './wiring/edges.ts';
import { layFoundations } from './wiring/foundations.ts';
import type { AppContext } from './wiring/foundations.ts';
import { startIdentity } from './wiring/identity.ts';
import { createCorrespondence, startLetters } from './wiring/letters.ts';
import { startMedia } from './wiring/media.ts';
import { startPlanning } from './wiring/planning.ts';

export interface App extends AsyncDisposable {
  /** Where people and rooms find the service. */
  readonly url: string;
  /** Where it listens, which is another address where a proxy or a name stands before it. */
  readonly listening: string;
  /** host:port of metrics and health checks. */
  readonly operations: string;
  /** Aborted when the service cannot go on, with the reason. */
  readonly lost: AbortSignal;
  /** The system's clock was set while the service runs, and a person says that it is right now. */
  readonly confirmTime: () => void;
  readonly identity: IdentityService;
  readonly sites: SitesService;
  readonly scheduling: SchedulingService;
}

/**
 * Starts everything and wires it; nothing else does. Disposing of it stops in the opposite order: the door first, the
 * database last. Rejects where anything cannot start, with all that had started stopped again.
 */
export async function createApp(config: Config, context: AppContext): Promise<App> {
  await using started = new AsyncDisposableStack();
  let lifecycle: Lifecycle = 'starting';

  const foundations = await layFoundations(config, context, started);
  const media = await startMedia(foundations);
  const conferences = await openConferences(foundations, media);
  const identity = await startIdentity(foundations, conferences);
  const planning = await startPlanning(foundations, media, conferences, identity);
  const documents = await startDocuments(foundations, conferences, planning);
  const correspondence = createCorrespondence(foundations, planning);
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
  // Conferences that were live when the server stopped go on before anybody can knock.
  await scheduling.clock.tick();
  const listening = await doors.listen();
  started.use(scheduling.clock.start());
  await startLetters(foundations, conferences, identity, planning, correspondence);
  // First of all on the way out: everybody is told, while the connections are still there.
  started.use(conferences.conferences);
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
