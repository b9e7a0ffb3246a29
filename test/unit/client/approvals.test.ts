import { expect } from 'chai';
import { approvalsOf, waitingFor } from '../../../client/state/planning/approvals.ts';
import type { ListedMeeting, MeetingState } from '../../../protocol/rest/meetings/meetings.ts';

const listed = (id: string, state: MeetingState, given: Partial<ListedMeeting> = {}): ListedMeeting => ({
  id,
  title: 'Họp',
  startsAtMs: 1,
  endsAtMs: 2,
  state,
  classification: 'unclassified',
  admission: 'open',
  seriesId: null,
  departs: false,
  emergency: false,
  siteId: 'yen-lac',
  siteName: 'Huyện Yên Lạc',
  version: 1,
  toApprove: false,
  toAnswer: false,
  returnReason: null,
  ...given,
});

describe('meetings on their way to approval', () => {
  const approvals = approvalsOf([
    listed('trinh', 'submitted'),
    listed('duyet', 'submitted', { toApprove: true, siteId: 'lap-thach' }),
    listed('ky-1', 'submitted', { toApprove: true, siteId: 'lap-thach', seriesId: 'chuoi' }),
    listed('ky-2', 'submitted', { toApprove: true, siteId: 'lap-thach', seriesId: 'chuoi' }),
    listed('ky-3', 'approved', { siteId: 'lap-thach', seriesId: 'chuoi' }),
    listed('tra-lai', 'draft', { returnReason: 'Thiếu tài liệu' }),
    listed('da-duyet', 'approved'),
  ]);

  it('are listed under the step that somebody must take next, a series once', () => {
    const shown = Object.entries(approvals).map(([stage, pending]) => [
      stage,
      pending.map(({ meeting, others }) => [meeting.id, others]),
    ]);
    expect(shown).to.deep.equal([
      [
        'to-approve',
        [
          ['duyet', 0],
          ['ky-1', 1],
        ],
      ],
      ['sent-back', [['tra-lai', 0]]],
      [
        'to-schedule',
        [
          ['ky-3', 0],
          ['da-duyet', 0],
        ],
      ],
      ['submitted', [['trinh', 0]]],
    ]);
  });

  it('wait for the accounts that may approve, and for the unit that planned a returned meeting', () => {
    expect(waitingFor(null, approvals)).to.equal(2);
    expect(waitingFor('yen-lac', approvals)).to.equal(4);
    expect(waitingFor('lap-thach', approvals)).to.equal(3);
  });
});
