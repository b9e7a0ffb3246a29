import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { DeviceKind } from '../../protocol/devices.ts';
import { remember, remembered } from '../state/remembered.ts';
import { hasNoSpeaker } from './speakers.ts';

export type CapturedKind = 'camera' | 'microphone';
/** Why a device gives nothing: not permitted, not there, in use by another program, or no secure context. */
export type CaptureProblem = 'denied' | 'missing' | 'busy' | 'insecure';

const mediaKinds = {
  camera: 'videoinput',
  microphone: 'audioinput',
  speaker: 'audiooutput',
} as const satisfies Record<DeviceKind, MediaDeviceKind>;

/** The server's encodings are measured against this source. */
const picture: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 25, max: 30 },
};
/** Short: a retry is cheap, and a room has no one to press a button. */
const retryMs = 3000;
/** Problems that may pass without help: a device is plugged in again, or the other program ends. */
const mayPass: readonly (CaptureProblem | undefined)[] = ['missing', 'busy'];
const sound: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/**
 * This machine's camera, microphone and speaker: which exist, which is chosen, and what they give. Each may
 * fail alone. A device that is missing or in use is tried again for as long as it is wanted.
 */
export class Capture {
  readonly #tracks = {
    camera: signal<MediaStreamTrack | undefined>(undefined),
    microphone: signal<MediaStreamTrack | undefined>(undefined),
  };
  readonly #problems = {
    camera: signal<CaptureProblem | undefined>(undefined),
    microphone: signal<CaptureProblem | undefined>(undefined),
  };
  /** Whether the device gives nothing because it is switched off itself: a shutter, a button on the microphone. */
  readonly #silenced = { camera: signal(false), microphone: signal(false) };
  /** Whether a device is wanted, even if it gives nothing yet. */
  readonly #wanted = { camera: signal(true), microphone: signal(true) };
  /** Number of the latest attempt to open each; an older attempt that succeeds late is released again. */
  readonly #attempts = { camera: 0, microphone: 0 };
  /** As the browser lists them; none before it has. */
  readonly #devices = signal<readonly MediaDeviceInfo[]>([]);
  readonly #started = signal(false);
  readonly #chosen = {
    camera: signal(remembered('camera')),
    microphone: signal(remembered('microphone')),
    speaker: signal(remembered('speaker')),
  };
  #retrying: ReturnType<typeof setInterval> | undefined;
  readonly #devicesChanged = (): void => {
    void this.#list();
    this.#retry();
  };

  get camera(): ReadonlySignal<MediaStreamTrack | undefined> {
    return this.#tracks.camera;
  }

  get microphone(): ReadonlySignal<MediaStreamTrack | undefined> {
    return this.#tracks.microphone;
  }

  problem(kind: CapturedKind): CaptureProblem | undefined {
    return this.#problems[kind].value;
  }

  /** Whether the device is being opened: not switched off, not open, not failed. */
  isOpening(kind: CapturedKind): boolean {
    const given = this.#tracks[kind].value ?? this.#problems[kind].value;
    return given === undefined && this.#wanted[kind].value;
  }

  /** Those that the page may use: a browser names the others without an id. */
  devices(kind: DeviceKind): readonly MediaDeviceInfo[] {
    return this.#devices.value.filter((device) => device.kind === mediaKinds[kind] && device.deviceId !== '');
  }

  /** False also where the browser does not say. */
  get hasNoSpeaker(): boolean {
    return hasNoSpeaker(this.#devices.value);
  }

  /** False on the page of an observer, which opens no device. */
  get isStarted(): boolean {
    return this.#started.value;
  }

  isSilenced(kind: CapturedKind): boolean {
    return this.#silenced[kind].value;
  }

  isWanted(kind: CapturedKind): boolean {
    return this.#wanted[kind].value;
  }

  chosen(kind: DeviceKind): string | undefined {
    return this.#chosen[kind].value;
  }

  /** Opens camera and microphone; one that fails does not hold up the other. */
  async start(): Promise<void> {
    this.#started.value = true;
    // Older browsers, and every browser outside https and loopback, have no mediaDevices.
    if (!('mediaDevices' in navigator)) {
      this.#problems.camera.value = 'insecure';
      this.#problems.microphone.value = 'insecure';
      return;
    }
    navigator.mediaDevices.addEventListener('devicechange', this.#devicesChanged);
    this.#retrying = setInterval(() => this.#retry(), retryMs);
    await Promise.all([this.open('microphone'), this.open('camera')]);
    await this.#list();
  }

  /** Opens one device, in place of the open one of its kind. */
  async open(kind: CapturedKind): Promise<void> {
    this.close(kind);
    this.#wanted[kind].value = true;
    await this.#acquire(kind);
  }

  /**
   * Keeps the earlier problem until the device is there, so that its notice stays on screen during retries.
   */
  async #acquire(kind: CapturedKind): Promise<void> {
    const attempt = (this.#attempts[kind] += 1);
    const deviceId = this.#chosen[kind].value;
    const wish = {
      ...(kind === 'camera' ? picture : sound),
      // Not `exact`: if the chosen device was unplugged, the browser uses another.
      ...(deviceId !== undefined && { deviceId: { ideal: deviceId } }),
    };
    try {
      const stream = await navigator.mediaDevices.getUserMedia(
        kind === 'camera' ? { video: wish } : { audio: wish },
      );
      const [track] = stream.getTracks();
      if (!track) return;
      if (this.#attempts[kind] !== attempt) {
        track.stop();
        return;
      }
      track.addEventListener('ended', () => {
        if (this.#tracks[kind].value !== track) return;
        this.#tracks[kind].value = undefined;
        this.#problems[kind].value = 'missing';
      });
      const silenced = (): void => {
        if (this.#tracks[kind].value === track) this.#silenced[kind].value = track.muted;
      };
      track.addEventListener('mute', silenced);
      track.addEventListener('unmute', silenced);
      this.#problems[kind].value = undefined;
      this.#tracks[kind].value = track;
      silenced();
    } catch (error) {
      if (this.#attempts[kind] === attempt) this.#problems[kind].value = problemOf(error);
    }
  }

  /** Releases a device, so that its light goes out. */
  close(kind: CapturedKind): void {
    this.#attempts[kind] += 1;
    this.#wanted[kind].value = false;
    this.#problems[kind].value = undefined;
    this.#tracks[kind].value?.stop();
    this.#tracks[kind].value = undefined;
  }

  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    this.#chosen[kind].value = deviceId;
    remember(kind, deviceId);
    if (kind !== 'speaker') await this.open(kind);
  }

  stop(): void {
    this.close('camera');
    this.close('microphone');
    clearInterval(this.#retrying);
    if ('mediaDevices' in navigator) {
      navigator.mediaDevices.removeEventListener('devicechange', this.#devicesChanged);
    }
  }

  #retry(): void {
    for (const kind of ['microphone', 'camera'] as const) {
      if (this.#wanted[kind].value && mayPass.includes(this.#problems[kind].value)) void this.#acquire(kind);
    }
  }

  async #list(): Promise<void> {
    this.#devices.value = await navigator.mediaDevices.enumerateDevices();
  }
}

/** What a shared screen shows: `detail` for pages of text, `motion` for films. */
export type ScreenContent = 'detail' | 'motion';

/**
 * A scrolling page can be followed at a few frames a second, each of them sharp; a film needs its frame rate.
 */
const framesPerS: Readonly<Record<ScreenContent, number>> = { detail: 10, motion: 30 };

/**
 * Asks for a screen or a window; undefined where the person cancels. Where the browser cannot keep both, the
 * hint makes it reduce the frame rate of pages and the resolution of films.
 */
export async function captureScreen(content: ScreenContent): Promise<MediaStreamTrack | undefined> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { max: framesPerS[content] } },
      audio: false,
    });
    const [track] = stream.getVideoTracks();
    if (track) track.contentHint = content;
    return track;
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

function problemOf(error: unknown): CaptureProblem {
  if (!(error instanceof DOMException)) throw error;
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    default:
      return 'busy';
  }
}
