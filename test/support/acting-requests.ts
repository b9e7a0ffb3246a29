import { readFile } from 'node:fs/promises';
import { Secret, TOTP } from 'otpauth';
import { v7 as uuid } from 'uuid';
import { fold } from '../../domain/sites/fold.ts';
import { pairing, shownCode } from '../../protocol/rest/identity/devices.ts';
import { documentView } from '../../protocol/rest/meetings/documents.ts';
import { endpoint } from '../../protocol/rest/sites/endpoints.ts';
import { group } from '../../protocol/rest/sites/groups.ts';
import { feed } from '../../protocol/rest/letters.ts';
import { meetingDetail } from '../../protocol/rest/meetings/meetings.ts';
import { replyLink } from '../../protocol/rest/meetings/readiness.ts';
import { issuedPasswordLink } from '../../protocol/rest/identity/one-time-links.ts';
import { rehearsal } from '../../protocol/rest/meetings/rehearsals.ts';
import type { RouteName } from '../../protocol/rest/routes.ts';
import {
  passkeyOffer,
  recoveryCodes,
  secondFactors,
  secondStep,
  totpOffer,
} from '../../protocol/rest/identity/second-factor.ts';
import { account, ownSessions } from '../../protocol/rest/identity/session.ts';
import { mergeCheck, retirementCheck } from '../../protocol/rest/sites/sites.ts';
import { templateView } from '../../protocol/rest/meetings/templates.ts';
import { hashSecret, newToken } from '../../server/identity/secrets/opaque-secrets.ts';
import { covered, coveredTree } from './covered.ts';
import { pdfOf } from './files.ts';
import { workingDevices } from './rehearsals.ts';
import { type Asked, password, type Province, type RestEdge, secret } from './rest-edge.ts';
import { softwarePasskey } from './software-passkey.ts';

const hour = 3_600_000;
const paper = (): Uint8Array<ArrayBuffer> => new Uint8Array(pdfOf(1));

/** The origin of the passkeys in these requests; the edge must have it as its public address. */
export const origin = 'https://hop.vinhphuc.example';

/** A call that succeeds, and its expected entry in the audit log. */
export interface ActingRequest {
  readonly asked: Asked;
  /** The actor: a login or the name of a room. */
  readonly actor: string | null;
  /** The target; left out where the call creates it. */
  readonly targetId?: string | null;
  /** Left out where the call creates the unit itself. */
  readonly siteId?: string | null;
}

/**
 * Returns for each route that changes something or returns a file a call that succeeds. Adds to `secrets`
 * every value that the calls send or receive and that must stay secret.
 */
