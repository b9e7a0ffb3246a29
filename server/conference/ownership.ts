import type { ConferenceId } from '../../protocol/ids.ts';

/**
 * The right of one control process to lead a conference: only its holder can append to the log. Each new
 * holder gets a higher epoch, so that what an earlier one still sends is recognised and refused.
 */
export interface Ownership {
  readonly conferenceId: ConferenceId;
  readonly processId: string;
  readonly epoch: number;
}

/** Which control process leads which conference, as the database has it. */
export interface ConferenceOwners {
  /**
   * Makes this process the owner of a conference that has none, whose owner is dead, or that is its own
   * already, and raises the epoch.
   * @param how `inTurn`: only where the conference falls to this process, of all that live
   * @returns undefined where another process leads the conference, or is to
   */
  claim(conferenceId: ConferenceId, how?: { readonly inTurn: boolean }): Promise<Ownership | undefined>;
  /** Whether it is still the newest. */
  holds(ownership: Ownership): Promise<boolean>;
  /** Those of the given ones that are no longer the newest. */
  outdated(ownerships: readonly Ownership[]): Promise<readonly Ownership[]>;
  /** Whether the owner of a live conference is dead. */
  areOrphaned(): Promise<boolean>;
  /** The owner of a conference, if it has one. */
  ownerOf(conferenceId: ConferenceId): Promise<ConferenceOwner | undefined>;
  /**
   * The living process that has run longest, which answers what only one can. Undefined while every lease has
   * ended.
   */
  eldest(): Promise<ConferenceOwner | undefined>;
  /** Leaves an ended conference without an owner. Does nothing where the ownership is no longer held. */
  release(ownership: Ownership): Promise<void>;
}

export interface ConferenceOwner {
  readonly processId: string;
  /** The path under which clients reach it; null where there is no other. */
  readonly address: string | null;
  readonly isAlive: boolean;
}

/** The lease that makes a control process count as alive. */
export interface ProcessLease {
  readonly processId: string;
  /**
   * Whether no other process can have taken this one's conferences over, by this machine's own monotonic
   * clock. While false, nothing is acknowledged.
   */
  isCertain(): boolean;
  /** How often it was not certain before a renewal. After each time, another process may lead a conference. */
  interruptions(): number;
  /**
   * Whether this process has renewed its lease without interruption for as long as a lease lasts. After an
   * outage of the database all leases have ended, and the first process to return must not take over the
   * conferences of others that are about to return as well.
   */
  mayTakeOver(): boolean;
  /** Time since the last renewal; null where the lease needs none. */
  renewedAgoMs(): number | null;
}
