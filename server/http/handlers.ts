import { Readable } from 'node:stream';
import { Failure } from '../../protocol/failure.ts';
import type { RestResponse } from '../../protocol/rest/client-types.ts';
import type { DeviceSessionView } from '../../protocol/rest/identity/devices.ts';
import { largestPicture } from '../../protocol/rest/meetings/rehearsals.ts';
import type { RouteName, routes } from '../../protocol/rest/routes.ts';
import type { SheetFormat, SheetImport } from '../../protocol/rest/sheets.ts';
import type { SessionView } from '../../protocol/rest/identity/session.ts';
import type { AuditReader } from '../audit/audit.ts';
import type { DocumentsService } from '../documents/documents.ts';
import { accountView, listedAccountView } from '../identity/accounts/accounts.ts';
import type { Reach } from '../../protocol/rest/meetings/series.ts';
import type { PlanTarget } from '../scheduling/planning/command-meeting.ts';
import { accountOf, type Caller, subjectId } from '../identity/caller.ts';
import type { IdentityService } from '../identity/identity.ts';
import { deviceKnowing } from '../identity/sessions/known-devices.ts';
import type { DeviceSignedIn, SignedIn } from '../identity/sessions/sessions.ts';
import type { FeedsService } from '../letters/feeds.ts';
import { tagOf } from '../letters/validators.ts';
import type { MailReplies } from '../letters/mail-replies.ts';
import type { LineChecks } from '../media/line-checks.ts';
import type { ReadinessService } from '../scheduling/readiness/readiness.ts';
import type { RehearsalsService } from '../scheduling/readiness/rehearsals.ts';
import type { SchedulingService } from '../scheduling/scheduling.ts';
import type { Sheets } from '../sheets/sheets.ts';
import type { NamedTable } from '../sheets/tables.ts';
import { endpointView, type EndpointsService } from '../sites/endpoints.ts';
import type { SetupService } from '../setup/setup.ts';
import type { ContactsService } from '../sites/contacts.ts';
import type { SitesService } from '../sites/sites.ts';
import { bounded } from './bounded.ts';
import type { Call } from './call.ts';
import type { Cookies } from './cookies.ts';

import { documentName } from './document-name.ts';
import type { Streamed } from './streamed.ts';
import type { CalledByCallers } from './use-cases.ts';

/** The services, with only those functions that handlers call. */
interface Services {
  readonly identity: IdentityUseCases;
  readonly sites: SitesService;
  readonly endpoints: EndpointsService;
  readonly scheduling: Omit<SchedulingService, 'clock'>;
  readonly documents: DocumentsService;
  readonly feeds: FeedsService;
  /** Null where replies by mail are off. */
  readonly mailReplies: MailReplies | null;
  readonly readiness: Omit<ReadinessService, 'answerByMail'>;
  readonly rehearsals: Omit<RehearsalsService, 'removeOldPictures'>;
  readonly lineChecks: Omit<LineChecks, 'finish'>;
  readonly contacts: ContactsService;
  readonly audit: AuditReader;
  readonly setup: SetupService;
  readonly sheets: SheetUseCases;
}

export type UseCases = CalledByCallers<Services>;

type IdentityUseCases = {
  readonly sessions: Pick<
    IdentityService['sessions'],
    'signIn' | 'finishSignIn' | 'refresh' | 'signOut' | 'resumeDevice' | 'authenticate'
  >;
  readonly accounts: IdentityService['accounts'];
  readonly firstAdministrator: Pick<IdentityService['firstAdministrator'], 'check' | 'create'>;
  readonly passwordLinks: IdentityService['passwordLinks'];
  readonly ownAccount: IdentityService['ownAccount'];
  readonly secondFactors: IdentityService['secondFactors'];
  readonly devices: IdentityService['devices'];
  readonly deviceStates: IdentityService['deviceStates'];
  readonly knownDevices: IdentityService['knownDevices'];
};

type SheetUseCases = Omit<Sheets, 'tables'> & { readonly tables: Pick<Sheets['tables'], 'write'> };

/** The result of a handler: the answer of the contract, or a file. */
export type Handled<N extends RouteName> = (typeof routes)[N] extends { readonly streams: readonly string[] }
  ? Streamed
  : RestResponse<N>;

