import type { ConferenceState, Participant } from '../../protocol/state.ts';
import type { Role } from '../../protocol/roles.ts';
import type { Site } from '../sites/tree.ts';
import { isSeated } from './state.ts';

/** An invited endpoint or account, with the id that it has as a participant. */
export interface RollEntry {
  readonly inviteeId: string;
  readonly name: string;
  readonly siteId: string | null;
  readonly siteName: string;
  readonly role: Role;
}

/**
 * `late`: arrived after the start. `unconfirmed`: the room's device, which joins by itself, is in the
 * session, but the room has not reported how many people are there. `left`: was in the session and has left.
 * `absent`: was never in the session, or has reported that no one is there. `excused`: would be one of the
 * last three, but a reason was noted.
 */
export type AttendanceStatus = 'present' | 'late' | 'unconfirmed' | 'left' | 'absent' | 'excused';

/** In the order of display. */
export const attendances = [
  'present',
  'late',
  'unconfirmed',
  'left',
  'excused',
  'absent',
] as const satisfies readonly AttendanceStatus[];

const isThere = (attendance: AttendanceStatus): boolean => attendance === 'present' || attendance === 'late';

export interface RollCallRow {
  /** The id of the invitee, which is also that of the participant. */
  readonly id: string;
  readonly name: string;
  readonly siteName: string;
  /** Site ids from the root to its own site; empty if it belongs to no site. */
  readonly sitePath: readonly string[];
  readonly role: Role;
  readonly invited: boolean;
  readonly attendance: AttendanceStatus;
  /** When it first arrived, in the lobby or in the session, epoch ms; null if it was never in the session. */
  readonly since: number | null;
  /** What the room reports; null without a report, or while the room is not there. */
  readonly headCount: number | null;
  readonly delegates: number | null;
  /** The reason of an excuse; empty for all others. */
  readonly reason: string;
}

export type Sums = Readonly<Record<AttendanceStatus | 'total' | 'headCount' | 'delegates', number>>;

/** The sums of a unit and all units below it. */
export interface UnitSums extends Sums {
  readonly siteId: string;
  readonly parentId: string | null;
  readonly name: string;
}

export interface RollCall {
  /** In the order of the tree, and by name within a unit. */
  readonly rows: readonly RollCallRow[];
  /** Every unit that has a row in it or below it, parents first. */
  readonly units: readonly UnitSums[];
  readonly total: Sums;
}

type Unit = Pick<Site, 'id' | 'name' | 'parentId'>;

/**
 * The attendance of the invited, and of those that joined uninvited. `sites` gives the name and the parent of
 * each unit.
 */
export function rollCall(
  invited: readonly RollEntry[],
  state: ConferenceState,
  sites: readonly Unit[],
): RollCall {
  const unitById = new Map(sites.map((site) => [site.id, site]));
  const invitedIds = new Set(invited.map(({ inviteeId }) => inviteeId));
  const uninvited = Object.values(state.participants).filter(
    (participant) => !invitedIds.has(participant.id) && participant.role !== 'recorder' && wasIn(participant),
  );
  const unordered = [
    ...invited.map((each) => rowOfInvited(each, state, unitById)),
    ...uninvited.map((participant) => rowOfParticipant(participant, false, state)),
  ];
  const nameOf = (siteId: string): string => unitById.get(siteId)?.name ?? '';
  const rows = ordered(unordered, nameOf);
  const units = [...new Set(rows.flatMap(({ sitePath }) => sitePath))].map((siteId): UnitSums => {
    const within = rows.filter(({ sitePath }) => sitePath.includes(siteId));
    const [first] = within;
    const above = first?.sitePath[first.sitePath.indexOf(siteId) - 1];
    // A unit that is no longer on the list keeps the name that its participants carry.
    const name = nameOf(siteId) || (first?.sitePath.at(-1) === siteId ? first.siteName : siteId);
    return { siteId, parentId: above ?? null, name, ...sumsOf(within) };
  });
  return { rows, units, total: sumsOf(rows) };
}

