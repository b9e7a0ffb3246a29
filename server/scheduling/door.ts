import { classification } from '../../protocol/rest/meetings.ts';
import type { Admittance, Doorkeeper } from '../conference/doorkeeper.ts';
import { plannedIn } from './standing.ts';
import type { StandingFacts, StandingRepository } from './standing-repository.ts';

/** What the plan says at the doors of conferences, by the same rules as everywhere (standing.ts). */
export const createDoorkeeper =
  (standings: StandingRepository, now: () => number): Doorkeeper =>
  async (meetingId, claimants) => {
    const facts = await standings.of(meetingId, claimants, now());
    return claimants.map((_, place) => admittanceOf(facts.get(place)));
  };

function admittanceOf(facts: StandingFacts | undefined): Admittance {
  if (facts === undefined) return { ok: false, reason: 'not-invited' };
  const { subject, signedIn, identity, line } = facts;
  if (!subject.inUse) {
    return { ok: false, reason: subject.accountKind === undefined ? 'retired' : 'disabled' };
  }
  if (!signedIn) return { ok: false, reason: 'signed-out' };
  const { role, isUncleared } = plannedAs(facts);
  if (role === undefined) return { ok: false, reason: isUncleared ? 'not-cleared' : 'not-invited' };
  return { ok: true, identity: { ...identity, role }, line };
}

/** What the plan makes somebody of whom the database has told. */
export const plannedAs = ({ meeting, subject }: StandingFacts) =>
  plannedIn(
    {
      announced: meeting.announced,
      classification: classification.parse(meeting.classification),
    },
    subject,
  );
