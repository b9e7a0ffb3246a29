/** Parts within parts: mail programs use two or three, each of a few parts. */
const deepest = 6;
const mostParts = 50;
/** The head of a mail that went through many hands has some ten kB. */
const longestHead = 100_000;
/** A media type with its parameters. */
const longestHeader = 2_000;

/** Whether a part with these headers holds a calendar. */
type IsCalendar = (type: string, disposition: string) => boolean;

const saysCalendar: IsCalendar = (type) => /^(text\/calendar|application\/ics)\b/i.test(type);

/** Some mail gateways pass a calendar on as a file like any other. */
const isNamedCalendar: IsCalendar = (type, disposition) =>
  /^application\/octet-stream\b/i.test(type) &&
  /\.ics$/i.test(parameterOf(disposition, 'filename') ?? parameterOf(type, 'name') ?? '');

/**
 * The first calendar in a mail (RFC 5322, 2045, 2046), decoded; undefined where there is none. A part that says that it is a
 * calendar goes before a file that is named like one. Nothing else of the mail is looked at.
 */
export function calendarInMail(mail: Buffer): string | undefined {
  const entity = mail.toString('latin1');
  return calendarIn(entity, saysCalendar, 0) ?? calendarIn(entity, isNamedCalendar, 0);
}

/** All headers of a name, in lower case, in the mail's own head; unfolded, one character for each byte. */
export function headersInMail(mail: Buffer): (name: string) => readonly string[] {
  const [head] = split(mail.toString('latin1'));
  return (name) => headersOf(head, name);
}

/** `entity` holds one character for each byte, so that what is cut out of it can be decoded afterwards. */
function calendarIn(entity: string, isCalendar: IsCalendar, depth: number): string | undefined {
  const [head, body] = split(entity);
  const type = headerOf(head, 'content-type');
  const boundary = parameterOf(type, 'boundary');
  if (/^multipart\//i.test(type) && boundary !== undefined && depth < deepest) {
    for (const part of partsOf(body, boundary)) {
      const found = calendarIn(part, isCalendar, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isCalendar(type, headerOf(head, 'content-disposition'))) return undefined;
  const bytes = decoded(body, headerOf(head, 'content-transfer-encoding').trim().toLowerCase());
  return textOf(bytes, parameterOf(type, 'charset') ?? 'utf-8');
}

/** Without a mark of byte order before it. In UTF-8 where the mail names a character set that is none. */
function textOf(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function split(entity: string): readonly [head: string, body: string] {
  const end = /\r?\n\r?\n/.exec(entity);
  if ((end?.index ?? entity.length) > longestHead) return ['', ''];
  return end === null ? [entity, ''] : [entity.slice(0, end.index), entity.slice(end.index + end[0].length)];
}

/** Empty where the header is missing. */
const headerOf = (head: string, name: string): string =>
  headersOf(head, name)[0]?.slice(0, longestHeader) ?? '';

function headersOf(head: string, name: string): readonly string[] {
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return lines
    .filter((line) => line.toLowerCase().startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).trim());
}

function parameterOf(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"(?<quoted>[^"]*)"|(?<plain>[^\\s;]+))`, 'i').exec(value);
  return found?.groups?.['quoted'] ?? found?.groups?.['plain'];
}

function partsOf(body: string, boundary: string): readonly string[] {
  const parts: string[][] = [];
  for (const line of body.split(/\r?\n/)) {
    const text = line.trimEnd();
    if (text === `--${boundary}--`) break;
    if (text === `--${boundary}`) {
      if (parts.length === mostParts) break;
      parts.push([]);
    } else parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join('\r\n'));
}

function decoded(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  return Buffer.from(
    body
      .replaceAll(/=[ \t]*\r?\n/g, '')
      .replaceAll(/=(?<code>[\dA-F]{2})/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16))),
    'latin1',
  );
}
