import type { auditRoutes } from '../../../protocol/rest/routes/audit.ts';
import type { sheetRoutes } from '../../../protocol/rest/routes/sheets.ts';
import { hostileSheets } from '../../../test/support/sheets/hostile-sheets.ts';
import { at, type InputsOf, type RouteInput } from '../input.ts';
import { dayMs, many, text } from '../world.ts';
import { busyMs, csv, inLive } from './given.ts';

const roomHeading = 'Mã đơn vị,Tên điểm cầu,Thư điện tử,Tải xuống (kbit/s),Tải lên (kbit/s),Nhãn';

const sheets = (more: readonly RouteInput[], query = {}): readonly [RouteInput, ...RouteInput[]] => [
  at('a cell in the last row and column', () => ({
    query,
    content: hostileSheets['a cell in the last row and column'] ?? '',
  })),
  at('a column that is written in entities', () => ({
    query,
    content: hostileSheets['a column that is written in entities'] ?? '',
  })),
  at('a text of 40 MB', () => ({ query, content: hostileSheets['a text of 40 MB'] ?? '' })),
  ...more,
];

const written = (asking: RouteInput['asking'] = () => ({})): readonly [RouteInput, RouteInput] => [
  at('as XLSX', async (world) => ({ query: { format: 'xlsx' }, ...(await asking(world)) })),
  at('as CSV', async (world) => ({ query: { format: 'csv' }, ...(await asking(world)) })),
];

const reformDay = { validFrom: '2026-01-01' };

/** Spreadsheets and the audit log. */
export const sheetInputs: InputsOf<keyof typeof sheetRoutes | keyof typeof auditRoutes, RouteInput> = {
  'sheet.sites': written(),
  'sheet.importSites': sheets([]),
  'sheet.reform': written(),
  'sheet.importReform': sheets(
    [
      at('900 units with other names', () => ({
        query: reformDay,
        content: csv(
          'Mã hiện nay,Tên mới',
          many(900, (n) => `${1 + n},Xã đổi tên ${n}`),
        ),
      })),
      at('20,000 new units, each below the next', () => ({
        query: reformDay,
        content: csv(
          'Mã mới,Tên mới,Cấp mới,Mã đơn vị cấp trên mới',
          many(20_000, (n) => `M${n},Xã mới ${n},Cấp xã,M${n + 1}`),
        ),
      })),
    ],
    reformDay,
  ),
  'sheet.endpoints': written(),
  'sheet.importEndpoints': sheets([
    at('20,000 new rooms, all wrong', () => ({
      content: csv(
        roomHeading,
        many(20_000, () => ',,không phải thư,không phải số,không phải số,'),
      ),
    })),
    at('10,000 new rooms', () => ({
      content: csv(
        roomHeading,
        many(10_000, (n) => `${1 + (n % 900)},Phòng mới ${n},,,,`),
      ),
    })),
    at('10,000 new rooms, taken in', () => ({
      query: { dryRun: 'false' },
      content: csv(
        roomHeading,
        many(10_000, (n) => `${1 + (n % 900)},Phòng thêm ${n},,,,`),
      ),
    })),
    at('5 MB of commas', () => ({ content: ','.repeat(4_999_999) })),
  ]),
  'sheet.importAccounts': sheets([
    at('10,000 new accounts', () => ({
      content: csv(
        'Tên đăng nhập,Họ và tên,Vai trò,Mã đơn vị',
        many(10_000, (n) => `nguoi.${n},Lê Văn ${n},Cán bộ,${1 + (n % 900)}`),
      ),
    })),
  ]),
  'sheet.contacts': written(),
  'sheet.importContacts': sheets([
    at('9,000 people, taken in', () => ({
      query: { dryRun: 'false' },
      content: csv(
        'Mã đơn vị,Thứ tự gọi,Họ và tên,Điện thoại',
        many(9_000, (n) => `${1 + (n % 900)},${1 + Math.floor(n / 900)},Lê Văn ${n},0913 456 789`),
      ),
    })),
  ]),
  'sheet.meetings': written(),
  'sheet.invitations': written((world) => inLive(world)),
  'sheet.readiness': written((world) => inLive(world)),
  'sheet.rollCall': written((world) => inLive(world)),
  'sheet.ballots': written((world) => inLive(world)),
  'sheet.speeches': written((world) => inLive(world)),
  'sheet.chat': written((world) => inLive(world)),
  'sheet.papers': written((world) => inLive(world)),
  'sheet.history': written((world) => inLive(world)),
  'sheet.accounts': written(),
  'audit.list': [
    at('500 of them', () => ({ query: { limit: 500 } })),
    at('500 that hold a long text', () => ({ query: { limit: 500, q: text(100) } })),
  ],
  'sheet.audit': written(),
  'sheet.groups': written(),
  'sheet.bookings': written(() => ({ query: { fromMs: busyMs, toMs: busyMs + 45 * dayMs } })),
  'sheet.template': written(() => ({ params: { kind: 'sites' } })),
  'sheet.rehearsals': written(({ roomId }) => ({ params: { endpointId: roomId } })),
};
