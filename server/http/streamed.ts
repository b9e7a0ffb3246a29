import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** A file as an answer. */
export interface Streamed {
  readonly content: Readable | string;
  readonly mediaType: string;
  /** What a browser proposes to call it; not a path. */
  readonly fileName: string;
  readonly bytes?: number;
}

/**
 * Sends a file so that nobody's browser shows it in our name: as an attachment, of the type that we found it to be and no
 * other, and were it opened all the same, without scripts and without our origin.
 */
export async function stream(
  response: Response,
  { content, mediaType, fileName, bytes }: Streamed,
): Promise<void> {
  response.attachment(fileName.replaceAll(/[/\\:*?"<>|]/g, '-'));
  response.type(mediaType);
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (bytes !== undefined) response.setHeader('Content-Length', bytes);
  await pipeline(typeof content === 'string' ? Readable.from([content]) : content, response);
}
