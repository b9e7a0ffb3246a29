const VIETNAM_OFFSET_MS = 7 * 60 * 60 * 1_000;

/** The calendar day of an instant in Vietnam (UTC+7 all year), as `YYYY-MM-DD`. */
export const dayInVietnam = (atMs: number): string =>
  new Date(atMs + VIETNAM_OFFSET_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** Minutes since midnight in Vietnam. */
export const minuteOfDayInVietnam = (atMs: number): number => {
  const there = new Date(atMs + VIETNAM_OFFSET_MS);
  return there.getUTCHours() * 60 + there.getUTCMinutes();
};

/** The day of the week in Vietnam, Sunday 0 to Saturday 6. */
export const weekdayInVietnam = (atMs: number): number => new Date(atMs + VIETNAM_OFFSET_MS).getUTCDay();

const DAY_MS = 24 * 60 * 60 * 1_000;

/** `minuteOfDay` minutes after midnight in Vietnam, on the day before an instant's day there; epoch ms. */
export const eveInVietnam = (atMs: number, minuteOfDay: number): number => {
  const midnightMs = Math.floor((atMs + VIETNAM_OFFSET_MS) / DAY_MS) * DAY_MS - VIETNAM_OFFSET_MS;
  return midnightMs - DAY_MS + minuteOfDay * 60_000;
};
