import type { CallerKind } from '../../../protocol/rest/permissions.ts';
import type { RouteName } from '../../../protocol/rest/routes.ts';
import { noDevices } from '../planning/rehearsals.ts';
import { type Asked, password } from './rest-edge.ts';
import { jpeg, type Planting, png, type Target } from './scope-world.ts';

/**
 * The handling of an id outside the caller's scope: `hidden` is not found, like an unknown id; `narrowed` may
 * be answered with what is inside only; `public` is readable for every caller.
 */
export type Reading = 'hidden' | 'narrowed' | 'public';

export interface Plan {
  readonly planting?: Planting;
  /**
   * Valid requests in which every id is the target's.
   * @param n a new number each time, for fields that must be unique
   */
  readonly ask: (target: Target, n: number) => readonly Asked[];
  /** The handling of every id of the request. */
  readonly fields: Readonly<Record<string, Reading>>;
  /** The kinds of callers for which it works inside the scope; all allowed kinds if left out. */
  readonly worksFor?: readonly CallerKind[];
  /** A request that the caller sends before, so that there is something to do. */
  readonly before?: RouteName;
}

/** The reason why a route is exempt. */
export interface Unasked {
  readonly unasked: string;
  /** Ids of the route that another test covers. */
  readonly ids?: readonly string[];
}

const none: Plan['fields'] = {};
const hour = 3_600_000;
const csv = { format: 'csv' };
const asOfMs = Date.UTC(2026, 5, 1);
const showsItself: Unasked = { unasked: 'takes no caller: what is shown is the secret' };
const ownAccount: Unasked = { unasked: 'is about the own account, and knows no id of another' };
const ownLine: Unasked = { unasked: 'measures the line of the room that asks, and knows no id' };

/** An agenda with one prepared speaker. */
const script = (t: Target) => [{ title: 'Báo cáo', speakers: [{ inviteeId: t.endpoint, minutes: 10 }] }];

const simple = (asked: Asked = {}, given: Partial<Plan> = {}): Plan => ({
  ask: () => [asked],
  fields: none,
  ...given,
});
const ofMeeting = (asked: (t: Target, n: number) => Asked = () => ({}), given: Partial<Plan> = {}): Plan => ({
  ask: (t, n) => [{ params: { meetingId: t.meeting }, ...asked(t, n) }],
  ...given,
  fields: { 'params.meetingId': 'hidden', ...given.fields },
});
const changing = (body: object | undefined, planting: Planting = {}): Plan =>
  ofMeeting((t) => ({ headers: { 'if-match': `"${t.version}"` }, ...(body && { body }) }), { planting });
const ofInvitation = (asked: (t: Target) => Asked, planting: Planting = {}): Plan =>
  ofMeeting((t) => ({ params: { meetingId: t.meeting, invitationId: t.invitation }, ...asked(t) }), {
    planting,
    fields: { 'params.invitationId': 'hidden' },
  });
const ofEndpoint = (asked: (t: Target) => Asked = () => ({}), given: Partial<Plan> = {}): Plan => ({
  ask: (t) => [{ params: { endpointId: t.endpoint }, ...asked(t) }],
  ...given,
  fields: { 'params.endpointId': 'hidden', ...given.fields },
});
const ofAccount = (body?: object): Plan => ({
  ask: (t) => [{ params: { accountId: t.account }, ...(body && { body }) }],
  fields: { 'params.accountId': 'hidden' },
});
const ofRehearsal = (asked: Asked = {}, planting: Planting = {}, given: Partial<Plan> = {}): Plan => ({
  ask: (t) => [{ params: { rehearsalId: t.rehearsal }, ...asked }],
  fields: { 'params.rehearsalId': 'hidden' },
  planting,
  ...given,
});
const ofDocument = (more: Readonly<Record<string, string>> = {}, asked: Asked = {}): Plan =>
  ofMeeting((t) => ({ params: { meetingId: t.meeting, documentId: t.document, ...more }, ...asked }), {
    planting: { state: 'scheduled', hasDocument: true },
    fields: { 'params.documentId': 'hidden' },
  });
