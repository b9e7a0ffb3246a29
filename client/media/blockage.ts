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
  readonly #directions = signal<ReadonlySet<Direction>>(new Set());
  readonly isBlocked: ReadonlySignal<boolean>;

  constructor() {
    this.isBlocked = computed(() => this.#directions.value.size > 0);
  }

  watch(direction: Direction, transport: Connecting): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const give = (isBlocked: boolean): void => {
      clearTimeout(timer);
      timer = undefined;
      this.#set(direction, isBlocked);
    };
    transport.on('connectionstatechange', (state) => {
      if (state === 'connected') give(false);
      else if (state === 'failed') give(true);
      else if (state === 'connecting') timer ??= setTimeout(() => give(true), patientMs);
    });
    transport.observer.on('close', () => clearTimeout(timer));
  }

  /** Nothing is to get through any more. */
  end(): void {
    this.#directions.value = new Set();
  }

  #set(direction: Direction, isBlocked: boolean): void {
    const directions = new Set(this.#directions.peek());
    if (isBlocked) directions.add(direction);
    else directions.delete(direction);
    this.#directions.value = directions;
  }
}
