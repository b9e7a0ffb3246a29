import type { Workshop } from '../../workshop/workshop.ts';
import type { CalendarQuestion, CalendarQuestions } from './calendar-work.ts';

/**
 * Asks the calendar, off the event loop.
 *
 * @param by the id of the caller; callers are served in turn
 * @throws Failure `unavailable` if too many requests wait
 */
export type Calendar = <Q extends CalendarQuestion>(
  question: Q,
  ask: CalendarQuestions[Q]['ask'],
  by: string,
) => Promise<CalendarQuestions[Q]['answer']>;

export function createCalendar(workshop: Workshop): Calendar {
  // The input is short or made by the server itself, so the process can be reused.
  const work = workshop.kind<unknown, unknown>({
    name: 'calendar',
    module: new URL('./calendar-work.ts', import.meta.url),
    deadlineMs: 10_000,
    heapMb: 128,
    lasting: true,
    atOnce: 1,
    waiting: 100,
    waitingOfOne: 10,
  });
  return async <Q extends CalendarQuestion>(question: Q, ask: CalendarQuestions[Q]['ask'], by: string) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the module answers each question by the same table
    (await work(() => ({ question, ask }), by)) as CalendarQuestions[Q]['answer'];
}
