import type { Target } from '../../protocol/conference/contract.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConferenceEvent } from '../../protocol/events.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { ConferenceState, Participant } from '../../protocol/state.ts';

/** What is to be written in the log (nothing, where the wish is met already), or why not. */
export type Decision =
  | { readonly ok: true; readonly events: readonly ConferenceEvent[] }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      readonly detail?: string;
      /** Of `too-fast`. */
      readonly retryAfterS?: number;
    };

export interface Limits {
  /** How many participants one conference holds, those included whose connection is lost for now. */
  readonly participants: number;
}

/** Keeps votes from everybody until they are published; who has no key can do neither. */
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

/** Decides on one other participant, who must be there and fit. */
export function on(
  state: ConferenceState,
  id: ParticipantId,
  fits: Fits,
  then: (target: Participant) => Decision,
): Decision {
  const target = state.participants[id];
  return target && fits(target) ? then(target) : refuse('not-found');
}

/** Those of the participants meant who fit, by the order of their joining. */
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

/** Refuses only where nobody of those meant fits: a list made a moment ago may name some who have just left. */
export function onMeant(
  state: ConferenceState,
  target: Target,
  fits: Fits,
  then: (ids: ParticipantId[]) => Decision,
): Decision {
  const found = meant(state, target, fits);
  return found.length === 0 ? refuse('not-found') : then(found.map(({ id }) => id));
}
