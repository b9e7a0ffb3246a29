import type { ConferenceState } from '../../../protocol/state.ts';

/** What the plan of meetings asks of live conferences. */
export interface LiveMeetings {
  /** Undefined if the meeting's conference is not live. */
  stateOf(meetingId: string): ConferenceState | undefined;
  /**
   * Those of these meetings whose conference, live or over, removed the participant and did not admit it
   * again.
   */
  removedFrom(meetingIds: readonly string[], participantId: string): Promise<ReadonlySet<string>>;
}

/**
 * @param logged the same as `removedFrom`, from the log alone
 * @param stateOf undefined if the conference is not live in this process
 */
export const createLiveMeetings = (
  stateOf: LiveMeetings['stateOf'],
  logged: LiveMeetings['removedFrom'],
): LiveMeetings => ({
  stateOf,
  async removedFrom(meetingIds, participantId) {
    const others = meetingIds.filter((id) => stateOf(id) === undefined);
    const removed = new Set(others.length === 0 ? [] : await logged(others, participantId));
    for (const id of meetingIds) {
      if (stateOf(id)?.participants[participantId]?.presence === 'removed') removed.add(id);
    }
    return removed;
  },
});
