import type { ConferenceState } from '../../../protocol/state.ts';

/** What the plan of meetings asks of live conferences. */
export interface LiveMeetings {
  /** Undefined if the meeting's conference is not live. */
  stateOf(meetingId: string): Promise<ConferenceState | undefined>;
  /**
   * Those of these meetings whose conference, live or over, removed the participant and did not admit it
   * again.
   */
  removedFrom(meetingIds: readonly string[], participantId: string): Promise<ReadonlySet<string>>;
}

/**
 * @param logged the same as `removedFrom`, from the log alone
 * @param hosted the state of a conference that this process leads; undefined for others
 * @param followed the state of a live conference that another process leads
 */
export const createLiveMeetings = (
  hosted: (meetingId: string) => ConferenceState | undefined,
  followed: LiveMeetings['stateOf'],
  logged: LiveMeetings['removedFrom'],
): LiveMeetings => ({
  stateOf: async (meetingId) => hosted(meetingId) ?? (await followed(meetingId)),
  async removedFrom(meetingIds, participantId) {
    const others = meetingIds.filter((id) => hosted(id) === undefined);
    const removed = new Set(others.length === 0 ? [] : await logged(others, participantId));
    for (const id of meetingIds) {
      if (hosted(id)?.participants[participantId]?.presence === 'removed') removed.add(id);
    }
    return removed;
  },
});
