import { expect } from 'chai';
import { sessionEndMs } from '../../../client/state/planning/session-end.ts';
import type { MeetingHistory } from '../../../protocol/rest/meetings/history.ts';
import type { MeetingState } from '../../../protocol/rest/meetings/meetings.ts';

type Entry = MeetingHistory['entries'][number];

describe('the end of a session by its meeting’s history', () => {
  const moved = (atMs: number, was: MeetingState, becomes: MeetingState): Entry => ({
    version: atMs,
    atMs,
    by: null,
    changes: [
      { field: 'endsAtMs', was: 1, becomes: 2 },
      { field: 'state', was, becomes },
    ],
  });
  const opened = moved(1, 'scheduled', 'live');

  it('is the last one of a session that was opened again', () => {
    const once = [moved(5, 'live', 'ended'), opened];
    expect(sessionEndMs({ entries: once })).to.equal(5);
    const twice = [moved(9, 'live', 'ended'), moved(7, 'ended', 'live'), ...once];
    expect(sessionEndMs({ entries: twice })).to.equal(9);
  });

  it('is unknown before an end, and for a meeting whose time passed without a session', () => {
    expect(sessionEndMs({ entries: [opened] })).to.equal(undefined);
    expect(sessionEndMs({ entries: [moved(5, 'scheduled', 'ended')] })).to.equal(undefined);
  });
});
