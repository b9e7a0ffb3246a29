/**
 * A change that may affect who may be in a meeting, or in which role. Every write of this kind must report
 * it: the repositories require a callback for it.
 */
export type StandingChange =
  /**
   * Accounts or endpoints: disabled, in use again, retired, cleared or no longer cleared, signed out
   * everywhere, or with another kind or unit.
   */
  | { readonly of: 'subjects'; readonly subjectIds: readonly string[]; readonly roleSet: boolean }
  | { readonly of: 'sessions'; readonly sessionIds: readonly string[] }
  /** Plans of meetings; `roleSetFor` lists those that were invited, withdrawn, or given another role. */
  | {
      readonly of: 'meetings';
      readonly meetingIds: readonly string[];
      readonly roleSetFor: readonly string[];
    }
  /** The tree of units, which decides whose staff may plan and moderate a meeting. */
  | { readonly of: 'sites' };

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
