import type {
  RehearsalClaims,
  RehearsalReason,
  RehearsalView,
} from '../../protocol/rest/meetings/rehearsals.ts';
import { type PlanRefusal, refusePlan } from './decide-plan/decision.ts';
import type { Meeting } from './meeting.ts';

export const rehearsalRefusal = ({ state }: Pick<Meeting, 'state'>): PlanRefusal | undefined =>
  state === 'rehearsal-open' ? undefined : refusePlan('wrong-phase', 'no rehearsal is open');

/** What a check found. Null: the device gave nothing, or the measurement did not finish. */
export type RehearsalFigures = RehearsalView['figures'];
/** The part that the server measures itself. */
export type MeasuredLine = Omit<RehearsalFigures, keyof RehearsalClaims>;

/** What a room must reach to pass. A commune on 2 Mbit/s passes if nothing else uses its line. */
export const rehearsalBars = {
  /** Below this height, a speaker on the stage cannot be recognised. */
  cameraHeight: 360,
  /** A covered lens gives noise of only a few steps. */
  cameraContrast: 16,
  /** The noise of any open microphone is above this; what is below is a muted or broken one. */
  microphonePeakDbfs: -70,
  /**
   * A loudspeaker that is off gives a few dB by chance; one that can be heard at the back of a room gives
   * more.
   */
  speakerOverNoiseDb: 10,
  /** Beyond this, two people speak over each other (ITU-T G.114 gives 400 ms one way as the limit). */
  roundTripMs: 500,
  /** The stage at its smallest useful picture, slides and sound. */
  downBps: 1_200_000,
  /** One camera at its middle picture, and sound. */
  upBps: 600_000,
  /**
   * Opus conceals a loss of a twentieth; the bar is lower, since the meeting adds its own load to what an
   * idle line loses.
   */
  loss: 0.03,
} as const;

/** Why a room is not ready; empty if it passes. */
export function rehearsalVerdict(figures: RehearsalFigures): readonly RehearsalReason[] {
  const { camera, microphone, speaker, roundTripMs, downBps, upBps, media } = figures;
  const reasons: RehearsalReason[] = [];
  if (camera === null) reasons.push('no-camera');
  else if (camera.contrast < rehearsalBars.cameraContrast) reasons.push('camera-dark');
  else if (camera.height < rehearsalBars.cameraHeight) reasons.push('camera-small');
  if (microphone === null) reasons.push('no-microphone');
  else if (microphone.peakDbfs < rehearsalBars.microphonePeakDbfs) reasons.push('microphone-silent');
  // Without a working microphone, nothing is known about the loudspeaker.
  else if (speaker === null || speaker.overNoiseDb < rehearsalBars.speakerOverNoiseDb) {
    reasons.push('speaker-silent');
  }
  if (roundTripMs === null) reasons.push('no-server');
  else if (roundTripMs > rehearsalBars.roundTripMs) reasons.push('far-away');
  if (downBps === null || downBps < rehearsalBars.downBps) reasons.push('line-down');
  if (upBps === null || upBps < rehearsalBars.upBps) reasons.push('line-up');
  if (media === null) reasons.push('no-media-path');
  else if (Math.max(media.upLoss, media.downLoss) > rehearsalBars.loss) reasons.push('loss-high');
  return reasons;
}
