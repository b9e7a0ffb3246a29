import type { RehearsalClaims } from '../../protocol/rest/meetings/rehearsals.ts';
import type { Capture } from './capture.ts';
import { passed } from './passed.ts';
import { openSpeaker } from './sound.ts';

/** Long enough for a room to make some noise. */
const noiseMs = 1200;
const tonesMs = 1500;
/** HDMI and Bluetooth delay the audio; before this time the microphone cannot hear it. */
const delayMs = 500;
const everyMs = 40;
/** A chord, because a voice or the room's hum may mask one tone. G major, because people hear it too. */
const tones = [783.99, 987.77, 1174.66] as const;
const silence = -160;

/**
 * None of a conference's audio processing: an echo canceller would remove the tones
 * that the check listens for.
 */
const asItIs: MediaTrackConstraints = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};

type Heard = Pick<RehearsalClaims, 'microphone' | 'speaker'>;
const nothing: Heard = { microphone: null, speaker: null };

/** What the microphone hears: first the room, then the tones that the room's own speaker plays. */
export async function checkSound(capture: Capture): Promise<Heard> {
  const track = await openMicrophone(capture.chosen('microphone'));
  if (!track) return nothing;
  const context = new AudioContext();
  try {
    // Without a gesture a browser may suspend audio; most allow it on a page that holds the microphone.
    await Promise.race([context.resume(), passed(noiseMs)]);
    if (context.state !== 'running') return nothing;
    const ear = context.createAnalyser();
    ear.fftSize = 4096;
    ear.smoothingTimeConstant = 0;
    context.createMediaStreamSource(new MediaStream([track])).connect(ear);
    const before = await listen(ear, noiseMs);
    const speaker = await playTones(capture.chosen('speaker'));
    if (!speaker) return { microphone: { peakDbfs: before.peakDbfs }, speaker: null };
    await passed(delayMs);
    const during = await listen(ear, tonesMs);
    await speaker.close();
    const over = tones.map((_, tone) => levelOf(during.levels, tone) - levelOf(before.levels, tone));
    return {
      microphone: { peakDbfs: Math.max(before.peakDbfs, during.peakDbfs) },
      speaker: { overNoiseDb: median(over) },
    };
  } finally {
    track.stop();
    await context.close();
  }
}

async function openMicrophone(deviceId: string | undefined): Promise<MediaStreamTrack | undefined> {
  if (!('mediaDevices' in navigator)) return undefined;
  const audio = { ...asItIs, ...(deviceId !== undefined && { deviceId: { ideal: deviceId } }) };
  try {
    return (await navigator.mediaDevices.getUserMedia({ audio })).getAudioTracks()[0];
  } catch (error) {
    // Not there, not permitted or in use: for the room the result is the same.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

interface Listened {
  readonly peakDbfs: number;
  /** Per moment, the level of each tone in dB. */
  readonly levels: readonly (readonly number[])[];
}

async function listen(ear: AnalyserNode, lastingMs: number): Promise<Listened> {
  const samples = new Float32Array(ear.fftSize);
  const spectrum = new Float32Array(ear.frequencyBinCount);
  const levels: number[][] = [];
  let peak = 0;
  const untilMs = performance.now() + lastingMs;
  while (performance.now() < untilMs) {
    await passed(everyMs);
    ear.getFloatTimeDomainData(samples);
    for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
    ear.getFloatFrequencyData(spectrum);
    levels.push(
      tones.map((frequency) => {
        const bin = Math.round((frequency * ear.fftSize) / ear.context.sampleRate);
        return Math.max(silence, ...spectrum.subarray(bin - 1, bin + 2));
      }),
    );
  }
  return { peakDbfs: Math.max(-120, 20 * Math.log10(peak)), levels };
}

/** @returns undefined where the browser does not allow playback */
async function playTones(speakerId: string | undefined) {
  const speaker = await openSpeaker(speakerId);
  if (!speaker) return undefined;
  const { context, destination } = speaker;
  const volume = context.createGain();
  volume.gain.value = 0.2;
  volume.connect(destination);
  for (const frequency of tones) {
    const note = context.createOscillator();
    note.frequency.value = frequency;
    note.connect(volume);
    note.start();
  }
  return speaker;
}

const levelOf = (levels: Listened['levels'], tone: number): number =>
  median(levels.map((each) => each[tone] ?? silence));

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? silence;
}
