import { type Moving, movingTogether } from '../../../domain/schedule/free-together.ts';
import type { Search, Span } from '../../../domain/schedule/free-times.ts';
import {
  occurrencesOf,
  type RecurrenceProblem,
  shiftedByWallClock,
  wallClockShift,
} from '../../../domain/schedule/recurrence.ts';

export interface Times {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

export interface Repetition {
  readonly rule: string;
  readonly timeZone: string;
}

export type LaterTimes =
  | { readonly ok: true; readonly times: readonly Times[] }
  | { readonly ok: false; readonly problem: RecurrenceProblem };

/** Meetings that move together, by the wall clock of a time zone. */
export interface MovedTogether {
  readonly asked: Span;
  readonly moving: readonly Moving[];
  readonly timeZone: string;
}

export interface SearchTogether extends Search {
  readonly busy: readonly Span[];
  readonly oneOf: readonly (readonly Span[])[];
}

/** The questions to the calendar and their answers. */
export interface CalendarQuestions {
  /** The times at which a rule repeats a meeting. Each is as long as the first one, by the wall clock. */
  readonly later: { readonly ask: Repetition & { readonly first: Times }; readonly answer: LaterTimes };
  /**
   * The new times of `others` when one meeting moves `from` one time `to` another, by the wall clock of the
   * zone.
   */
  readonly moved: {
    readonly ask: {
      readonly from: Times;
      readonly to: Times;
      readonly others: readonly Times[];
      readonly timeZone: string;
    };
    readonly answer: readonly Times[];
  };
  /** For each meeting that moves along, the span that it could reach. */
  readonly reaches: { readonly ask: MovedTogether; readonly answer: readonly Span[] };
  /** The starts at which all of them would be free. */
  readonly freeTogether: {
    readonly ask: MovedTogether & { readonly search: SearchTogether };
    readonly answer: readonly number[];
  };
}

export type CalendarQuestion = keyof CalendarQuestions;
export type CalendarTask = {
  [Q in CalendarQuestion]: { readonly question: Q; readonly ask: CalendarQuestions[Q]['ask'] };
}[CalendarQuestion];

const answers: {
  readonly [Q in CalendarQuestion]: (ask: CalendarQuestions[Q]['ask']) => CalendarQuestions[Q]['answer'];
} = {
  later: ({ rule, timeZone, first: { startsAtMs: firstMs, endsAtMs } }) => {
    const occurrences = occurrencesOf({ rule, timeZone, firstMs });
    if (!occurrences.ok) return occurrences;
    const lengthMs = wallClockShift(firstMs, endsAtMs, timeZone);
    const times = occurrences.startsMs.slice(1).map((startsAtMs) => ({
      startsAtMs,
      endsAtMs: shiftedByWallClock(startsAtMs, lengthMs, timeZone),
    }));
    return { ok: true, times };
  },

  moved: ({ from, to, others, timeZone }) => {
    const startShiftMs = wallClockShift(from.startsAtMs, to.startsAtMs, timeZone);
    const endShiftMs = wallClockShift(from.endsAtMs, to.endsAtMs, timeZone);
    return others.map(({ startsAtMs, endsAtMs }) => ({
      startsAtMs: shiftedByWallClock(startsAtMs, startShiftMs, timeZone),
      endsAtMs: shiftedByWallClock(endsAtMs, endShiftMs, timeZone),
    }));
  },

  reaches: ({ asked, moving, timeZone }) => movingTogether(asked, moving, timeZone).reaches,

  freeTogether: ({ asked, moving, timeZone, search: { busy, ...search } }) =>
    movingTogether(asked, moving, timeZone).nearestFree(busy, search),
};

/**
 * Computes with time zones and rules. Runs in the workshop: 400 meetings take up to some tenths of a second.
 */
export function work(task: CalendarTask): CalendarQuestions[CalendarQuestion]['answer'] {
  switch (task.question) {
    case 'later':
      return answers.later(task.ask);
    case 'moved':
      return answers.moved(task.ask);
    case 'reaches':
      return answers.reaches(task.ask);
    case 'freeTogether':
      return answers.freeTogether(task.ask);
    default:
      return task satisfies never;
  }
}
