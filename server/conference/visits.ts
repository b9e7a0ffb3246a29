import type { OfficeLine } from '../../domain/media/budget.ts';
import { unknownLine } from '../../domain/media/budget.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { Claimant } from '../identity/caller.ts';
import { refusalCodes } from './doorkeeper.ts';
import type { Admittance, Doorkeeper } from './doorkeeper.ts';

/** One connection to a conference, before and after it joins. */
export interface Visit {
  readonly claimant: Claimant;
  /** The identity with which the connection would join now. */
  readonly identity: Identity;
  readonly line: OfficeLine;
  /** Sets how the connection is ended from now on. */
  onCut(goodbye: (code: ErrorCode) => void): void;
  cut(code: ErrorCode): void;
  /** The connection is gone. Idempotent. */
  end(): void;
}

class Knock implements Visit {
  readonly claimant: Claimant;
  readonly #ended: (knock: Knock) => void;
  #admitted: { readonly identity: Identity; readonly line: OfficeLine } | undefined;
  #goodbye: ((code: ErrorCode) => void) | undefined;
  #cutWith: ErrorCode | undefined;
  /** Data behind the look-up has changed since the look-up began. */
  isStale = false;

  constructor(claimant: Claimant, ended: (knock: Knock) => void) {
    this.claimant = claimant;
    this.#ended = ended;
  }

  get isAdmitted(): boolean {
    return this.#admitted !== undefined;
  }

  get identity(): Identity {
    if (!this.#admitted) throw new Error('it was not let in');
    return this.#admitted.identity;
  }

  get line(): OfficeLine {
    return this.#admitted?.line ?? unknownLine;
  }

  admit({ identity, line }: Extract<Admittance, { readonly ok: true }>): void {
    this.#admitted = { identity, line };
  }

  onCut(goodbye: (code: ErrorCode) => void): void {
    this.#goodbye = goodbye;
    // The claimant lost its right to be here between the look-up and the opened connection.
    if (this.#cutWith !== undefined) goodbye(this.#cutWith);
  }

  cut(code: ErrorCode): void {
    this.#cutWith ??= code;
    this.#goodbye?.(code);
  }

  end(): void {
    this.#ended(this);
  }
}

/** The connections of one conference, so that a change of the plan reaches each of them. */
export class Visits {
  readonly #conferenceId: ConferenceId;
  readonly #doorkeeper: Doorkeeper;
  readonly #knocks = new Set<Knock>();

  constructor(conferenceId: ConferenceId, doorkeeper: Doorkeeper) {
    this.#conferenceId = conferenceId;
    this.#doorkeeper = doorkeeper;
  }

  /**
   * Looks up the claimant before anything is created for it. Callers must `end` the visit, whatever
   * happens to the connection.
   */
  async begin(
    claimant: Claimant,
  ): Promise<
    { readonly ok: true; readonly visit: Visit } | { readonly ok: false; readonly code: ErrorCode }
  > {
    const knock = new Knock(claimant, (ended) => this.#knocks.delete(ended));
    this.#knocks.add(knock);
    try {
      let found: Admittance | undefined;
      do {
        knock.isStale = false;
        [found] = await this.#doorkeeper(this.#conferenceId, [claimant]);
      } while (knock.isStale);
      if (found?.ok) {
        knock.admit(found);
        return { ok: true, visit: knock };
      }
      return { ok: false, code: refusalCodes[found?.reason ?? 'not-invited'] };
    } finally {
      if (!knock.isAdmitted) knock.end();
    }
  }

  /** Returns the admitted visits that a change concerns. Repeats the look-ups under way that it concerns. */
  concerned(by: (claimant: Claimant) => boolean): readonly Knock[] {
    const concerned = [...this.#knocks].filter(({ claimant }) => by(claimant));
    for (const knock of concerned) knock.isStale = true;
    return concerned.filter(({ isAdmitted }) => isAdmitted);
  }

  /** Whether a participant has a connection. */
  has(participantId: string): boolean {
    return [...this.#knocks].some(({ claimant, isAdmitted }) => isAdmitted && claimant.id === participantId);
  }
}
