import { z } from 'zod';

const ids = z.array(z.string()).readonly();

/**
 * A change that may affect who may be in a meeting, or in which role. Every write of this kind must report
 * it: the repositories require a callback for it.
 */
export const standingChange = z.discriminatedUnion('of', [
  /**
   * Accounts or endpoints: disabled, in use again, retired, cleared or no longer cleared, signed out
   * everywhere, or with another kind or unit.
   */
  z.object({ of: z.literal('subjects'), subjectIds: ids, roleSet: z.boolean() }),
  z.object({ of: z.literal('sessions'), sessionIds: ids }),
  /** Plans of meetings; `roleSetFor` lists those that were invited, withdrawn, or given another role. */
  z.object({ of: z.literal('meetings'), meetingIds: ids, roleSetFor: ids }),
  /** The tree of units, which decides whose staff may plan and moderate a meeting. */
  z.object({ of: z.literal('sites') }),
]);
export type StandingChange = Readonly<z.infer<typeof standingChange>>;

/** A change of the tree of units concerns everyone, so it has every standing looked up. */
export const everything: StandingChange = { of: 'sites' };

/** Must be called once the change is in the database. Must not throw, and must return at once. */
export type StandingChanged = (change: StandingChange) => void;

/** Passes changes to the listener that is registered at that time. */
export class StandingChanges {
  #listener: StandingChanged = () => undefined;

  readonly changed: StandingChanged = (change) => this.#listener(change);

  listen(listener: StandingChanged): void {
    this.#listener = listener;
  }
}
