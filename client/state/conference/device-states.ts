import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { deviceTroubles } from '../../../domain/media/devices.ts';
import type { DeviceTrouble } from '../../../domain/media/devices.ts';
import { maySpeak } from '../../../domain/conference/state.ts';
import type { DeviceKind, ReportedDevices } from '../../../protocol/devices.ts';
import type { Participant } from '../../../protocol/state.ts';
import type { Ask } from '../../signaling/requests.ts';
import type { ServerClock } from './server-clock.ts';
import { WatchedPoll } from './watched-poll.ts';

const everyMs = 5_000;

/** What a participant's page last said of its devices, with times on the server's clock, epoch ms. */
export interface SeenDevices extends ReportedDevices {
  /** Since when it has been connected, or not. */
  readonly connectionSinceMs: number;
  readonly sinceMs: Readonly<Record<DeviceKind, number>>;
}
type Known = ReadonlyMap<string, SeenDevices>;
const nothing: Known = new Map();

/**
 * What the pages of a conference say of their devices, for moderators. Asked for every few seconds while a view
 * shows it; each answer has only what has changed.
 */
export class DeviceStates {
  readonly #ask: Ask;
  readonly #clock: ServerClock;
  readonly #poll = new WatchedPoll(
    everyMs,
    () => this.#refresh(),
    () => this.restart(),
  );
  readonly #known = signal(nothing, this.#poll);
  #change = 0;

  constructor(ask: Ask, clock: ServerClock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** By participant; empty while the server cannot be asked. */
  get known(): ReadonlySignal<Known> {
    return this.#known;
  }

  /** The page has a new connection: the server counts from the beginning. */
  restart(): void {
    this.#change = 0;
    this.#known.value = nothing;
  }

  async #refresh(): Promise<void> {
    const after = this.#change;
    const answer = await this.#ask('media.devices', { after });
    // Another answer has come, or another connection.
    if (!this.#poll.isOn || this.#change !== after) return;
    if (!answer.ok) {
      // Without an answer nothing is known; what was known is not shown as current.
      this.restart();
      return;
    }
    const { change, devices } = answer.result;
    this.#change = change;
    if (devices.length === 0) return;
    const nowMs = this.#clock.now();
    const told = devices.map((each) => [each.participantId, dated(each, nowMs)] as const);
    this.#known.value = new Map([...this.#known.value, ...told]);
  }
}

const dated = (each: ReportedDevices, nowMs: number): SeenDevices => ({
  ...each,
  connectionSinceMs: nowMs - each.forMs,
  sinceMs: {
    camera: nowMs - each.camera.forMs,
    microphone: nowMs - each.microphone.forMs,
    speaker: nowMs - each.speaker.forMs,
  },
});

/** What is wrong with a participant's devices now; nothing while that is not known. */
export function troublesNow(
  known: SeenDevices | undefined,
  { presence, role }: Pick<Participant, 'presence' | 'role'>,
): readonly DeviceTrouble[] {
  return known?.isConnected && presence === 'present' ? deviceTroubles(known, maySpeak(role)) : [];
}
