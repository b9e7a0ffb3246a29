import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

/** How loud a track is, 0 to 1 on a logarithmic scale; measured until stopped. */
export function measureLevel(track: MediaStreamTrack): {
  readonly level: ReadonlySignal<number>;
  readonly stop: () => void;
} {
  const level = signal(0);
  const context = new AudioContext();
  // A browser may suspend audio on a page that nobody has touched yet; the first touch resumes it.
  const resume = (): void => void context.resume();
  addEventListener('pointerdown', resume);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // -60 dBFS is a quiet room, 0 dBFS the maximum.
    const decibels = 10 * Math.log10(power + 1e-12);
    level.value = Math.min(1, Math.max(0, (decibels + 60) / 60));
  }, 80);
  return {
    level,
    stop: () => {
      clearInterval(timer);
      removeEventListener('pointerdown', resume);
      void context.close();
    },
  };
}

interface Speaker {
  readonly context: AudioContext;
  /** Audio connected to this node plays on the speaker. */
  readonly destination: AudioNode;
  readonly close: () => Promise<void>;
}

/** The chosen speaker; undefined where the browser first wants somebody to touch the page. */
export async function openSpeaker(speakerId: string | undefined): Promise<Speaker | undefined> {
  const context = new AudioContext();
  const destination = context.createMediaStreamDestination();
  const audio = new Audio();
  const close = (): Promise<void> => {
    audio.srcObject = null;
    return context.close();
  };
  audio.srcObject = destination.stream;
  await setSpeaker(audio, speakerId);
  try {
    await audio.play();
    return { context, destination, close };
  } catch (error) {
    await close();
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

/** Plays two short notes on the chosen speaker; resolves when they have ended. */
export async function playTestTone(speakerId: string | undefined): Promise<void> {
  const speaker = await openSpeaker(speakerId);
  if (!speaker) return;
  const { context, destination, close } = speaker;
  const ended = [523.25, 783.99].map((frequency, index) => {
    const note = context.createOscillator();
    const volume = context.createGain();
    const begin = context.currentTime + 0.1 + index * 0.4;
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(0.25, begin + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.38);
    note.connect(volume).connect(destination);
    note.start(begin);
    note.stop(begin + 0.4);
    return new Promise((resolve) => note.addEventListener('ended', resolve));
  });
  await Promise.all(ended);
  await close();
}

/** Plays an element's audio on a speaker, where the browser supports that and the speaker is still there. */
export async function setSpeaker(element: HTMLMediaElement, speakerId: string | undefined): Promise<void> {
  if (!('setSinkId' in element)) return;
  try {
    await element.setSinkId(speakerId ?? '');
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    await element.setSinkId('');
  }
}
