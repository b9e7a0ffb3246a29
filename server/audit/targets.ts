import {
  type AuditedList,
  auditFieldNames,
  type auditFields,
  type AuditTargetKind,
  type AuditValue,
} from '../../protocol/rest/audit.ts';
import type { Classification } from '../../protocol/rest/meetings/meetings.ts';
import type { RouteName } from '../../protocol/rest/routes.ts';
import type { Groupable } from '../../protocol/rest/meetings/selections.ts';
import type { BridgeRepository } from '../bridges/bridge-repository.ts';
import type { UplinkRepository } from '../bridges/uplink-repository.ts';
import type { DocumentRepository } from '../documents/document-repository.ts';
import type { Account, AccountRepository } from '../identity/accounts/account-repository.ts';
import type { Sessions } from '../identity/sessions/sessions.ts';
import type { Tokens } from '../identity/passes/tokens.ts';
import type { GroupRepository } from '../scheduling/invitations/group-repository.ts';
import type { MeetingRepository } from '../scheduling/planning/meeting-repository.ts';
import type { RehearsalRepository } from '../scheduling/readiness/rehearsal-repository.ts';
import type { TemplateRepository } from '../scheduling/series/template-repository.ts';
import type { ContactRepository } from '../sites/contact-repository.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { AuditedFields, AuditTarget } from './audit-repository.ts';

/** The target of a request, as the request names it. */
export type TargetRef =
  | {
      readonly kind: 'account' | 'bridge' | 'uplink' | 'site' | 'endpoint' | 'group' | 'template' | 'meeting';
      readonly id: string;
    }
  | { readonly kind: 'document'; readonly meetingId: string; readonly id: string }
  /**
   * The account of a login. An unknown login is not recorded: people type their passwords there by mistake.
   */
  | { readonly kind: 'login'; readonly login: string }
  /** The endpoint that the rehearsal checked. */
  | { readonly kind: 'rehearsal'; readonly id: string }
  /** The meeting of a reply link. */
  | { readonly kind: 'reply-link'; readonly token: string }
  /** The account whose sign-in the refresh token renews. */
  | { readonly kind: 'refresh-token'; readonly token: string | undefined }
  | { readonly kind: 'list'; readonly name: AuditedList }
  | { readonly kind: 'route'; readonly name: RouteName };

/** A target at the moment of the lookup. */
export interface TargetSnapshot {
  readonly target: AuditTarget;
  readonly siteId: string | null;
  readonly fields: AuditedFields;
  readonly classified: boolean;
  /** For a refresh token: the sign-in that it renews, and whether that is still valid. */
  readonly session?: { readonly id: string; readonly isValid: boolean };
}

/** Exactly the fields that the log may keep for this kind. */
type Kept<K extends AuditTargetKind> = Readonly<Record<(typeof auditFields)[K][number], AuditValue>>;

export interface TargetsContext {
  readonly accounts: Pick<AccountRepository, 'byId' | 'byLogin'>;
  readonly sites: Pick<SiteRepository, 'byId'>;
  readonly contacts: Pick<ContactRepository, 'ofSites'>;
  readonly endpoints: Pick<EndpointRepository, 'byId'>;
  readonly groups: Pick<GroupRepository, 'byIds'>;
  readonly templates: Pick<TemplateRepository, 'byId'>;
  readonly meetings: Pick<MeetingRepository, 'byId'>;
  readonly documents: Pick<DocumentRepository, 'byId'>;
  readonly bridges: Pick<BridgeRepository, 'byId'>;
  readonly uplinks: Pick<UplinkRepository, 'capOf'>;
  readonly rehearsals: Pick<RehearsalRepository, 'byId'>;
  readonly tokens: Pick<Tokens, 'verifyReply'>;
  readonly holderOf: Sessions['holderOf'];
}

export type LookUp = (ref: TargetRef) => Promise<TargetSnapshot | undefined>;

