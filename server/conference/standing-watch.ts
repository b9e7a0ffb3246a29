import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { SystemCommand } from '../../domain/conference/decide-system.ts';
import { isHere, isLive } from '../../domain/conference/state.ts';
import type { Claimant } from '../identity/caller.ts';
import type { StandingChange } from '../identity/accounts/standing-changes.ts';
import type { Conference } from './conference.ts';
import { farewellCodes } from './doorkeeper.ts';
import type { Admittance, Doorkeeper } from './doorkeeper.ts';

/** Pause before a retry when the database is not available. */
const againAfterMs = 1_000;

/**
 * Applies outside changes to live conferences: looks up every claimant that a change concerns. A participant
 * that is no longer allowed is excluded; a participant whose planned role changed receives the new role.
 */
export class StandingWatch {
  readonly #conferences: () => Iterable<Conference>;
  readonly #doorkeeper: Doorkeeper;
  readonly #logger: Logger;
  /** Changes of one conference are applied one after the other, so that the latest look-up wins. */
  readonly #following = new WeakMap<Conference, Promise<void>>();

  readonly #onCut: (claimant: Claimant) => void;

  /** @param onCut called for each connection that is cut because its claimant is no longer allowed */
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
      // Synchronously, so that look-ups already under way are repeated.
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
          'standing of participants could not be read; retrying soon',
        );
      }
      await pause(againAfterMs, undefined, { ref: false });
    }
  }

  /** @returns false where something could not be logged and must be retried */
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
  // A participant that signed out may be signed in elsewhere: its connection ends, but its seat
  // stays for the grace period.
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
