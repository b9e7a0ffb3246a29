import { setSpeaker } from './sound.ts';

const rate = 24_000;
/** Two rising calls and a pause: different from a telephone and from the sounds of a session. */
const patternS = 2;
const calls = [0, 0.7];
const callS = 0.5;

/** Rings at full volume until the returned function is called. */
export function ring(speakerId: string | undefined): () => void {
  const context = new AudioContext();
  // A browser may suspend audio on a page that nobody has touched yet; the first touch resumes it.
  const resume = (): void => void context.resume();
  addEventListener('pointerdown', resume);
  addEventListener('keydown', resume);
  const pattern = context.createBuffer(1, rate * patternS, rate);
  pattern.copyToChannel(callPattern(), 0);
  const sound = context.createBufferSource();
  sound.buffer = pattern;
  sound.loop = true;
  const destination = context.createMediaStreamDestination();
  sound.connect(destination);
  const audio = new Audio();
  audio.srcObject = destination.stream;
  sound.start();
  void setSpeaker(audio, speakerId)
    .then(() => audio.play())
    .catch((error: unknown) => {
      // Not allowed before somebody touches the page, or stopped before it began: the
      // screen still shows the call.
      if (!(error instanceof DOMException)) throw error;
    });
  return () => {
    removeEventListener('pointerdown', resume);
    removeEventListener('keydown', resume);
    sound.stop();
    audio.srcObject = null;
    void context.close();
  };
}

function callPattern(): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(rate * patternS);
  for (const beginS of calls) {
    let phase = 0;
    for (let n = 0; n < callS * rate; n += 1) {
      const progress = n / (callS * rate);
      phase += (2 * Math.PI * (660 + 440 * progress)) / rate;
      // The third partial carries through small loudspeakers; rounded edges avoid clicks.
      const edge = Math.min(1, progress * 30, (1 - progress) * 30);
      samples[Math.floor(beginS * rate) + n] = 0.75 * edge * (Math.sin(phase) + Math.sin(3 * phase) / 3);
    }
  }
  return samples;
}
