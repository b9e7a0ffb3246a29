import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { DeviceKind } from '../../protocol/devices.ts';
import type { CapturedKind, CaptureProblem } from './capture.ts';
import { hasNoSpeaker } from './speakers.ts';

/** Some drivers send no `devicechange`. */
const lookMs = 5000;

export interface DeviceProblem {
  readonly kind: DeviceKind;
  readonly problem: Exclude<CaptureProblem, 'busy'>;
}

/**
 * Which devices a room would miss if a meeting began now. Looks without opening them, so that no camera
 * light is on in a room that waits.
 */
export class Plugged {
  readonly #problems = signal<readonly DeviceProblem[]>([]);
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #look = (): void => {
    void problemsNow().then((found) => {
      if (JSON.stringify(found) !== JSON.stringify(this.#problems.peek())) this.#problems.value = found;
    });
  };

  get problems(): ReadonlySignal<readonly DeviceProblem[]> {
    return this.#problems;
  }

  start(): void {
    this.#look();
    this.#timer = setInterval(this.#look, lookMs);
    if ('mediaDevices' in navigator) navigator.mediaDevices.addEventListener('devicechange', this.#look);
  }

  stop(): void {
    clearInterval(this.#timer);
    if ('mediaDevices' in navigator) navigator.mediaDevices.removeEventListener('devicechange', this.#look);
  }
}

const wanted = [
  { kind: 'microphone', input: 'audioinput' },
  { kind: 'camera', input: 'videoinput' },
] as const satisfies readonly { readonly kind: CapturedKind; readonly input: MediaDeviceKind }[];

async function problemsNow(): Promise<readonly DeviceProblem[]> {
  if (!('mediaDevices' in navigator)) return wanted.map(({ kind }) => ({ kind, problem: 'insecure' }));
  const devices = await navigator.mediaDevices.enumerateDevices();
  const found = await Promise.all(
    wanted.map(async ({ kind, input }): Promise<readonly DeviceProblem[]> => {
      if (!devices.some((device) => device.kind === input)) return [{ kind, problem: 'missing' }];
      return (await isDenied(kind)) ? [{ kind, problem: 'denied' }] : [];
    }),
  );
  if (hasNoSpeaker(devices)) found.push([{ kind: 'speaker', problem: 'missing' }]);
  return found.flat();
}

async function isDenied(name: CapturedKind): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name })).state === 'denied';
  } catch (error) {
    // A browser that does not know this permission by name.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
