import type { SessionQuality } from '../../protocol/conference/quality.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { ReceptionReport } from '../../protocol/media.ts';

/**
 * The quality of what a participant receives, each from 1 (bad) to 5 (excellent); null if there is nothing to
 * rate.
 */
export interface Quality {
  readonly audio: number | null;
  readonly video: number | null;
}

/** The sums of all reports of one participant. */
export interface QualitySum {
  readonly reports: number;
  readonly audio: Scores;
  readonly video: Scores;
}

interface Scores {
  readonly count: number;
  readonly sum: number;
  readonly worst: number;
}

/** What a participant's largest picture should be. */
export interface ExpectedPicture {
  readonly height: number;
  readonly framesPerS: number;
}

/** The delay of packets of 20 ms and of coding: Opus looks 6.5 ms ahead (RFC 6716, section 2). */
const codingMs = 26.5;
/** A jitter buffer holds about twice the jitter. */
const bufferedJitters = 2;
/** How long a report covers. */
const reportMs = 5_000;

/**
 * The quality according to a report.
 *
 * Audio is the mean opinion score of the E-model, ITU-T G.107: R = 93.2 − Id − Ie,eff, with the delay
 * impairment Id = 0.024 d + 0.11 (d − 177.3) for d over 177.3 ms in the simplification of Cole and Rosenbluth
 * (Voice over IP performance monitoring, 2001), and the loss impairment Ie,eff = Ie + (95 − Ie) · Ppl / (Ppl
 * + Bpl) of section 7.5. Ie = 0 and Bpl = 25.1 are those of G.711 with concealment (ITU-T G.113, appendix I):
 * there are none for Opus with forward error correction, which is no worse. MOS follows from R by G.107,
 * annex B.
 *
 * Video compares what arrived with what was planned: the share of the height, of the frames, and of the time
 * without freezes.
 */
export function qualityOf(report: ReceptionReport, expected: ExpectedPicture | undefined): Quality {
  return { audio: audioScore(report), video: expected === undefined ? null : videoScore(report, expected) };
}

export type QualityBand = 'good' | 'fair' | 'poor';

/** ITU-T G.107, annex B: from 4.03 nearly all are satisfied, below 3.1 many are not. */
export const bandOf = (score: number): QualityBand =>
  score >= 4.03 ? 'good' : score >= 3.1 ? 'fair' : 'poor';

const none: Scores = { count: 0, sum: 0, worst: 5 };
export const noQuality: QualitySum = { reports: 0, audio: none, video: none };

const add = ({ count, sum, worst }: Scores, score: number | null): Scores =>
  score === null
    ? { count, sum, worst }
    : { count: count + 1, sum: sum + score, worst: Math.min(worst, score) };

export function addQuality({ reports, audio, video }: QualitySum, quality: Quality): QualitySum {
  return { reports: reports + 1, audio: add(audio, quality.audio), video: add(video, quality.video) };
}

const summary = ({ count, sum, worst }: Scores) => (count === 0 ? null : { mean: sum / count, worst });

export function sessionQualityOf(participantId: ParticipantId, of: QualitySum): SessionQuality {
  return { participantId, reports: of.reports, audio: summary(of.audio), video: summary(of.video) };
}

function audioScore({ audio, roundTripMs }: ReceptionReport): number | null {
  if (audio === null || audio.packets + audio.lost === 0) return null;
  const delayMs = (roundTripMs ?? 0) / 2 + codingMs + audio.jitterMs * bufferedJitters;
  const delay = 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0);
  const lossPercent = (100 * audio.lost) / (audio.packets + audio.lost);
  const loss = (95 * lossPercent) / (lossPercent + 25.1);
  return meanOpinion(93.2 - delay - loss);
}

function meanOpinion(r: number): number {
  if (r <= 0) return 1;
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

const share = (part: number, whole: number): number => Math.min(1, part / whole);

function videoScore({ video }: ReceptionReport, expected: ExpectedPicture): number {
  if (video === null) return 1;
  const moving = 1 - share(video.frozenMs, reportMs);
  return 1 + 4 * share(video.height, expected.height) * share(video.framesPerS, expected.framesPerS) * moving;
}
