import { globSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';

/**
 * Shorter answers are sent as they are: they fit into a packet or two. No answer that holds secrets repeats text from
 * its request, so its compressed length tells nothing about them.
 */
const worthwhile = 4_096;

/** A client that names no encodings would be allowed any; programs without the header seldom decode one. */
const takes = (request: Request, encoding: string): boolean =>
  request.headers['accept-encoding'] !== undefined && request.acceptsEncodings(encoding) !== false;

/** Sends a text in pieces, compressed where that is worthwhile and the client takes it. */
export async function sendText(response: Response, type: string, pieces: readonly string[]): Promise<void> {
  response.type(type);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const mayCompress = length >= worthwhile;
  if (mayCompress) response.vary('Accept-Encoding');
  if (!mayCompress || !takes(response.req, 'gzip')) {
    if (pieces.length === 1) response.send(pieces[0]);
    else await pipeline(Readable.from(pieces, { objectMode: false }), response);
    return;
  }
  response.setHeader('Content-Encoding', 'gzip');
  // On the threads of zlib; higher levels take several times as long for a tenth less.
  const zip = createGzip({ level: constants.Z_BEST_SPEED });
  await pipeline(Readable.from(pieces, { objectMode: false }), zip, response);
}

/** The encodings of the files that the client's build compresses (vite.config.ts), smallest first. */
const suffixes = { br: '.br', gzip: '.gz' } as const;

/** The encoding of a file of the build, and the file without it. */
export function encodingOf(file: string): { readonly encoding?: string; readonly plain: string } {
  for (const [encoding, suffix] of Object.entries(suffixes)) {
    if (file.endsWith(suffix)) return { encoding, plain: file.slice(0, -suffix.length) };
  }
  return { plain: file };
}

/** Leads a request for a file of the build to the smallest form of it that the client takes. */
export function smallestForm(folder: string): RequestHandler {
  const compressed = new Set(globSync('**/*.{br,gz}', { cwd: folder }));
  return (request, response, next) => {
    const name = request.path.slice(1);
    const offered = Object.entries(suffixes).filter(([, suffix]) => compressed.has(name + suffix));
    if (offered.length > 0) {
      response.vary('Accept-Encoding');
      const chosen = offered.find(([encoding]) => takes(request, encoding));
      // The query of such an address means nothing.
      if (chosen) request.url = request.path + chosen[1];
    }
    next();
  };
}
