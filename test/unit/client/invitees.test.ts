import { expect } from 'chai';
import { everyInvitee, filterInvitees } from '../../../client/state/planning/invitees.ts';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';

type InvitationView = MeetingDetail['invitations'][number];

const invitee = (inviteeId: string, part: Partial<InvitationView>): InvitationView => ({
  id: `invitation of ${inviteeId}`,
  kind: 'endpoint',
  inviteeId,
  name: 'Hội trường UBND',
  siteId: null,
  siteName: '',
  role: 'delegate',
  delegates: [],
  ...part,
});
const hall = invitee('hall', { name: 'Hội trường UBND Xuân Hòa', siteName: 'Phường Xuân Hòa' });
const asked = invitee('asked', { delegates: [{ name: 'Bùi Thị Hoà', position: 'Chủ tịch' }] });
const an = invitee('an', { kind: 'account', name: 'Nguyễn Văn An', role: 'chair', siteName: 'Sở Nội vụ' });
const all = [hall, asked, an];

describe('the filter of invitees', () => {
  const ids = (filter: Partial<typeof everyInvitee>) =>
    filterInvitees(all, { ...everyInvitee, ...filter }).map(({ inviteeId }) => inviteeId);

  it('finds names, units and people asked by name, without accents', () => {
    expect(ids({ text: 'xuan hoa' })).to.deep.equal(['hall']);
    expect(ids({ text: 'so noi vu' })).to.deep.equal(['an']);
    expect(ids({ text: 'Bùi thị hòa' })).to.deep.equal(['asked']);
    expect(ids({ text: 'ubnd bui' })).to.deep.equal([]);
  });

  it('combines text, role and kind, and keeps the order', () => {
    expect(ids({})).to.deep.equal(['hall', 'asked', 'an']);
    expect(ids({ role: 'chair' })).to.deep.equal(['an']);
    expect(ids({ kind: 'endpoint' })).to.deep.equal(['hall', 'asked']);
    expect(ids({ kind: 'endpoint', role: 'chair' })).to.deep.equal([]);
  });
});
