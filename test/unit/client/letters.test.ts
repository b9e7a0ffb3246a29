import { expect } from 'chai';
import { letterPollMs } from '../../../client/state/planning/letters.ts';
import { type LetterRow, letterState } from '../../../protocol/rest/meetings/letters.ts';

const row = (state: LetterRow['state']): LetterRow => ({
  kind: 'endpoint',
  inviteeId: `hall with a letter ${state}`,
  invitationId: 'invitation',
  name: 'Hội trường UBND Xuân Hòa',
  siteName: 'Phường Xuân Hòa',
  role: 'delegate',
  email: 'xuanhoa@phutho.example',
  letter: 'invitation',
  state,
  atMs: null,
  failure: null,
  seenAtMs: null,
  reply: null,
});

describe('the list of letters', () => {
  it('is asked for every ten seconds, and every three while a letter waits or is tried again', () => {
    expect(letterPollMs(undefined)).to.equal(10_000);
    expect(letterPollMs({ mail: true, rows: [] })).to.equal(10_000);
    for (const state of letterState.options) {
      const list = { mail: true, rows: [row('sent'), row(state)] };
      const isUnderWay = state === 'queued' || state === 'retrying';
      expect(letterPollMs(list), state).to.equal(isUnderWay ? 3_000 : 10_000);
    }
    expect(letterPollMs({ mail: false, rows: [row('queued')] })).to.equal(10_000);
  });
});
