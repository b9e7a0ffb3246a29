import type { ReceptionReport } from '../../protocol/media.ts';

/** What is known about a participant's line from its reports. */
export interface Line {
  /** When its pictures were held back, ms of a clock that never jumps; undefined while it gets pictures. */
  readonly heldSinceMs: number | undefined;
  /** When pictures came back after they were held back. */
  readonly triedSinceMs: number | undefined;
  readonly poorReports: number;
  /** How long the next hold lasts. */
  readonly holdMs: number;
}

const firstHoldMs = 30_000;
const longestHoldMs = 240_000;
/** A line that has carried pictures for this long again counts as new. */
const provenMs = 60_000;
/** One poor report may be a moment; two are ten seconds in which the session could not be followed. */
const mostPoorReports = 2;
/** The share of concealed speech that listeners accept: one word in twenty. */
const mostConcealed = 0.05;
const mostLost = 0.1;
/** Speech and the smallest picture together need more than this. */
const leastBps = 100_000;

export const newLine: Line = {
  heldSinceMs: undefined,
  triedSinceMs: undefined,
  poorReports: 0,
  holdMs: firstHoldMs,
};

/**
 * Whether the estimate of the congestion control can matter for this report. It costs two requests to the worker;
 * a line that has just carried more than the limit needs none.
 */
export const needsEstimate = ({ heldSinceMs }: Line, { video }: ReceptionReport): boolean =>
  heldSinceMs === undefined && (video === null || video.bitrateBps < leastBps);

/**
 * Updates what is known about a line with one report. If several pictures compete, the congestion control
 * lowers their layers by priority. This function stops all pictures when the sound would suffer from them,
 * and tries them again later, each time after twice the wait.
 *
 * @param availableBps the congestion control's estimate of the line; null if it is unknown or was
 * not needed (`needsEstimate`)
 * @param nowMs of a clock that never jumps
 */
export function followLine(
  line: Line,
  report: ReceptionReport,
  availableBps: number | null,
  nowMs: number,
): Line {
  if (line.heldSinceMs !== undefined) {
    if (nowMs - line.heldSinceMs < line.holdMs) return line;
    return {
      heldSinceMs: undefined,
      triedSinceMs: nowMs,
      poorReports: 0,
      holdMs: Math.min(line.holdMs * 2, longestHoldMs),
    };
  }
  const poorReports = isPoor(report, availableBps) ? line.poorReports + 1 : 0;
  if (poorReports >= mostPoorReports) {
    return { ...line, heldSinceMs: nowMs, triedSinceMs: undefined, poorReports: 0 };
  }
  const { triedSinceMs } = line;
  const proven = poorReports === 0 && triedSinceMs !== undefined && nowMs - triedSinceMs >= provenMs;
  return { ...line, poorReports, ...(proven && { triedSinceMs: undefined, holdMs: firstHoldMs }) };
}

function isPoor({ audio }: ReceptionReport, availableBps: number | null): boolean {
  if (availableBps !== null && availableBps < leastBps) return true;
  if (audio === null || audio.packets + audio.lost === 0) return false;
  return audio.concealed > mostConcealed || audio.lost / (audio.packets + audio.lost) > mostLost;
}
