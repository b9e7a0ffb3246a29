import { isSeated, maySpeak } from '../../../domain/conference/state.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { inRosterOrder } from './roster-order.ts';

/** How many tiles a page of the wall has; the largest is the contract's `mostOnPage`. */
export const wallSizes = [4, 9, 16, 25] as const;
export type WallSize = (typeof wallSizes)[number];

export const wallSizeNamed = (name: string | undefined): WallSize | undefined =>
  wallSizes.find((size) => String(size) === name);

export interface WallPage {
  readonly members: readonly Participant[];
  /**
   * The members of the following page, which after the last is the first; empty if there is only one page.
   */
  readonly next: readonly Participant[];
  /** From 1. */
  readonly number: number;
  readonly of: number;
  /** First participants of the previous and the next page. */
  readonly previousFrom: string | undefined;
  readonly nextFrom: string | undefined;
}

/**
 * The page of the wall that begins with a participant; undefined is the first page. Participants that join or
 * leave on other pages move nothing on this one, and a page keeps its place when its first participant has
 * left. The wall shows all participants that may speak, in roster order.
 */
export function wallPage(conference: ConferenceState, size: WallSize, from: string | undefined): WallPage {
  const all = inRosterOrder(Object.values(conference.participants)).filter(({ role }) => maySpeak(role));
  const shown = all.filter(isSeated);
  const gone = all.findIndex(({ id }) => id === from);
  const after = all.slice(Math.max(0, gone)).find(isSeated);
  const start = after && shown.length > size ? shown.indexOf(after) : 0;
  const members = shown.slice(start, start + size);
  const before = Math.ceil(start / size);
  const of = Math.max(1, before + Math.ceil((shown.length - start) / size));
  const end = start + members.length;
  const nextStart = end < shown.length ? end : 0;
  const previousStart = start > 0 ? Math.max(0, start - size) : Math.floor((shown.length - 1) / size) * size;
  return {
    members,
    next: nextStart === start ? [] : shown.slice(nextStart, nextStart + size),
    number: before + 1,
    of,
    previousFrom: shown[previousStart]?.id,
    nextFrom: shown[nextStart]?.id,
  };
}

/**
 * The grid of tiles: a page that is not full keeps its tile size; a wall of one page makes its
 * tiles as large as possible.
 */
export function wallGrid(
  size: WallSize,
  { members, of }: WallPage,
): { readonly columns: number; readonly rows: number } {
  const places = of > 1 ? size : Math.max(1, members.length);
  const columns = Math.ceil(Math.sqrt(places));
  return { columns, rows: Math.ceil(places / columns) };
}
