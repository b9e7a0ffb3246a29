import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { eventually } from '../support/eventually.ts';

const main = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));
const kind = z.object({ packets: z.int(), bytes: z.int() });
const report = z.object({
  rooms: z.int(),
  joined: z.int(),
  joinMs: z.object({ p95: z.number() }),
  forwarded: z.object({ audio: kind, video: kind }),
  lossRatio: z.number(),
  errors: z.array(z.string()),
  failed: z.array(z.string()),
});

describe('npm run demo', function () {
  // Starts the whole service, its data and its rooms from nothing.
  this.timeout(90_000);
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the demo on free ports; returns its output, as it grows. */
  function start(...options: readonly string[]) {
    const child = spawn(process.execPath, [
      main,
      '--port',
      '0',
      '--rooms',
      '6',
      '--data',
      folder,
      ...options,
    ]);
    const heard = { out: '', error: '' };
    child.stdout.on('data', (chunk: Buffer) => (heard.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (heard.error += chunk.toString()));
    const exited = once(child, 'close').then(([code]): unknown => code);
    return { child, heard, exited };
  }

  it('brings its rooms into a meeting, stops by itself, and prints a report', async () => {
    const reportFile = join(folder, 'report.json');
    const { heard, exited } = start('--for', '8s', '--report', reportFile);
    expect(await exited, heard.error + heard.out).to.equal(0);
    const { rooms, joined, joinMs, forwarded, lossRatio, errors, failed } = report.parse(
      JSON.parse(readFileSync(reportFile, 'utf8')),
    );
    expect({ rooms, joined, errors, failed }).to.deep.equal({ rooms: 6, joined: 6, errors: [], failed: [] });
    expect(joinMs.p95).to.be.greaterThan(0);
    expect(forwarded.audio.packets).to.be.greaterThan(0);
    expect(forwarded.video.packets).to.be.greaterThan(0);
    expect(lossRatio).to.be.lessThan(0.001);
  });

  it('continues with the same data and sign-ins, and ends cleanly when it is interrupted', async () => {
    const { child, heard, exited } = start();
    await eventually(() => heard.out.includes('6 điểm cầu đã vào'), 'six rooms to be in the meeting', {
      timeoutMs: 60_000,
    });
    const passwords = z
      .record(z.string(), z.string())
      .parse(JSON.parse(readFileSync(join(folder, 'passwords.json'), 'utf8')));
    expect(heard.out).to.include(`thuky`).and.to.include(passwords['thuky']);
    child.kill('SIGINT');
    expect(await exited, heard.error + heard.out).to.equal(0);
  });

  it('explains in one line why it does not start', async () => {
    await using taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const env = { ...process.env, DIEMCAU_OPERATIONS__PORT: '0', DIEMCAU_MEDIA__LISTEN__PORT: '0' };
    const outcome = await new Promise<{ code: unknown; err: string }>((resolve) => {
      execFile(process.execPath, [main, '--port', String(port), '--data', folder], { env }, (error, _, err) =>
        resolve({ code: error?.code, err }),
      );
    });
    expect(outcome.code, outcome.err).to.equal(1);
    expect(outcome.err).to.match(
      /^The service did not start: listen EADDRINUSE[^\n]*Another program has this port[^\n]*\n$/,
    );
  });
});
