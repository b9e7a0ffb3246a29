import type { AuditAction, AuditedList } from '../../protocol/rest/audit.ts';
import type { RouteName, routes } from '../../protocol/rest/routes.ts';
import type { SheetReport } from '../../protocol/rest/sheets.ts';
import type { AuditedFields } from '../audit/audit-repository.ts';
import type { TargetRef } from '../audit/targets.ts';
import { type AnyCaller, subjectId } from '../identity/caller.ts';
import type { Call } from './call.ts';
import type { Handled } from './handlers/handler.ts';

/** How the calls of a route are recorded. */
export type Audited<N extends RouteName> =
  | { readonly none: string }
  | {
      readonly action: AuditAction;
      /**
       * The target of the call. Called without an answer before the handler has run, and where it refuses.
       */
      readonly target: (call: Call<N>, answer?: Handled<N>) => TargetRef | undefined;
      /** What the call did beyond the fields of its target. */
      readonly details?: (call: Call<N>, answer: Handled<N>) => AuditedFields;
      /** The access token that the call gives to a caller without one. */
      readonly signsIn?: (answer: Handled<N>) => string | undefined;
      /**
       * Which successes are recorded; all if omitted. `none`: only refusals, with the reason in a comment.
       * `classified`: only those about classified meetings.
       */
      readonly done?: 'none' | 'classified';
    };

/**
 * Every route that changes something or returns a file. Routes that only read JSON are recorded where they
 * are refused.
 */
export type ActingRoute = {
  [N in RouteName]: (typeof routes)[N] extends { readonly method: 'GET' }
    ? (typeof routes)[N] extends { readonly streams: unknown }
      ? N
      : never
    : N;
}[RouteName];

/** The compiler refuses a missing route: a new route must say how it is recorded, or why not. */
type EveryActingRoute = { readonly [N in ActingRoute]: Audited<N> };

const ofAccount = ({ params }: { params: { accountId: string } }): TargetRef => ({
  kind: 'account',
  id: params.accountId,
});
const ofSite = ({ params }: { params: { siteId: string } }): TargetRef => ({
  kind: 'site',
  id: params.siteId,
});
const ofEndpoint = ({ params }: { params: { endpointId: string } }): TargetRef => ({
  kind: 'endpoint',
  id: params.endpointId,
});
const ofGroup = ({ params }: { params: { groupId: string } }): TargetRef => ({
  kind: 'group',
  id: params.groupId,
});
const ofTemplate = ({ params }: { params: { templateId: string } }): TargetRef => ({
  kind: 'template',
  id: params.templateId,
});
const ofMeeting = ({ params }: { params: { meetingId: string } }): TargetRef => ({
  kind: 'meeting',
  id: params.meetingId,
});
const ofBridge = ({ params }: { params: { bridgeId: string } }): TargetRef => ({
  kind: 'bridge',
  id: params.bridgeId,
});
const ofUplink = ({ params }: { params: { siteId: string } }): TargetRef => ({
  kind: 'uplink',
  id: params.siteId,
});
const ofDocument = ({ params }: { params: { meetingId: string; documentId: string } }): TargetRef => ({
  kind: 'document',
  meetingId: params.meetingId,
  id: params.documentId,
});
/** A refused call can have no caller. */
const ofCaller = ({ caller }: { caller?: AnyCaller }): TargetRef | undefined =>
  caller && { kind: caller.kind === 'device' ? 'endpoint' : 'account', id: subjectId(caller) };
/** The thing that the call created. */
const made =
  (kind: 'account' | 'bridge' | 'site' | 'endpoint' | 'group' | 'template' | 'meeting') =>
  (_: unknown, answer?: { readonly id: string }): TargetRef | undefined =>
    answer && { kind, id: answer.id };

const list = (name: AuditedList) => (): TargetRef => ({ kind: 'list', name });
const exported = {
  action: 'sheet.exported' as const,
  details: ({ query: { format } }: { query: { format: string } }): AuditedFields => ({ format }),
};
const exportedList = (name: AuditedList) => ({ ...exported, target: list(name) });
const imported = (name: AuditedList) => ({
  action: 'sheet.imported' as const,
  target: list(name),
  details: (_: unknown, { applied, created, changed, removed }: SheetReport): AuditedFields => ({
    applied,
    created,
    changed,
    removed,
  }),
});