/** A list filtered by a unit, and continued after a target. */
const listed = (
  cursor: keyof Target['cursors'],
  unit: Reading | undefined,
  more: Asked['query'] = {},
): Plan => ({
  ask: (t) => [
    { query: { ...more, ...(unit && { siteId: t.site }) } },
    { query: { ...more, cursor: t.cursors[cursor] } },
  ],
  fields: { ...(unit && { 'query.siteId': unit }), 'query.cursor[]': 'narrowed' },
});
const ofUnit = (query: Asked['query'] = {}): Plan => ({
  ask: (t) => [{ query: { ...query, siteId: t.site } }],
  fields: { 'query.siteId': 'hidden' },
});

/** The log: nothing of a unit outside, and of an actor only the actions inside. */
const logged = (query: Asked['query'] = {}): Plan => ({
  ask: (t) => [{ query: { ...query, siteId: t.site, actorId: t.account } }],
  fields: { 'query.siteId': 'hidden', 'query.actorId': 'narrowed' },
});

const groupables = (t: Target): readonly object[] => [
  { kind: 'endpoint', endpointId: t.endpoint },
  { kind: 'site', siteId: t.site },
  { kind: 'subtree', siteId: t.site },
];
const selectables = (t: Target): readonly object[] => [...groupables(t), { kind: 'group', groupId: t.group }];
const selecting = (of: readonly string[], given: Reading): Plan['fields'] =>
  Object.fromEntries(
    ['include', 'except'].flatMap((list) => of.map((id) => [`body.${list}[].${id}`, given] as const)),
  );
const selection = (t: Target): readonly object[] => [
  { include: selectables(t) },
  { include: [{ kind: 'level', levelId: 'commune' }], except: selectables(t) },
];
/** A group of another unit is not found; a unit or a room of another is not selectable. */
const selectionFields = {
  ...selecting(['endpointId', 'siteId'], 'narrowed'),
  ...selecting(['groupId'], 'hidden'),
} as const;

const guests: readonly CallerKind[] = ['official', 'device'];
const announcedOnly: Planting = { state: 'scheduled' };
const reply = { answer: 'confirmed', delegateCount: 1, delegates: [] };

/**
 * The requests of each route, and the handling of every id in them. A new route, or a new id in one, is added
 * here first.
 */
