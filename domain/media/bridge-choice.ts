/** What the participants of a conference take of a bridge. */
export interface Party {
  readonly participants: number;
  /** What each of them takes of one worker at the least. */
  readonly eachPacketsPerS: number;
}

/** A conference that needs a bridge. */
export interface Homeless extends Party {
  readonly id: string;
  /** The unit that holds the session, and those above it, nearest first; empty where it is unknown. */
  readonly sitePath: readonly string[];
}

/** A bridge that is connected and has workers. */
export interface BridgeOffer {
  readonly id: string;
  /** Its unit and those above it, nearest first; empty where it has none. */
  readonly sitePath: readonly string[];
  /** People take it out of service. */
  readonly isDraining: boolean;
  /** It came and went lately. */
  readonly isUnsteady: boolean;
  /** What is left of each worker, in packets a second; below 0 where it is overbooked. */
  readonly left: readonly number[];
  /** What all its workers can send in a second. */
  readonly budgetPacketsPerS: number;
}

/** Why a bridge got a conference. */
export type BridgeCase = 'same-unit' | 'above' | 'below' | 'anywhere' | 'most-room';

export interface BridgeChoice {
  readonly id: string;
  readonly because: BridgeCase;
}

/**
 * The bridge for a conference; undefined without any. Filters first: the best class of bridges that there is. Then
 * the tree of units decides among them.
 */
export function chooseBridge(conference: Homeless, offers: readonly BridgeOffer[]): BridgeChoice | undefined {
  const fit = offers.filter((offer) => seatsOn(offer, conference) >= conference.participants);
  // All of it fits nowhere: the fewest rooms are refused where there is most room.
  if (fit.length === 0) return chosen('most-room', mostRoom(inBestClass(offers), conference));
  const best = inBestClass(fit);
  return (
    // In the house of the unit that holds the session: its chair sits there, and mostly its hall.
    chosen(
      'same-unit',
      leastLoaded(best.filter(({ sitePath }) => stepsUp(conference.sitePath, sitePath) === 0)),
    ) ??
    // Above the unit, the nearest: the lines of all its rooms lead there.
    chosen(
      'above',
      nearest(best, ({ sitePath }) => stepsUp(conference.sitePath, sitePath)),
    ) ??
    // Below the unit, the nearest: off the way for rooms of other branches, yet within the unit's own network.
    chosen(
      'below',
      nearest(best, ({ sitePath }) => stepsUp(sitePath, conference.sitePath)),
    ) ??
    // In another branch, or at no unit.
    chosen('anywhere', leastLoaded(best))
  );
}

/** How many participants of this kind a bridge has room for. Each is on one worker. */
export const seatsOn = ({ left }: BridgeOffer, { eachPacketsPerS }: Pick<Party, 'eachPacketsPerS'>): number =>
  left.reduce((sum, packetsPerS) => sum + Math.max(0, Math.floor(packetsPerS / eachPacketsPerS)), 0);

/** The bridge with these participants on it as well, each on the emptiest worker. */
export function withParty(offer: BridgeOffer, { participants, eachPacketsPerS }: Party): BridgeOffer {
  const left = [...offer.left];
  for (let placed = 0; placed < participants; placed += 1) {
    const most = left.indexOf(Math.max(...left));
    left[most] = (left[most] ?? 0) - eachPacketsPerS;
  }
  return { ...offer, left };
}

/**
 * A draining bridge is the last choice: IT waits until it is idle. An unsteady bridge comes before it. Both are better
 * than none: no session fails because of a filter.
 */
function inBestClass(offers: readonly BridgeOffer[]): readonly BridgeOffer[] {
  const classOf = ({ isDraining, isUnsteady }: BridgeOffer): number =>
    (isDraining ? 2 : 0) + (isUnsteady ? 1 : 0);
  const best = Math.min(...offers.map(classOf));
  return offers.filter((offer) => classOf(offer) === best);
}

/** How many levels `to` is above `from` in the tree of units; undefined where it is not above it or the same. */
function stepsUp(from: readonly string[], to: readonly string[]): number | undefined {
  const [unit] = to;
  const steps = unit === undefined ? -1 : from.indexOf(unit);
  return steps < 0 ? undefined : steps;
}

function nearest(
  offers: readonly BridgeOffer[],
  distanceTo: (offer: BridgeOffer) => number | undefined,
): BridgeOffer | undefined {
  const distances = offers.flatMap((offer) => distanceTo(offer) ?? []);
  const least = Math.min(...distances);
  return leastLoaded(offers.filter((offer) => distanceTo(offer) === least));
}

const leastLoaded = (offers: readonly BridgeOffer[]): BridgeOffer | undefined =>
  offers.toSorted((a, b) => loadOf(a) - loadOf(b) || byId(a, b))[0];

const mostRoom = (offers: readonly BridgeOffer[], party: Party): BridgeOffer | undefined =>
  offers.toSorted((a, b) => seatsOn(b, party) - seatsOn(a, party) || loadOf(a) - loadOf(b) || byId(a, b))[0];

/** The share of a bridge that is taken. */
const loadOf = ({ left, budgetPacketsPerS }: BridgeOffer): number =>
  1 - left.reduce((sum, packetsPerS) => sum + packetsPerS, 0) / budgetPacketsPerS;

const byId = (a: BridgeOffer, b: BridgeOffer): number => (a.id < b.id ? -1 : 1);

const chosen = (because: BridgeCase, offer: BridgeOffer | undefined): BridgeChoice | undefined =>
  offer && { id: offer.id, because };
