/** Asks at once and then every few seconds while a signal is watched. Given to the signal as its options. */
export class WatchedPoll {
  readonly #everyMs: number;
  readonly #ask: () => Promise<void>;
  readonly #forget: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param forget runs when nothing watches the signal any more */
  constructor(everyMs: number, ask: () => Promise<void>, forget: () => void) {
    this.#everyMs = everyMs;
    this.#ask = ask;
    this.#forget = forget;
  }

  /** An answer that comes when this is false is not wanted any more. */
  get isOn(): boolean {
    return this.#timer !== undefined;
  }

  readonly watched = (): void => {
    this.#timer = setInterval(() => void this.#ask(), this.#everyMs);
    void this.#ask();
  };

  readonly unwatched = (): void => {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#forget();
  };
}
