import { expect } from 'chai';
import { countReadiness, isToTelephone, type Readiness } from '../../../domain/schedule/readiness.ts';
import {
  rehearsalBars,
  rehearsalVerdict,
  type RehearsalFigures,
} from '../../../domain/schedule/rehearsal.ts';

const media = { roundTripMs: null, upJitterMs: 2, upLoss: rehearsalBars.loss, downLoss: rehearsalBars.loss };
const good: RehearsalFigures = {
  camera: { height: rehearsalBars.cameraHeight, contrast: rehearsalBars.cameraContrast },
  microphone: { peakDbfs: rehearsalBars.microphonePeakDbfs },
  speaker: { overNoiseDb: rehearsalBars.speakerOverNoiseDb },
  downJitterMs: 3,
  roundTripMs: rehearsalBars.roundTripMs,
  downBps: rehearsalBars.downBps,
  upBps: rehearsalBars.upBps,
  media,
};

describe('a rehearsal', () => {
  it('passes at the limits, and names each value beyond its limit', () => {
    expect(rehearsalVerdict(good)).to.deep.equal([]);
    const cases: readonly (readonly [Partial<RehearsalFigures>, string])[] = [
      [{ camera: null }, 'no-camera'],
      [{ camera: { height: 1080, contrast: rehearsalBars.cameraContrast - 1 } }, 'camera-dark'],
      [{ camera: { height: rehearsalBars.cameraHeight - 1, contrast: 200 } }, 'camera-small'],
      [{ microphone: null }, 'no-microphone'],
      [{ microphone: { peakDbfs: rehearsalBars.microphonePeakDbfs - 1 } }, 'microphone-silent'],
      [{ speaker: null }, 'speaker-silent'],
      [{ speaker: { overNoiseDb: rehearsalBars.speakerOverNoiseDb - 1 } }, 'speaker-silent'],
      [{ roundTripMs: null }, 'no-server'],
      [{ roundTripMs: rehearsalBars.roundTripMs + 1 }, 'far-away'],
      [{ downBps: null }, 'line-down'],
      [{ downBps: rehearsalBars.downBps - 1 }, 'line-down'],
      [{ upBps: null }, 'line-up'],
      [{ upBps: rehearsalBars.upBps - 1 }, 'line-up'],
      [{ media: null }, 'no-media-path'],
      [{ media: { ...media, upLoss: rehearsalBars.loss + 0.01 } }, 'loss-high'],
      [{ media: { ...media, downLoss: rehearsalBars.loss + 0.01 } }, 'loss-high'],
    ];
    for (const [worse, reason] of cases) {
      expect(rehearsalVerdict({ ...good, ...worse }), reason).to.deep.equal([reason]);
    }
    const nothing = {
      camera: null,
      microphone: null,
      speaker: null,
      downJitterMs: null,
      roundTripMs: null,
      downBps: null,
      upBps: null,
      media: null,
    };
    // Without a microphone, the verdict says nothing about the speaker.
    expect(rehearsalVerdict(nothing)).to.have.length(6);
  });
});

describe('readiness', () => {
  const untouched: Readiness = {
    kind: 'endpoint',
    seenAtMs: null,
    reply: null,
    rehearsal: null,
    lobbyAtMs: null,
    joinedAtMs: null,
  };
  const confirmed: Readiness = { ...untouched, seenAtMs: 1, reply: { answer: 'confirmed' } };
  const failed: Readiness = { ...confirmed, rehearsal: { reasons: ['no-camera'], signOff: null } };
  const passed: Readiness = { ...confirmed, rehearsal: { reasons: [], signOff: null } };
  const signedOff: Readiness = {
    ...confirmed,
    rehearsal: { reasons: ['no-camera'], signOff: { fit: true } },
  };
  const unfit: Readiness = { ...confirmed, rehearsal: { reasons: [], signOff: { fit: false } } };
  const declined: Readiness = { ...untouched, reply: { answer: 'declined' } };
  const waiting: Readiness = { ...untouched, lobbyAtMs: 4 };
  const joined: Readiness = { ...passed, joinedAtMs: 5 };

  it('lists for a phone call those that have not confirmed or not passed, but none that declined or wait in the lobby', () => {
    expect([untouched, confirmed, failed, unfit].map(isToTelephone)).to.deep.equal([true, true, true, true]);
    expect([passed, signedOff, declined, waiting, joined].map(isToTelephone)).to.deep.equal(
      Array.from({ length: 5 }, () => false),
    );
    // A person brings no device that the project checks.
    expect(isToTelephone({ ...confirmed, kind: 'account' })).to.equal(false);
    expect(isToTelephone({ ...untouched, kind: 'account' })).to.equal(true);
  });

  it('counts the invitees that have taken each step', () => {
    const rows = [untouched, confirmed, failed, passed, signedOff, declined, waiting, joined];
    expect(countReadiness(rows)).to.deep.equal({
      invited: 8,
      seen: 6,
      confirmed: 5,
      tested: 3,
      lobby: 2,
      joined: 1,
      declined: 1,
      toTelephone: 3,
    });
  });
});
