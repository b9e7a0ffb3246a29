import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Direction } from '../../protocol/media.ts';
import type { Connecting } from './healing.ts';

/** Longer than a connection takes over a relay on a bad line. */
const patientMs = 8_000;

/**
 * Whether media does not get through, although the server is reached: as behind a firewall that lets pages through
 * and no media. A direction stays blocked while its transports are opened again, until one connects.
 */
export class Blockage {
  readonly #blocked = { send: signal(false), receive: signal(false) };
  readonly isBlocked: ReadonlySignal<boolean> = computed(
    () => this.#blocked.send.value || this.#blocked.receive.value,
  );

  watch(direction: Direction, transport: Connecting): void {
    const blocked = this.#blocked[direction];
    let timer: ReturnType<typeof setTimeout> | undefined;
    transport.on('connectionstatechange', (state) => {
      if (state === 'connecting') {
        timer ??= setTimeout(() => (blocked.value = true), patientMs);
      } else if (state === 'connected' || state === 'failed') {
        clearTimeout(timer);
        blocked.value = state === 'failed';
      }
    });
    transport.observer.on('close', () => clearTimeout(timer));
  }

  /** Nothing is to get through any more. */
  end(): void {
    this.#blocked.send.value = false;
    this.#blocked.receive.value = false;
  }
}
