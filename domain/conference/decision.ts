import type { Target } from '../../protocol/conference/contract.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConferenceEvent } from '../../protocol/events.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';

/** The events to write to the log (none if the command changes nothing), or why the command is refused. */
export type Decision =
  | { readonly ok: true; readonly events: readonly ConferenceEvent[] }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      readonly detail?: string;
      /** Only with `too-fast`. */
      readonly retryAfterS?: number;
    };

export interface Limits {
  /**
   * How many participants one conference can hold, including those in the lobby and those whose connection is
   * lost for now.
   */
  readonly participants: number;
}

/** Keeps votes secret until they are published. Both operations need the key. */
export interface BallotBox {
  seal(ballotId: string, content: string): string;
  open(ballotId: string, sealed: string): string;
}

/** What a decision depends on besides the state. */
export interface Context {
  /** Epoch ms. */
  readonly now: number;
  readonly limits: Limits;
  readonly box: BallotBox;
}

export const accept = (...events: readonly ConferenceEvent[]): Decision => ({ ok: true, events });

export const refuse = (code: ErrorCode, detail?: string): Decision => ({
  ok: false,
  code,
  ...(detail !== undefined && { detail }),
});

type Fits = (participant: Participant) => boolean;

/** Applies `then` to one participant; refuses with `not-found` if it is unknown or does not fit. */
export function on(
  state: ConferenceState,
  id: ParticipantId,
  fits: Fits,
  then: (target: Participant) => Decision,
): Decision {
  const target = state.participants[id];
  return target && fits(target) ? then(target) : refuse('not-found');
}

/** The participants that the target covers and that fit, in the order of their joining. */
export function meant(state: ConferenceState, target: Target, fits: Fits): readonly Participant[] {
  return Object.values(state.participants).filter(
    (participant) => includes(target, participant) && fits(participant),
  );
}

export function includes(target: Target, { id, sitePath, levelId }: Participant): boolean {
  switch (target.kind) {
    case 'participants':
      return target.participantIds.includes(id);
    case 'subtree':
      return sitePath.includes(target.siteId);
    case 'level':
      return levelId === target.levelId;
    case 'all':
      return true;
    default:
      return target satisfies never;
  }
}

/**
 * Refuses with `not-found` only if the target covers no participant that fits: a list made a moment ago may
 * name some that have just left.
 */
export function onMeant(
  state: ConferenceState,
  target: Target,
  fits: Fits,
  then: (ids: ParticipantId[]) => Decision,
): Decision {
  const found = meant(state, target, fits);
  return found.length === 0 ? refuse('not-found') : then(found.map(({ id }) => id));
}
