import { expect } from 'chai';
import { parseOptions } from '../../demo/options.ts';
import { reportOf } from '../../demo/report.ts';
import type { RoomsFigures } from '../../demo/rooms.ts';

describe("the demo's options", () => {
  it('have the defaults that the README names', () => {
    expect(parseOptions([])).to.deep.equal({
      host: undefined,
      port: undefined,
      rooms: 24,
      bridges: 0,
      forMs: undefined,
      reportFile: undefined,
      dataFolder: 'var/demo',
    });
  });

  it('are parsed', () => {
    const options = parseOptions(
      '--host 192.168.1.20 --port 0 --rooms 6 --bridges 2 --for 2m --report r.json --data d'.split(' '),
    );
    expect(options).to.deep.equal({
      host: '192.168.1.20',
      port: 0,
      rooms: 6,
      bridges: 2,
      forMs: 120_000,
      reportFile: 'r.json',
      dataFolder: 'd',
    });
  });

  for (const wrong of [
    '--host example.org',
    '--port 70000',
    '--rooms 0',
    '--bridges 21',
    '--for 30',
    '--for 0s',
    '--fast',
    'now',
  ]) {
    it(`refuse ${wrong}`, () => {
      expect(() => parseOptions(wrong.split(' '))).to.throw();
    });
  }
});

describe("the demo's report", () => {
  const kind = { packets: 1_000, bytes: 500_000, lost: 0, lossRatio: 0 };
  const good: RoomsFigures = {
    rooms: 2,
    joined: 2,
    joinMs: { p50: 1, p95: 2, max: 3 },
    firstPacketMs: { p50: 1, p95: 2, max: 3 },
    audio: kind,
    video: kind,
    reconnects: 0,
    errors: [],
  };
  const times = { startedAt: '2026-01-01T00:00:00.000Z', ranS: 30, listeningAfterS: 1, joinedAfterS: 2 };
  const failed = (figures: RoomsFigures | undefined, troubles: readonly string[] = []) =>
    reportOf(2, figures, times, troubles).failed;

  it('finds nothing wrong with a good run', () => {
    expect(failed(good)).to.deep.equal([]);
  });

  it('fails a run whose rooms did not join, had errors, received nothing or lost packets', () => {
    expect(failed(undefined)).to.have.length(2);
    expect(failed({ ...good, joined: 1 })).to.deep.equal(['1 of 2 rooms did not join']);
    expect(failed({ ...good, errors: [{ code: 'timeout' }] })).to.deep.equal(['1 errors']);
    expect(failed(good, ['gone'])).to.deep.equal(['1 errors']);
    expect(failed({ ...good, video: { ...kind, packets: 0 } })).to.have.length(1);
    expect(failed({ ...good, audio: { ...kind, lost: 3 } })).to.deep.equal(['0.15% of packets were lost']);
  });
});
