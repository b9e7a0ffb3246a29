/** Limits for nested parts. Mail programs nest two or three levels, each with a few parts. */
const deepest = 6;
const mostParts = 50;
/** In characters. The head of a mail that passed many servers has about ten kB. */
const longestHead = 100_000;
/** In characters: a media type with its parameters. */
const longestHeader = 2_000;

/** Tells from its headers whether a part holds a calendar. */
type IsCalendar = (type: string, disposition: string) => boolean;

const saysCalendar: IsCalendar = (type) => /^(text\/calendar|application\/ics)\b/i.test(type);

/** Some mail gateways forward a calendar as an ordinary file. */
const isNamedCalendar: IsCalendar = (type, disposition) =>
  /^application\/octet-stream\b/i.test(type) &&
  /\.ics$/i.test(parameterOf(disposition, 'filename') ?? parameterOf(type, 'name') ?? '');

/**
 * The first calendar in a mail (RFC 5322, 2045, 2046), decoded; undefined if there is none. A part with a
 * calendar media type goes before a file with a calendar's name. Reads nothing else of the mail.
 */
export function calendarInMail(mail: Buffer): string | undefined {
  const entity = mail.toString('latin1');
  return calendarIn(entity, saysCalendar, 0) ?? calendarIn(entity, isNamedCalendar, 0);
}

/**
 * Reads all headers with a name, given in lower case, from the mail's own head; unfolded, one character per
 * byte.
 */
export function headersInMail(mail: Buffer): (name: string) => readonly string[] {
  const [head] = split(mail.toString('latin1'));
  return (name) => headersOf(head, name);
}

/** `entity` holds one character per byte, so parts cut out of it can be decoded afterwards. */
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

/** Without a byte order mark. Falls back to UTF-8 if the mail names an unknown character set. */
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

/** Empty if the header is missing. */
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
