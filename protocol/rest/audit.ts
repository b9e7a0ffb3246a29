import { z } from 'zod';
import { type ErrorCode, isErrorCode } from '../errors.ts';
import { id } from '../ids.ts';
import { inQuery, instantMs, searchText } from './common.ts';
import { paged, pageQuery } from './paging.ts';
import { accountKind } from './permissions.ts';
import { proofKind } from './identity/second-factor.ts';

/** All actions that the audit log knows. An action that is not in the list cannot be recorded. */
export const auditAction = z.enum([
  'session.started',
  'session.refreshed',
  'session.ended',
  /** The owner of a session gave the password again, for a critical change. */
  'session.confirmed',
  'session.revoked',
  /** A refresh token was used again after its replacement was in use: two parties hold the session. */
  'session.reuse-found',

  'account.created',
  'account.changed',
  /** In entries of earlier versions; now `account.changed`. */
  'account.email-set',
  'account.clearance-set',
  'account.password-set',
  'account.password-link-issued',
  'account.password-set-by-link',
  'account.password-changed',
  'account.second-factor-added',
  'account.second-factor-removed',
  'account.second-factor-reset',
  'account.recovery-codes-renewed',
  'account.disabled',
  'account.enabled',
  'account.handed-over',

  'sites.imported',
  'sites.reformed',
  'site.created',
  'site.changed',
  'site.retired',
  'site.merged',
  'contacts.set',
  'endpoint.created',
  'endpoint.changed',
  'endpoint.moved',
  'endpoint.retired',
  'endpoint.clearance-set',
  'pairing.created',
  /** Codes for many rooms were made at once. */
  'pairing.sheet-created',
  /** The machine whose screen showed a code became a room's device. */
  'pairing.granted',
  'device.paired',
  'device.resumed',
  'device.revoked',
  'bridge.added',
  'bridge.changed',
  'bridge.drained',
  'bridge.undrained',
  'bridge.code-renewed',
  'bridge.paired',
  'bridge.removed',
  'uplink.set',
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
  'meeting.closed',
  'meeting.repeated',
  'meeting.opened',
  'meeting.joined',
  'emergency.called',
  'rehearsal.asked',
  'rehearsal.signed-off',

  'reply.link-issued',
  'reply.given',
  'reply.entered',
  'letter.resent',
  'reply.mailed',
  'feed.created',
  'feed.revoked',
  'feed.read',

  'document.uploaded',
  'document.downloaded',
  'document.changed',
  'document.ordered',
  'document.removed',

  'sheet.exported',
  'sheet.imported',

  /** The server cut the live connections of an account or a room. */
  'connection.cut',
  /** Any other request that was refused, such as for a list that the caller may not read. */
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
  'bridge',
  /** The line of a unit, by the id of the unit. */
  'uplink',
  /** A list that is read or written as a whole (`auditedList`). */
  'list',
  /** A call without another target, by the name of its route. */
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

/** For an account, its kind. */
export const auditActorKind = z.enum([...accountKind.options, 'device', 'anonymous', 'server']);
export type AuditActorKind = z.infer<typeof auditActorKind>;

/**
 * The fields of each kind that are kept before and after a change. Nothing else can be kept: a password, a
 * token, a code or the hash of one has no field here.
 */
export const auditFields = {
  account: ['login', 'fullName', 'email', 'language', 'kind', 'siteId', 'cleared', 'disabled'],
  site: ['code', 'name', 'levelId', 'parentId', 'validFrom', 'validTo', 'contacts'],
  endpoint: [
    'name',
    'siteId',
    'email',
    'phone',
    'equipment',
    'lineDownKbps',
    'lineUpKbps',
    'tags',
    'cleared',
    'retired',
  ],
  group: ['name', 'siteId', 'include', 'except', 'people'],
  template: ['name', 'siteId'],
  meeting: [
    'title',
    'siteId',
    'startsAtMs',
    'endsAtMs',
    'state',
    'classification',
    'admission',
    'needsChair',
    'recorded',
    'overridesClashes',
    'invited',
    'cancelReason',
    'returnReason',
  ],
  document: ['title', 'mediaType', 'bytes', 'visibleTo', 'classification'],
  bridge: ['name', 'siteId'],
  uplink: ['bps'],
  list: [],
  route: [],
} as const satisfies Record<AuditTargetKind, readonly string[]>;

/** What an account signed in with. All but `password` come after the password. */
export const signInFactor = z.enum(['password', ...proofKind.options]);
export type SignInFactor = z.infer<typeof signInFactor>;

/** What a call did beyond the fields of its target. */
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
  'page',
  /** Whether a password link went out by mail, or how many letters were ordered or codes went out by mail. */
  'mailed',
] as const;

export type AuditField = (typeof auditFields)[AuditTargetKind][number] | (typeof auditDetails)[number];
export const auditFieldNames: readonly AuditField[] = [
  ...new Set([...Object.values(auditFields).flat(), ...auditDetails]),
];

export const auditValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export type AuditValue = z.infer<typeof auditValue>;

/** Only the fields that changed, and beside them what the call did. */
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
  /**
   * How many equal refusals the entry counts. The first one has an entry of its own; further ones within a
   * minute share a second entry.
   */
  count: z.int().min(1),
  /** Names are those of the time of the entry. An account is named by its login. */
  actor: z.strictObject({ kind: auditActorKind, id: z.string().nullable(), name: z.string().nullable() }),
  target: z
    .strictObject({ kind: auditTargetKind, id: z.string().nullable(), name: z.string().nullable() })
    .nullable(),
  /** The unit whose administrators see the entry; null: only administrators of the whole tree see it. */
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
  /** Entries of this unit and everything below it. */
  siteId: id.optional(),
  /** The first letters of words in the actor's or the target's name, or of the address. */
  q: searchText.optional(),
};
export const auditFilter = z.strictObject(filter);
/** Newest first. */
export const auditQuery = z.strictObject({
  ...filter,
  ...pageQuery(auditPosition, { usually: 100, most: 500 }),
});
export const auditList = z.strictObject({ entries: z.array(auditEntry), ...paged });
