import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import { expect } from 'chai';
import { downloaded } from '../../../client/signaling/download.ts';
import type { Result } from '../../../client/signaling/result.ts';
import { routes } from '../../../protocol/rest/routes.ts';

/**
 * The server's reaction to one request: the bytes it sends before the connection breaks, or an error status.
 */
type Course = { readonly bytes: number } | { readonly status: number };

describe('a download over a connection that breaks', () => {
  const file = Buffer.from(Array.from({ length: 100_000 }, (_, at) => (at * 7919) % 251));
  let [content, etag] = [file, '"one"'];
  let courses: Course[] = [];
  let asked: string[] = [];
  let server: Server;
  let url: string;

  before(async () => {
    server = createServer((request, response) => {
      const { range, 'if-range': first } = request.headers;
      asked.push(range ?? 'whole');
      const course = courses.shift() ?? { bytes: Infinity };
      if ('status' in course) {
        response.writeHead(course.status).end();
        return;
      }
      const from = first === etag ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0;
      response.writeHead(from > 0 ? 206 : 200, {
        'content-type': 'application/pdf',
        'content-length': content.length - from,
        etag,
        ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
      });
      response.flushHeaders();
      response.write(content.subarray(from, Math.min(content.length, from + course.bytes)), () => {
        if (from + course.bytes < content.length) response.destroy();
        else response.end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  });
  after(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  beforeEach(() => {
    [content, etag, courses, asked] = [file, '"one"', [], []];
  });

  const fetched = (name: 'document.content' | 'document.page', over = new AbortController().signal) =>
    downloaded(routes[name], { over, deadlineMs: 60_000 }, async (parts): Promise<Result<Blob>> => {
      try {
        const response = await fetch(url, { headers: parts.missing(), signal: parts.signal });
        if (response.ok) return await parts.read(response);
        return { ok: false, error: { code: response.status === 404 ? 'not-found' : 'unavailable' } };
      } catch (error) {
        return { ok: false, error: { code: 'unavailable', detail: String(error) } };
      }
    });
  const bytesOf = async (result: Result<Blob>): Promise<Buffer> => {
    if (!result.ok) throw new Error(result.error.code);
    return Buffer.from(await result.value.arrayBuffer());
  };

  it('goes on where it broke', async () => {
    courses = [{ bytes: 40_000 }, { bytes: 30_000 }];
    expect((await bytesOf(await fetched('document.content'))).equals(file)).to.equal(true);
    expect(asked).to.deep.equal(['whole', 'bytes=40000-', 'bytes=70000-']);
  });

  it('begins again where it broke before its first byte', async () => {
    courses = [{ bytes: 0 }, { bytes: 40_000 }];
    expect((await bytesOf(await fetched('document.content'))).equals(file)).to.equal(true);
    expect(asked).to.deep.equal(['whole', 'whole', 'bytes=40000-']);
  });

  it('waits for a server that is unavailable in the middle of it', async () => {
    courses = [{ bytes: 40_000 }, { status: 503 }, { status: 503 }];
    expect((await bytesOf(await fetched('document.content'))).equals(file)).to.equal(true);
    expect(asked).to.deep.equal(['whole', 'bytes=40000-', 'bytes=40000-', 'bytes=40000-']);
  });

  it('begins again where the file has changed', async () => {
    courses = [{ bytes: 40_000 }];
    const result = fetched('document.content');
    const other = Buffer.from(file.toReversed());
    while (asked.length === 0) await new Promise(setImmediate);
    [content, etag] = [other, '"two"'];
    expect((await bytesOf(await result)).equals(other)).to.equal(true);
  });

  it('fails where the document is gone, the caller aborts, or the server does not answer', async () => {
    courses = [{ bytes: 40_000 }, { status: 404 }];
    expect(await fetched('document.content')).to.deep.equal({ ok: false, error: { code: 'not-found' } });
    courses = [{ bytes: 40_000 }];
    const over = new AbortController();
    const result = fetched('document.content', over.signal);
    while (asked.length < 3) await new Promise(setImmediate);
    over.abort();
    expect((await result).ok).to.equal(false);
    asked = [];
    courses = [{ status: 503 }];
    expect((await fetched('document.content')).ok).to.equal(false);
    expect(asked).to.deep.equal(['whole']);
  });

  it('fails without a second request for a page, which is small', async () => {
    courses = [{ bytes: 40_000 }];
    expect((await fetched('document.page')).ok).to.equal(false);
    expect(asked).to.deep.equal(['whole']);
  });
});
