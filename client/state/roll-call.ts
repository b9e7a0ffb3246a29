import { allowed } from '../../domain/conference/policy.ts';
import type { Invited, RollCall, RollCallRow, Sums, UnitSums } from '../../domain/conference/roll-call.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';
import type { MeetingDetail } from '../../protocol/rest/meetings.ts';

/** A meeting's invitations as the roll call takes them; what is invited is known there by the id of who is. */
export const invitedOf = ({ invitations }: Pick<MeetingDetail, 'invitations'>): readonly Invited[] =>
  invitations;

/** Whether this participant counts heads while the roll is called: the rooms do, and delegates who sit elsewhere. */
export const mayReport = (conference: ConferenceState, own: Participant): boolean =>
  conference.rollCall.phase === 'open' &&
  (own.role === 'delegate' || own.kind === 'endpoint') &&
  allowed('rollCall.report', own.role, conference.phase);

/** Whether it is asked to now: until it has answered. */
export const isAskedToReport = (conference: ConferenceState, own: Participant): boolean =>
  mayReport(conference, own) && conference.rollCall.reports[own.id] === undefined;

/** What was typed of a room: undefined where it is no count, or there are more delegates than people. */
export function reportTyped(
  headCount: string,
  delegates: string,
): { readonly headCount: number; readonly delegates: number } | undefined {
  const [heads, those] = [countTyped(headCount), countTyped(delegates)];
  return heads === undefined || those === undefined || those > heads
    ? undefined
    : { headCount: heads, delegates: those };
}

const countTyped = (text: string): number | undefined =>
  /^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined;

/** One level of the tree: the units below it, and those who belong to it itself. */
export interface RollCallLevel {
  /** From the top down to the unit that is shown; empty at the top. */
  readonly path: readonly UnitSums[];
  readonly units: readonly UnitSums[];
  readonly rows: readonly RollCallRow[];
  readonly sums: Sums;
}

/**
 * What a unit shows, null being the top; a unit that is not in the roll call (any more) shows the top. A unit that would
 * show a single row is shown by that row.
 */
export function rollCallLevel(rollCall: RollCall, siteId: string | null): RollCallLevel {
  const path = pathTo(rollCall, siteId);
  const shown = path.at(-1);
  const id = shown?.siteId ?? null;
  const below = rollCall.units.filter(({ parentId }) => parentId === id);
  const shownByRow = new Set(below.filter(({ total }) => total === 1).map(({ siteId }) => siteId));
  return {
    path,
    units: below.filter(({ siteId }) => !shownByRow.has(siteId)),
    rows: rollCall.rows.filter(
      ({ sitePath }) => (sitePath.at(-1) ?? null) === id || sitePath.some((each) => shownByRow.has(each)),
    ),
    sums: shown ?? rollCall.total,
  };
}

/** Where the table opens: the highest unit at which there is something to choose between. */
export function landing(rollCall: RollCall): string | null {
  let at: string | null = null;
  for (;;) {
    const { units, rows }: RollCallLevel = rollCallLevel(rollCall, at);
    const [only] = units;
    if (!only || units.length > 1 || rows.length > 0) return at;
    at = only.siteId;
  }
}

function pathTo({ units }: RollCall, siteId: string | null): readonly UnitSums[] {
  const unit = units.find((each) => each.siteId === siteId);
  return unit ? [...pathTo({ units, rows: [], total: unit }, unit.parentId), unit] : [];
}
