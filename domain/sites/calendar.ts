const vietnamOffsetMs = 7 * 60 * 60 * 1_000;

/** The calendar day of an instant in Vietnam (UTC+7 all year), as `YYYY-MM-DD`. */
export const dayInVietnam = (atMs: number): string =>
  new Date(atMs + vietnamOffsetMs).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** Midnight with which a day (`YYYY-MM-DD`) begins in Vietnam, epoch ms; NaN for an invalid day. */
export const startOfDayInVietnam = (day: string): number => Date.parse(`${day}T00:00:00+07:00`);

/** Minutes since midnight in Vietnam. */
export const minuteOfDayInVietnam = (atMs: number): number => {
  const there = new Date(atMs + vietnamOffsetMs);
  return there.getUTCHours() * 60 + there.getUTCMinutes();
};

/** The day of the week in Vietnam, Sunday 0 to Saturday 6. */
export const weekdayInVietnam = (atMs: number): number => new Date(atMs + vietnamOffsetMs).getUTCDay();

const dayMs = 24 * 60 * 60 * 1_000;

/** `minuteOfDay` minutes after midnight in Vietnam, on the day before an instant's day there; epoch ms. */
export const eveInVietnam = (atMs: number, minuteOfDay: number): number => {
  const midnightMs = Math.floor((atMs + vietnamOffsetMs) / dayMs) * dayMs - vietnamOffsetMs;
  return midnightMs - dayMs + minuteOfDay * 60_000;
};
