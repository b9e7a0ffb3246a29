import { z } from 'zod';
import { type ErrorCode, isErrorCode } from '../errors.ts';
import { id } from '../ids.ts';
import { inQuery, instantMs, searchText } from './common.ts';
import { paged, pageQuery } from './paging.ts';
import { accountKind } from './permissions.ts';
import { proofKind } from './second-factor.ts';

/** Everything that the audit log knows. An action that is not in the list cannot be recorded. */
export const auditAction = z.enum([
  'session.started',
  'session.refreshed',
  'session.ended',
  /** The owner of a session gave the password again, for a critical change. */
  'session.confirmed',
  'session.revoked',
  /** A refresh token was shown again after its replacement was in use: the session has two holders. */
  'session.reuse-found',

  'account.created',
  'account.email-set',
  'account.clearance-set',
  'account.password-set',
  'account.password-changed',
  'account.second-factor-added',
  'account.second-factor-removed',
  'account.second-factor-reset',
  'account.recovery-codes-renewed',
  'account.disabled',

  'sites.imported',
  'site.retired',
  'site.merged',
  'contacts.set',
  'endpoint.created',
  'endpoint.changed',
  'endpoint.retired',
  'endpoint.clearance-set',
  'pairing.created',
  'device.paired',
  'device.resumed',
  'device.revoked',
  'group.created',
  'group.changed',
  'group.removed',
  'template.kept',
  'template.renamed',
  'template.removed',

  'meeting.created',
  'meeting.changed',
  'meeting.invited',
  'meeting.delegates-asked',
  'meeting.invitation-withdrawn',
  'meeting.submitted',
  'meeting.approved',
  'meeting.sent-back',
  'meeting.scheduled',
  'meeting.clashes-overridden',
  'meeting.cancelled',
  'meeting.repeated',
  'meeting.opened',
  'meeting.joined',
  'emergency.called',
  'rehearsal.asked',
  'rehearsal.signed-off',

  'reply.link-issued',
  'reply.given',
  'reply.mailed',
  'feed.created',
  'feed.revoked',
  'feed.read',

  'document.uploaded',
  'document.downloaded',
  'document.removed',

  'sheet.exported',
  'sheet.imported',

  /** The server cut the live connections of an account or a room. */
  'connection.cut',
  /** Anything else that was asked for and refused, such as a list that the caller may not read. */
  'request.refused',
]);
export type AuditAction = z.infer<typeof auditAction>;

export const auditTargetKind = z.enum([
  'account',
  'site',
  'endpoint',
  'group',
  'template',
  'meeting',
  'document',
  /** A list that is read or written whole (`auditedList`). */
  'list',
  /** A call that names nothing else, by the name of its route. */
  'route',
]);
export type AuditTargetKind = z.infer<typeof auditTargetKind>;

export const auditedList = z.enum([
  'sites',
  'endpoints',
  'contacts',
  'meetings',
  'accounts',
  'groups',
  'bookings',
  'audit',
]);
export type AuditedList = z.infer<typeof auditedList>;

/** Of an account, its kind. */
export const auditActorKind = z.enum([...accountKind.options, 'device', 'anonymous', 'server']);
export type AuditActorKind = z.infer<typeof auditActorKind>;

/**
 * What of each kind is kept before and after a change. Nothing else can be: a password, a token, a code or the hash of one has no
 * field here.
 */
export const auditFields = {
  account: ['login', 'fullName', 'email', 'kind', 'siteId', 'cleared', 'disabled'],
  site: ['code', 'name', 'levelId', 'parentId', 'validFrom', 'validTo', 'contacts'],
  endpoint: ['name', 'siteId', 'email', 'lineDownKbps', 'lineUpKbps', 'tags', 'cleared', 'retired'],
  group: ['name', 'siteId', 'include', 'except'],
  template: ['name', 'siteId'],
  meeting: [
    'title',
    'siteId',
    'startsAtMs',
    'endsAtMs',
    'state',
    'classification',
    'admission',
    'recorded',
    'overridesClashes',
    'invited',
    'cancelReason',
    'returnReason',
  ],
  document: ['title', 'mediaType', 'bytes', 'visibleTo', 'classification'],
  list: [],
  route: [],
} as const satisfies Record<AuditTargetKind, readonly string[]>;

/** By what somebody signed in; what is not the password alone came after it. */
export const signInFactor = z.enum(['password', ...proofKind.options]);
export type SignInFactor = z.infer<typeof signInFactor>;

/** What a call did beyond its target's own fields. */
export const auditDetails = [
  'factor',
  'format',
  'applied',
  'created',
  'changed',
  'removed',
  'closed',
  'revoked',
  'occurrences',
  /** Codes of units: `8944 → 08944`. */
  'merged',
  'moved',
  'answer',
  'fit',
] as const;

export type AuditField = (typeof auditFields)[AuditTargetKind][number] | (typeof auditDetails)[number];
export const auditFieldNames: readonly AuditField[] = [
  ...new Set([...Object.values(auditFields).flat(), ...auditDetails]),
];

export const auditValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export type AuditValue = z.infer<typeof auditValue>;

/** Only what was changed, and beside it what the call did. */
const fields = z.partialRecord(z.enum(auditFieldNames), auditValue).nullable();

export const auditOutcome = z.enum(['done', 'refused']);
export type AuditOutcome = z.infer<typeof auditOutcome>;

export const auditEntry = z.strictObject({
  /** 1, 2, 3 and so on, in the order in which the entries were written. */
  seq: z.int().min(1),
  atMs: instantMs,
  action: auditAction,
  outcome: auditOutcome,
  /** Why it was refused. */
  code: z.custom<ErrorCode>(isErrorCode).meta({ type: 'string' }).nullable(),
  /** How many equal refusals the entry counts: further ones within a minute share an entry of their own. */
  count: z.int().min(1),
  /** Names are those of that time. An account is named by its login. */
  actor: z.strictObject({ kind: auditActorKind, id: z.string().nullable(), name: z.string().nullable() }),
  target: z
    .strictObject({ kind: auditTargetKind, id: z.string().nullable(), name: z.string().nullable() })
    .nullable(),
  /** The unit whose administrators see the entry; null: only those of the whole tree do. */
  siteId: id.nullable(),
  siteName: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  sessionId: id.nullable(),
  before: fields,
  after: fields,
});
export type AuditEntryView = z.infer<typeof auditEntry>;

const auditPosition = z.tuple([instantMs, z.int().min(1)]);
export type AuditPosition = z.infer<typeof auditPosition>;

const filter = {
  fromMs: inQuery(instantMs).optional(),
  toMs: inQuery(instantMs).optional(),
  action: auditAction.optional(),
  actorId: id.optional(),
  targetKind: auditTargetKind.optional(),
  outcome: auditOutcome.optional(),
  /** Of this unit and what lies below it. */
  siteId: id.optional(),
  /** Beginnings of words in the actor's or the target's name, or of the address. */
  q: searchText.optional(),
};
export const auditFilter = z.strictObject(filter);
/** The newest first. */
export const auditQuery = z.strictObject({
  ...filter,
  ...pageQuery(auditPosition, { usually: 100, most: 500 }),
});
export const auditList = z.strictObject({ entries: z.array(auditEntry), ...paged });
