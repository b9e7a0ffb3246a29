import type { StandingChange } from '../../identity/accounts/standing-changes.ts';
import { createAccountRepository } from './account-repository.ts';
import { createAnnouncementRepository } from './announcement-repository.ts';
import { createAuditRepository } from './audit-repository.ts';
import { createAvailabilityRepository } from './availability-repository.ts';
import { createBridgeRepository } from './bridge-repository.ts';
import { createUplinkRepository } from './uplink-repository.ts';
import { createChallengeRepository } from './challenge-repository.ts';
import { createChangeRepository } from './change-repository.ts';
import { createConferenceLog } from './conference-log.ts';
import { createContactRepository } from './contact-repository.ts';
import { createDocumentRepository } from './document-repository.ts';
import { createDueRepository } from './due-repository.ts';
import { createEndpointRepository } from './endpoint-repository.ts';
import { createFeedRepository } from './feed-repository.ts';
import { createGroupRepository } from './group-repository.ts';
import { createIdempotencyRepository } from './idempotency-repository.ts';
import { createMeetingRepository } from './meeting-repository.ts';
import { createOneTimeLinkRepository } from './one-time-link-repository.ts';
import { createPairingRepository } from './pairing-repository.ts';
import { createRehearsalRepository } from './rehearsal-repository.ts';
import { createReplyRepository } from './reply-repository.ts';
import type { Database } from '../schema.ts';
import { createScreenCodeRepository } from './screen-code-repository.ts';
import { createSecondFactorRepository } from './second-factor-repository.ts';
import { createSelectionRepository } from './selection-repository.ts';
import { createSeriesRepository } from './series-repository.ts';
import { createSessionRepository } from './session-repository.ts';
import { createSetupRepository } from './setup-repository.ts';
import { createSiteRepository } from './site-repository.ts';
import { createStandingRepository } from './standing-repository.ts';
import { createTemplateRepository } from './template-repository.ts';

/**
 * Everything that the service keeps in its database.
 * @param changed called after each change of what participants come by, so that it reaches live conferences
 */
export const createRepositories = (database: Database, changed: (change: StandingChange) => void) => ({
  accounts: createAccountRepository(database, changed),
  announcements: createAnnouncementRepository(database),
  auditEntries: createAuditRepository(database),
  availability: createAvailabilityRepository(database),
  bridges: createBridgeRepository(database),
  uplinks: createUplinkRepository(database),
  challenges: createChallengeRepository(database),
  changes: createChangeRepository(database),
  contacts: createContactRepository(database),
  documents: createDocumentRepository(database),
  dues: createDueRepository(database),
  endpoints: createEndpointRepository(database, changed),
  feeds: createFeedRepository(database),
  groups: createGroupRepository(database),
  idempotency: createIdempotencyRepository(database),
  log: createConferenceLog(database),
  meetings: createMeetingRepository(database, changed),
  oneTimeLinks: createOneTimeLinkRepository(database),
  pairings: createPairingRepository(database),
  rehearsals: createRehearsalRepository(database),
  replies: createReplyRepository(database),
  secondFactors: createSecondFactorRepository(database),
  screenCodes: createScreenCodeRepository(database),
  selections: createSelectionRepository(database),
  series: createSeriesRepository(database, changed),
  sessions: createSessionRepository(database, changed),
  setupCounts: createSetupRepository(database),
  sites: createSiteRepository(database, changed),
  standings: createStandingRepository(database),
  templates: createTemplateRepository(database),
});
