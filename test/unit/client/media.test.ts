import { expect } from 'chai';
import { remembering, restartDelayMs } from '../../../client/media/healing.ts';
import { Newest } from '../../../client/media/newest.ts';
import { receptionBetween, receptionStats } from '../../../client/media/reception.ts';
import { activeFlags, ceilingBps, highestLayer, slidesBps } from '../../../client/media/supply.ts';
import { receptionReport } from '../../../protocol/media.ts';
import { eventually } from '../../support/eventually.ts';

describe('client: what is sent', () => {
  const demand = { microphone: true, camera: 1, screen: false };

  it('is nothing before the server has asked for anything', () => {
    for (const source of ['microphone', 'camera', 'screen'] as const) {
      expect(activeFlags(3, highestLayer(undefined, source))).to.deep.equal([false, false, false]);
    }
  });

  it('is the layers of the camera up to the requested one', () => {
    const flags = (camera: number | null) =>
      activeFlags(3, highestLayer({ ...demand, camera }, 'camera'))
        .map(Number)
        .join('');
    expect([null, 0, 1, 2, 7].map(flags)).to.deep.equal(['000', '100', '110', '111', '111']);
  });

  it('is at most the bitrate of the requested layer, where all layers are in one encoding', () => {
    const plain = [150_000, 500_000, 1_500_000];
    const ceilings = [null, 0, 1, 2, 7].map((highest) => ceilingBps(1_200_000, plain, highest));
    expect(ceilings).to.deep.equal([1_200_000, 150_000, 500_000, 1_200_000, 1_200_000]);
  });

  it('is at most the slides bitrate that the server asks for, and the full bitrate again afterwards', () => {
    const asked = (screenBps?: number) => ({
      ...demand,
      screen: true,
      ...(screenBps !== undefined && { screenBps }),
    });
    expect(slidesBps([2_500_000], undefined)).to.deep.equal([2_500_000]);
    expect(slidesBps([2_500_000], asked(800_000))).to.deep.equal([800_000]);
    expect(slidesBps([500_000, 2_000_000], asked(500_000))).to.deep.equal([100_000, 400_000]);
    for (const demand of [asked(), asked(9_000_000)]) {
      expect(slidesBps([2_500_000], demand)).to.deep.equal([2_500_000]);
    }
  });

  it('is all or nothing for a source without layers', () => {
    expect(activeFlags(1, highestLayer(demand, 'microphone'))).to.deep.equal([true]);
    expect(activeFlags(1, highestLayer({ ...demand, microphone: false }, 'microphone'))).to.deep.equal([
      false,
    ]);
    expect(activeFlags(1, highestLayer(demand, 'screen'))).to.deep.equal([false]);
    expect(activeFlags(2, highestLayer({ ...demand, screen: true }, 'screen'))).to.deep.equal([true, true]);
    // A camera with all its layers in one encoding.
    expect(activeFlags(1, highestLayer(demand, 'camera'))).to.deep.equal([true]);
  });
});

describe('client: pace of ICE restarts', () => {
  const none = { count: 0, lastAt: 0 };

  it('restarts at once after a failure, and gives a disconnected line a moment to recover', () => {
    expect(restartDelayMs('failed', none, 50_000)).to.equal(0);
    expect(restartDelayMs('disconnected', none, 50_000)).to.equal(2000);
  });

  it('increases the delay between restarts up to a limit', () => {
    const delays = [1, 2, 3, 4, 1000].map((count) =>
      restartDelayMs('failed', { count, lastAt: 50_000 }, 50_000),
    );
    expect(delays).to.deep.equal([3000, 6000, 12_000, 12_000, 12_000]);
    expect(restartDelayMs('failed', { count: 1, lastAt: 50_000 }, 52_000)).to.equal(1000);
    expect(restartDelayMs('disconnected', { count: 1, lastAt: 50_000 }, 52_500)).to.equal(2000);
  });

  it('forgets the restarts of long ago', () => {
    const restarts = { count: 5, lastAt: 50_000 };
    expect(remembering(restarts, 60_000)).to.equal(restarts);
    expect(remembering(restarts, 110_001)).to.deep.equal(none);
  });
});

