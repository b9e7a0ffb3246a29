import { stringify } from 'csv-stringify/sync';
import { isModerator } from '../../domain/conference/state.ts';
import { rollCall, type RollCallRow } from '../../domain/conference/roll-call.ts';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import { Failure } from '../../protocol/failure.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { AccountRepository } from '../identity/account-repository.ts';
import { type Caller, subjectId } from '../identity/caller.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import { Names } from './names.ts';
import type { PlannedMeeting } from './stored-meeting.ts';

export interface RollCallExportContext {
  readonly see: (
    meetingId: string,
    caller: Caller,
  ) => Promise<{ readonly meeting: PlannedMeeting; readonly standing: { readonly role: Role } }>;
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
  /** What the meeting's conference is or was; the empty one where it never opened. */
  readonly conferenceState: (meetingId: string) => Promise<ConferenceState>;
}

export interface CsvFile {
  readonly fileName: string;
  readonly text: string;
}

export type RollCallExport = (meetingId: string, caller: Caller) => Promise<CsvFile>;

/** The roll call as a table for spreadsheets. @throws Failure `not-found`, `forbidden` */
export function createRollCallExport({
  see,
  conferenceState,
  ...repositories
}: RollCallExportContext): RollCallExport {
  return async (meetingId, caller) => {
    const { meeting, standing } = await see(meetingId, caller);
    const state = await conferenceState(meetingId);
    const role = state.participants[subjectId(caller)]?.role ?? standing.role;
    if (!isModerator(role)) throw new Failure('forbidden');
    const invited = await new Names(repositories).invitations(meeting.invitations);
    // The tree of the day: what a reform renamed later was called as it is in the papers of the meeting.
    const day = dayInVietnam(meeting.startsAtMs);
    const { rows } = rollCall(invited, state, await repositories.sites.validOn(day));
    return { fileName: `diem-danh-${day}.csv`, text: csvOf(rows) };
  };
}

const roles: Readonly<Record<Role, string>> = {
  chair: 'Chủ tọa',
  secretary: 'Thư ký',
  operator: 'Kỹ thuật',
  delegate: 'Đại biểu',
  observer: 'Dự thính',
  recorder: '',
};

const attendances: Readonly<Record<RollCallRow['attendance'], string>> = {
  present: 'Có mặt',
  late: 'Đến muộn',
  absent: 'Vắng',
  excused: 'Vắng có lý do',
};

const columns: Readonly<Record<string, (row: RollCallRow) => string | number | null>> = {
  'Đơn vị': ({ siteName }) => siteName,
  'Điểm cầu / đại biểu': ({ name }) => name,
  'Vai trò': ({ role }) => roles[role],
  'Giấy mời': ({ invited }) => (invited ? 'Có' : 'Không'),
  'Điểm danh': ({ attendance }) => attendances[attendance],
  'Vào lúc': ({ since }) => (since === null ? '' : timeInVietnam(since)),
  'Số người': ({ headCount }) => headCount,
  'Số đại biểu': ({ delegates }) => delegates,
  'Lý do': ({ reason }) => reason,
};

/**
 * With a byte order mark, by which spreadsheets know UTF-8, and every cell quoted. Cells that a spreadsheet would take for
 * a formula begin with an apostrophe (OWASP, CSV Injection).
 */
const csvOf = (rows: readonly RollCallRow[]): string =>
  stringify([Object.keys(columns), ...rows.map((row) => Object.values(columns).map((of) => of(row)))], {
    bom: true,
    quoted: true,
    quoted_empty: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });

/** Swedish writes instants as ISO 8601 does, which sorts and which every spreadsheet reads. */
const inVietnam = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: 'Asia/Ho_Chi_Minh',
});
const timeInVietnam = (atMs: number): string => inVietnam.format(atMs);
