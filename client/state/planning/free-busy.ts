import { fold } from '../../../domain/sites/fold.ts';
import type { FreeBusy } from '../../../protocol/rest/meetings/bookings.ts';

export type RoomRow = FreeBusy['endpoints'][number];
export type BusySpan = RoomRow['busy'][number];

/** A row of the grid: the heading of a unit, or one of the rooms below it. */
export type GridRow =
  | { readonly kind: 'unit'; readonly unit: string; readonly count: number }
  | { readonly kind: 'room'; readonly room: RoomRow };

const byName = new Intl.Collator('vi', { numeric: true });

/**
 * The parent unit of a room's unit, from "Xã Tam Hồng, Huyện Yên Lạc"; the unit
 * itself where it has no parent.
 */
export const unitAbove = ({ siteName }: RoomRow): string =>
  siteName.slice(siteName.lastIndexOf(', ') + 1).trim();

export const unitsOf = (rooms: readonly RoomRow[]): readonly string[] =>
  [...new Set(rooms.map(unitAbove))].sort(byName.compare);

/**
 * Rooms whose name or unit contains a text, with or without accents, below `unit` if given;
 * under their units' headings.
 */
export function gridRows(
  rooms: readonly RoomRow[],
  text: string,
  unit: string | undefined,
): readonly GridRow[] {
  const sought = fold(text);
  const shown = rooms.filter(
    (room) =>
      (unit === undefined || unitAbove(room) === unit) &&
      fold(`${room.name} ${room.siteName}`).includes(sought),
  );
  const groups = Map.groupBy(shown, unitAbove);
  return [...groups]
    .sort(([a], [b]) => byName.compare(a, b))
    .flatMap(([unit, rooms]): GridRow[] => [
      { kind: 'unit', unit, count: rooms.length },
      ...rooms
        .toSorted((a, b) => byName.compare(a.siteName, b.siteName) || byName.compare(a.name, b.name))
        .map((room): GridRow => ({ kind: 'room', room })),
    ]);
}

/** What keeps a room busy at any time within a span. */
export const busyWithin = ({ busy }: RoomRow, fromMs: number, toMs: number): readonly BusySpan[] =>
  busy.filter((span) => span.fromMs < toMs && span.toMs > fromMs);