export const plans: Readonly<Record<RouteName, Plan | Unasked>> = {
  'session.signIn': showsItself,
  'session.refresh': showsItself,
  'session.signOut': showsItself,
  'session.prove': showsItself,
  'account.own': simple(),
  'account.changeOwnLanguage': ownAccount,
  'account.changeOwnPassword': ownAccount,
  'factor.list': simple(),
  'factor.offerTotp': ownAccount,
  'factor.confirmTotp': ownAccount,
  'factor.removeTotp': ownAccount,
  'factor.offerPasskey': ownAccount,
  'factor.confirmPasskey': ownAccount,
  'factor.removePasskey': {
    unasked: 'another’s is tried in rest-second-factor.test.ts',
    ids: ['params.passkeyId'],
  },
  'factor.renewRecoveryCodes': ownAccount,
  'session.list': simple(),
  'session.confirm': simple({ body: { password } }),
  'session.endOthers': ownAccount,
  'session.end': {
    unasked: 'another’s is tried in rest-own-sessions.test.ts',
    ids: ['params.sessionId'],
  },
  'account.list': ofUnit(),
  'account.create': {
    ask: (t, n) => [
      { body: { login: `moi.${n}`, password, fullName: 'Mới', kind: 'official', siteId: t.site } },
    ],
    fields: { 'body.siteId': 'hidden' },
  },
  'account.setPassword': ofAccount({ password }),
  // These accounts have no second factor to reset, which is not found as well; rest-second-factor.test.ts
  // resets some.
  'account.resetSecondFactors': { ...ofAccount(), worksFor: [] },
  'account.change': {
    ask: (t) => [
      { params: { accountId: t.account }, body: { email: 'ai@vinhphuc.example', siteId: t.site } },
    ],
    fields: { 'params.accountId': 'hidden', 'body.siteId': 'hidden' },
  },
  // A clearance is given by those that have one; accounts.test.ts tries that.
  'account.setClearance': ofAccount({ cleared: false }),
  'account.disable': ofAccount(),
  // Both ids are the target's, and a person is not found to hand over to themselves; hand-over.test.ts has two.
  'account.handOver': {
    ask: (t) => [{ params: { accountId: t.account }, body: { toAccountId: t.account } }],
    fields: { 'params.accountId': 'hidden', 'body.toAccountId': 'hidden' },
    worksFor: [],
  },
  'account.enable': { ...ofAccount(), before: 'account.disable' },
  'firstAdministrator.check': showsItself,
  'firstAdministrator.create': showsItself,
  'passwordLink.issue': ofAccount({ deliver: 'show' }),
  'passwordLink.check': showsItself,
  'passwordLink.use': showsItself,

  'setup.get': simple(),

  'uplink.list': { unasked: 'for all units or none; uplinks.test.ts tries a part', ids: [] },
  'uplink.set': { unasked: 'for all units or none; uplinks.test.ts tries a part', ids: ['params.siteId'] },
  'bridge.list': { unasked: 'for all units or none; bridges.test.ts tries a part', ids: [] },
  'bridge.create': { unasked: 'for all units or none; bridges.test.ts tries a part', ids: ['body.siteId'] },
  'bridge.change': {
    unasked: 'for all units or none; bridges.test.ts tries a part',
    ids: ['body.siteId', 'params.bridgeId'],
  },
  'bridge.drain': {
    unasked: 'for all units or none; bridges.test.ts tries a part',
    ids: ['params.bridgeId'],
  },
  'bridge.undrain': {
    unasked: 'for all units or none; bridges.test.ts tries a part',
    ids: ['params.bridgeId'],
  },
  'bridge.renewCode': {
    unasked: 'for all units or none; bridges.test.ts tries a part',
    ids: ['params.bridgeId'],
  },
  'bridge.remove': {
    unasked: 'for all units or none; bridges.test.ts tries a part',
    ids: ['params.bridgeId'],
  },
  'bridge.pair': showsItself,

  'audit.list': logged(),
  'sheet.audit': logged(csv),

  'site.levels': simple(),
  'site.list': simple(),
  'site.search': {
    ask: (t) => [{ query: { q: 'xa', cursor: t.cursors.sites } }],
    fields: { 'query.cursor[]': 'public' },
  },
  'site.import': { unasked: 'knows no id; its codes are tried in rest-scoped-administrators.test.ts' },
  'site.ended': simple(),
  'site.checkMerge': {
    ask: (t) => [{ body: { merges: [{ siteId: t.site, intoSiteId: t.site }] } }],
    fields: { 'body.merges[].siteId': 'hidden', 'body.merges[].intoSiteId': 'hidden' },
  },
  'site.merge': {
    unasked: 'needs what the check tells; another’s units are tried in rest-site-endings.test.ts',
    ids: ['body.merges[].intoSiteId', 'body.merges[].siteId'],
  },
  'site.checkRetirement': {
    ask: (t) => [{ params: { siteId: t.site }, query: { validTo: '2030-01-01' } }],
    fields: { 'params.siteId': 'hidden' },
  },
  'site.create': {
    unasked: 'nothing can be below a commune; parents are tried in rest/sites/site-changes.test.ts',
    ids: ['body.parentId'],
  },
  'site.change': {
    unasked: 'another’s unit and parent are tried in rest/sites/site-changes.test.ts',
    ids: ['body.parentId', 'params.siteId'],
  },
  'site.retire': {
    unasked: 'needs what the check tells; another’s unit is tried in rest-site-endings.test.ts',
    ids: ['params.siteId'],
  },
  'site.get': { ask: (t) => [{ params: { siteId: t.site } }], fields: { 'params.siteId': 'public' } },

  'endpoint.list': listed('endpoints', 'hidden'),
  'endpoint.tags': simple(),
  'endpoint.create': {
    ask: (t) => [{ body: { siteId: t.site, name: 'Phòng mới' } }],
    fields: { 'body.siteId': 'hidden' },
  },
  'endpoint.change': ofEndpoint(() => ({ body: { name: 'Tên khác' } })),
  'endpoint.move': ofEndpoint((t) => ({ body: { siteId: t.site } }), { fields: { 'body.siteId': 'hidden' } }),
  'endpoint.setClearance': ofEndpoint(() => ({ body: { cleared: false } })),
  'endpoint.retire': ofEndpoint(),

  'group.list': simple(),
  'group.create': {
    ask: (t, n) => [
      { body: { siteId: t.site, name: `Nhóm mới ${n}`, include: groupables(t), except: groupables(t) } },
      { body: { siteId: t.site, name: `Nhóm người ${n}`, accountIds: [t.account] } },
    ],
    fields: {
      'body.siteId': 'hidden',
      'body.accountIds[]': 'hidden',
      ...selecting(['endpointId', 'siteId'], 'hidden'),
    },
  },
  'group.change': {
    ask: (t, n) => [
      {
        params: { groupId: t.group },
        body: { name: `Nhóm khác ${n}`, include: groupables(t), except: groupables(t) },
      },
      { params: { groupId: t.group }, body: { accountIds: [t.account] } },
    ],
    fields: {
      'params.groupId': 'hidden',
      'body.accountIds[]': 'hidden',
      ...selecting(['endpointId', 'siteId'], 'hidden'),
    },
  },
  'group.remove': { ask: (t) => [{ params: { groupId: t.group } }], fields: { 'params.groupId': 'hidden' } },

  'pairing.create': {
    ask: (t) => [{ body: { endpointId: t.endpoint } }],
    fields: { 'body.endpointId': 'hidden' },
  },
  'pairing.createSheet': {
    ask: (t) => [{ body: { endpointIds: [t.endpoint], validForS: 86_400 } }],
    fields: { 'body.endpointIds[]': 'hidden' },
  },
  'pairing.grant': {
    unasked: 'needs a code that a screen shows; another’s room is tried in rest/identity/pairing.test.ts',
    ids: ['body.endpointId'],
  },
  'device.states': simple(),
  'device.showCode': showsItself,
  'device.claim': showsItself,
  'device.pair': showsItself,
  'device.session': showsItself,
  'device.revoke': ofEndpoint(),
  'room.get': simple(),
  'room.support': simple(),

  'meeting.create': {
    ask: (t) => [
      {
        body: {
          title: 'Họp',
          siteId: t.site,
          startsAtMs: asOfMs,
          endsAtMs: asOfMs + hour,
          invitations: [
            { kind: 'endpoint', inviteeId: t.endpoint, role: 'delegate' },
            { kind: 'account', inviteeId: t.account, role: 'delegate' },
          ],
          agenda: script(t),
        },
      },
    ],
    fields: {
      'body.siteId': 'hidden',
      'body.invitations[].inviteeId': 'hidden',
      'body.agenda[].speakers[].inviteeId': 'hidden',
    },
  },
  'meeting.list': listed('meetings', 'narrowed'),
  'meeting.due': simple(),
  'meeting.get': ofMeeting(undefined, { planting: announcedOnly }),
  'meeting.change': ofMeeting(
    (t) => ({
      headers: { 'if-match': `"${t.version}"` },
      body: { title: 'Tên khác', agenda: script(t), chairOrder: [t.endpoint, t.account] },
    }),
    { fields: { 'body.agenda[].speakers[].inviteeId': 'hidden', 'body.chairOrder[]': 'hidden' } },
  ),
  'meeting.invite': ofMeeting(
    (t) => ({
      headers: { 'if-match': `"${t.version}"` },
      body: {
        invitations: [
          { kind: 'endpoint', inviteeId: t.endpoint, role: 'delegate' },
          { kind: 'account', inviteeId: t.account, role: 'delegate' },
        ],
      },
    }),
    { fields: { 'body.invitations[].inviteeId': 'hidden' } },
  ),
  'meeting.inviteSelection': {
    ask: (t) =>
      selection(t).map((body) => ({
        params: { meetingId: t.meeting },
        headers: { 'if-match': `"${t.version}"` },
        body,
      })),
    fields: { 'params.meetingId': 'hidden', ...selectionFields },
  },
  'meeting.sentSelections': ofMeeting(),
  'meeting.askDelegates': ofInvitation((t) => ({
    headers: { 'if-match': `"${t.version}"` },
    body: { delegates: [{ name: 'Lê Thị Hoà' }] },
  })),
  'meeting.withdrawInvitation': ofInvitation((t) => ({ headers: { 'if-match': `"${t.version}"` } })),
  'meeting.submit': changing(undefined, { needsApproval: true }),
  'meeting.approve': changing(undefined, { state: 'submitted', needsApproval: true }),
  'meeting.sendBack': changing({ reason: 'Thiếu' }, { state: 'submitted', needsApproval: true }),
  'meeting.history': ofMeeting(),
  'meeting.schedule': changing(undefined),
  'meeting.overrideClashes': changing({ overridesClashes: true }),
  'meeting.cancel': changing({}),
  'meeting.close': changing(undefined, { state: 'ended' }),
  'series.create': changing({ rule: 'FREQ=YEARLY;COUNT=2' }),
  'series.get': ofMeeting(undefined, { planting: { isRepeated: true } }),
  'meeting.open': ofMeeting(undefined, { planting: announcedOnly }),
  'meeting.join': ofMeeting(undefined, { planting: { state: 'live' } }),
  'meeting.copy': ofMeeting(() => ({ body: { startsAtMs: asOfMs } })),

  'template.list': simple(),
  'template.keep': {
    ask: (t) => [{ body: { meetingId: t.meeting, name: 'Mẫu mới' } }],
    fields: { 'body.meetingId': 'hidden' },
  },
  'template.rename': {
    ask: (t) => [{ params: { templateId: t.template }, body: { name: 'Mẫu khác' } }],
    fields: { 'params.templateId': 'hidden' },
  },
  'template.remove': {
    ask: (t) => [{ params: { templateId: t.template } }],
    fields: { 'params.templateId': 'hidden' },
  },
  'template.use': {
    ask: (t) => [
      {
        params: { templateId: t.template },
        body: { siteId: t.site, startsAtMs: asOfMs, agenda: script(t) },
      },
    ],
    fields: {
      'params.templateId': 'hidden',
      'body.siteId': 'hidden',
      'body.agenda[].speakers[].inviteeId': 'hidden',
    },
  },
  'emergency.call': {
    ask: (t) =>
      selection(t).map((selected, index) => {
        const kind = index === 0 ? 'account' : 'endpoint';
        const chair = { kind, inviteeId: t[kind] };
        return { body: { ...selected, title: 'Bão', siteId: t.site, chair } };
      }),
    fields: { 'body.siteId': 'hidden', 'body.chair.inviteeId': 'hidden', ...selectionFields },
  },

  'selection.count': { ask: (t) => selection(t).map((body) => ({ body })), fields: selectionFields },

  'booking.check': {
    ask: (t) => [
      {
        body: {
          startsAtMs: asOfMs,
          endsAtMs: asOfMs + hour,
          inviteeIds: [t.endpoint, t.account],
          siteId: t.site,
          exceptMeetingId: t.meeting,
        },
      },
    ],
    fields: { 'body.inviteeIds[]': 'narrowed', 'body.siteId': 'hidden', 'body.exceptMeetingId': 'hidden' },
  },
  'booking.freeBusy': ofUnit({ fromMs: `${asOfMs}`, toMs: `${asOfMs + hour}` }),

  'invitation.see': ofMeeting(undefined, { planting: announcedOnly, worksFor: guests }),
  'reply.own': ofMeeting(() => ({ body: reply }), { planting: announcedOnly, worksFor: guests }),
  'reply.link': ofInvitation(() => ({}), announcedOnly),
  'reply.byTelephone': ofInvitation(() => ({ body: { saidBy: 'Chị Hoà', reply } }), announcedOnly),
  'letter.list': ofMeeting(undefined, { planting: announcedOnly }),
  'letter.preview': ofMeeting((t) => ({ params: { meetingId: t.meeting, inviteeId: t.endpoint } }), {
    planting: announcedOnly,
    fields: { 'params.inviteeId': 'hidden' },
  }),
  'letter.resend': ofMeeting((t) => ({ body: { inviteeIds: [t.endpoint] } }), {
    planting: announcedOnly,
    fields: { 'body.inviteeIds[]': 'narrowed' },
  }),
  'reply.linked': showsItself,
  'reply.byLink': showsItself,
  'readiness.get': ofMeeting(undefined, { planting: announcedOnly }),
  'contact.list': { ask: (t) => [{ params: { siteId: t.site } }], fields: { 'params.siteId': 'hidden' } },
  'contact.set': {
    ask: (t) => [
      { params: { siteId: t.site }, body: { contacts: [{ name: 'Chị Hoà', phone: '0211 386 2001' }] } },
    ],
    fields: { 'params.siteId': 'hidden' },
  },

  'rehearsal.report': ofMeeting(() => ({ body: noDevices }), { planting: { state: 'rehearsal-open' } }),
  'rehearsal.ask': ofMeeting((t) => ({ body: { endpointIds: [t.endpoint] } }), {
    planting: { state: 'rehearsal-open' },
    fields: { 'body.endpointIds[]': 'hidden' },
  }),
  'rehearsal.addPicture': ofRehearsal({ bytes: jpeg }),
  'rehearsal.picture': ofRehearsal({}, { hasPicture: true }),
  'rehearsal.signOff': ofRehearsal({ body: { fit: true } }),
  'rehearsal.history': {
    ask: (t) => [{ params: { endpointId: t.endpoint }, query: { cursor: t.cursors.rehearsals } }],
    fields: { 'params.endpointId': 'hidden', 'query.cursor[]': 'narrowed' },
  },
  'line.open': ownLine,
  'line.connect': ownLine,
  'line.send': ownLine,
  'line.down': ownLine,
  'line.up': ownLine,

  'document.upload': ofMeeting((t) => ({ query: { name: 'Ảnh.png', replaces: t.document }, bytes: png }), {
    planting: { state: 'scheduled', hasDocument: true },
    fields: { 'query.replaces': 'hidden' },
  }),
  'document.list': ofMeeting(undefined, { planting: announcedOnly }),
  'document.change': ofDocument({}, { body: { visibleTo: 'moderators' } }),
  'document.order': ofMeeting((t) => ({ body: { documentIds: [t.document] } }), {
    planting: { state: 'scheduled', hasDocument: true },
    fields: { 'body.documentIds[]': 'hidden' },
  }),
  'document.read': ofDocument(),
  'document.readers': ofDocument(),
  'document.content': ofDocument(),
  'document.page': ofDocument({ page: '1' }),
  'document.remove': ofDocument(),

  'feed.create': simple(),
  'feed.revoke': simple({}, { before: 'feed.create' }),
  'feed.createForEndpoint': ofEndpoint(),
  'feed.revokeForEndpoint': ofEndpoint(undefined, { before: 'feed.createForEndpoint' }),
  'feed.read': showsItself,
  'reply.mail': showsItself,

  'sheet.template': simple({ params: { kind: 'sites' }, query: csv }),
  'sheet.sites': simple({ query: csv }),
  'sheet.importSites': { unasked: 'knows no id; its codes are tried in rest-scoped-administrators.test.ts' },
  'sheet.reform': simple({ query: csv }),
  'sheet.importReform': { unasked: 'knows no id; its codes are tried in site-reforms.test.ts' },
  'sheet.endpoints': simple({ query: csv }),
  'sheet.importEndpoints': { unasked: 'knows no id; its codes are tried in rest-sheets.test.ts' },
  'sheet.contacts': simple({ query: csv }),
  'sheet.importAccounts': { unasked: 'knows no id; its codes are tried in sheet-accounts.test.ts' },
  'sheet.importContacts': { unasked: 'knows no id; its codes are tried in rest-sheets.test.ts' },
  'sheet.meetings': listed('meetings', 'narrowed', csv),
  'sheet.invitations': ofMeeting(() => ({ query: csv }), { planting: announcedOnly }),
  'sheet.readiness': ofMeeting((t) => ({ query: { ...csv, siteId: t.site } }), {
    planting: announcedOnly,
    fields: { 'query.siteId': 'narrowed' },
  }),
  'sheet.rollCall': ofMeeting(() => ({ query: csv }), { planting: announcedOnly }),
  'sheet.ballots': ofMeeting(() => ({ query: csv }), { planting: announcedOnly }),
  'sheet.speeches': ofMeeting(() => ({ query: csv }), { planting: announcedOnly }),
  'sheet.chat': ofMeeting(() => ({ query: csv }), { planting: announcedOnly }),
  'sheet.papers': ofMeeting(() => ({ query: csv }), { planting: announcedOnly }),
  'sheet.history': ofMeeting(() => ({ query: csv })),
  'sheet.accounts': ofUnit(csv),
  'sheet.groups': simple({ query: csv }),
  'sheet.bookings': ofUnit({ ...csv, fromMs: `${asOfMs}`, toMs: `${asOfMs + hour}` }),
  'sheet.rehearsals': ofEndpoint(() => ({ query: csv })),
};