/** Reads the current state of a target; called before a change and after it. */
export function createLookUp(context: TargetsContext): LookUp {
  const { accounts, sites, contacts, endpoints, groups, templates, meetings, documents, rehearsals } =
    context;

  const site = async (siteId: string) => {
    const found = await sites.byId(siteId);
    if (found === undefined) return undefined;
    const { id, code, name, levelId, parentId, validFrom, validTo } = found;
    const people = (await contacts.ofSites([id])).get(id) ?? [];
    const called = people.map(({ name, phone }) => `${name}, ${phone}`);
    const fields = { code, name, levelId, parentId, validFrom, validTo, contacts: called };
    return snapshot('site', id, name, id, fields);
  };

  const endpoint = async (endpointId: string) => {
    const found = await endpoints.byId(endpointId);
    if (found === undefined) return undefined;
    const { id, name, siteId, siteName, email, phone, equipment, tags, cleared, retiredAtMs } = found;
    const { lineDownKbps, lineUpKbps } = found;
    const retired = retiredAtMs !== null;
    const reached = { email, phone, equipment, lineDownKbps, lineUpKbps };
    const fields = { name, siteId, ...reached, tags: [...tags], cleared, retired };
    return snapshot('endpoint', id, `${name}, ${siteName}`, siteId, fields);
  };

  const group = async (groupId: string) => {
    const [found] = await groups.byIds([groupId]);
    if (found === undefined) return undefined;
    const { id, name, siteId, include, except, people } = found;
    const [included, excepted] = [include, except].map((parts) => parts.map(worded));
    const fields = { name, siteId, include: included ?? [], except: excepted ?? [], people: [...people] };
    return snapshot('group', id, name, siteId, fields);
  };

  const template = async (templateId: string) => {
    const found = await templates.byId(templateId);
    if (found === undefined) return undefined;
    const { id, name, siteId } = found;
    return snapshot('template', id, name, siteId, { name, siteId });
  };

  const meeting = async (meetingId: string) => {
    const found = await meetings.byId(meetingId);
    if (found === undefined) return undefined;
    const { id, siteId, startsAtMs, endsAtMs, state, classification, admission } = found;
    const { needsChair, recorded, overridesClashes, invitations, cancelReason, returnReason } = found;
    const classified = isClassified(classification);
    // Readers of the log must not learn what a classified meeting is about.
    const title = classified ? null : found.title;
    const plan = { title, siteId, startsAtMs, endsAtMs, state, classification, admission };
    const reasons = classified ? { cancelReason: null, returnReason: null } : { cancelReason, returnReason };
    const rules = { needsChair, recorded, overridesClashes };
    const fields = { ...plan, ...rules, invited: invitations.length, ...reasons };
    return snapshot('meeting', id, title, siteId, fields, classified);
  };

  const document = async (meetingId: string, documentId: string) => {
    const [found, of] = await Promise.all([documents.byId(meetingId, documentId), meetings.byId(meetingId)]);
    if (found === undefined || of === undefined) return undefined;
    const { id, mediaType, bytes, visibleTo } = found;
    const classified = isClassified(of.classification);
    const title = classified ? null : found.title;
    const fields = { title, mediaType, bytes, visibleTo, classification: of.classification };
    return snapshot('document', id, title, of.siteId, fields, classified);
  };

  const bridge = async (bridgeId: string) => {
    const found = await context.bridges.byId(bridgeId);
    if (found === undefined) return undefined;
    const { id, name, siteId } = found;
    return snapshot('bridge', id, name, siteId, { name, siteId });
  };

  const uplink = async (siteId: string) => {
    const [found, bps] = await Promise.all([sites.byId(siteId), context.uplinks.capOf(siteId)]);
    return found && snapshot('uplink', siteId, found.name, siteId, { bps });
  };

  return async (ref) => {
    switch (ref.kind) {
      case 'account':
        return accountSnapshot(await accounts.byId(ref.id));
      case 'login':
        return accountSnapshot(await accounts.byLogin(ref.login));
      case 'refresh-token': {
        const holder = ref.token === undefined ? undefined : await context.holderOf(ref.token);
        const found = holder && accountSnapshot(await accounts.byId(holder.accountId));
        return found && { ...found, session: holder.session };
      }
      case 'site':
        return site(ref.id);
      case 'endpoint':
        return endpoint(ref.id);
      case 'rehearsal': {
        const found = await rehearsals.byId(ref.id);
        return found && endpoint(found.endpointId);
      }
      case 'group':
        return group(ref.id);
      case 'template':
        return template(ref.id);
      case 'meeting':
        return meeting(ref.id);
      case 'reply-link': {
        const verified = context.tokens.verifyReply(ref.token);
        return verified.ok ? meeting(verified.meetingId) : undefined;
      }
      case 'bridge':
        return bridge(ref.id);
      case 'uplink':
        return uplink(ref.id);
      case 'document':
        return document(ref.meetingId, ref.id);
      case 'list':
      case 'route':
        return undefined;
      default:
        return ref satisfies never;
    }
  };
}

/** Named by its login, as accounts are in the log. */
function accountSnapshot(found: Account | undefined): TargetSnapshot | undefined {
  if (found === undefined) return undefined;
  const { id, login, fullName, email, language, kind, siteId, cleared, disabledAtMs } = found;
  const disabled = disabledAtMs !== null;
  return snapshot('account', id, login, siteId, {
    login,
    fullName,
    email,
    language,
    kind,
    siteId,
    cleared,
    disabled,
  });
}

const isClassified = (classification: Classification): boolean => classification !== unclassified;
const unclassified: Classification = 'unclassified';

const snapshot = <K extends AuditTargetKind>(
  kind: K,
  id: string,
  name: string | null,
  siteId: string | null,
  fields: Kept<K>,
  classified = false,
): TargetSnapshot => ({ target: { kind, id, name }, siteId, fields, classified });

/** A part of a group as text, such as `tag hội trường lớn` or `subtree 019ab1c0-…`. */
function worded(part: Groupable): string {
  switch (part.kind) {
    case 'endpoint':
      return `endpoint ${part.endpointId}`;
    case 'site':
    case 'subtree':
      return `${part.kind} ${part.siteId}`;
    case 'level':
      return `level ${part.levelId}`;
    case 'tag':
      return `tag ${part.tag}`;
    default:
      return part satisfies never;
  }
}

/** The fields that changed, with their old and new values. */
export function changedBetween(
  before: AuditedFields,
  after: AuditedFields,
): { readonly before: AuditedFields; readonly after: AuditedFields } {
  const keys = auditFieldNames.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const only = (fields: AuditedFields): AuditedFields =>
    Object.fromEntries(keys.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]]])));
  return { before: only(before), after: only(after) };
}
