import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { bandOf } from '../../../domain/media/quality.ts';
import type { Quality, QualityBand } from '../../../domain/media/quality.ts';
import type { Ask } from '../../signaling/requests.ts';
import { WatchedPoll } from './watched-poll.ts';

const everyMs = 10_000;

/** A medium that a participant does not receive well. */
export interface QualityMark {
  readonly kind: keyof Quality;
  readonly band: Exclude<QualityBand, 'good'>;
}

/** A participant's quality problems, audio first; empty where the quality is good or not known. */
export const qualityMarks = (quality: Quality): readonly QualityMark[] =>
  (['audio', 'video'] as const).flatMap((kind) => {
    const score = quality[kind];
    const band = score === null ? 'good' : bandOf(score);
    return band === 'good' ? [] : [{ kind, band }];
  });

/** What moderators may know of every participant's quality. */
export interface Findings {
  /** By participant; a participant that is missing here has no problem. */
  readonly marks: ReadonlyMap<string, readonly QualityMark[]>;
  /** By participant, of those that have reported. */
  readonly scores: ReadonlyMap<string, Quality>;
  /** Participants with an open microphone whose audio does not arrive. */
  readonly silent: ReadonlySet<string>;
}
export const noFindings: Findings = { marks: new Map(), scores: new Map(), silent: new Set() };

/** How well every participant receives, for moderators. Asked for every ten seconds while a view shows it. */
export class Qualities {
  readonly #ask: Ask;
  readonly #poll = new WatchedPoll(
    everyMs,
    () => this.#refresh(),
    () => void (this.#findings.value = noFindings),
  );
  readonly #findings = signal(noFindings, this.#poll);

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  get findings(): ReadonlySignal<Findings> {
    return this.#findings;
  }

  async #refresh(): Promise<void> {
    const answer = await this.#ask('media.qualities', {});
    if (!this.#poll.isOn) return;
    // Without an answer nothing is known; old findings are not shown as current.
    this.#findings.value = answer.ok
      ? {
          marks: new Map(
            answer.result.participants.map(({ participantId, ...quality }) => [
              participantId,
              qualityMarks(quality),
            ]),
          ),
          scores: new Map(
            answer.result.participants.map(({ participantId, ...quality }) => [participantId, quality]),
          ),
          silent: new Set(answer.result.silent),
        }
      : noFindings;
  }
}
