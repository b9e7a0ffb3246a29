import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Validators } from '../letters/validators.ts';

/** A file as an answer. */
export interface Streamed {
  readonly content: Readable | string;
  readonly mediaType: string;
  /** What a browser proposes to call it; not a path. */
  readonly fileName: string;
  readonly bytes?: number;
  /** Lets who has it ask for it again: unchanged, the answer is 304 without it. */
  readonly validators?: Validators;
}

/**
 * Sends a file so that nobody's browser shows it in our name: as an attachment, of the type that we found it to be and no
 * other, and were it opened all the same, without scripts and without our origin.
 */
export async function stream(
  response: Response,
  { content, mediaType, fileName, bytes, validators }: Streamed,
): Promise<void> {
  if (validators !== undefined) {
    const { etag, lastModifiedS } = validators;
    response.setHeader('Cache-Control', 'private, no-cache');
    response.setHeader('ETag', etag);
    if (lastModifiedS !== undefined) {
      response.setHeader('Last-Modified', new Date(lastModifiedS * 1_000).toUTCString());
    }
    if (isKnown(response.req, validators)) {
      response.status(304).end();
      return;
    }
  }
  response.attachment(fileName.replaceAll(/[/\\:*?"<>|]/g, '-'));
  response.type(mediaType);
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (bytes !== undefined) response.setHeader('Content-Length', bytes);
  await pipeline(typeof content === 'string' ? Readable.from([content]) : content, response);
}

/**
 * Whether who asks has it already (RFC 9110, 13.1.2 and 13.1.3). Not express's `fresh`, which answers in full where the request
 * says `Cache-Control: no-cache`: that is for caches on the way, and every `fetch` with such a header says it.
 */
function isKnown({ headers }: Request, { etag, lastModifiedS }: Validators): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    return tags.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
  }
  const sinceMs = Date.parse(headers['if-modified-since'] ?? '');
  return lastModifiedS !== undefined && lastModifiedS * 1_000 <= sinceMs;
}
