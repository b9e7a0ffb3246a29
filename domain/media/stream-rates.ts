/** What a stream, or one layer of it, takes. */
export interface Rate {
  readonly packetsPerS: number;
  readonly bps: number;
}

/** What a stream has brought in by some moment, on the clock of its worker. */
export interface StreamCount {
  readonly atMs: number;
  /** Of each encoding, the smallest picture first; since the stream began. */
  readonly encodings: readonly { readonly packets: number; readonly bits: number }[];
  readonly frameShares: FrameShares | undefined;
}

/**
 * Which share of a stream with one encoding its lowest temporal layer takes, the lowest two, and so on up to 1 for all of them; 1
 * alone where its frame rate cannot be thinned.
 */
export type FrameShares = readonly number[];

/** What is known of a stream by its counts. */
export interface MeasuredStream {
  /** Of the last ten seconds, oldest first. */
  readonly counts: readonly StreamCount[];
  /** For each encoding since when it has come without a pause, on the worker's clock; undefined while nothing comes. */
  readonly sinceMs: readonly (number | undefined)[];
  readonly rates: StreamRates;
}

/** What a stream counts for in the plan; the same object as long as it counts for the same. */
export interface StreamRates {
  /** Of each encoding; undefined where it was not measured yet, or is not sent. */
  readonly encodings: readonly (Rate | undefined)[];
  /** Undefined where nothing was measured yet. */
  readonly frameShares: FrameShares | undefined;
}

/** A second levels out single pictures and is as late as a plan may be. */
const windowMs = 1_000;
const averageMs = 3_000;
/** A stream counts for its peak of so long. Slides that were scrolled are likely to be scrolled again. */
const peakMs = 10_000;
/** Before that, an encoder has not found its rate. */
const settledMs = 2_000;
/** A stream that was not looked at for so long was paused, and what it brought before says nothing. */
const gapMs = 2_000;
/** A room that begins to move, or a voice that begins to gesture, takes this much more at once. */
const headroom = 1.25;
/** Falling below a step by less than this is noise. */
const fallsBelow = 0.9;

/** Steps of 19%: fine enough to use a budget, coarse enough that plans seldom change. */
const stepsAnOctave = 4;
const stepUp = (amount: number): number =>
  amount <= 0 ? 0 : Math.ceil(2 ** (Math.ceil(stepsAnOctave * Math.log2(amount) - 1e-9) / stepsAnOctave));

/** Takes in one more count. What a stream counts for rises at once, and falls when it has been less for ten seconds. */
export function measure(before: MeasuredStream | undefined, count: StreamCount): MeasuredStream {
  const last = before?.counts.at(-1);
  const goesOn =
    before !== undefined &&
    last !== undefined &&
    last.encodings.length === count.encodings.length &&
    count.atMs - last.atMs <= gapMs &&
    count.encodings.every(({ packets }, encoding) => packets >= (last.encodings[encoding]?.packets ?? 0));
  if (!goesOn) {
    const sinceMs = count.encodings.map(() => undefined);
    return { counts: [count], sinceMs, rates: { encodings: sinceMs, frameShares: count.frameShares } };
  }
  if (count.atMs <= last.atMs) return before;
  const counts = [...before.counts, count].filter(({ atMs }) => count.atMs - atMs <= peakMs + windowMs);
  const sinceMs = count.encodings.map(({ packets }, encoding) => {
    const came = packets > (last.encodings[encoding]?.packets ?? 0);
    // A single encoding is always sent: slides that bring nothing are still slides.
    if (came || count.encodings.length === 1) return before.sinceMs[encoding] ?? last.atMs;
    const quietSince =
      counts.find((each) => each.encodings[encoding]?.packets === packets)?.atMs ?? count.atMs;
    return count.atMs - quietSince >= windowMs ? undefined : before.sinceMs[encoding];
  });
  const rates = {
    encodings: count.encodings.map((_, encoding) => {
      const since = sinceMs[encoding];
      if (since === undefined || count.atMs - since < settledMs) return undefined;
      const own = counts.filter(({ atMs }) => atMs >= since);
      return settled(wanted(own, encoding), before.rates.encodings[encoding]);
    }),
    frameShares: likeBefore(before.rates.frameShares, count.frameShares),
  };
  return { counts, sinceMs, rates: isSame(rates, before.rates) ? before.rates : rates };
}

/** What a stream may need in a moment: its short average with headroom, or its recent peak. */
function wanted(counts: readonly StreamCount[], encoding: number): Rate {
  const last = counts.at(-1);
  if (last === undefined) return { packetsPerS: 0, bps: 0 };
  const since = (ms: number, to: StreamCount): Rate => {
    const from = counts.findLast(({ atMs }) => to.atMs - atMs >= ms) ?? counts[0] ?? to;
    return rateBetween(from, to, encoding);
  };
  const average = since(averageMs, last);
  const [first] = counts;
  const peaks = counts
    .filter(({ atMs }) => first !== undefined && atMs - first.atMs >= windowMs)
    .map((to) => since(windowMs, to));
  const most = (of: (rate: Rate) => number): number => Math.max(of(average) * headroom, ...peaks.map(of));
  return { packetsPerS: most(({ packetsPerS }) => packetsPerS), bps: most(({ bps }) => bps) };
}

function rateBetween(from: StreamCount, to: StreamCount, encoding: number): Rate {
  const elapsedS = (to.atMs - from.atMs) / 1_000;
  const [a, b] = [from.encodings[encoding], to.encodings[encoding]];
  if (a === undefined || b === undefined || elapsedS <= 0) return { packetsPerS: 0, bps: 0 };
  return { packetsPerS: (b.packets - a.packets) / elapsedS, bps: (b.bits - a.bits) / elapsedS };
}

const settled = (now: Rate, before: Rate | undefined): Rate => ({
  packetsPerS: along(now.packetsPerS, before?.packetsPerS),
  bps: along(now.bps, before?.bps),
});

function along(amount: number, before: number | undefined): number {
  const step = stepUp(amount);
  if (before === undefined || step >= before) return step;
  return Math.min(before, stepUp(amount / fallsBelow));
}

/** Shares of temporal layers wander by some percent, which is no reason for another plan. */
const sharesWander = 0.15;
function likeBefore(before: FrameShares | undefined, now: FrameShares | undefined): FrameShares | undefined {
  const isAlike =
    now === undefined ||
    (before?.length === now.length &&
      before.every((share, layer) => Math.abs(share - (now[layer] ?? 0)) <= sharesWander));
  return isAlike ? before : now;
}

const isSame = (a: StreamRates, b: StreamRates): boolean =>
  a.frameShares === b.frameShares &&
  a.encodings.length === b.encodings.length &&
  a.encodings.every(
    (rate, encoding) =>
      rate?.packetsPerS === b.encodings[encoding]?.packetsPerS && rate?.bps === b.encodings[encoding]?.bps,
  );
