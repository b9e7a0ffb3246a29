import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, errors } from '../../protocol/errors.ts';
import { problemType } from '../../protocol/rest/problem.ts';
import { lingeringMs } from './security.ts';

/** Node's names of what it cannot read (`clientError`); all others are a request that is malformed. */
const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'payload-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
};

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Content Too Large',
  431: 'Request Header Fields Too Large',
};

/**
 * Answers what never becomes a request, because its head is too large, too slow or no HTTP, as all other failures are answered.
 * Without this Node sends the bare status. The connection ends, since nobody knows where the next request would begin.
 */
export function answerUnreadable(server: Server): void {
  /** The last request of each connection. */
  const answers = new WeakMap<Duplex, ServerResponse>();
  const refused = new WeakSet<Duplex>();
  server.on('request', (request, response) => answers.set(request.socket, response));
  // An expectation that nobody knows is no reason to refuse (RFC 9110, 10.1.1); Node would answer a bare 417.
  server.on('checkExpectation', (request, response) => void server.emit('request', request, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // What comes after is read and thrown away, and is as unreadable.
    if (refused.has(socket)) return;
    refused.add(socket);
    const refuse = (): void => {
      if (socket.writable) socket.end(problemOf(codes[error.code ?? ''] ?? 'invalid-request'));
      // A connection that is reset while the client still sends would eat the answer.
      setTimeout(() => socket.destroy(), lingeringMs).unref();
    };
    const answer = answers.get(socket);
    if (answer === undefined || answer.writableFinished) refuse();
    // It came whole: its own answer goes first, or the client would take the refusal for it.
    else if (answer.req.complete) answer.once('finish', refuse);
    // The middle of an answer is no place for another one.
    else if (answer.headersSent) socket.destroy();
    else refuse();
  });
}

function problemOf(code: ErrorCode): string {
  const { status } = errors[code];
  const body = JSON.stringify({ type: 'about:blank', title: code, status, code });
  return [
    `HTTP/1.1 ${status} ${reasons[status] ?? ''}`,
    `Content-Type: ${problemType}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