/** Statistics as Chromium gives them, without the fields that no report needs. */
const pair = {
  id: 'CPd7VJ2nXk_0Pl7Yq0Z',
  type: 'candidate-pair',
  timestamp: 1_764_000_000_000,
  state: 'succeeded',
  nominated: true,
  currentRoundTripTime: 0.043,
  availableIncomingBitrate: 0,
  bytesReceived: 3_400_000,
};
const speech = {
  id: 'IT01A1646571871',
  type: 'inbound-rtp',
  timestamp: 1_764_000_000_000,
  kind: 'audio',
  ssrc: 1_646_571_871,
  mid: '0',
  packetsReceived: 1500,
  packetsLost: 3,
  bytesReceived: 120_000,
  jitter: 0.004,
  concealedSamples: 4800,
  silentConcealedSamples: 2400,
  totalSamplesReceived: 1_440_000,
  totalAudioEnergy: 1.2,
};
const camera = {
  id: 'IT01V2088152531',
  type: 'inbound-rtp',
  timestamp: 1_764_000_000_000,
  kind: 'video',
  mid: '1',
  packetsReceived: 3000,
  packetsLost: 10,
  bytesReceived: 3_000_000,
  jitter: 0.02,
  frameWidth: 1280,
  frameHeight: 720,
  framesPerSecond: 25,
  freezeCount: 1,
  totalFreezesDuration: 0.5,
};
const later = 1_764_000_005_000;
const statsOf = (...entries: readonly ({ readonly id: string } & Record<string, unknown>)[]) =>
  receptionStats(entries.map((entry) => [entry.id, entry] as const));
const before = statsOf(pair, speech, camera, { ...pair, id: 'T01', type: 'transport' });

describe('client: report of what was received', () => {
  it('counts what arrives between two moments', () => {
    const after = statsOf(
      { ...pair, timestamp: later, currentRoundTripTime: 0.061 },
      {
        ...speech,
        timestamp: later,
        packetsReceived: 1740,
        packetsLost: 13,
        jitter: 0.012,
        concealedSamples: 16_800,
        silentConcealedSamples: 4800,
        totalSamplesReceived: 1_680_000,
      },
      {
        ...camera,
        timestamp: later,
        packetsReceived: 3600,
        packetsLost: 9,
        bytesReceived: 3_625_000,
        totalFreezesDuration: 1.75,
      },
    );
    const report = receptionBetween(before, after);
    expect(report).to.deep.equal({
      roundTripMs: 61,
      audio: { packets: 240, lost: 10, jitterMs: 12, concealed: 0.04 },
      video: { packets: 600, lost: 0, bitrateBps: 1_000_000, height: 720, framesPerS: 25, frozenMs: 1250 },
    });
    expect(receptionReport.parse(report)).to.deep.equal(report);
  });

  it('leaves out streams that exist and carry no packets', () => {
    const parked = {
      ...speech,
      id: 'IT01A99',
      jitter: 3,
      packetsReceived: 10,
      totalSamplesReceived: 0,
      concealedSamples: 0,
    };
    const parkedAfter = {
      ...parked,
      timestamp: later,
      concealedSamples: 240_000,
      totalSamplesReceived: 240_000,
    };
    const small = { ...camera, id: 'IT01V7', packetsReceived: 0, frameHeight: 180, framesPerSecond: 12 };
    const { audio, video } = receptionBetween(
      statsOf(pair, parked, camera, small),
      statsOf(
        { ...pair, timestamp: later },
        parkedAfter,
        { ...camera, timestamp: later },
        { ...small, timestamp: later, packetsReceived: 100, bytesReceived: 3_125_000 },
      ),
    );
    expect(audio).to.deep.equal({ packets: 0, lost: 0, jitterMs: 0, concealed: 0 });
    expect(video).to.include({ packets: 100, bitrateBps: 200_000, height: 180, framesPerS: 12 });
  });

  it('counts a new stream from its beginning, and reports null where there is none', () => {
    const { roundTripMs, audio, video } = receptionBetween(statsOf(), statsOf(speech));
    expect(audio).to.include({ packets: 1500, lost: 3 });
    expect([roundTripMs, video]).to.deep.equal([null, null]);
  });

  it('works without the fields that a browser does not give', () => {
    const bare = { id: 'f1', type: 'inbound-rtp', kind: 'video', timestamp: later, packetsReceived: 4 };
    expect(receptionBetween(before, statsOf(bare)).video).to.deep.equal({
      packets: 4,
      lost: 0,
      bitrateBps: 0,
      height: 0,
      framesPerS: 0,
      frozenMs: 0,
    });
  });
});

describe('client: sending the newest value', () => {
  it('sends one value at a time, skips values that are out of date, and sends the current one again on a new start', async () => {
    const told: string[] = [];
    const answers: ((isDone: boolean) => void)[] = [];
    const newest = new Newest<string>('stage', (value) => {
      told.push(value);
      return new Promise((resolve) => answers.push(resolve));
    });
    newest.set('wall 1');
    newest.begin('stage');
    newest.set('wall 2');
    newest.set('wall 3');
    expect(told).to.deep.equal(['wall 1']);
    answers[0]?.(true);
    await eventually(() => told.length > 1, 'the next telling');
    expect(told).to.deep.equal(['wall 1', 'wall 3']);
    answers[1]?.(false);
    await eventually(() => told.length > 2, 'what was not taken to be told again');
    newest.begin('stage');
    expect(told).to.deep.equal(['wall 1', 'wall 3', 'wall 3', 'wall 3']);
    newest.begin('wall 3');
    newest.stop();
    newest.set('wall 4');
    expect(told.length).to.equal(4);
  });
});
