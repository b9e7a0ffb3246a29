import type { Admittance, Doorkeeper } from '../../conference/doorkeeper.ts';
import type { Claimant } from '../../identity/caller.ts';
import { together } from '../../together.ts';
import { plannedIn } from './standing.ts';
import type { StandingFacts, StandingRepository } from './standing-repository.ts';

/**
 * How long claimants wait to be looked up together: at most twenty queries a second, however many claimants
 * come.
 */
export const doorRestMs = 50;

/**
 * Tells conferences which claimants the plan admits, by the same rules as everywhere (standing.ts). Claimants
 * that come to a meeting at the same moment are looked up with one query, also if different parts of the
 * server ask.
 */
export function createDoorkeeper(standings: StandingRepository, now: () => number): Doorkeeper {
  const admittance = together(doorRestMs, async (asked: readonly Asked[]) => {
    const found = new Map<Asked, Admittance>();
    const ofMeetings = Map.groupBy(asked, ({ meetingId }) => meetingId);
    await Promise.all(
      [...ofMeetings].map(async ([meetingId, ofOne]) => {
        const claimants = ofOne.map(({ claimant }) => claimant);
        const facts = await standings.of(meetingId, claimants, now());
        for (const [place, each] of ofOne.entries()) found.set(each, admittanceOf(facts.get(place)));
      }),
    );
    return asked.map((each) => found.get(each) ?? admittanceOf(undefined));
  });
  return (meetingId, claimants) =>
    Promise.all(claimants.map((claimant) => admittance({ meetingId, claimant })));
}

interface Asked {
  readonly meetingId: string;
  readonly claimant: Claimant;
}

function admittanceOf(facts: StandingFacts | undefined): Admittance {
  if (facts === undefined) return { ok: false, reason: 'not-invited' };
  const { subject, signedIn, identity, line } = facts;
  if (!subject.inUse) {
    return { ok: false, reason: subject.accountKind === undefined ? 'retired' : 'disabled' };
  }
  if (!signedIn) return { ok: false, reason: 'signed-out' };
  const { role, isUncleared } = plannedAs(facts);
  if (role === undefined) return { ok: false, reason: isUncleared ? 'not-cleared' : 'not-invited' };
  const chairPlace = role === 'chair' ? subject.invited?.chairPlace : undefined;
  return { ok: true, identity: { ...identity, role, ...(chairPlace !== undefined && { chairPlace }) }, line };
}

/** What the plan allows a subject, from the facts in the database. */
export const plannedAs = ({ meeting, subject }: StandingFacts) => plannedIn(meeting, subject);
