import type { WorkerId } from '../../../domain/media/links.ts';
import type { Placements } from './placements.ts';

/** What each participant could take of its worker when the media of a conference was last planned. */
export class Shares {
  readonly #placements: Pick<Placements, 'shareOf'>;
  readonly #planned = new Map<WorkerId, number>();

  constructor(placements: Pick<Placements, 'shareOf'>) {
    this.#placements = placements;
  }

  /** The media is planned again. */
  begin(): void {
    this.#planned.clear();
  }

  of(workerId: WorkerId): number {
    const share = this.#placements.shareOf(workerId);
    this.#planned.set(workerId, share);
    return share;
  }

  /** Whether participants of other conferences have come to its workers, or left them. */
  get haveChanged(): boolean {
    return [...this.#planned].some(([workerId, share]) => this.#placements.shareOf(workerId) !== share);
  }
}
