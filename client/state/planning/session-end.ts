import type { MeetingHistory } from '../../../protocol/rest/meetings/history.ts';

/**
 * When a meeting's session last ended, epoch ms; undefined if it has not, or if the meeting's time passed
 * without a session.
 */
export const sessionEndMs = ({ entries }: MeetingHistory): number | undefined =>
  entries.find(({ changes }) =>
    changes.some((change) => change.field === 'state' && change.was === 'live' && change.becomes === 'ended'),
  )?.atMs;
