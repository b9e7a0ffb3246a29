/** A rectangle on the screen, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const arrows = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const;
export type Arrow = (typeof arrows)[number];

/** A neighbour in the same row or column is nearer than one that is closer, but off the line. */
const offLineWeight = 3;
/** Boxes of one row may overlap by their borders. */
const tolerancePx = 2;

/**
 * The box that an arrow key of a remote control leads to. In a direction without a box, left and right lead to
 * the box before or after in the order given, so that those two keys alone reach every box.
 * @returns its index; undefined to stay
 */
export function boxTowards(boxes: readonly Box[], from: number, arrow: Arrow): number | undefined {
  const start = boxes[from];
  if (!start || boxes.length < 2) return undefined;
  const nearest = boxes
    .map((box, index) => ({ index, distance: distance(start, box, arrow) }))
    .filter(({ index, distance }) => index !== from && distance < Infinity)
    .toSorted((a, b) => a.distance - b.distance || a.index - b.index)[0];
  if (nearest) return nearest.index;
  switch (arrow) {
    case 'ArrowLeft':
      return (from - 1 + boxes.length) % boxes.length;
    case 'ArrowRight':
      return (from + 1) % boxes.length;
    case 'ArrowUp':
    case 'ArrowDown':
      return undefined;
    default:
      return arrow satisfies never;
  }
}

/** Infinite for a box that is not in this direction; left and right stay in their row. */
function distance(from: Box, to: Box, arrow: Arrow): number {
  const offRow = gap(from.top, from.bottom, to.top, to.bottom);
  const offColumn = gap(from.left, from.right, to.left, to.right);
  switch (arrow) {
    case 'ArrowLeft':
      return offRow > 0 ? Infinity : ahead(from.left - to.right);
    case 'ArrowRight':
      return offRow > 0 ? Infinity : ahead(to.left - from.right);
    case 'ArrowUp':
      return ahead(from.top - to.bottom) + offColumn * offLineWeight;
    case 'ArrowDown':
      return ahead(to.top - from.bottom) + offColumn * offLineWeight;
    default:
      return arrow satisfies never;
  }
}

const ahead = (px: number): number => (px < -tolerancePx ? Infinity : Math.max(0, px));

/** The space between two spans; 0 where they overlap. */
const gap = (aFrom: number, aTo: number, bFrom: number, bTo: number): number =>
  Math.max(0, bFrom - aTo + tolerancePx, aFrom - bTo + tolerancePx);
