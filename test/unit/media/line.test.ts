import { expect } from 'chai';
import { followLine, needsEstimate, newLine } from '../../../domain/media/line.ts';
import type { Line } from '../../../domain/media/line.ts';
import { listen, loudest } from '../../../domain/media/loudest.ts';
import type { Voices } from '../../../domain/media/loudest.ts';
import { qualityOf } from '../../../domain/media/quality.ts';
import type { ReceptionReport } from '../../../protocol/media.ts';

const audio = { packets: 250, lost: 0, jitterMs: 5, concealed: 0 };
const video = { packets: 600, lost: 0, bitrateBps: 1_500_000, height: 720, framesPerS: 25, frozenMs: 0 };
const good: ReceptionReport = { roundTripMs: 20, audio, video };
const concealed: ReceptionReport = { ...good, audio: { ...audio, concealed: 0.2 } };

describe('a line, judged by its reports', () => {
  /** A report every five seconds. */
  const after = (line: Line, fromS: number, ...reports: readonly ReceptionReport[]): Line =>
    reports.reduce((now, report, index) => followLine(now, report, null, (fromS + 5 * index) * 1_000), line);
  const holds = ({ heldSinceMs }: Line): boolean => heldSinceMs !== undefined;

  it('loses its pictures when the sound is broken twice in a row, not after one bad report', () => {
    expect(holds(after(newLine, 0, concealed, good, concealed, good))).to.equal(false);
    expect(holds(after(newLine, 0, concealed, concealed))).to.equal(true);
  });

  it('loses them, too, when its bandwidth is enough for sound only', () => {
    expect(holds(followLine(followLine(newLine, good, 90_000, 0), good, 90_000, 5_000))).to.equal(true);
    expect(holds(followLine(followLine(newLine, good, 300_000, 0), good, 300_000, 5_000))).to.equal(false);
  });

  it('needs an estimate where it may be too thin for pictures, not where it carries them or they are held', () => {
    const thin = { ...good, video: { ...video, bitrateBps: 99_000 } };
    expect(needsEstimate(newLine, good)).to.equal(false);
    expect(needsEstimate(newLine, thin)).to.equal(true);
    expect(needsEstimate(newLine, { ...good, video: null })).to.equal(true);
    expect(needsEstimate(after(newLine, 0, concealed, concealed), thin)).to.equal(false);
  });

  it('gets its pictures again after a wait, which doubles each time until the line has recovered', () => {
    const held = after(newLine, 0, concealed, concealed);
    expect(holds(after(held, 30, good))).to.equal(true);
    const tried = after(held, 35, good);
    expect(holds(tried)).to.equal(false);
    const again = after(tried, 40, concealed, concealed);
    expect(holds(again)).to.equal(true);
    expect(holds(after(again, 100, good))).to.equal(true);
    expect(holds(after(again, 105, good))).to.equal(false);
    const proven = after(tried, 40, ...Array.from({ length: 12 }, () => good));
    expect(proven.holdMs).to.equal(newLine.holdMs);
  });
});

describe('the quality of what is received', () => {
  const picture = { height: 720, framesPerS: 25 };

  it('is excellent where no fault is measured', () => {
    const quality = qualityOf(good, picture);
    expect(quality.audio).to.be.closeTo(4.4, 0.05);
    expect(quality.video).to.equal(5);
  });

  it('falls with loss as the E-model defines', () => {
    const score = (lost: number): number | null =>
      qualityOf({ ...good, audio: { ...audio, packets: 100 - lost, lost } }, picture).audio;
    // By hand: R = 93.2 - 0.024 · 46.5 - 95 · 5 / 30.1 = 76.30; for the second score the last term is 95 · 20
    // / 45.1.
    expect(score(5)).to.be.closeTo(3.88, 0.02);
    expect(score(20)).to.be.closeTo(2.58, 0.02);
  });

  it('falls with delay, and faster when people notice the delay', () => {
    const score = (roundTripMs: number): number => qualityOf({ ...good, roundTripMs }, picture).audio ?? 0;
    expect(score(100) - score(200)).to.be.lessThan(0.1);
    expect(score(400) - score(600)).to.be.greaterThan(0.3);
  });

  it('of pictures compares what arrived with the plan, and is null where none was planned', () => {
    const score = (of: Partial<typeof video>, expected = picture): number | null =>
      qualityOf({ ...good, video: { ...video, ...of } }, expected).video;
    expect(score({ height: 360 })).to.equal(3);
    expect(score({ height: 360 }, { height: 360, framesPerS: 25 })).to.equal(5);
    expect(score({ frozenMs: 2_500 })).to.equal(3);
    expect(qualityOf({ ...good, video: null }, picture).video).to.equal(1);
    expect(qualityOf(good, undefined).video).to.equal(null);
    expect(qualityOf({ ...good, audio: { ...audio, packets: 0 } }, undefined).audio).to.equal(null);
  });
});

describe('the loudest of many voices', () => {
  const after = (...moments: readonly Readonly<Record<string, number>>[]): Voices =>
    moments.reduce<Voices>((voices, levels) => listen(voices, new Map(Object.entries(levels))), new Map());
  const rivals = ['a', 'b', 'c', 'd'];

  it('are heard, and keep their places while no other voice is clearly louder', () => {
    const loud = after({ a: -50, b: -30, c: -40, d: -35 }, { a: -50, b: -30, c: -40, d: -35 });
    expect(loudest(loud, rivals, [], 2)).to.deep.equal(['b', 'd']);
    expect(loudest(loud, rivals, ['c', 'd'], 2)).to.have.members(['b', 'd']);
    const near = after({ c: -33, d: -35, b: -30 }, { c: -33, d: -35, b: -30 });
    expect(loudest(near, rivals, ['c', 'd'], 2)).to.deep.equal(['c', 'd']);
  });

  it('do not lose their places to a cough, or to the noise of an empty room', () => {
    const speaking = { a: -30, b: -30 };
    const cough = after(speaking, speaking, speaking, { ...speaking, c: -10 }, { ...speaking, c: -127 });
    expect(loudest(cough, rivals, ['a', 'b'], 2)).to.deep.equal(['a', 'b']);
    const silence = after({ c: -65 }, { c: -65 });
    expect(loudest(silence, rivals, ['a', 'b'], 2)).to.deep.equal(['a', 'b']);
  });

  it('are only voices that may be heard', () => {
    const loud = after({ a: -20 }, { a: -20 });
    expect(loudest(loud, ['b', 'c'], ['a'], 1)).to.deep.equal(['b']);
  });

  it('forget a voice that has been silent for long', () => {
    const silence = Array.from({ length: 10 }, () => ({ a: -127 }));
    expect(after({ a: -20 }, ...silence).size).to.equal(0);
  });
});
