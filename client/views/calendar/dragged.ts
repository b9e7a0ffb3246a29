import { useRef } from 'preact/hooks';
import type { MeetingSummary } from '../../../protocol/rest/meetings.ts';
import { dayMs, quarterMs } from '../../state/calendar.ts';
import type { Moving } from './moving.ts';

/** A press that slips less than this is a press. */
const slackPx = 5;

/**
 * Moves meetings with the pointer, by quarters of an hour and by columns; nothing is kept before it is confirmed. What it gives
 * is begun by the pointer's press on a meeting's block.
 */
export function useDragged(
  days: readonly string[],
  moving: Moving,
): (event: PointerEvent, meeting: MeetingSummary, startsAtMs: number) => void {
  // A drag outlives many renderings; each asks the newest.
  const latest = useRef({ days, moving });
  latest.current = { days, moving };
  return (event, meeting, startsAtMs) => {
    // A finger scrolls; it moves meetings in the form.
    if (event.button !== 0 || event.pointerType === 'touch' || !(event.currentTarget instanceof Element))
      return;
    const column = event.currentTarget.closest('[data-day]');
    if (!column) return;
    const { width, height } = column.getBoundingClientRect();
    const { clientX, clientY } = event;
    const drag = new AbortController();
    let isDragged = false;
    const follow = (to: PointerEvent): void => {
      const [x, y] = [to.clientX - clientX, to.clientY - clientY];
      if (!isDragged && Math.hypot(x, y) < slackPx) return;
      isDragged = true;
      const aside = latest.current.days.length > 1 ? Math.round(x / width) * dayMs : 0;
      const down = Math.round(((y / height) * dayMs) / quarterMs) * quarterMs;
      latest.current.moving.to(meeting, startsAtMs + aside + down);
    };
    const end = (): void => {
      drag.abort();
      if (isDragged) swallowClick();
    };
    const { signal } = drag;
    addEventListener('pointermove', follow, { signal });
    addEventListener('pointerup', end, { signal });
    addEventListener('pointercancel', () => drag.abort(), { signal });
  };
}

/** The click that a drag's end makes, in the same task, is meant for nothing that lies below it. */
function swallowClick(): void {
  const passed = new AbortController();
  addEventListener('click', (event) => event.stopPropagation(), { capture: true, signal: passed.signal });
  setTimeout(() => passed.abort());
}
