import { chooseBridge, seatsOn, withParty } from './bridge-choice.ts';
import type { BridgeOffer, Homeless } from './bridge-choice.ts';

/** A conference for which the remaining bridges have too little room. */
export interface Short {
  readonly id: string;
  readonly participants: number;
  /** How many of them would find no room. */
  readonly withoutRoom: number;
}

/**
 * What becomes of the conferences of a bridge that is lost: each goes to the bridge that the ladder names for it,
 * the largest first, as the servers do it.
 *
 * @param offers the other bridges, as loaded as they are now
 * @returns the conferences that do not fit, largest first
 */
export function ifLost(conferences: readonly Homeless[], offers: readonly BridgeOffer[]): readonly Short[] {
  let rest = offers;
  const short: Short[] = [];
  for (const conference of conferences.toSorted(byNeed)) {
    const { id, participants } = conference;
    const target = chooseBridge(conference, rest);
    const offer = rest.find((each) => each.id === target?.id);
    const placed = offer === undefined ? 0 : Math.min(participants, seatsOn(offer, conference));
    if (placed < participants) short.push({ id, participants, withoutRoom: participants - placed });
    rest = rest.map((each) =>
      each === offer ? withParty(each, { ...conference, participants: placed }) : each,
    );
  }
  return short;
}

/** Those that take most come first: the small ones find room in what is left. */
export const byNeed = (a: Homeless, b: Homeless): number =>
  b.participants * b.eachPacketsPerS - a.participants * a.eachPacketsPerS || (a.id < b.id ? -1 : 1);
