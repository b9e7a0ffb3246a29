import type { ConferenceState } from '../../protocol/state.ts';

/** What meetings ask of their conferences. */
export interface LiveMeetings {
  /** Undefined where the meeting's conference is not live. */
  stateOf(meetingId: string): ConferenceState | undefined;
  /** Of these meetings, those from whose conference, be it over by now, somebody was removed and not let in again. */
  removedFrom(meetingIds: readonly string[], participantId: string): Promise<ReadonlySet<string>>;
}

/**
 * @param logged the same as `removedFrom`, from the log alone
 * @param stateOf undefined where the conference is not live in this process
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
