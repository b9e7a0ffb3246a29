/**
 * What was changed that somebody's standing in meetings may follow from. Whoever writes such a thing says so: the repositories
 * cannot be made without somebody to tell.
 */
export type StandingChange =
  /** Accounts or endpoints: disabled, in use again, retired, cleared or no longer, signed out everywhere, of another kind or unit. */
  | { readonly of: 'subjects'; readonly subjectIds: readonly string[]; readonly roleSet: boolean }
  | { readonly of: 'sessions'; readonly sessionIds: readonly string[] }
  /** Plans of meetings; `roleSetFor` are those who were invited, withdrawn, or given another role. */
  | {
      readonly of: 'meetings';
      readonly meetingIds: readonly string[];
      readonly roleSetFor: readonly string[];
    }
  /** The tree of units, and so whose work any meeting is. */
  | { readonly of: 'sites' };

/** To be called once the change is in the database. Must not throw and must not wait. */
export type StandingChanged = (change: StandingChange) => void;

/** Passes changes on to whoever listens by then. */
export class StandingChanges {
  #listener: StandingChanged = () => undefined;

  readonly changed: StandingChanged = (change) => this.#listener(change);

  listen(listener: StandingChanged): void {
    this.#listener = listener;
  }
}
