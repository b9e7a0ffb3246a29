/** What a stream or a line may bring in, on average. */
export interface Allowance {
  readonly bps: number;
  readonly packetsPerS: number;
}

/** What has come in beyond an allowance and has not been made up for since by coming in below it. */
export interface Excess {
  readonly bits: number;
  readonly packets: number;
}

export const noExcess: Excess = { bits: 0, packets: 0 };

/**
 * For how long a stream may send twice what it is allowed. A keyframe has the size of ten other frames, and a browser sends
 * what it kept back during a congestion in one go: both are over within half a second.
 */
const patienceS = 2;

/** A leaky bucket: it fills with what comes and empties at the rate that is allowed. */
export function excessAfter(
  { bits, packets }: Excess,
  { bps, packetsPerS }: Allowance,
  came: { readonly bits: number; readonly packets: number },
  elapsedMs: number,
): Excess {
  const elapsedS = elapsedMs / 1_000;
  return {
    bits: Math.max(0, bits + came.bits - bps * elapsedS),
    packets: Math.max(0, packets + came.packets - packetsPerS * elapsedS),
  };
}

export const isFlood = ({ bits, packets }: Excess, { bps, packetsPerS }: Allowance): boolean =>
  bits > bps * patienceS || packets > packetsPerS * patienceS;

/** What the configuration has browsers send, in bit/s. */
export interface SendingRates {
  readonly microphone: number;
  /** All layers together. */
  readonly camera: number;
  readonly screen: number;
}

/** Encoders go over what they are told for some seconds when a picture changes all over. */
const videoMargin = 1.5;
/** Redundancy (RFC 2198) sends each frame twice. */
const audioMargin = 3;
/** Opus frames of 10 ms, the shortest that a browser sends. */
const audioPacketsPerS = 100;
/** RTP header and extensions of a packet of sound, which may be larger than the sound. */
const audioHeaderBits = 40 * 8;
/** The mean of a picture's packets is above that: the smallest layer of a camera that shows a wall is near it. */
const leastVideoPacketBits = 300 * 8;

/** What a stream of each kind may bring in. A camera and a screen take about the same, so they share theirs. */
export function allowances({
  microphone,
  camera,
  screen,
}: SendingRates): Readonly<Record<'audio' | 'video', Allowance>> {
  const videoBps = videoMargin * Math.max(camera, screen);
  return {
    audio: {
      bps: audioMargin * microphone + audioPacketsPerS * audioHeaderBits,
      packetsPerS: 2 * audioPacketsPerS,
    },
    video: { bps: videoBps, packetsPerS: videoBps / leastVideoPacketBits },
  };
}

/**
 * What comes in on a transport beside streams that it has: handshakes, reports and requests of receivers, and whatever
 * belongs to no stream. A browser that receives thirty streams sends 60 kbit/s of it.
 */
export const controlAllowance: Allowance = { bps: 500_000, packetsPerS: Infinity };

/** All that a transport may bring in. Browsers probe a line by sending up to twice what they mean to send. */
export const lineAllowance = (streams: readonly Allowance[]): Allowance => ({
  bps: streams.reduce((sum, { bps }) => sum + 2 * bps, controlAllowance.bps),
  packetsPerS: Infinity,
});
