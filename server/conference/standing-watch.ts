import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { SystemCommand } from '../../domain/conference/decide-system.ts';
import { isHere, isLive } from '../../domain/conference/state.ts';
import type { Claimant } from '../identity/caller.ts';
import type { StandingChange } from '../identity/standing-changes.ts';
import type { Conference } from './conferences.ts';
import { farewellCodes } from './doorkeeper.ts';
import type { Admittance, Doorkeeper } from './doorkeeper.ts';

/** A database that is away is asked again after this time. */
const againAfterMs = 1_000;

/**
 * Brings what is changed outside to the conferences that are live: everybody concerned is looked up again. Who has no standing
 * any more is put out; to whom the plan gives another role has it.
 */
export class StandingWatch {
  readonly #conferences: () => Iterable<Conference>;
  readonly #doorkeeper: Doorkeeper;
  readonly #logger: Logger;
  /** Of each conference one change after the other, so that what is known last counts. */
  readonly #following = new WeakMap<Conference, Promise<void>>();

  readonly #onCut: (claimant: Claimant) => void;

  /** @param onCut told of each connection that is cut because its claimant lost its standing */
  constructor(
    conferences: () => Iterable<Conference>,
    doorkeeper: Doorkeeper,
    onCut: (claimant: Claimant) => void,
    logger: Logger,
  ) {
    this.#conferences = conferences;
    this.#onCut = onCut;
    this.#doorkeeper = doorkeeper;
    this.#logger = logger;
  }

  changed(change: StandingChange): void {
    for (const conference of this.#conferences()) {
      const { live, visits } = conference;
      if (change.of === 'meetings' && !change.meetingIds.includes(live.id)) continue;
      // At once, for those whose look-up is under way.
      visits.concerned((claimant) => concerns(change, claimant));
      const before = this.#following.get(conference) ?? Promise.resolve();
      this.#following.set(
        conference,
        before.then(() => this.#follow(conference, change)),
      );
    }
  }

  async #follow(conference: Conference, change: StandingChange): Promise<void> {
    while (isLive(conference.live.state)) {
      try {
        if (await this.#lookAgain(conference, change)) return;
      } catch (error) {
        this.#logger.error(
          { err: error, conferenceId: conference.live.id },
          'who may be in a conference could not be looked up; asked again soon',
        );
      }
      await pause(againAfterMs, undefined, { ref: false });
    }
  }

  /** @returns false where it could not be logged and is to be done again */
  async #lookAgain({ live, visits }: Conference, change: StandingChange): Promise<boolean> {
    const roles = new Set(rolesSetBy(change));
    const visiting = visits.concerned((claimant) => concerns(change, claimant));
    const others = Object.values(live.state.participants)
      .filter((participant) => isHere(participant) || roles.has(participant.id))
      .filter(({ id }) => !visits.has(id))
      .map(({ id, kind }): Claimant => ({
        id,
        kind: kind === 'endpoint' ? 'device' : 'account',
        sessionId: null,
      }))
      .filter((claimant) => concerns(change, claimant));
    const claimants = [...visiting.map(({ claimant }) => claimant), ...others];
    if (claimants.length === 0) return true;
    const found = await this.#doorkeeper(live.id, claimants);
    const commands = claimants.flatMap(({ id }, index): readonly SystemCommand[] => {
      const admittance = found[index];
      return admittance === undefined ? [] : consequence(id, admittance, roles.has(id));
    });
    const outcomes = await live.system(...commands);
    for (const [index, visit] of visiting.entries()) {
      const admittance = found[index];
      if (admittance?.ok) visit.admit(admittance);
      else if (admittance) {
        visit.cut(farewellCodes[admittance.reason]);
        this.#onCut(visit.claimant);
      }
    }
    return outcomes.every(({ ok }) => ok);
  }
}

function consequence(
  participantId: string,
  admittance: Admittance,
  roleSet: boolean,
): readonly SystemCommand[] {
  if (admittance.ok) {
    const { role } = admittance.identity;
    return roleSet ? [{ type: 'setRole', participantId, role }] : [];
  }
  // Somebody who has signed out may have signed in elsewhere: the connection goes, the seat waits for its time.
  const { reason } = admittance;
  return reason === 'signed-out' ? [] : [{ type: 'exclude', participantId, reason }];
}

function rolesSetBy(change: StandingChange): readonly string[] {
  if (change.of === 'meetings') return change.roleSetFor;
  return change.of === 'subjects' && change.roleSet ? change.subjectIds : [];
}

function concerns(change: StandingChange, { id, sessionId }: Claimant): boolean {
  switch (change.of) {
    case 'subjects':
      return change.subjectIds.includes(id);
    case 'sessions':
      return sessionId !== null && change.sessionIds.includes(sessionId);
    case 'meetings':
    case 'sites':
      return true;
    default:
      return change satisfies never;
  }
}
