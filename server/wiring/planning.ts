import { createReadinessBoard } from '../scheduling/readiness/readiness-board.ts';
import { createReadiness } from '../scheduling/readiness/readiness.ts';
import { createRehearsals } from '../scheduling/readiness/rehearsals.ts';
import { createScheduling } from '../scheduling/scheduling.ts';
import { createSheets } from '../sheets/sheets.ts';
import { createContacts } from '../sites/contacts.ts';
import { createEndpoints } from '../sites/endpoints.ts';
import { createSites } from '../sites/sites.ts';
import type { OpenedConferences } from './conferences.ts';
import type { Foundations } from './foundations.ts';
import type { StartedIdentity } from './identity.ts';
import type { StartedMedia } from './media.ts';

export type StartedPlanning = Awaited<ReturnType<typeof startPlanning>>;

/** Units, rooms, meetings, and how ready each is. */
export async function startPlanning(
  { config, repositories, workshop, logger, now }: Foundations,
  { lineChecks }: StartedMedia,
  { conferences, applyPlan, doorkeeper, liveMeetings, lastStateOf, pathTo }: OpenedConferences,
  { identity, tokens, audit }: StartedIdentity,
) {
  const { contacts, endpoints, sites } = repositories;
  const { rehearsalBeforeS, opensBeforeStartS, endsAfterGraceS } = config.conference;
  const scheduling = createScheduling({
    ...repositories,
    applyPlan,
    doorkeeper,
    tokens,
    runner: conferences,
    live: liveMeetings,
    pathTo,
    limits: {
      rehearsalBeforeMs: rehearsalBeforeS * 1000,
      opensBeforeStartMs: opensBeforeStartS * 1000,
      endsAfterGraceMs: endsAfterGraceS * 1000,
    },
    workshop,
    logger,
    now,
  });
  conferences.onEnded((id) => scheduling.clock.conferenceEnded(id));
  const boardOf = createReadinessBoard(repositories);
  const readiness = createReadiness({
    ...repositories,
    seeing: scheduling.seeing,
    live: liveMeetings,
    boardOf,
    tokens,
    conferenceState: lastStateOf,
    logger,
    now,
  });
  const rehearsals = createRehearsals({
    ...repositories,
    ownInvitation: readiness.ownInvitation,
    measuredLine: (endpointId) => lineChecks.finish(endpointId),
    logger,
    now,
  });
  await rehearsals.removeOldPictures();
  return {
    scheduling,
    boardOf,
    readiness,
    rehearsals,
    sites: createSites({ sites, now }),
    endpoints: createEndpoints({ endpoints, sites, now }),
    contacts: createContacts({ contacts, sites }),
    sheets: createSheets({
      ...repositories,
      identity,
      scheduling,
      readiness,
      rehearsals,
      audit,
      conferenceState: lastStateOf,
      eventsOf: (conferenceId, types) => repositories.log.ofTypes(conferenceId, types),
      workshop,
      logger,
      now,
    }),
  };
}
