/** What a stream, or a whole transport, may send on average. */
export interface SendingAllowance {
  readonly bps: number;
  readonly packetsPerS: number;
}

/** What arrived beyond an allowance and was not compensated later by sending less. */
export interface Excess {
  readonly bits: number;
  readonly packets: number;
}

export const noExcess: Excess = { bits: 0, packets: 0 };

/**
 * How long a stream may send at twice its allowance. A keyframe is as large as ten other frames, and a
 * browser sends at once what it held back during congestion: both are over within half a second.
 */
const patienceS = 2;

/** A leaky bucket: it fills with what arrives and drains at the allowed rate. */
export function excessAfter(
  { bits, packets }: Excess,
  { bps, packetsPerS }: SendingAllowance,
  came: { readonly bits: number; readonly packets: number },
  elapsedMs: number,
): Excess {
  const elapsedS = elapsedMs / 1_000;
  return {
    bits: Math.max(0, bits + came.bits - bps * elapsedS),
    packets: Math.max(0, packets + came.packets - packetsPerS * elapsedS),
  };
}

export const isFlood = ({ bits, packets }: Excess, { bps, packetsPerS }: SendingAllowance): boolean =>
  bits > bps * patienceS || packets > packetsPerS * patienceS;

/** The rates that the configuration sets for browsers, in bit/s. */
export interface SendingRates {
  readonly microphone: number;
  /** All layers together. */
  readonly camera: number;
  readonly screen: number;
}

/** Encoders exceed their target for some seconds when the whole picture changes. */
const videoMargin = 1.5;
/** Redundancy (RFC 2198) sends each frame twice. */
const audioMargin = 3;
/** Opus frames of 10 ms, the shortest that a browser sends. */
const audioPacketsPerS = 100;
/** RTP header and extensions of an audio packet; they can be larger than the audio. */
const audioHeaderBits = 40 * 8;
/**
 * The average video packet is larger than this; the smallest layer of a camera that shows a wall comes close.
 */
const leastVideoPacketBits = 300 * 8;

/**
 * The allowance of a stream of each kind. A camera and a screen send about the same, so they have the same.
 */
export function allowances({
  microphone,
  camera,
  screen,
}: SendingRates): Readonly<Record<'audio' | 'video', SendingAllowance>> {
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
 * The allowance of a transport for everything beside its known streams: handshakes, reports and requests of
 * receivers, and packets that belong to no stream. A browser that receives thirty streams sends 60 kbit/s of
 * this.
 */
export const controlAllowance: SendingAllowance = { bps: 500_000, packetsPerS: Infinity };

/**
 * The allowance of a whole transport. Browsers probe a line by sending up to twice what they intend to send.
 */
export const lineAllowance = (streams: readonly SendingAllowance[]): SendingAllowance => ({
  bps: streams.reduce((sum, { bps }) => sum + 2 * bps, controlAllowance.bps),
  packetsPerS: Infinity,
});
