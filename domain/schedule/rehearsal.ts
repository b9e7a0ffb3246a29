import type { RehearsalReason } from '../../protocol/rest/readiness.ts';

/** What a room's own check found. Null: the device gave nothing, or the measurement did not come to its end. */
export interface RehearsalFigures {
  /** Height in pixels, and how far the brightest and the darkest part of a picture are apart (0 to 255). */
  readonly camera: { readonly height: number; readonly contrast: number } | null;
  /** The loudest moment of the microphone, in dB below full scale. */
  readonly microphone: { readonly peakDbfs: number } | null;
  /** The best of several, in ms. */
  readonly roundTripMs: number | null;
  readonly downBps: number | null;
  readonly upBps: number | null;
}

/** What a room must reach to pass. A commune on 2 Mbit/s that has its line to itself does. */
export const rehearsalBars = {
  /** Below it, whoever speaks is not recognised on the stage. */
  cameraHeight: 360,
  /** A lens that is covered gives noise, of a few steps. */
  cameraContrast: 16,
  /** The noise of any open microphone lies above it; what is below is a muted or a broken one. */
  microphonePeakDbfs: -70,
  /** Beyond it two people speak over each other (ITU-T G.114 gives 400 ms one way as the limit). */
  roundTripMs: 500,
  /** The stage at its smallest useful picture, slides and sound. */
  downBps: 1_200_000,
  /** One camera at its middle picture, and sound. */
  upBps: 600_000,
} as const;

/** Why a room is not ready; empty where it passes. */
export function rehearsalVerdict(figures: RehearsalFigures): readonly RehearsalReason[] {
  const { camera, microphone, roundTripMs, downBps, upBps } = figures;
  const reasons: RehearsalReason[] = [];
  if (camera === null) reasons.push('no-camera');
  else if (camera.contrast < rehearsalBars.cameraContrast) reasons.push('camera-dark');
  else if (camera.height < rehearsalBars.cameraHeight) reasons.push('camera-small');
  if (microphone === null) reasons.push('no-microphone');
  else if (microphone.peakDbfs < rehearsalBars.microphonePeakDbfs) reasons.push('microphone-silent');
  if (roundTripMs === null) reasons.push('no-server');
  else if (roundTripMs > rehearsalBars.roundTripMs) reasons.push('far-away');
  if (downBps === null || downBps < rehearsalBars.downBps) reasons.push('line-down');
  if (upBps === null || upBps < rehearsalBars.upBps) reasons.push('line-up');
  return reasons;
}
