import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { BytesOf } from '../documents/document-store.ts';
import type { Validators } from '../letters/validators.ts';

/** A file as an answer. */
interface StreamedFile {
  readonly mediaType: string;
  /** What a browser proposes to call it; not a path. */
  readonly fileName: string;
}

interface StreamedWhole extends StreamedFile {
  readonly content: Readable | string;
  readonly bytes?: number;
  /** Lets who has it ask for it again: unchanged, the answer is 304 without it. */
  readonly validators?: Pick<Validators, 'etag'> & Partial<Validators>;
  /** It never changes under its address, so that who has it need not ask. */
  readonly lasting?: boolean;
}

/** Of which a part may be asked for. */
interface StreamedInParts extends StreamedFile {
  readonly content: (part?: BytesOf) => Readable;
  readonly bytes: number;
  /** Strong, with its quotes: parts of one tag are of one file. */
  readonly etag: string;
}

export type Streamed = StreamedWhole | StreamedInParts;

/** Beyond it a room asks whether a page is still the same, which costs it little. */
const keptForS = 2_592_000;

/**
 * Sends a file so that nobody's browser shows it in our name: as an attachment, of the type that we found it to be and no
 * other, and were it opened all the same, without scripts and without our origin.
 */
export async function stream(response: Response, file: Streamed): Promise<void> {
  if ('etag' in file) await sendPart(response, file);
  else await sendWhole(response, file);
}

async function sendWhole(
  response: Response,
  { content, bytes, validators, lasting, ...file }: StreamedWhole,
): Promise<void> {
  if (validators !== undefined) {
    const { etag, lastModifiedS } = validators;
    response.setHeader(
      'Cache-Control',
      lasting ? `private, max-age=${keptForS}, immutable` : 'private, no-cache',
    );
    response.setHeader('ETag', etag);
    if (lastModifiedS !== undefined) {
      response.setHeader('Last-Modified', new Date(lastModifiedS * 1_000).toUTCString());
    }
    if (isKnown(response.req, validators)) {
      response.status(304).end();
      return;
    }
  }
  describe(response, file);
  if (bytes !== undefined) response.setHeader('Content-Length', bytes);
  await pipeline(typeof content === 'string' ? Readable.from([content]) : content, response);
}

async function sendPart(
  response: Response,
  { content, bytes, etag, ...file }: StreamedInParts,
): Promise<void> {
  const part = partAsked(response.req, bytes, etag);
  describe(response, file);
  response.setHeader('ETag', etag);
  response.setHeader('Accept-Ranges', 'bytes');
  if (part !== undefined) {
    response.status(206);
    response.setHeader('Content-Range', `bytes ${part.start}-${part.end}/${bytes}`);
  }
  response.setHeader('Content-Length', part === undefined ? bytes : part.end - part.start + 1);
  await pipeline(content(part), response);
}

/**
 * Undefined for the whole file: a server may answer any `Range` so (RFC 9110, 14.2). This one does where the range is none, several or
 * beyond the end, and where the first part was of another file.
 */
function partAsked(request: Request, bytes: number, etag: string): BytesOf | undefined {
  const first = request.headers['if-range'];
  if (request.method !== 'GET' || (first !== undefined && first !== etag)) return undefined;
  const asked = request.range(bytes);
  if (!Array.isArray(asked) || asked.type !== 'bytes' || asked.length !== 1) return undefined;
  return asked[0];
}

function describe(response: Response, { mediaType, fileName }: StreamedFile): void {
  response.attachment(fileName.replaceAll(/[/\\:*?"<>|]/g, '-'));
  response.type(mediaType);
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('X-Content-Type-Options', 'nosniff');
}

/**
 * Whether who asks has it already (RFC 9110, 13.1.2 and 13.1.3). Not express's `fresh`, which answers in full where the request
 * says `Cache-Control: no-cache`: that is for caches on the way, and every `fetch` with such a header says it.
 */
function isKnown(
  { headers }: Request,
  { etag, lastModifiedS }: NonNullable<StreamedWhole['validators']>,
): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    return tags.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
  }
  const sinceMs = Date.parse(headers['if-modified-since'] ?? '');
  return lastModifiedS !== undefined && lastModifiedS * 1_000 <= sinceMs;
}