export type Handlers = {
  readonly [N in RouteName]: (call: Call<N>) => Promise<Handled<N>>;
};

/** Mails with an answer have a few kB; some include the office's emblem. */
const largestMail = 1_000_000;

/** For comparison: ten thousand rows have less than 1 MB. */
const largestSheet = 5_000_000;

/** The handlers of all routes, in the order of the table of routes. */
export function createHandlers(useCases: UseCases): Handlers {
  const { identity, sites, endpoints, scheduling, documents } = useCases;
  const { feeds, mailReplies, readiness, rehearsals, lineChecks, contacts, audit, setup } = useCases;
  const { tables, sheetImports, directoryExports, meetingExports, staffExports, auditExport } =
    useCases.sheets;
  const { sessions, accounts, firstAdministrator, passwordLinks } = identity;
  const { ownAccount, secondFactors, devices, deviceStates, knownDevices } = identity;
  const { wholeDirectory } = sites;
  const { seeing, meetings, history, inviting, attending, series, availability, groups } = scheduling;
  const { templates, emergencies, checkBooking } = scheduling;
  return {
    'session.signIn': async ({ body: { login, password }, address, userAgent, cookies }) => {
      const device = knownDevices.read(cookies.get('known'));
      const from = { address, userAgent, knownDevice: deviceKnowing(device, login) };
      const answer = await sessions.signIn(login, password, from);
      if ('challenge' in answer) return answer;
      await endHeld(cookies);
      const session = welcome(answer, cookies);
      cookies.set('known', knownDevices.remember(device, login));
      return session;
    },
    'session.prove': async ({ body, cookies, ...from }) => {
      const signedIn = await sessions.finishSignIn(body.challenge, body.proof, from);
      const device = knownDevices.read(cookies.get('known'));
      await endHeld(cookies);
      const session = welcome(signedIn, cookies);
      cookies.set('known', knownDevices.remember(device, signedIn.account.login));
      return session;
    },
    'session.refresh': async ({ cookies, ...from }) =>
      welcome(await sessions.refresh(shown(cookies.get('refresh')), from), cookies),
    'session.signOut': async ({ cookies }) => {
      await endHeld(cookies);
      cookies.clear('refresh');
      return {};
    },
    'account.own': async ({ caller }) => accountView(accountOf(caller)),
    'account.changeOwnPassword': async ({ body, caller, address }) => {
      await ownAccount.changePassword(caller, body, address);
      return {};
    },
    'factor.list': ({ caller }) => secondFactors.own(caller),
    'factor.offerTotp': ({ caller }) => secondFactors.offerTotp(caller),
    'factor.confirmTotp': async ({ body, caller }) =>
      recoveryCodes(await secondFactors.confirmTotp(caller, body.enrolment, body.code)),
    'factor.removeTotp': async ({ caller }) => {
      await secondFactors.removeTotp(caller);
      return {};
    },
    'factor.offerPasskey': ({ caller }) => secondFactors.offerPasskey(caller),
    'factor.confirmPasskey': async ({ body, caller }) =>
      recoveryCodes(await secondFactors.confirmPasskey(caller, body)),
    'factor.removePasskey': async ({ params, caller }) => {
      await secondFactors.removePasskey(caller, params.passkeyId);
      return {};
    },
    'factor.renewRecoveryCodes': async ({ caller }) =>
      recoveryCodes(await secondFactors.renewRecoveryCodes(caller)),
    'session.confirm': async ({ body, caller, address }) => {
      await ownAccount.confirm(caller, body.password, address);
      return {};
    },
    'session.list': async ({ caller }) => ({ sessions: await ownAccount.sessions(caller) }),
    'session.endOthers': async ({ caller }) => ({ ended: await ownAccount.endOtherSessions(caller) }),
    'session.end': async ({ params, caller }) => {
      await ownAccount.endSession(caller, params.sessionId);
      return {};
    },

    'account.list': async ({ query, caller }) => {
      const { rows, nextCursor } = await accounts.list(query, caller);
      return { accounts: rows.map(listedAccountView), nextCursor };
    },
    'account.create': async ({ body, caller }) => accountView(await accounts.create(body, caller)),
    'account.setPassword': async ({ params, body, caller }) => {
      await accounts.setPassword(params.accountId, body.password, caller);
      return {};
    },
    'account.change': async ({ params, body, caller }) =>
      accountView(await accounts.change(params.accountId, body, caller)),
    'account.setClearance': async ({ params, body, caller }) => {
      await accounts.setCleared(params.accountId, body.cleared, caller);
      return {};
    },
    'account.resetSecondFactors': async ({ params, caller }) => {
      await secondFactors.reset(params.accountId, caller);
      return {};
    },
    'account.disable': async ({ params, caller }) => {
      await accounts.disable(params.accountId, caller);
      return {};
    },
    'account.enable': async ({ params, caller }) => {
      await accounts.enable(params.accountId, caller);
      return {};
    },

    'firstAdministrator.check': async ({ body, address }) => {
      const { expiresAtMs } = await firstAdministrator.check(body.token, address);
      return { expiresAtMs };
    },
    'firstAdministrator.create': async ({ body, address }) =>
      accountView(await firstAdministrator.create(body, address)),
    'passwordLink.issue': ({ params, body, caller }) =>
      passwordLinks.issue(params.accountId, body.deliver, caller),
    'passwordLink.check': ({ body, address }) => passwordLinks.check(body.token, address),
    'passwordLink.use': ({ body, address }) => passwordLinks.use(body, address),

    'site.levels': async () => ({ levels: [...(await wholeDirectory.levels())] }),
    'site.list': async ({ query }) => ({ sites: await wholeDirectory.list(query.on) }),
    'site.search': ({ query }) => wholeDirectory.search(query),
    'site.import': ({ body, caller }) => sites.importList(body, caller),
    'site.ended': async () => ({ sites: await wholeDirectory.ended() }),
    'site.checkMerge': ({ body, caller }) => sites.endings.checkMerge(body, caller),
    'site.merge': ({ body, caller }) => sites.endings.merge(body, caller),
    'site.get': ({ params }) => wholeDirectory.get(params.siteId),
    'site.checkRetirement': ({ params, query, caller }) =>
      sites.endings.checkRetirement(params.siteId, query.validTo, caller),
    'site.create': ({ body, caller }) => sites.changes.create(body, caller),
    'site.change': ({ params, body, caller }) => sites.changes.change(params.siteId, body, caller),
    'site.retire': ({ params, body, caller }) => sites.endings.retire(params.siteId, body, caller),

    'endpoint.list': async ({ query, caller }) => {
      const { rows, nextCursor } = await endpoints.list(query, caller);
      return { endpoints: rows.map(endpointView), nextCursor };
    },
    'endpoint.tags': async ({ caller }) => endpoints.tags(caller),
    'endpoint.create': async ({ body, caller }) => endpoints.create(body, caller),
    'endpoint.change': async ({ params, body, caller }) => endpoints.change(params.endpointId, body, caller),
    'endpoint.move': ({ params, body, caller }) => endpoints.move(params.endpointId, body.siteId, caller),
    'endpoint.setClearance': async ({ params, body, caller }) => {
      await endpoints.setCleared(params.endpointId, body.cleared, caller);
      return {};
    },
    'endpoint.retire': async ({ params, caller }) => {
      await devices.retireEndpoint(params.endpointId, caller);
      return {};
    },

    'group.list': async ({ caller }) => ({ groups: [...(await groups.list(caller))] }),
    'group.create': ({ body, caller }) => groups.create(body, caller),
    'group.change': ({ params, body, caller }) => groups.change(params.groupId, body, caller),
    'group.remove': async ({ params, caller }) => {
      await groups.remove(params.groupId, caller);
      return {};
    },

    'pairing.create': ({ body, caller }) => devices.createPairing(body, caller),
    'pairing.createSheet': ({ body, caller }) => devices.createSheet(body, caller),
    'pairing.grant': ({ body, caller, address }) => devices.grantScreen(body, caller, address),
    'device.states': async ({ caller }) => ({ devices: await deviceStates.list(caller) }),
    'device.showCode': async ({ cookies, ...from }) => {
      const { browser, ...shown } = devices.showCode(cookies.get('screen'), from);
      cookies.set('screen', browser);
      return shown;
    },
    'device.claim': async ({ cookies, ...from }) => {
      const claimed = await devices.claimScreen(cookies.get('screen'), from);
      if (claimed === undefined) return { session: null };
      cookies.set('device', claimed.device);
      cookies.clear('screen');
      return { session: deviceSession(claimed) };
    },
    'device.pair': async ({ body, address, userAgent, cookies }) => {
      const paired = await devices.pair(body.code, address, userAgent);
      cookies.set('device', paired.device);
      return deviceSession(paired);
    },
    'device.session': async ({ cookies, ...from }) =>
      deviceSession(await sessions.resumeDevice(shown(cookies.get('device')), from)),
    'device.revoke': async ({ params, caller }) => ({
      revoked: await devices.revokeDevices(params.endpointId, caller),
    }),
    'room.get': async ({ caller, ...from }) => {
      if (caller.kind !== 'device') throw new Failure('forbidden');
      await deviceStates.noteSeen(caller, from);
      return attending.room(caller);
    },
    'room.support': async ({ caller }) => {
      if (caller.kind !== 'device') throw new Failure('forbidden');
      return { contacts: [...(await contacts.ofRoom(caller))] };
    },

    'meeting.create': ({ body, caller }) => meetings.create(body, caller),
    'meeting.list': ({ query, caller }) => scheduling.listMeetings(query, caller),
    'meeting.get': ({ params, caller }) => seeing.detail(params.meetingId, caller),
    'meeting.change': ({ body, ...call }) => meetings.change(targetOf(call), body, call.caller),
    'meeting.invite': ({ body, ...call }) => inviting.invite(targetOf(call), body, call.caller),
    'meeting.inviteSelection': ({ body, ...call }) =>
      inviting.inviteSelection(targetOf(call), body, call.caller),
    'meeting.sentSelections': async ({ params, caller }) => ({
      selections: await inviting.sentSelections(params.meetingId, caller),
    }),
    'meeting.askDelegates': ({ body, ...call }) =>
      inviting.askDelegates(targetOf(call), call.params.invitationId, body.delegates, call.caller),
    'meeting.withdrawInvitation': (call) =>
      inviting.withdrawInvitation(targetOf(call), call.params.invitationId, call.caller),
    'meeting.submit': (call) => meetings.submit(targetOf(call), call.caller),
    'meeting.approve': (call) => meetings.approve(targetOf(call), call.caller),
    'meeting.sendBack': ({ body, ...call }) => meetings.sendBack(targetOf(call), body.reason, call.caller),
    'meeting.history': ({ params, caller }) => history.of(params.meetingId, caller),
    'meeting.schedule': (call) => meetings.schedule(targetOf(call), call.caller),
    'meeting.overrideClashes': ({ body, ...call }) =>
      meetings.overrideClashes(targetOf(call), body.overridesClashes, call.caller),
    'meeting.cancel': ({ body, ...call }) =>
      meetings.cancel(targetOf(call), body.reason ?? null, call.caller),
    'series.create': ({ params, version, body, caller }) =>
      series.create({ meetingId: params.meetingId, version }, body, caller),
    'series.get': ({ params, caller }) => series.get(params.meetingId, caller),
    'meeting.open': ({ params, caller }) => meetings.open(params.meetingId, caller),
    'meeting.join': ({ params, caller }) => attending.join(params.meetingId, caller),

    'meeting.copy': ({ params, body, caller }) => templates.copy(params.meetingId, body, caller),
    'template.list': async ({ caller }) => ({ templates: await templates.list(caller) }),
    'template.keep': ({ body, caller }) => templates.keep(body, caller),
    'template.rename': ({ params, body, caller }) => templates.rename(params.templateId, body.name, caller),
    'template.remove': async ({ params, caller }) => {
      await templates.remove(params.templateId, caller);
      return {};
    },
    'template.use': ({ params, body, caller }) => templates.use(params.templateId, body, caller),
    'emergency.call': ({ body, caller }) => emergencies.call(body, caller),

    'selection.count': ({ body, caller }) => inviting.count(body, caller),

    'booking.check': ({ body, caller }) => checkBooking(body, caller),
    'booking.freeBusy': ({ query, caller }) => availability.freeBusy(query, caller),

    'invitation.see': ({ params, caller }) => readiness.markSeen(params.meetingId, caller),
    'reply.own': ({ params, body, caller }) => readiness.reply(params.meetingId, body, caller),
    'reply.link': ({ params, caller }) => readiness.issueLink(params.meetingId, params.invitationId, caller),
    'reply.linked': ({ params }) => readiness.linked(params.token),
    'reply.byLink': ({ params, body }) => readiness.replyByLink(params.token, body),
    'readiness.get': ({ params, caller }) => readiness.board(params.meetingId, caller),
    'contact.list': async ({ params, caller }) => ({
      contacts: [...(await contacts.list(params.siteId, caller))],
    }),
    'contact.set': async ({ params, body, caller }) => ({
      contacts: [...(await contacts.set(params.siteId, body.contacts, caller))],
    }),
    'rehearsal.report': ({ params, body, caller }) => rehearsals.report(params.meetingId, body, caller),
    'rehearsal.ask': async ({ params, body, caller }) => {
      await rehearsals.ask(params.meetingId, body.endpointIds, caller);
      return {};
    },
    'rehearsal.addPicture': async ({ params, content, caller }) => {
      await rehearsals.addPicture(params.rehearsalId, await bounded(content, largestPicture), caller);
      return {};
    },
    'rehearsal.picture': async ({ params, caller }) => {
      const jpeg = await rehearsals.picture(params.rehearsalId, caller);
      return { content: Readable.from([jpeg]), mediaType: 'image/jpeg', fileName: 'camera.jpg' };
    },
    'rehearsal.signOff': ({ params, body, caller }) => rehearsals.signOff(params.rehearsalId, body, caller),
    'rehearsal.history': ({ params, query, caller }) => rehearsals.history(params.endpointId, query, caller),
    'line.open': ({ caller }) => lineChecks.open(caller),
    'line.connect': async ({ body, caller }) => {
      await lineChecks.connect(caller, body.direction, body.dtlsParameters);
      return {};
    },
    'line.send': ({ body, caller }) => lineChecks.send(caller, body),
    'line.down': async ({ query: { bytes, echo }, caller }) => {
      const probes = lineChecks.probesOf(caller);
      probes.echoed(echo);
      const content = probes.probe(bytes);
      return { content, mediaType: 'application/octet-stream', fileName: 'line', bytes };
    },
    'line.up': async ({ query, content, caller }) => {
      const probes = lineChecks.probesOf(caller);
      probes.echoed(query.echo);
      return { bytes: await probes.receive(content) };
    },

    'document.upload': ({ params, query, content, caller }) =>
      documents.upload(params.meetingId, query, content, caller),
    'document.list': async ({ params, caller }) => ({
      documents: await documents.list(params.meetingId, caller),
    }),
    'document.content': async ({ params, caller }) => {
      const { document, read } = await documents.content(params.meetingId, params.documentId, caller);
      const { mediaType, bytes, sha256 } = document;
      return { content: read, mediaType, bytes, fileName: documentName(document), etag: `"${sha256}"` };
    },
    'document.page': async ({ params: { meetingId, documentId, page }, query: { size }, caller }) => {
      const at = { page, size };
      const { document, picture, mayBeKept } = await documents.page(meetingId, documentId, at, caller);
      const fileName = `${document.title} ${page}.webp`;
      const file = { mediaType: 'image/webp', fileName, bytes: picture.length };
      const content = Readable.from([picture]);
      return mayBeKept
        ? { ...file, content, validators: { etag: tagOf(picture) }, lasting: true }
        : { ...file, content };
    },
    'document.remove': async ({ params, caller }) => {
      await documents.remove(params.meetingId, params.documentId, caller);
      return {};
    },

    'feed.create': ({ caller }) => feeds.create(caller),
    'feed.revoke': async ({ caller }) => {
      await feeds.revoke(caller);
      return {};
    },
    'feed.createForEndpoint': ({ params, caller }) => feeds.createForEndpoint(params.endpointId, caller),
    'feed.revokeForEndpoint': async ({ params, caller }) => {
      await feeds.revokeForEndpoint(params.endpointId, caller);
      return {};
    },
    'feed.read': async ({ params }) => {
      const { content, ...validators } = await feeds.read(params.secret);
      return {
        content,
        validators,
        mediaType: 'text/calendar; charset=utf-8',
        fileName: 'lich-hop.ics',
      };
    },
    'reply.mail': async ({ secret, content }) => {
      if (mailReplies === null) throw new Failure('not-found');
      mailReplies.admit(secret);
      const mail = await bounded(content, largestMail);
      return { kept: await mailReplies.take(mail) };
    },

    'sheet.template': async ({ params, query, caller }) =>
      written(() => directoryExports.template(params.kind), query, caller),
    'sheet.sites': async ({ query, caller }) => written(() => directoryExports.sites(caller), query, caller),
    'sheet.importSites': async ({ query, content, caller }) =>
      sheetImports.sites(await sheet(content, query), caller),
    'sheet.endpoints': async ({ query, caller }) =>
      written(() => directoryExports.endpoints(caller), query, caller),
    'sheet.importEndpoints': async ({ query, content, caller }) =>
      sheetImports.endpoints(await sheet(content, query), caller),
    'sheet.contacts': async ({ query, caller }) =>
      written(() => directoryExports.contacts(caller), query, caller),
    'sheet.importContacts': async ({ query, content, caller }) =>
      sheetImports.contacts(await sheet(content, query), caller),
    'sheet.meetings': async ({ query, caller }) =>
      written(() => meetingExports.meetings(query, caller), query, caller),
    'sheet.invitations': async ({ params, query, caller }) =>
      written(() => meetingExports.invitations(params.meetingId, caller), query, caller),
    'sheet.readiness': async ({ params, query, caller }) =>
      written(() => meetingExports.readiness(params.meetingId, query, caller), query, caller),
    'sheet.rollCall': async ({ params, query, caller }) =>
      written(() => meetingExports.rollCall(params.meetingId, caller), query, caller),
    'sheet.history': async ({ params, query, caller }) =>
      written(() => meetingExports.history(params.meetingId, caller), query, caller),
    'sheet.accounts': async ({ query, caller }) =>
      written(() => staffExports.accounts(query, caller), query, caller),
    'sheet.groups': async ({ query, caller }) => written(() => staffExports.groups(caller), query, caller),
    'sheet.bookings': async ({ query, caller }) =>
      written(() => staffExports.bookings(query, caller), query, caller),
    'sheet.rehearsals': async ({ params, query, caller }) =>
      written(() => staffExports.rehearsals(params.endpointId, caller), query, caller),

    'setup.get': ({ caller }) => setup.progress(caller),

    'audit.list': ({ query, caller }) => audit.list(query, caller),
    'sheet.audit': async ({ query: { format, ...filter }, caller }) =>
      written(() => auditExport(filter, caller), { format }, caller),
  };

  /** A browser holds one session: signing in again ends the earlier session, whose cookie is overwritten. */
  async function endHeld(cookies: Cookies): Promise<void> {
    const token = cookies.get('refresh');
    if (token !== undefined) await sessions.signOut(token);
  }

  async function written(
    table: () => Promise<NamedTable>,
    { format }: { format: SheetFormat },
    caller: Caller,
  ): Promise<Streamed> {
    const { content, ...file } = await tables.write(table, format, subjectId(caller));
    return { ...file, content: Readable.from([content]), bytes: content.length };
  }
}

const sheet = async (content: Readable, { dryRun, digest, encoding }: SheetImport) => ({
  bytes: await bounded(content, largestSheet),
  dryRun: dryRun === 'true',
  digest,
  encoding,
});

/** The meeting that a planner commands: as it has seen it, and how far the command reaches. */
const targetOf = ({
  params: { meetingId },
  version,
  query: { reach },
}: {
  readonly params: { readonly meetingId: string };
  readonly version: number;
  readonly query: { readonly reach: Reach };
}): PlanTarget => ({ meetingId, version, reach });

function shown(token: string | undefined): string {
  if (token === undefined) throw new Failure('unauthenticated');
  return token;
}

function welcome({ account, due, access, refresh }: SignedIn, cookies: Cookies): SessionView {
  cookies.set('refresh', refresh);
  const { token: accessToken, expiresAtMs } = access;
  return { accessToken, expiresAtMs, account: accountView(account), due: [...due] };
}

const recoveryCodes = (codes: readonly string[]) => ({ recoveryCodes: [...codes] });

const deviceSession = ({ endpoint, access }: DeviceSignedIn): DeviceSessionView => ({
  accessToken: access.token,
  expiresAtMs: access.expiresAtMs,
  endpoint: endpointView(endpoint),
});
