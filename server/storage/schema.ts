import type { ColumnType, Generated, Kysely } from 'kysely';
import type { AgendaItem } from '../../domain/schedule/meeting.ts';
import type { Admission } from '../../protocol/conference/presence.ts';
import type { Language } from '../../protocol/language.ts';
import type { GivenRole } from '../../protocol/roles.ts';
import type { DocumentType } from '../../protocol/rest/meetings/documents.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type {
  AuditAction,
  AuditActorKind,
  AuditOutcome,
  AuditTargetKind,
} from '../../protocol/rest/audit.ts';
import type { AuditedFields } from '../audit/audit-repository.ts';
import type { Whereabouts } from '../identity/sessions/session-repository.ts';
import type { Visibility } from '../../protocol/conference/documents.ts';
import type { AccountKind } from '../identity/accounts/account-repository.ts';
import type { Generations } from '../identity/sessions/generations.ts';
import type { Challenge } from '../identity/factors/second-factor-repository.ts';
import type { SessionSubject } from '../identity/sessions/session-repository.ts';
import type { LetterDelivery, LetterMethod } from '../letters/announcement-repository.ts';
import type { FeedSubject } from '../letters/feed-repository.ts';
import type { PostFailure } from '../letters/post.ts';
import type { Origin } from '../../protocol/rest/meetings/history.ts';
import type { AskedDelegate, Classification, MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import type { WordedSelection } from '../../protocol/rest/meetings/selections.ts';
import type { GroupMeaning } from '../scheduling/invitations/group-repository.ts';
import type { RepliedBy, Reply } from '../scheduling/readiness/reply-repository.ts';
import type { RehearsalFigures } from '../../domain/schedule/rehearsal.ts';
import type { RehearsalReason } from '../../protocol/rest/meetings/rehearsals.ts';
import type { TemplatePlan } from '../../protocol/rest/meetings/templates.ts';
import type { SiteLineageKind } from '../sites/site-repository.ts';

/** `timestamptz`: epoch milliseconds when read (see connection.ts), a Date when written. */
type Instant = ColumnType<number, Date, Date>;
type OptionalInstant = ColumnType<number | null, Date | null, Date | null>;
/** `jsonb`: parsed when read; written as text, because the driver would turn an array into an SQL array. */
type Json<Value> = ColumnType<Value, string, string>;

export type SiteLevelTable = { id: string; rank: number; nameVi: string; nameEn: string };

export type SiteTable = {
  id: string;
  code: string;
  name: string;
  folded: string;
  levelId: string;
  parentId: string | null;
  validFrom: string;
  validTo: string | null;
};

export type SiteLineageTable = {
  fromSiteId: string;
  toSiteId: string;
  kind: SiteLineageKind;
  onDate: string;
};

export type EndpointTable = {
  id: string;
  siteId: string;
  name: string;
  folded: string;
  lineDownKbps: number | null;
  lineUpKbps: number | null;
  email: string | null;
  phone: string | null;
  equipment: string | null;
  tags: readonly string[];
  cleared: boolean;
  createdAt: Instant;
  retiredAt: OptionalInstant;
};

export type AccountTable = {
  id: string;
  login: string;
  passwordHash: string | null;
  passwordGiven: boolean;
  secondFactor: boolean;
  fullName: string;
  email: string | null;
  language: Language;
  kind: AccountKind;
  siteId: string | null;
  cleared: boolean;
  createdAt: Instant;
  disabledAt: OptionalInstant;
};

export type SessionTable = {
  id: string;
  subjectKind: SessionSubject['kind'];
  subjectId: string;
  /** Set for a device only. */
  secretHash: string | null;
  /** Set for an account only, as `endsAt`. */
  generations: Json<Generations> | null;
  endsAt: OptionalInstant;
  confirmedAt: OptionalInstant;
  twoFactors: boolean;
  issuedAt: Instant;
  lastUsedAt: Instant;
  expiresAt: Instant;
  revokedAt: OptionalInstant;
  address: string;
  browser: string | null;
};

export type TotpTable = {
  accountId: string;
  sealedSecret: string;
  lastStep: number;
  createdAt: Instant;
  lastUsedAt: OptionalInstant;
};

export type PasskeyTable = {
  id: string;
  accountId: string;
  credentialId: string;
  name: string;
  publicKey: string;
  counter: number;
  transports: Json<readonly string[]>;
  createdAt: Instant;
  lastUsedAt: OptionalInstant;
};

export type RecoveryCodeTable = { accountId: string; codeHash: string; usedAt: OptionalInstant };

export type ChallengeTable = {
  tokenHash: string;
  accountId: string;
  purpose: Challenge['purpose'];
  nonce: string;
  triesLeft: number;
  expiresAt: Instant;
};

export type PairingTable = {
  codeHash: string;
  endpointId: string;
  createdBy: string;
  expiresAt: Instant;
  usedAt: OptionalInstant;
};

export type OneTimeLinkTable = { tokenHash: string; accountId: string | null; expiresAt: Instant };

export type MeetingTable = {
  id: string;
  title: string;
  description: string;
  startsAt: Instant;
  endsAt: Instant;
  state: MeetingState;
  classification: Classification;
  admission: Admission;
  needsChair: boolean;
  chairOrder: readonly string[];
  siteId: string;
  preparationMinutes: number;
  clearingMinutes: number;
  overridesClashes: boolean;
  needsApproval: boolean;
  submittedBy: string | null;
  returnReason: string | null;
  seriesId: string | null;
  occurrenceAt: OptionalInstant;
  departs: boolean;
  recorded: boolean;
  emergency: boolean;
  announced: boolean;
  openedAt: OptionalInstant;
  origin: ColumnType<Origin | null, string | null, never>;
  cancelReason: string | null;
  agenda: Json<readonly AgendaItem[]>;
  version: number;
  createdBy: string;
  createdAt: Instant;
  changedBy: string | null;
  updatedAt: Instant;
};

/** Triggers write these rows, except those for `transferred`. */
export type MeetingChangeTable = {
  id: Generated<string>;
  meetingId: string;
  version: number;
  at: Instant;
  by: string | null;
  field: string;
  was: ColumnType<unknown, string | null, never>;
  becomes: ColumnType<unknown, string | null, never>;
};

export type MeetingSeriesTable = {
  id: string;
  rule: string;
  timeZone: string;
  createdBy: string;
  createdAt: Instant;
};

export type MeetingTemplateTable = {
  id: string;
  siteId: string;
  name: string;
  plan: Json<TemplatePlan>;
  createdBy: string;
  createdAt: Instant;
};

export type InvitationTable = {
  id: string;
  meetingId: string;
  endpointId: string | null;
  accountId: string | null;
  role: GivenRole;
  transferred: boolean;
  delegates: Json<readonly AskedDelegate[]>;
};

export type BookingTable = {
  meetingId: string;
  resourceId: string;
  /** `tstzrange`, margins included. */
  during: string;
  overrides: boolean;
};

export type SavedGroupTable = {
  id: string;
  siteId: string;
  name: string;
  /** Groups from before there were groups of people have no `people`. */
  selection: Json<Omit<GroupMeaning, 'people'> & Partial<GroupMeaning>>;
  createdBy: string;
  createdAt: Instant;
};

export type SentSelectionTable = {
  id: string;
  meetingId: string;
  sentBy: string;
  sentAt: Instant;
  role: GivenRole;
  worded: Json<WordedSelection>;
  endpointIds: readonly string[];
};

export type ScreenCodeTable = {
  code: string;
  browserHash: string;
  network: string;
  shownFrom: Json<Whereabouts>;
  expiresAt: Instant;
  endpointId: string | null;
};

export type ControlProcessTable = {
  id: string;
  address: string | null;
  host: string;
  startedAt: Instant;
  expiresAt: Instant;
};

export type ConferenceOwnerTable = { conferenceId: string; processId: string | null; epoch: number };

export type ConferenceEventTable = {
  conferenceId: string;
  seq: number;
  at: Instant;
  by: string | null;
  type: string;
  payload: Json<object>;
};

export type ConferenceSnapshotTable = {
  conferenceId: string;
  seq: number;
  state: Json<unknown>;
  takenAt: Instant;
};

export type DocumentTable = {
  id: string;
  meetingId: string;
  title: string;
  mediaType: DocumentType;
  bytes: number;
  pages: number | null;
  sha256: string;
  visibleTo: Visibility;
  uploadedBy: string;
  createdAt: Instant;
  removedAt: OptionalInstant;
  position: Generated<number>;
  paperId: string;
  version: Generated<number>;
  superseded: Generated<boolean>;
};

export type DocumentReadingTable = { documentId: string; readerId: string; readAt: Instant };

export type IdempotencyTable = {
  key: string;
  subjectId: string;
  route: string;
  requestHash: string;
  status: number;
  body: Json<unknown>;
  createdAt: Instant;
};

export type AnnouncementTable = {
  meetingId: string;
  inviteeId: string;
  sequence: number;
  firstSequence: number;
  method: LetterMethod;
  fingerprint: string;
  delivery: LetterDelivery['state'] | null;
  deliveredAt: OptionalInstant;
  failure: ColumnType<PostFailure | null, string | null, string | null>;
  attempt: Generated<number>;
};

export type AnnouncedMeetingTable = { meetingId: string; version: number };

export type FeedTable = {
  subjectId: string;
  subjectKind: FeedSubject['kind'];
  secretHash: string;
  createdAt: Instant;
};
export type InvitationReplyTable = {
  invitationId: string;
  seenAt: OptionalInstant;
  reply: ColumnType<Reply | null, string | null, string | null>;
  repliedAt: OptionalInstant;
  repliedBy: RepliedBy | null;
  mailSequence: number | null;
  mailStamp: OptionalInstant;
  mailIds: Generated<string[]>;
  saidBy: string | null;
  enteredBy: string | null;
};

export type RehearsalTable = {
  id: string;
  endpointId: string;
  meetingId: string;
  at: Instant;
  figures: Json<RehearsalFigures>;
  reasons: Json<readonly RehearsalReason[]>;
  signedOffAt: ColumnType<number | null, never, Date | null>;
  signedOffBy: ColumnType<string | null, never, string | null>;
  fit: ColumnType<boolean | null, never, boolean | null>;
  note: ColumnType<string, never, string>;
};

export type AskedCheckTable = { meetingId: string; endpointId: string; askedAt: Instant; askedBy: string };

export type RehearsalPictureTable = { rehearsalId: string; takenAt: Instant; jpeg: Uint8Array };

export type SiteContactTable = { siteId: string; position: number; name: string; phone: string };

export type AuditEntryTable = {
  /** The database assigns it. `bigint`, which the driver reads as text. */
  seq: ColumnType<string, never, never>;
  at: ColumnType<number, Date, never>;
  action: AuditAction;
  outcome: AuditOutcome;
  code: ErrorCode | null;
  count: number;
  actorKind: AuditActorKind;
  actorId: string | null;
  actorName: string | null;
  targetKind: AuditTargetKind | null;
  targetId: string | null;
  targetName: string | null;
  siteId: string | null;
  address: string | null;
  agent: string | null;
  sessionId: string | null;
  before: ColumnType<AuditedFields | null, string | null, never>;
  after: ColumnType<AuditedFields | null, string | null, never>;
  /** `tsvector`, for searches. */
  words: ColumnType<never, string, never>;
};

export type Schema = {
  siteLevel: SiteLevelTable;
  site: SiteTable;
  siteLineage: SiteLineageTable;
  endpoint: EndpointTable;
  account: AccountTable;
  session: SessionTable;
  totp: TotpTable;
  passkey: PasskeyTable;
  recoveryCode: RecoveryCodeTable;
  challenge: ChallengeTable;
  pairing: PairingTable;
  oneTimeLink: OneTimeLinkTable;
  meeting: MeetingTable;
  meetingChange: MeetingChangeTable;
  meetingSeries: MeetingSeriesTable;
  meetingTemplate: MeetingTemplateTable;
  invitation: InvitationTable;
  booking: BookingTable;
  savedGroup: SavedGroupTable;
  sentSelection: SentSelectionTable;
  invitationReply: InvitationReplyTable;
  rehearsal: RehearsalTable;
  rehearsalPicture: RehearsalPictureTable;
  askedCheck: AskedCheckTable;
  siteContact: SiteContactTable;
  screenCode: ScreenCodeTable;
  controlProcess: ControlProcessTable;
  conferenceOwner: ConferenceOwnerTable;
  conferenceEvent: ConferenceEventTable;
  conferenceSnapshot: ConferenceSnapshotTable;
  document: DocumentTable;
  documentReading: DocumentReadingTable;
  idempotency: IdempotencyTable;
  announcement: AnnouncementTable;
  announcedMeeting: AnnouncedMeetingTable;
  feed: FeedTable;
  auditEntry: AuditEntryTable;
};

/** The pool, or a transaction of it. */
export type Database = Kysely<Schema>;
