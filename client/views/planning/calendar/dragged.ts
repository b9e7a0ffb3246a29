import { useRef } from 'preact/hooks';
import type { MeetingSummary } from '../../../../protocol/rest/meetings/meetings.ts';
import { dayMs, quarterMs } from '../../../state/planning/calendar.ts';
import type { MeetingMover } from './moving.ts';

/** A press that moves less than this is still a press. */
const slackPx = 5;

/** A finger that rests this long on a meeting picks it up; a finger that moves earlier scrolls. */
const longPressMs = 400;

interface Dragged {
  /** For pointerdown on a meeting's block. */
  readonly begin: (event: PointerEvent, meeting: MeetingSummary, startsAtMs: number) => void;
  /**
   * For the browser's default touch actions on that block: while a meeting is held, it neither
   * scrolls nor opens a menu.
   */
  readonly hold: (event: Event) => void;
}

/**
 * Moves meetings with the pointer, by quarters of an hour and by columns. A finger picks a meeting up with a
 * long press. Nothing is saved before it is confirmed.
 */
export function useDragged(days: readonly string[], moving: MeetingMover): Dragged {
  // A drag outlives many renders; its handlers read the newest values here.
  const latest = useRef({ days, moving });
  latest.current = { days, moving };
  const isHeld = useRef(false);
  return {
    hold(event) {
      if (isHeld.current && event.cancelable) event.preventDefault();
    },
    begin(event, meeting, startsAtMs) {
      if (event.button !== 0 || !(event.currentTarget instanceof Element)) return;
      const column = event.currentTarget.closest('[data-day]');
      if (!column) return;
      const { width, height } = column.getBoundingClientRect();
      const { clientX, clientY } = event;
      const drag = new AbortController();
      const { signal } = drag;
      const isTouch = event.pointerType === 'touch';
      let isDragged = false;
      const follow = (to: PointerEvent): void => {
        const [x, y] = [to.clientX - clientX, to.clientY - clientY];
        const slips = Math.hypot(x, y) >= slackPx;
        if (isTouch && !isHeld.current) {
          if (slips) drag.abort();
          return;
        }
        if (!isDragged && !slips) return;
        isDragged = true;
        const aside = latest.current.days.length > 1 ? Math.round(x / width) * dayMs : 0;
        const down = Math.round(((y / height) * dayMs) / quarterMs) * quarterMs;
        latest.current.moving.to(meeting, startsAtMs + aside + down);
      };
      const end = (): void => {
        if (isDragged || isHeld.current) swallowClick();
        drag.abort();
      };
      addEventListener('pointermove', follow, { signal });
      addEventListener('pointerup', end, { signal });
      addEventListener('pointercancel', () => drag.abort(), { signal });
      if (!isTouch) return;
      const timer = setTimeout(() => {
        isHeld.current = true;
        latest.current.moving.to(meeting, startsAtMs);
      }, longPressMs);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        isHeld.current = false;
      });
    },
  };
}

/** Stops the click event that ends a drag, in the same task; otherwise it would hit the element below. */
function swallowClick(): void {
  const passed = new AbortController();
  addEventListener('click', (event) => event.stopPropagation(), { capture: true, signal: passed.signal });
  setTimeout(() => passed.abort());
}