const actingRoutes: EveryActingRoute = {
  'session.signIn': {
    action: 'session.started',
    target: ({ body }) => ({ kind: 'login', login: body.login }),
    details: () => ({ factor: 'password' }),
    signsIn: (answer) => ('challenge' in answer ? undefined : answer.accessToken),
  },
  'session.prove': {
    action: 'session.started',
    // The step is a secret and names no account; the account is known once the proof is right.
    target: (_, answer) => answer && { kind: 'login', login: answer.account.login },
    details: ({ body }) => ({ factor: body.proof.kind }),
    signsIn: ({ accessToken }) => accessToken,
  },
  // Not recorded: a page renews its session every few minutes.
  'session.refresh': {
    action: 'session.refreshed',
    target: ({ cookies }) => ({ kind: 'refresh-token', token: cookies.get('refresh') }),
    done: 'none',
  },
  'session.signOut': {
    action: 'session.ended',
    target: ({ cookies }) => ({ kind: 'refresh-token', token: cookies.get('refresh') }),
  },

  'session.confirm': { action: 'session.confirmed', target: ofCaller },
  'session.endOthers': {
    action: 'session.revoked',
    target: ofCaller,
    details: (_, { ended }) => ({ revoked: ended }),
  },
  'session.end': { action: 'session.revoked', target: ofCaller },

  'account.changeOwnLanguage': { action: 'account.changed', target: ofCaller },
  'account.changeOwnPassword': { action: 'account.password-changed', target: ofCaller },
  'factor.offerTotp': { none: 'shows a secret that is not kept before it is confirmed' },
  'factor.confirmTotp': { action: 'account.second-factor-added', target: ofCaller },
  'factor.removeTotp': { action: 'account.second-factor-removed', target: ofCaller },
  'factor.offerPasskey': { none: 'shows a question that keeps nothing before it is confirmed' },
  'factor.confirmPasskey': { action: 'account.second-factor-added', target: ofCaller },
  'factor.removePasskey': { action: 'account.second-factor-removed', target: ofCaller },
  'factor.renewRecoveryCodes': { action: 'account.recovery-codes-renewed', target: ofCaller },

  'account.create': { action: 'account.created', target: made('account') },
  'account.setPassword': { action: 'account.password-set', target: ofAccount },
  'account.resetSecondFactors': { action: 'account.second-factor-reset', target: ofAccount },
  'account.change': { action: 'account.changed', target: ofAccount },
  'account.setClearance': { action: 'account.clearance-set', target: ofAccount },
  'account.disable': { action: 'account.disabled', target: ofAccount },
  'account.handOver': {
    action: 'account.handed-over',
    target: ofAccount,
    details: (_, { moved }) => ({ moved: moved.length }),
  },
  'account.enable': { action: 'account.enabled', target: ofAccount },
  'firstAdministrator.check': { none: 'reads; its secret must not be in an address' },
  'firstAdministrator.create': { action: 'account.created', target: made('account') },
  'passwordLink.issue': {
    action: 'account.password-link-issued',
    target: ofAccount,
    details: (_, { token }) => ({ mailed: token === null }),
  },
  'passwordLink.check': { none: 'reads; its secret must not be in an address' },
  'passwordLink.use': {
    action: 'account.password-set-by-link',
    // The link is a secret and names no account; the account is known once the link is right.
    target: (_, answer) => answer && { kind: 'login', login: answer.login },
  },

  'site.import': {
    action: 'sites.imported',
    target: list('sites'),
    details: (_, { created, closed }) => ({ created, closed }),
  },
  'site.checkMerge': { none: 'reads; its question is too long for a query' },
  'site.merge': {
    action: 'site.merged',
    target: ({ body: { merges } }) => {
      const [only, another] = merges;
      return only && !another ? { kind: 'site', id: only.siteId } : { kind: 'list', name: 'sites' };
    },
    details: (_, { merges, moves: { endpoints, accounts, meetings, groups, templates, contacts } }) => ({
      merged: merges.map(({ code, intoCode }) => `${code} → ${intoCode}`),
      moved: endpoints + accounts + meetings + groups + templates + contacts,
    }),
  },
  'site.create': { action: 'site.created', target: made('site') },
  'site.change': { action: 'site.changed', target: ofSite },
  'site.retire': { action: 'site.retired', target: ofSite },
  'endpoint.create': { action: 'endpoint.created', target: made('endpoint') },
  'endpoint.change': { action: 'endpoint.changed', target: ofEndpoint },
  'endpoint.move': { action: 'endpoint.moved', target: ofEndpoint },
  'endpoint.setClearance': { action: 'endpoint.clearance-set', target: ofEndpoint },
  'endpoint.retire': { action: 'endpoint.retired', target: ofEndpoint },
  'group.create': { action: 'group.created', target: made('group') },
  'group.change': { action: 'group.changed', target: ofGroup },
  'group.remove': { action: 'group.removed', target: ofGroup },
  'pairing.create': {
    action: 'pairing.created',
    target: ({ body }) => ({ kind: 'endpoint', id: body.endpointId }),
  },
  'pairing.createSheet': {
    action: 'pairing.sheet-created',
    target: ({ body: { endpointIds } }) => {
      const [only, another] = endpointIds;
      return only !== undefined && another === undefined
        ? { kind: 'endpoint', id: only }
        : { kind: 'list', name: 'endpoints' };
    },
    details: ({ body: { deliver } }, { codes, mailed }) => ({
      created: codes.length + mailed.length,
      ...(deliver === 'mail' && { mailed: mailed.length }),
    }),
  },
  'pairing.grant': {
    action: 'pairing.granted',
    target: ({ body }) => ({ kind: 'endpoint', id: body.endpointId }),
  },
  'device.showCode': { none: 'shows a code that opens nothing before it is granted' },
  'device.claim': { none: 'asked every few seconds; the grant of the code is recorded' },
  'device.pair': {
    action: 'device.paired',
    target: (_, answer) => answer && { kind: 'endpoint', id: answer.endpoint.id },
    signsIn: ({ accessToken }) => accessToken,
  },
  // Not recorded: a room's page does this each time its machine starts.
  'device.session': { action: 'device.resumed', target: () => undefined, done: 'none' },
  'device.revoke': {
    action: 'device.revoked',
    target: ofEndpoint,
    details: (_, { revoked }) => ({ revoked }),
  },

  'bridge.create': { action: 'bridge.added', target: made('bridge') },
  'bridge.change': { action: 'bridge.changed', target: ofBridge },
  'bridge.drain': { action: 'bridge.drained', target: ofBridge },
  'bridge.undrain': { action: 'bridge.undrained', target: ofBridge },
  'bridge.renewCode': { action: 'bridge.code-renewed', target: ofBridge },
  'bridge.remove': { action: 'bridge.removed', target: ofBridge },
  'uplink.set': { action: 'uplink.set', target: ofUplink },
  'bridge.pair': {
    action: 'bridge.paired',
    target: (_, answer) => answer && { kind: 'bridge', id: answer.bridgeId },
  },

  'meeting.create': { action: 'meeting.created', target: made('meeting') },
  'meeting.change': { action: 'meeting.changed', target: ofMeeting },
  'meeting.invite': { action: 'meeting.invited', target: ofMeeting },
  'meeting.inviteSelection': { action: 'meeting.invited', target: ofMeeting },
  'meeting.askDelegates': { action: 'meeting.delegates-asked', target: ofMeeting },
  'meeting.withdrawInvitation': { action: 'meeting.invitation-withdrawn', target: ofMeeting },
  'meeting.submit': { action: 'meeting.submitted', target: ofMeeting },
  'meeting.approve': { action: 'meeting.approved', target: ofMeeting },
  'meeting.sendBack': { action: 'meeting.sent-back', target: ofMeeting },
  'meeting.schedule': { action: 'meeting.scheduled', target: ofMeeting },
  'meeting.overrideClashes': { action: 'meeting.clashes-overridden', target: ofMeeting },
  'meeting.cancel': { action: 'meeting.cancelled', target: ofMeeting },
  'meeting.close': { action: 'meeting.closed', target: ofMeeting },
  'series.create': {
    action: 'meeting.repeated',
    target: ofMeeting,
    details: (_, { occurrences }) => ({ occurrences: occurrences.length }),
  },
  'meeting.open': { action: 'meeting.opened', target: ofMeeting },
  // Not recorded: the conference log says who joins.
  'meeting.join': { action: 'meeting.joined', target: ofMeeting, done: 'none' },
  'meeting.copy': { action: 'meeting.created', target: made('meeting') },
  'template.keep': { action: 'template.kept', target: made('template') },
  'template.rename': { action: 'template.renamed', target: ofTemplate },
  'template.remove': { action: 'template.removed', target: ofTemplate },
  'template.use': { action: 'meeting.created', target: made('meeting') },
  'emergency.call': { action: 'emergency.called', target: made('meeting') },
  'selection.count': { none: 'reads; its question is too long for a query' },
  'booking.check': { none: 'reads; its question is too long for a query' },

  'invitation.see': { none: 'says that a screen was looked at, and is kept with the invitation' },
  'reply.own': {
    action: 'reply.given',
    target: ofMeeting,
    details: ({ body: { answer } }) => ({ answer }),
  },
  'reply.link': { action: 'reply.link-issued', target: ofMeeting },
  'reply.byTelephone': {
    action: 'reply.entered',
    target: ofMeeting,
    details: ({ body: { reply } }) => ({ answer: reply.answer }),
  },
  'letter.resend': {
    action: 'letter.resent',
    target: ofMeeting,
    details: ({ body: { inviteeIds } }, { rows }) => {
      const wanted = new Set(inviteeIds);
      return {
        mailed: rows.filter(({ inviteeId, letter }) => letter !== null && wanted.has(inviteeId)).length,
      };
    },
  },
  'reply.byLink': {
    action: 'reply.given',
    target: ({ params }) => ({ kind: 'reply-link', token: params.token }),
    details: ({ body: { answer } }) => ({ answer }),
  },
  'reply.mail': {
    action: 'reply.mailed',
    target: () => ({ kind: 'route', name: 'reply.mail' }),
    details: (_, { kept }) => ({ changed: kept }),
  },
  'contact.set': { action: 'contacts.set', target: ofSite },
  'rehearsal.report': { none: 'a room’s check of itself, kept as such' },
  'rehearsal.addPicture': { none: 'part of a room’s check of itself' },
  'rehearsal.picture': { none: 'shown with the room’s check to those who serve the room' },
  'rehearsal.ask': { action: 'rehearsal.asked', target: ofMeeting },
  'rehearsal.signOff': {
    action: 'rehearsal.signed-off',
    target: ({ params }) => ({ kind: 'rehearsal', id: params.rehearsalId }),
    details: ({ body: { fit } }) => ({ fit }),
  },
  'line.open': { none: 'measures a line and keeps nothing' },
  'line.connect': { none: 'measures a line and keeps nothing' },
  'line.send': { none: 'measures a line and keeps nothing' },
  'line.down': { none: 'measures a line and keeps nothing' },
  'line.up': { none: 'measures a line and keeps nothing' },

  'document.upload': {
    action: 'document.uploaded',
    target: ({ params: { meetingId } }, answer) =>
      answer ? { kind: 'document', meetingId, id: answer.id } : { kind: 'meeting', id: meetingId },
  },
  'document.content': { action: 'document.downloaded', target: ofDocument, done: 'classified' },
  'document.page': {
    action: 'document.downloaded',
    target: ofDocument,
    details: ({ params: { page } }) => ({ page }),
    done: 'classified',
  },
  'document.change': { action: 'document.changed', target: ofDocument },
  'document.order': { action: 'document.ordered', target: ofMeeting },
  'document.read': { none: 'says that a paper was opened, and is kept with the paper' },
  'document.remove': { action: 'document.removed', target: ofDocument },

  'feed.create': { action: 'feed.created', target: ofCaller },
  'feed.revoke': { action: 'feed.revoked', target: ofCaller },
  'feed.createForEndpoint': { action: 'feed.created', target: ofEndpoint },
  'feed.revokeForEndpoint': { action: 'feed.revoked', target: ofEndpoint },
  // Not recorded: calendar programs read every few minutes.
  'feed.read': { action: 'feed.read', target: () => ({ kind: 'route', name: 'feed.read' }), done: 'none' },

  'sheet.template': { none: 'has headings and nothing else' },
  'sheet.sites': exportedList('sites'),
  'sheet.importSites': imported('sites'),
  'sheet.reform': exportedList('sites'),
  'sheet.importReform': {
    action: 'sites.reformed',
    target: list('sites'),
    details: (_, { applied, counts }) => ({
      applied,
      changed: Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.stays,
    }),
  },
  'sheet.endpoints': exportedList('endpoints'),
  'sheet.importEndpoints': imported('endpoints'),
  'sheet.contacts': exportedList('contacts'),
  'sheet.importContacts': imported('contacts'),
  'sheet.meetings': exportedList('meetings'),
  'sheet.invitations': { ...exported, target: ofMeeting },
  'sheet.readiness': { ...exported, target: ofMeeting },
  'sheet.rollCall': { ...exported, target: ofMeeting },
  'sheet.ballots': { ...exported, target: ofMeeting },
  'sheet.speeches': { ...exported, target: ofMeeting },
  'sheet.chat': { ...exported, target: ofMeeting },
  'sheet.papers': { ...exported, target: ofMeeting },
  'sheet.history': { ...exported, target: ofMeeting },
  'sheet.accounts': exportedList('accounts'),
  'sheet.importAccounts': imported('accounts'),
  'sheet.groups': exportedList('groups'),
  'sheet.bookings': exportedList('bookings'),
  'sheet.rehearsals': { ...exported, target: ofEndpoint },
  'sheet.audit': exportedList('audit'),
};

/** How each route is recorded; routes that only read JSON have no entry. */
export const audited: { readonly [N in RouteName]?: Audited<N> } = actingRoutes;
