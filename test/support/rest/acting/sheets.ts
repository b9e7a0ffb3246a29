import type { sheetRoutes } from '../../../../protocol/rest/routes/sheets.ts';
import type { auditRoutes } from '../../../../protocol/rest/routes/audit.ts';
import type { Asked } from '../rest-edge.ts';
import { type ActingRequest, type Ground, hour, type RequestsOf } from './ground.ts';

/** Spreadsheets and the audit log. */
export function sheetRequests({
  edge,
  administrator,
  site,
  secretariat,
  secretary,
  fresh,
  meeting,
  ofMeeting,
  onRoom,
  list,
}: Ground) {
  const csv = (text: string): Asked => ({
    as: administrator.token,
    query: { dryRun: 'false' },
    bytes: text,
  });
  const taken = (name: string): ActingRequest => list(secretary, site, name, { as: secretariat.token });

  return {
    'sheet.sites': async () => taken('sites'),
    'sheet.importSites': async () =>
      list('quantri', null, 'sites', csv('Mã đơn vị;Tên đơn vị;Cấp\r\n26;Tỉnh Vĩnh Phúc;Cấp tỉnh\r\n')),
    'sheet.reform': async () => list('quantri', null, 'sites', { as: administrator.token }),
    'sheet.importReform': async () =>
      list('quantri', null, 'sites', {
        ...csv(
          `Mã mới;Tên mới;Cấp mới;Mã đơn vị cấp trên mới\r\nM${fresh()};Sở Mới ${fresh()};Sở, ban, ngành;26\r\n`,
        ),
        query: { dryRun: 'false', validFrom: '2025-07-01' },
      }),
    'sheet.endpoints': async () => taken('endpoints'),
    'sheet.importEndpoints': async () =>
      list('quantri', null, 'endpoints', csv('Mã đơn vị;Tên điểm cầu\r\n26;Phòng Khánh tiết\r\n')),
    'sheet.contacts': async () => taken('contacts'),
    'sheet.importAccounts': async () => {
      const sheet = `Tên đăng nhập;Họ và tên;Vai trò;Mã đơn vị\r\nbang.${fresh()};Lê Chi;Cán bộ;26\r\n`;
      return list('quantri', null, 'accounts', csv(sheet));
    },
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
    'sheet.ballots': async () => {
      const made = await meeting();
      return { asked: { as: secretariat.token, params: { meetingId: made.id } }, ...ofMeeting(made) };
    },
    'sheet.speeches': async () => {
      const made = await meeting();
      return { asked: { as: secretariat.token, params: { meetingId: made.id } }, ...ofMeeting(made) };
    },
    'sheet.chat': async () => {
      const made = await meeting();
      return { asked: { as: secretariat.token, params: { meetingId: made.id } }, ...ofMeeting(made) };
    },
    'sheet.papers': async () => {
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
  } satisfies RequestsOf<typeof sheetRoutes & typeof auditRoutes>;
}
