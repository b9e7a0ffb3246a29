const zone = { timeZone: 'Asia/Ho_Chi_Minh' } as const;
const dayFormat = new Intl.DateTimeFormat('vi-VN', { ...zone, weekday: 'long' });
const dateFormat = new Intl.DateTimeFormat('en-GB', {
  ...zone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
const timeFormat = new Intl.DateTimeFormat('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' });

/** As Vietnamese papers write a time: 08 giờ 00. */
const timeOf = (atMs: number): string => timeFormat.format(atMs).replace(':', ' giờ ');
const dateOf = (atMs: number): string =>
  `${dayFormat.format(atMs).toLocaleLowerCase('vi')}, ngày ${dateFormat.format(atMs)}`;

/** The start and end in Vietnam; names the second day only if it is another. */
export function spanOf(startsAtMs: number, endsAtMs: number): string {
  const [from, to] = [dateOf(startsAtMs), dateOf(endsAtMs)];
  return from === to
    ? `từ ${timeOf(startsAtMs)} đến ${timeOf(endsAtMs)}, ${from}`
    : `từ ${timeOf(startsAtMs)}, ${from} đến ${timeOf(endsAtMs)}, ${to}`;
}

/** An instant in Vietnam: 08 giờ 00, thứ hai, ngày 07/12/2026. */
export const momentOf = (atMs: number): string => `${timeOf(atMs)}, ${dateOf(atMs)}`;
