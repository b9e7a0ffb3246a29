const most = 990_000;
const filled = (text: string, more = 0): string => text.repeat(Math.floor(most / text.length) - more);
const mail = (head: string, body = ''): string => `Content-Type: ${head}\r\n\r\n${body}`;
const calendar = (body: string): string =>
  mail('text/calendar', `BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n${body}END:VCALENDAR\r\n`);

/** Nests as many parts as fit. */
const nested = (depth: number): string =>
  depth === 0
    ? mail('text/plain', 'x')
    : mail(
        `multipart/mixed; boundary=b${depth}`,
        `${`--b${depth}\r\n${nested(depth - 1)}\r\n`.repeat(depth === 6 ? 1 : 7)}--b${depth}--\r\n`,
      );

/** Mails of up to a megabyte that take a reader a long time; none is a reply. */
export const hostileMails: Readonly<Record<string, string>> = {
  'parts within parts': nested(6),
  'a part in every line': mail('multipart/mixed; boundary=b', filled('--b\r\n', 20)),
  'nothing but lines': mail('multipart/mixed; boundary=b', filled('\n', 100)),
  'a header that goes on and on': mail(`multipart/mixed;${filled('\r\n ', 50)}`),
  'a header of semicolons': mail(`multipart/mixed${filled(';         ', 50)}`),
  'quoted signs alone': `Content-Transfer-Encoding: quoted-printable\r\n${mail('text/calendar', filled('=', 200))}`,
  'an attendee with 240,000 parameters': calendar(
    `BEGIN:VEVENT\r\nATTENDEE${filled(';X=1', 50)}:mailto:a@b\r\nUID:1\r\nEND:VEVENT\r\n`,
  ),
  'events that are never ended': calendar(filled('BEGIN:VEVENT\r\n', 20)),
  'a line that is folded everywhere': calendar(`COMMENT:${filled('\r\n x', 50)}\r\n`),
};