export function actingRequests(edge: RestEdge, province: Province, secrets: Set<string>) {
  const { yenLac, administrator } = province;
  const { site, secretariat, hall } = yenLac;
  const secretary = 'yenlac.thuky';
  let count = 0;
  const fresh = (): number => (count += 1);

  const meeting = async (invited: readonly string[] = [], more: object = {}) => {
    const startsAtMs = edge.clock.now + 48 * hour + fresh() * 2 * hour;
    const made = await edge.get(meetingDetail, 'meeting.create', {
      as: secretariat.token,
      body: { title: `Giao ban ${fresh()}`, siteId: site, startsAtMs, endsAtMs: startsAtMs + hour, ...more },
    });
    if (invited.length === 0) return made;
    const invitations = invited.map((inviteeId) => ({ kind: 'endpoint', inviteeId, role: 'delegate' }));
    return edge.get(meetingDetail, 'meeting.invite', { ...at(made), body: { invitations } });
  };
  const at = ({ id, version }: { readonly id: string; readonly version: number }) => ({
    as: secretariat.token,
    params: { meetingId: id },
    headers: { 'if-match': `"${version}"` },
  });
  const scheduled = async (invited: readonly string[] = []) =>
    edge.get(meetingDetail, 'meeting.schedule', at(await meeting(invited)));
  const ofMeeting = ({ id }: { readonly id: string }) => ({ actor: secretary, targetId: id, siteId: site });
  const changing = async (
    made: { readonly id: string; readonly version: number },
    more: Partial<Asked> = {},
  ): Promise<ActingRequest> => ({ asked: { ...at(made), ...more }, ...ofMeeting(made) });

  const somebody = async () => {
    const login = `yenlac.moi${fresh()}`;
    const wish = { login, password, fullName: login, kind: 'official', siteId: site };
    return edge.get(account, 'account.create', { as: administrator.token, body: wish });
  };
  const onAccount = async (body?: object): Promise<ActingRequest> => {
    const { id } = await somebody();
    const asked = { as: administrator.token, params: { accountId: id }, ...(body && { body }) };
    return { asked, actor: 'quantri', targetId: id, siteId: site };
  };
  const room = () =>
    edge.get(endpoint, 'endpoint.create', {
      as: secretariat.token,
      body: { siteId: site, name: `Phòng họp ${fresh()}` },
    });
  const onRoom = async (asked: Omit<Asked, 'params'> = {}): Promise<ActingRequest> => {
    const { id } = await room();
    return {
      asked: { as: secretariat.token, params: { endpointId: id }, ...asked },
      actor: secretary,
      targetId: id,
      siteId: site,
    };
  };
  /** Creates a commune of Yên Lạc. */
  const unit = async () => {
    const [id, name] = [uuid(), `Xã Mới ${fresh()}`];
    const made = {
      id,
      code: id.slice(-12),
      name,
      folded: fold(name),
      levelId: 'commune',
      parentId: site,
      validFrom: '2021-01-01',
      validTo: null,
    };
    await edge.repositories.sites.apply(coveredTree({ sites: [made] }));
    return made;
  };
  const newGroup = () => ({
    siteId: site,
    name: `Nhóm ${fresh()}`,
    include: [{ kind: 'subtree', siteId: site }],
  });
  const onGroup = async (body?: object): Promise<ActingRequest> => {
    const { id } = await edge.get(group, 'group.create', { as: secretariat.token, body: newGroup() });
    const asked = { as: secretariat.token, params: { groupId: id }, ...(body && { body }) };
    return { asked, actor: secretary, targetId: id, siteId: site };
  };
  const onTemplate = async (body?: object): Promise<ActingRequest> => {
    const kept = { meetingId: (await meeting()).id, name: `Mẫu ${fresh()}` };
    const { id } = await edge.get(templateView, 'template.keep', { as: secretariat.token, body: kept });
    const asked = { as: secretariat.token, params: { templateId: id }, ...(body && { body }) };
    return { asked, actor: secretary, targetId: id, siteId: site };
  };
  const upload = async (meetingId: string) =>
    edge.get(documentView, 'document.upload', {
      as: secretariat.token,
      params: { meetingId },
      query: { name: 'Báo cáo.pdf' },
      bytes: paper(),
    });
  const classifiedDocument = async () => {
    const cleared = { as: administrator.token, params: { accountId: secretariat.id } };
    await edge.ask('account.setClearance', { ...cleared, body: { cleared: true } });
    const { id: meetingId } = await meeting([], { classification: 'classified' });
    return { id: (await upload(meetingId)).id, meetingId };
  };
  const code = async (endpointId: string): Promise<string> => {
    const made = await edge.get(pairing, 'pairing.create', { as: secretariat.token, body: { endpointId } });
    secrets.add(made.code);
    return made.code;
  };
  const signedIn = async (): Promise<string> => {
    const body = { login: 'yenlac.canbo', password };
    const answer = await edge.ask('session.signIn', { body });
    const [cookie = ''] = answer.headers.getSetCookie();
    const [pair = ''] = cookie.split(';');
    secrets.add(pair.split('=')[1] ?? pair);
    return pair;
  };
  let soon = 0;
  /** A check of the hall, in a rehearsal that is open by then. */
  const checked = async () => {
    soon += 2;
    const startsAtMs = edge.clock.now + soon * hour;
    const made = await meeting([hall.id], { startsAtMs, endsAtMs: startsAtMs + hour });
    await edge.get(meetingDetail, 'meeting.schedule', at(made));
    await edge.scheduling.clock.tick();
    const asked = { as: hall.token, params: { meetingId: made.id }, body: workingDevices };
    return edge.get(rehearsal, 'rehearsal.report', asked);
  };
  const csv = (text: string): Asked => ({
    as: administrator.token,
    query: { dryRun: 'false' },
    bytes: text,
  });
  const list = (actor: string, siteId: string | null, targetId: string, asked: Asked): ActingRequest => ({
    asked,
    actor,
    targetId,
    siteId,
  });
  const taken = (name: string): ActingRequest => list(secretary, site, name, { as: secretariat.token });
  const holder = async () => {
    const login = `yenlac.rieng${fresh()}`;
    return { login, ...(await edge.account(login, 'official', site)) };
  };
  type Holder = Awaited<ReturnType<typeof holder>>;
  const onOneself = ({ login, id, token }: Holder, asked: Omit<Asked, 'as'> = {}): ActingRequest => ({
    asked: { as: token, ...asked },
    actor: login,
    targetId: id,
    siteId: site,
  });
  const totpOf = async ({ token }: Holder) => {
    const { enrolment, secret: shared } = await edge.get(totpOffer, 'factor.offerTotp', { as: token });
    secrets.add(shared);
    const code = TOTP.generate({ secret: Secret.fromBase32(shared), timestamp: edge.clock.now });
    return { enrolment, code };
  };
  const withTotp = async () => {
    const one = await holder();
    const asked = { as: one.token, body: await totpOf(one) };
    const { recoveryCodes: codes } = await edge.get(recoveryCodes, 'factor.confirmTotp', asked);
    for (const code of codes) secrets.add(code);
    return { ...one, codes };
  };
  const passkeyOf = async ({ token }: Holder) => {
    const { challenge, options } = await edge.get(passkeyOffer, 'factor.offerPasskey', { as: token });
    return { challenge, name: 'Máy ở cơ quan', passkey: softwarePasskey(origin).create(options.challenge) };
  };
  const newPassword = 'bèo dạt mây trôi chốn xa xôi';
  const linkTo = async () => {
    const made = await scheduled([hall.id]);
    const [invitation] = made.invitations;
    const params = { meetingId: made.id, invitationId: invitation?.id ?? '' };
    return { made, params };
  };

  const requests = {
    'session.signIn': async () => {
      secrets.add(password);
      const asked = { body: { login: 'yenlac.canbo', password } };
      return { asked, actor: 'yenlac.canbo', targetId: yenLac.official.id, siteId: site };
    },
    'session.signOut': async () => ({
      asked: { headers: { cookie: await signedIn() } },
      actor: 'yenlac.canbo',
      targetId: yenLac.official.id,
      siteId: site,
    }),
    'session.prove': async () => {
      const { login, id, codes } = await withTotp();
      const { challenge } = await edge.get(secondStep, 'session.signIn', { body: { login, password } });
      const proof = { kind: 'recovery-code', code: codes[0] };
      return { asked: { body: { challenge, proof } }, actor: login, targetId: id, siteId: site };
    },
    'session.endOthers': async () => {
      const one = await holder();
      await edge.signIn(one.login);
      return onOneself(one);
    },
    'session.end': async () => {
      const one = await holder();
      await edge.signIn(one.login);
      const { sessions } = await edge.get(ownSessions, 'session.list', { as: one.token });
      const other = sessions.find(({ isCurrent }) => !isCurrent);
      return onOneself(one, { params: { sessionId: other?.id ?? '' } });
    },
    'account.changeOwnPassword': async () => {
      secrets.add(newPassword);
      return onOneself(await holder(), { body: { current: password, password: newPassword } });
    },
    'factor.confirmTotp': async () => {
      const one = await holder();
      return onOneself(one, { body: await totpOf(one) });
    },
    'factor.removeTotp': async () => onOneself(await withTotp()),
    'factor.confirmPasskey': async () => {
      const one = await holder();
      return onOneself(one, { body: await passkeyOf(one) });
    },
    'factor.removePasskey': async () => {
      const one = await holder();
      await edge.get(recoveryCodes, 'factor.confirmPasskey', { as: one.token, body: await passkeyOf(one) });
      const { passkeys } = await edge.get(secondFactors, 'factor.list', { as: one.token });
      return onOneself(one, { params: { passkeyId: passkeys[0]?.id ?? '' } });
    },
    'factor.renewRecoveryCodes': async () => onOneself(await withTotp()),
    'session.confirm': async () => {
      secrets.add(password);
      const asked = { as: secretariat.token, body: { password } };
      return { asked, actor: secretary, targetId: secretariat.id, siteId: site };
    },
    'account.create': async () => {
      const login = `yenlac.moi${fresh()}`;
      const body = { login, password, fullName: login, kind: 'official', siteId: site };
      return { asked: { as: administrator.token, body }, actor: 'quantri', siteId: site };
    },
    'account.setPassword': () => {
      secrets.add(newPassword);
      return onAccount({ password: newPassword });
    },
    'account.change': () => onAccount({ email: 'moi@vinhphuc.example' }),
    'account.setClearance': () => onAccount({ cleared: true }),
    'account.resetSecondFactors': async () => {
      const { id } = await withTotp();
      const asked = { as: administrator.token, params: { accountId: id } };
      return { asked, actor: 'quantri', targetId: id, siteId: site };
    },
    'account.disable': () => onAccount(),
    'account.enable': async () => {
      const request = await onAccount();
      const found = await edge.repositories.accounts.byId(request.targetId ?? '');
      if (found) await edge.repositories.accounts.disable(covered(found), edge.clock.now);
      return request;
    },
    'firstAdministrator.create': async () => {
      const token = newToken();
      secrets.add(token).add(newPassword);
      const expiresAtMs = edge.clock.now + hour;
      await edge.repositories.oneTimeLinks.replace({
        tokenHash: hashSecret(token),
        account: null,
        expiresAtMs,
      });
      const body = { token, login: `dautien${fresh()}`, fullName: 'Quản trị viên', password: newPassword };
      return { asked: { body }, actor: null, siteId: null };
    },
    'passwordLink.issue': () => onAccount({ deliver: 'show' }),
    'passwordLink.use': async () => {
      const { id } = await somebody();
      const params = { accountId: id };
      const asked = { as: administrator.token, params, body: { deliver: 'show' } };
      const { token } = await edge.get(issuedPasswordLink, 'passwordLink.issue', asked);
      secrets.add(token ?? '').add(newPassword);
      return { asked: { body: { token, password: newPassword } }, actor: null, targetId: id, siteId: site };
    },
    'site.import': async () =>
      list('quantri', null, 'sites', {
        as: administrator.token,
        body: {
          format: 'districts',
          text: await readFile('demo/data/vinhphuc-2025-03-121.tsv', 'utf8'),
          province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
          validFrom: '2027-01-01',
        },
      }),
    'site.merge': async () => {
      const [double, of] = [await unit(), await unit()];
      const body = { merges: [{ siteId: double.id, intoSiteId: of.id }] };
      const as = administrator.token;
      const { digest } = await edge.get(mergeCheck, 'site.checkMerge', { as, body });
      const asked = { as, body: { ...body, digest } };
      return { asked, actor: 'quantri', targetId: double.id, siteId: double.id };
    },
    'site.create': async () => {
      const code = `99${fresh()}`;
      const body = { code, name: `Xã Mới ${code}`, levelId: 'commune', parentId: site };
      return { asked: { as: administrator.token, body }, actor: 'quantri' };
    },
    'site.change': async () => {
      const { id } = await unit();
      const body = { name: `Xã Đổi Tên ${fresh()}` };
      const asked = { as: administrator.token, params: { siteId: id }, body };
      return { asked, actor: 'quantri', targetId: id, siteId: id };
    },
    'site.retire': async () => {
      const { id } = await unit();
      const asked = { as: administrator.token, params: { siteId: id } };
      const validTo = '2027-01-01';
      const { digest } = await edge.get(retirementCheck, 'site.checkRetirement', {
        ...asked,
        query: { validTo },
      });
      const body = { validTo, digest };
      return { asked: { ...asked, body }, actor: 'quantri', targetId: id, siteId: id };
    },
    'endpoint.create': async () => {
      const body = { siteId: site, name: `Phòng họp ${fresh()}` };
      return { asked: { as: secretariat.token, body }, actor: secretary, siteId: site };
    },
    'endpoint.change': () => onRoom({ body: { name: `Hội trường ${fresh()}` } }),
    'endpoint.move': async () => {
      const { id } = await unit();
      return { ...(await onRoom({ body: { siteId: id } })), siteId: id };
    },
    'endpoint.setClearance': async () => ({
      ...(await onRoom({ as: administrator.token, body: { cleared: true } })),
      actor: 'quantri',
    }),
    'endpoint.retire': () => onRoom(),
    'group.create': async () => {
      const asked = { as: secretariat.token, body: newGroup() };
      return { asked, actor: secretary, siteId: site };
    },
    'group.change': () => onGroup({ name: `Nhóm ${fresh()}` }),
    'group.remove': () => onGroup(),
    'pairing.create': async () => {
      const { id } = await room();
      const asked = { as: secretariat.token, body: { endpointId: id } };
      return { asked, actor: secretary, targetId: id, siteId: site };
    },
    'pairing.createSheet': async () => {
      const { id } = await room();
      const body = { endpointIds: [id], validForS: 86_400 };
      return { asked: { as: secretariat.token, body }, actor: secretary, targetId: id, siteId: site };
    },
    'pairing.grant': async () => {
      const { id } = await room();
      const { code } = await edge.get(shownCode, 'device.showCode', {});
      const body = { endpointId: id, code };
      return { asked: { as: secretariat.token, body }, actor: secretary, targetId: id, siteId: site };
    },
    'device.pair': async () => {
      const { id, name } = await room();
      const asked = { body: { code: await code(id) } };
      return { asked, actor: `${name}, Huyện Yên Lạc`, targetId: id, siteId: site };
    },
    'device.revoke': () => onRoom(),

    'meeting.create': async () => {
      const startsAtMs = edge.clock.now + fresh() * hour;
      const body = { title: 'Họp mới', siteId: site, startsAtMs, endsAtMs: startsAtMs + hour };
      return { asked: { as: secretariat.token, body }, actor: secretary, siteId: site };
    },
    'meeting.change': async () => changing(await meeting(), { body: { title: 'Tên khác' } }),
    'meeting.invite': async () =>
      changing(await meeting(), {
        body: { invitations: [{ kind: 'endpoint', inviteeId: hall.id, role: 'delegate' }] },
      }),
    'meeting.inviteSelection': async () =>
      changing(await meeting(), { body: { include: [{ kind: 'subtree', siteId: site }], role: 'delegate' } }),
    'meeting.askDelegates': async () => {
      const made = await meeting([hall.id]);
      const params = { meetingId: made.id, invitationId: made.invitations[0]?.id ?? '' };
      return changing(made, { params, body: { delegates: [{ name: 'Nguyễn An', position: '' }] } });
    },
    'meeting.withdrawInvitation': async () => {
      const made = await meeting([hall.id]);
      return changing(made, { params: { meetingId: made.id, invitationId: made.invitations[0]?.id ?? '' } });
    },
    'meeting.submit': async () => changing(await meeting([], { needsApproval: true })),
    'meeting.approve': async () => {
      const asked = at(await meeting([], { needsApproval: true }));
      const submitted = await edge.get(meetingDetail, 'meeting.submit', asked);
      const { headers, params } = at(submitted);
      const by = { as: administrator.token, headers, params };
      return { asked: by, actor: 'quantri', targetId: submitted.id, siteId: site };
    },
    'meeting.sendBack': async () => {
      const asked = at(await meeting([], { needsApproval: true }));
      const submitted = await edge.get(meetingDetail, 'meeting.submit', asked);
      return changing(submitted, { body: { reason: 'Bổ sung tài liệu' } });
    },
    'meeting.schedule': async () => changing(await meeting()),
    'meeting.overrideClashes': async () => {
      const made = await meeting();
      const asked = { ...at(made), as: administrator.token, body: { overridesClashes: true } };
      return { asked, actor: 'quantri', targetId: made.id, siteId: site };
    },
    'meeting.cancel': async () => changing(await scheduled(), { body: {} }),
    'series.create': async () => changing(await meeting(), { body: { rule: 'FREQ=WEEKLY;COUNT=3' } }),
    'meeting.open': async () => {
      const made = await scheduled();
      return { asked: { as: secretariat.token, params: { meetingId: made.id } }, ...ofMeeting(made) };
    },
    'meeting.copy': async () => {
      const { id, startsAtMs } = await meeting();
      const body = { startsAtMs: startsAtMs + hour };
      const asked = { as: secretariat.token, params: { meetingId: id }, body };
      return { asked, actor: secretary, siteId: site };
    },
    'template.keep': async () => {
      const body = { meetingId: (await meeting()).id, name: `Mẫu ${fresh()}` };
      return { asked: { as: secretariat.token, body }, actor: secretary, siteId: site };
    },
    'template.rename': () => onTemplate({ name: `Mẫu mới ${fresh()}` }),
    'template.remove': () => onTemplate(),
    'template.use': async () => {
      const body = { siteId: site, startsAtMs: edge.clock.now + fresh() * hour };
      const asked = { as: secretariat.token, params: { templateId: 'weekly-briefing' }, body };
      return { asked, actor: secretary, siteId: site };
    },
    'emergency.call': async () => {
      const body = {
        title: 'Báo động lũ',
        siteId: site,
        include: [{ kind: 'subtree', siteId: site }],
        chair: { kind: 'account', inviteeId: yenLac.official.id },
      };
      return { asked: { as: secretariat.token, body }, actor: secretary, siteId: site };
    },

    'reply.own': async () => {
      const made = await scheduled([hall.id]);
      const body = { answer: 'confirmed', delegateCount: 3 };
      const asked = { as: hall.token, params: { meetingId: made.id }, body };
      return { asked, actor: 'Hội trường, Xã Tam Hồng', targetId: made.id, siteId: site };
    },
    'reply.link': async () => {
      const { made, params } = await linkTo();
      return { asked: { as: secretariat.token, params }, ...ofMeeting(made) };
    },
    'reply.byLink': async () => {
      const { made, params } = await linkTo();
      const { token } = await edge.get(replyLink, 'reply.link', { as: secretariat.token, params });
      secrets.add(token);
      const asked = { params: { token }, body: { answer: 'confirmed', delegateCount: 2 } };
      return { asked, actor: null, targetId: made.id, siteId: site };
    },
    'reply.mail': async () => {
      secrets.add(secret);
      const headers = { 'content-type': 'message/rfc822', 'x-mail-secret': secret };
      const asked = { bytes: 'Subject: không có gì\r\n\r\nkhông có gì\r\n', headers };
      return list('', null, 'reply.mail', asked);
    },
    'contact.set': async () => {
      const body = { contacts: [{ name: 'Trần Bình', phone: '0912 345 678' }] };
      const asked = { as: secretariat.token, params: { siteId: site }, body };
      return { asked, actor: secretary, targetId: site, siteId: site };
    },
    'rehearsal.ask': async () => {
      const { meetingId } = await checked();
      const asked = { as: secretariat.token, params: { meetingId }, body: { endpointIds: [hall.id] } };
      return { asked, actor: secretary, targetId: meetingId, siteId: site };
    },
    'rehearsal.signOff': async () => {
      const { id } = await checked();
      const params = { rehearsalId: id };
      const asked = { as: yenLac.operator.token, params, body: { fit: true, note: '' } };
      const { siteId } = await edge.get(endpoint, 'endpoint.change', {
        as: administrator.token,
        params: { endpointId: hall.id },
        body: { name: 'Hội trường' },
      });
      return { asked, actor: 'yenlac.kythuat', targetId: hall.id, siteId };
    },

    'document.upload': async () => {
      const { id } = await meeting();
      const asked = {
        as: secretariat.token,
        params: { meetingId: id },
        query: { name: 'Báo cáo.pdf' },
        bytes: paper(),
      };
      return { asked, actor: secretary, siteId: site };
    },
    'document.content': async () => {
      const { id, meetingId } = await classifiedDocument();
      const asked = { as: secretariat.token, params: { meetingId, documentId: id } };
      return { asked, actor: secretary, targetId: id, siteId: site };
    },
    'document.page': async () => {
      const { id, meetingId } = await classifiedDocument();
      const asked = { as: secretariat.token, params: { meetingId, documentId: id, page: '1' } };
      return { asked, actor: secretary, targetId: id, siteId: site };
    },
    'document.remove': async () => {
      const { id } = await meeting();
      const document = await upload(id);
      const asked = { as: secretariat.token, params: { meetingId: id, documentId: document.id } };
      return { asked, actor: secretary, targetId: document.id, siteId: site };
    },

    'feed.create': async () => list(secretary, site, secretariat.id, { as: secretariat.token }),
    'feed.revoke': async () => {
      const { path } = await edge.get(feed, 'feed.create', { as: secretariat.token });
      secrets.add(path.slice('/calendar/'.length, -'.ics'.length));
      return list(secretary, site, secretariat.id, { as: secretariat.token });
    },
    'feed.createForEndpoint': () => onRoom(),
    'feed.revokeForEndpoint': async () => {
      const request = await onRoom();
      await edge.get(feed, 'feed.createForEndpoint', request.asked);
      return request;
    },

    'sheet.sites': async () => taken('sites'),
    'sheet.importSites': async () =>
      list('quantri', null, 'sites', csv('Mã đơn vị;Tên đơn vị;Cấp\r\n26;Tỉnh Vĩnh Phúc;Cấp tỉnh\r\n')),
    'sheet.endpoints': async () => taken('endpoints'),
    'sheet.importEndpoints': async () =>
      list('quantri', null, 'endpoints', csv('Mã đơn vị;Tên điểm cầu\r\n26;Phòng Khánh tiết\r\n')),
    'sheet.contacts': async () => taken('contacts'),
    'sheet.importContacts': async () =>
      list('quantri', null, 'contacts', csv('Mã đơn vị;Họ và tên;Điện thoại\r\n26;Lê Chi;0211 386 1234\r\n')),
    'sheet.meetings': async () => taken('meetings'),
    'sheet.invitations': async () => {
      const made = await meeting();
      return { asked: { as: secretariat.token, params: { meetingId: made.id } }, ...ofMeeting(made) };
    },
    'sheet.readiness': async () => {
      const made = await meeting();
      return { asked: { as: secretariat.token, params: { meetingId: made.id } }, ...ofMeeting(made) };
    },
    'sheet.rollCall': async () => {
      const made = await meeting();
      return { asked: { as: secretariat.token, params: { meetingId: made.id } }, ...ofMeeting(made) };
    },
    'sheet.history': async () => {
      const made = await meeting();
      return { asked: { as: secretariat.token, params: { meetingId: made.id } }, ...ofMeeting(made) };
    },
    'sheet.accounts': async () => taken('accounts'),
    'sheet.groups': async () => taken('groups'),
    'sheet.bookings': async () => {
      const query = { fromMs: String(edge.clock.now), toMs: String(edge.clock.now + 24 * hour) };
      return list(secretary, site, 'bookings', { as: secretariat.token, query });
    },
    'sheet.rehearsals': () => onRoom(),
    'sheet.audit': async () => list('quantri', null, 'audit', { as: administrator.token }),
  } satisfies Partial<Record<RouteName, () => Promise<ActingRequest>>>;
  return new Map<string, () => Promise<ActingRequest>>(Object.entries(requests));
}
