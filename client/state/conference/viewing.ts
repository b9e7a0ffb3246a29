import { computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import { isModerator, isSeated } from '../../../domain/conference/state.ts';
import type { View } from '../../../protocol/media.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { wallPage, wallSizeNamed } from './wall.ts';
import type { WallPage, WallSize } from './wall.ts';

/** What is shown in place of the stage. */
export type ShownScene =
  | { readonly kind: 'stage' }
  | { readonly kind: 'wall'; readonly page: WallPage }
  | { readonly kind: 'single'; readonly participant: Participant };

/** The conference as one participant sees it. */
interface Seen {
  readonly conference: ReadonlySignal<ConferenceState>;
  readonly own: ReadonlySignal<Participant | undefined>;
}

/** What a page has chosen to view; the server is asked for nothing else. */
export class Viewing {
  /** Turns off all pictures, the own one too. */
  readonly audioOnly = signal(false);
  /** Whether slides are on the stage; a room may have another display for them. */
  readonly withSlides = signal(true);
  /** Whether the wall changes pages by itself. */
  readonly rotates = signal(false);
  readonly shown: ReadonlySignal<ShownScene>;
  readonly view: ReadonlySignal<View>;
  readonly #isWall = signal(false);
  readonly #size: Signal<WallSize>;
  /** First participant on the wall's page. */
  readonly #from = signal<string | undefined>(undefined);
  readonly #single = signal<string | undefined>(undefined);
  /** When somebody last changed the page by hand, ms on the page's own clock. */
  readonly #turnedAt = signal(-Infinity);

  constructor({ conference, own }: Seen, size: WallSize) {
    this.#size = signal(size);
    this.shown = computed(() => {
      const self = own.value;
      // A participant that is no longer a moderator sees the stage, as everybody does.
      if (!this.#isWall.value || !self || !isModerator(self.role)) return { kind: 'stage' };
      const single = this.#single.value;
      const participant = single === undefined ? undefined : conference.value.participants[single];
      if (isSeated(participant)) return { kind: 'single', participant };
      return { kind: 'wall', page: wallPage(conference.value, this.#size.value, this.#from.value) };
    });
    this.view = computed(() => viewOf(this.shown.value, own.value?.id, this.withSlides.value));
  }

  get size(): WallSize {
    return this.#size.value;
  }

  /** The size as a word. */
  get sizeName(): `${WallSize}` {
    return `${this.#size.value}`;
  }

  get turnedAt(): number {
    return this.#turnedAt.value;
  }

  showStage(): void {
    this.#isWall.value = false;
    this.#single.value = undefined;
  }

  showWall(): void {
    this.#isWall.value = true;
    this.#single.value = undefined;
  }

  showSingle(participantId: string): void {
    this.#single.value = participantId;
  }

  resize(name: `${WallSize}`): void {
    this.#size.value = wallSizeNamed(name) ?? this.#size.value;
  }

  /** Changes the wall's page by hand. */
  turn(step: -1 | 1): void {
    this.#turn(step);
    this.#turnedAt.value = performance.now();
  }

  /** Changes to the next page, as the rotation does. */
  rotate(): void {
    this.#turn(1);
  }

  #turn(step: -1 | 1): void {
    const shown = this.shown.value;
    if (shown.kind === 'wall') this.#from.value = step > 0 ? shown.page.nextFrom : shown.page.previousFrom;
  }
}

/** The server sends no participant its own picture, so the view does not ask for it. */
function viewOf(shown: ShownScene, ownId: string | undefined, withSlides: boolean): View {
  switch (shown.kind) {
    case 'stage':
      return { kind: 'stage', ...(!withSlides && { slidesApart: true }) };
    case 'single':
      return { kind: 'single', participantId: shown.participant.id };
    case 'wall': {
      const ids = (members: readonly Participant[]): string[] =>
        members.map(({ id }) => id).filter((id) => id !== ownId);
      return { kind: 'wall', page: ids(shown.page.members), next: ids(shown.page.next) };
    }
    default:
      return shown satisfies never;
  }
}
