/** Parts within parts: mail programs use two or three, each of a few parts. */
const deepest = 6;
const mostParts = 50;
/** The head of a mail that went through many hands has some ten kB. */
const longestHead = 100_000;
/** A media type with its parameters. */
const longestHeader = 2_000;

/**
 * The first calendar in a mail (RFC 5322, 2045, 2046), decoded; undefined where there is none. Nothing else of the mail is
 * looked at.
 */
export function calendarInMail(mail: Buffer): string | undefined {
  return calendarIn(mail.toString('latin1'), 0);
}

/** `entity` holds one character for each byte, so that what is cut out of it can be decoded afterwards. */
function calendarIn(entity: string, depth: number): string | undefined {
  const [head, body] = split(entity);
  const type = headerOf(head, 'content-type');
  const boundary = parameterOf(type, 'boundary');
  if (/^multipart\//i.test(type) && boundary !== undefined && depth < deepest) {
    for (const part of partsOf(body, boundary)) {
      const found = calendarIn(part, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!/^(text\/calendar|application\/ics)\b/i.test(type)) return undefined;
  const bytes = decoded(body, headerOf(head, 'content-transfer-encoding').trim().toLowerCase());
  return bytes.toString(
    /^(iso-8859-1|latin1)$/i.test(parameterOf(type, 'charset') ?? '') ? 'latin1' : 'utf8',
  );
}

function split(entity: string): readonly [head: string, body: string] {
  const end = /\r?\n\r?\n/.exec(entity);
  if ((end?.index ?? entity.length) > longestHead) return ['', ''];
  return end === null ? [entity, ''] : [entity.slice(0, end.index), entity.slice(end.index + end[0].length)];
}

/** Unfolded; empty where the header is missing. */
function headerOf(head: string, name: string): string {
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const line = lines.find((each) => each.toLowerCase().startsWith(`${name}:`));
  return line === undefined ? '' : line.slice(name.length + 1, longestHeader).trim();
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
