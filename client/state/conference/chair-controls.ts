import { type Upcoming, upcomingSpeakers } from '../../../domain/conference/upcoming.ts';
import type { Ballot, BallotRules } from '../../../protocol/conference/ballots.ts';
import type { Hand } from '../../../protocol/conference/floor.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { ballotViews, nextBallot } from './ballots.ts';
import type { BallotView } from './ballots.ts';

/** How many of the next speakers the chair sees. */
const mostNext = 3;

export interface NextSpeaker extends Pick<Upcoming, 'participantId' | 'minutes'> {
  readonly participant: Participant;
  /** Its request; undefined for a speaker of the script. */
  readonly hand: Hand | undefined;
}

export interface NextSpeakers {
  /** The first on the current item: those of the script, then those of the queue. */
  readonly first: readonly NextSpeaker[];
  /** How many more are to speak on this item, or ask to speak on any. */
  readonly more: number;
}

export function nextSpeakers(conference: ConferenceState): NextSpeakers {
  const { participants, floor } = conference;
  const upcoming = upcomingSpeakers(conference);
  const first = upcoming.slice(0, mostNext).flatMap(({ participantId, from, minutes }) => {
    const participant = participants[participantId];
    const hand = floor.queue.find((each) => from === 'queue' && each.participantId === participantId);
    return participant ? [{ participantId, minutes, participant, hand }] : [];
  });
  const all = new Set([...upcoming, ...floor.queue].map(({ participantId }) => participantId));
  return { first, more: all.size - first.length };
}

/** The title of the agenda item under way; undefined between items. */
export const currentItem = ({ agenda }: ConferenceState): string | undefined =>
  agenda.items.find(({ id }) => id === agenda.current?.itemId)?.title;

/** The ballots that somebody has prepared, in the order of their drafting. */
export const preparedBallots = ({ ballots }: ConferenceState): readonly Ballot[] =>
  Object.values(ballots).filter(({ phase }) => phase === 'draft');

/** The rules of a ballot that the chair puts to the vote on the spot. */
export const ballotOnTheSpot = (
  conference: ConferenceState,
  question: string,
  kind: BallotRules['kind'],
): BallotRules => ({ ...nextBallot(conference), question, kind });

/**
 * The ballot that the chair has to do with now: one that is open or waits for its publication, or else the
 * one published last.
 */
export function ballotNow(conference: ConferenceState, own: Participant): BallotView | undefined {
  const views = ballotViews(conference, own).filter(({ ballot }) => ballot.phase !== 'draft');
  return views[0];
}
