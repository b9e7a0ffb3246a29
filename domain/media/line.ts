import type { ReceptionReport } from '../../protocol/media.ts';

/** What is known of a participant's line from its reports. */
export interface Line {
  /** Since when it gets no pictures, ms of a clock that never jumps; undefined while it gets them. */
  readonly heldSinceMs: number | undefined;
  /** Since when it has pictures again after they were held. */
  readonly triedSinceMs: number | undefined;
  readonly poorReports: number;
  /** How long pictures are held the next time. */
  readonly holdMs: number;
}

const firstHoldMs = 30_000;
const longestHoldMs = 240_000;
/** Having carried pictures for so long again, a line is as good as new. */
const provenMs = 60_000;
/** One bad report may be a moment; two are ten seconds in which nobody could follow. */
const mostPoorReports = 2;
/** What listeners bear: of speech that is concealed in part, one word in twenty. */
const mostConcealed = 0.05;
const mostLost = 0.1;
/** Less than speech and the smallest picture take together. */
const leastBps = 100_000;

export const newLine: Line = {
  heldSinceMs: undefined,
  triedSinceMs: undefined,
  poorReports: 0,
  holdMs: firstHoldMs,
};

/**
 * Follows a line by its reports. Which of several pictures lose their layers first, the congestion control decides by their
 * priorities; here pictures go altogether where the sound would suffer for them, and come back to be tried again, each time
 * after twice the wait.
 *
 * @param availableBps what the congestion control thinks that the line takes; null where nothing is known
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
