import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { BytesOf } from '../documents/document-store.ts';
import type { Validators } from '../letters/validators.ts';

/** An answer that is a file. */
interface StreamedFile {
  readonly mediaType: string;
  /** The file name that the browser proposes; not a path. */
  readonly fileName: string;
}

interface StreamedWhole extends StreamedFile {
  readonly content: Readable | string;
  readonly bytes?: number;
  /** With these a client that has the file can ask for it again; an unchanged file is answered with 304. */
  readonly validators?: Pick<Validators, 'etag'> & Partial<Validators>;
  /** The file never changes under its address, so a client that has it need not ask. */
  readonly lasting?: boolean;
}

/** A file of which clients can ask for a part. */
interface StreamedInParts extends StreamedFile {
  readonly content: (part?: BytesOf) => Readable;
  readonly bytes: number;
  /** Strong, with its quotes: parts with the same tag are parts of the same file. */
  readonly etag: string;
}

export type Streamed = StreamedWhole | StreamedInParts;

/**
 * How long a client keeps a lasting file. Afterwards it asks whether the file is unchanged, which costs
 * little.
 */
const keptForS = 2_592_000;

/**
 * Sends a file so that no browser shows it as a page of ours: as an attachment, with exactly the media type
 * that we detected. A browser that opens it anyway gives it no scripts and not our origin.
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
 * Returns undefined for the whole file, which is a valid answer to any `Range` (RFC 9110, 14.2). The whole
 * file is the answer where the range is missing, one of several or beyond the end, and where the client's
 * first part is of another file.
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
 * Whether the client already has the file (RFC 9110, 13.1.2 and 13.1.3). Not Express's `fresh`, which answers
 * in full where the request has `Cache-Control: no-cache`: that header is for caches on the way, and every
 * `fetch` with a conditional header sends it.
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
