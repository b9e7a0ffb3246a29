import type { ConferenceState, Participant } from '../../protocol/state.ts';
import type { Role } from '../../protocol/roles.ts';
import type { Site } from '../sites/tree.ts';

/** Whom a meeting invites: an endpoint or an account, by the id that it has as a participant. */
export interface Invited {
  readonly inviteeId: string;
  readonly name: string;
  readonly siteId: string | null;
  readonly siteName: string;
  readonly role: Role;
}

/** `late`: came in after the start. `absent`: was never in, and nobody said why. */
export type Attendance = 'present' | 'late' | 'absent' | 'excused';

export interface RollCallRow {
  /** The invitee's id, which is the participant's. */
  readonly id: string;
  readonly name: string;
  readonly siteName: string;
  /** From the root to the own site; empty for those who belong to none. */
  readonly sitePath: readonly string[];
  readonly role: Role;
  readonly invited: boolean;
  readonly attendance: Attendance;
  /** When it first came in, epoch ms. */
  readonly since: number | null;
  /** What the room reports of itself; null where it has not. */
  readonly headCount: number | null;
  readonly delegates: number | null;
  /** Why it is excused; empty for all others. */
  readonly reason: string;
}

export type Sums = Readonly<Record<Attendance | 'total' | 'headCount' | 'delegates', number>>;

/** A unit with all units below it. */
export interface UnitSums extends Sums {
  readonly siteId: string;
  readonly parentId: string | null;
  readonly name: string;
}

export interface RollCall {
  /** Units in the order of the tree, and by name within one. */
  readonly rows: readonly RollCallRow[];
  /** Every unit that has a row in it or below it, parents first. */
  readonly units: readonly UnitSums[];
  readonly total: Sums;
}

type Unit = Pick<Site, 'id' | 'name' | 'parentId'>;

/** Who is there of those who should be, and who came besides; `sites` names the units and says what is above them. */
export function rollCall(
  invited: readonly Invited[],
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
    // A unit that is on no list any more is still called what its participants say.
    const name = nameOf(siteId) || (first?.sitePath.at(-1) === siteId ? first.siteName : siteId);
    return { siteId, parentId: above ?? null, name, ...sumsOf(within) };
  });
  return { rows, units, total: sumsOf(rows) };
}

/** Whoever only waited in the lobby was not in. */
const wasIn = ({ presence }: Participant): boolean => presence !== 'waiting';

function rowOfInvited(
  { inviteeId, name, siteId, siteName, role }: Invited,
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

function rowOfParticipant(
  { id, name, siteName, sitePath, role, since }: Participant,
  invited: boolean,
  { startedAt, rollCall: { reports } }: ConferenceState,
): RollCallRow {
  const report = reports[id];
  return {
    id,
    name,
    siteName,
    sitePath,
    role,
    invited,
    attendance: startedAt !== null && since > startedAt ? 'late' : 'present',
    since,
    headCount: report?.headCount ?? null,
    delegates: report?.delegates ?? null,
    reason: '',
  };
}

/** From the root to the site, as far as the tree knows it. */
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
    // The id after the name, lest two units of one name be mixed.
    key: [...row.sitePath.flatMap((siteId) => [nameOf(siteId), siteId]), '', row.name, row.id],
  }));
  return keyed.toSorted((a, b) => compareParts(a.key, b.key)).map(({ row }) => row);
}

function sumsOf(rows: readonly RollCallRow[]): Sums {
  const having = (attendance: Attendance): number =>
    rows.filter((row) => row.attendance === attendance).length;
  const sum = (of: 'headCount' | 'delegates'): number =>
    rows.reduce((total, row) => total + (row[of] ?? 0), 0);
  return {
    total: rows.length,
    present: having('present'),
    late: having('late'),
    absent: having('absent'),
    excused: having('excused'),
    headCount: sum('headCount'),
    delegates: sum('delegates'),
  };
}
