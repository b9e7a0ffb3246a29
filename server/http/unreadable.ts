import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, errors } from '../../protocol/errors.ts';
import { problemType } from '../../protocol/rest/problem.ts';
import { lingeringMs } from './security.ts';

/** Error codes for Node's `clientError`; every other one is a malformed request. */
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
 * Answers input that never becomes a request, because its head is too large, too slow or not HTTP, in the
 * same format as all other failures. Node itself sends only the status. Closes the connection, because the
 * start of the next request is unknown.
 */
export function answerUnreadable(server: Server): void {
  /** The last request of each connection. */
  const answers = new WeakMap<Duplex, ServerResponse>();
  const refused = new WeakSet<Duplex>();
  server.on('request', (request, response) => answers.set(request.socket, response));
  // An unknown expectation is no reason to refuse (RFC 9110, 10.1.1); Node would answer 417 without a body.
  server.on('checkExpectation', (request, response) => void server.emit('request', request, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Later input on this connection is unreadable, too, and is discarded.
    if (refused.has(socket)) return;
    refused.add(socket);
    const refuse = (): void => {
      if (socket.writable) socket.end(problemOf(codes[error.code ?? ''] ?? 'invalid-request'));
      // Closes late: a TCP reset while the client still sends would discard the answer.
      setTimeout(() => socket.destroy(), lingeringMs).unref();
    };
    const answer = answers.get(socket);
    if (answer === undefined || answer.writableFinished) refuse();
    // The request before is complete: its own answer goes first, or the client would take the refusal for
    // that answer.
    else if (answer.req.complete) answer.once('finish', refuse);
    // An answer has already begun, so a second one cannot follow.
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