/** False for a participant that only waited in the lobby, or was turned away there. */
const wasIn = ({ wasIn }: Participant): boolean => wasIn;

function rowOfInvited(
  { inviteeId, name, siteId, siteName, role }: RollEntry,
  state: ConferenceState,
  unitById: ReadonlyMap<string, Unit>,
): RollCallRow {
  const participant = state.participants[inviteeId];
  if (participant && wasIn(participant)) return rowOfParticipant(participant, true, state);
  const reason = state.rollCall.excused[inviteeId];
  return {
    id: inviteeId,
    name,
    siteName,
    sitePath: siteId === null ? [] : pathTo(siteId, unitById),
    role,
    invited: true,
    attendance: reason === undefined ? 'absent' : 'excused',
    since: null,
    headCount: null,
    delegates: null,
    reason: reason ?? '',
  };
}

function rowOfParticipant(participant: Participant, invited: boolean, state: ConferenceState): RollCallRow {
  const { id, name, siteName, sitePath, role, since } = participant;
  const { reports, excused } = state.rollCall;
  const attendance = attendanceOf(participant, state);
  const report = isThere(attendance) ? reports[id] : undefined;
  return {
    id,
    name,
    siteName,
    sitePath,
    role,
    invited,
    attendance,
    since,
    headCount: report?.headCount ?? null,
    delegates: report?.delegates ?? null,
    reason: attendance === 'excused' ? (excused[id] ?? '') : '',
  };
}

function attendanceOf(participant: Participant, { startedAt, rollCall }: ConferenceState): AttendanceStatus {
  const { id, kind, since } = participant;
  const missing = (why: AttendanceStatus): AttendanceStatus =>
    rollCall.excused[id] === undefined ? why : 'excused';
  if (!isSeated(participant)) return missing('left');
  const headCount = rollCall.reports[id]?.headCount;
  if (headCount === 0) return missing('absent');
  // An account is a person, who is there; a device alone says nothing about the people in its room.
  if (headCount === undefined && kind === 'endpoint') return missing('unconfirmed');
  return startedAt !== null && since > startedAt ? 'late' : 'present';
}

/** Site ids from the root to the site, as far as the tree is known. */
export function pathTo(
  siteId: string,
  unitById: ReadonlyMap<string, Pick<Unit, 'parentId'>>,
): readonly string[] {
  const path = [siteId];
  let above = unitById.get(siteId)?.parentId ?? null;
  while (above !== null && !path.includes(above)) {
    path.unshift(above);
    above = unitById.get(above)?.parentId ?? null;
  }
  return path;
}

const collator = new Intl.Collator('vi', { numeric: true });

const compareParts = (a: readonly string[], b: readonly string[]): number => {
  const differs = a.findIndex((part, index) => collator.compare(part, b[index] ?? '') !== 0);
  return differs === -1 ? 0 : collator.compare(a[differs] ?? '', b[differs] ?? '');
};

function ordered(rows: readonly RollCallRow[], nameOf: (siteId: string) => string): readonly RollCallRow[] {
  const keyed = rows.map((row) => ({
    row,
    // The id follows the name, so that the rows of two units with the same name are not mixed.
    key: [...row.sitePath.flatMap((siteId) => [nameOf(siteId), siteId]), '', row.name, row.id],
  }));
  return keyed.toSorted((a, b) => compareParts(a.key, b.key)).map(({ row }) => row);
}

function sumsOf(rows: readonly RollCallRow[]): Sums {
  const having = (attendance: AttendanceStatus): number =>
    rows.filter((row) => row.attendance === attendance).length;
  const sum = (of: 'headCount' | 'delegates'): number =>
    rows.reduce((total, row) => total + (row[of] ?? 0), 0);
  return {
    total: rows.length,
    present: having('present'),
    late: having('late'),
    unconfirmed: having('unconfirmed'),
    left: having('left'),
    absent: having('absent'),
    excused: having('excused'),
    headCount: sum('headCount'),
    delegates: sum('delegates'),
  };
}
