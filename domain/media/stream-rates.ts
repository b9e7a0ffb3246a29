/** What a stream, or one layer of it, takes. */
export interface Rate {
  readonly packetsPerS: number;
  readonly bps: number;
}

/** The counters of a stream at one moment on its worker's clock. */
export interface StreamCount {
  readonly atMs: number;
  /** What each encoding has sent since the stream began, smallest picture first. */
  readonly encodings: readonly { readonly packets: number; readonly bits: number }[];
  readonly frameShares: FrameShares | undefined;
}

/**
 * Shares of a stream with one encoding: of its lowest temporal layer, of the lowest two, and so on up to 1
 * for all of them. Only 1 if its frame rate cannot be reduced.
 */
export type FrameShares = readonly number[];

/** What is known about a stream from its counts. */
export interface MeasuredStream {
  /** Of the last eleven seconds (`peakMs` and one window before it), oldest first. */
  readonly counts: readonly StreamCount[];
  /**
   * When each encoding began to arrive without a pause, on the worker's clock; undefined while nothing
   * arrives.
   */
  readonly sinceMs: readonly (number | undefined)[];
  readonly rates: StreamRates;
}

/**
 * The rates that a stream counts with in the plan. It is the same object as long as the rates are the same.
 */
export interface StreamRates {
  /** Of each encoding; undefined if it is not measured yet, or is not sent. */
  readonly encodings: readonly (Rate | undefined)[];
  /** Undefined if nothing is measured yet. */
  readonly frameShares: FrameShares | undefined;
}

/** One second evens out single frames, and is as late as a plan may be. */
const windowMs = 1_000;
const averageMs = 3_000;
/**
 * A stream counts with its peak over this time: slides that were scrolled are likely to be scrolled again.
 */
const peakMs = 10_000;
/** An encoder needs this long to find its rate. */
const settledMs = 2_000;
/** A stream without a count for this long was paused; its earlier counts say nothing. */
const gapMs = 2_000;
/** A room that begins to move, or a speaker that begins to gesture, takes this much more at once. */
const headroom = 1.25;
/** A smaller fall than to this share of a step is noise. */
const fallsBelow = 0.9;

/** Steps of 19%: fine enough to use a budget, coarse enough that plans seldom change. */
const stepsAnOctave = 4;
const stepUp = (amount: number): number =>
  amount <= 0 ? 0 : Math.ceil(2 ** (Math.ceil(stepsAnOctave * Math.log2(amount) - 1e-9) / stepsAnOctave));

/**
 * Adds one count. The rates that a stream counts with rise at once, and fall only after ten seconds of less.
 */
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
    // A single encoding counts as always sent: slides that send nothing now are still slides.
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

/** What a stream may need soon: the higher of its short average with headroom and its recent peak. */
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

/** Shares of temporal layers vary by some percent, which is no reason for another plan. */
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
