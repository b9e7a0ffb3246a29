import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { mailAddress } from '../../../server/letters/mail-address.ts';
import {
  createReplyAddresses,
  longestReplyLocalPart,
} from '../../../server/letters/replies/reply-addresses.ts';
import { meetingId, notice } from '../../support/mail/notices.ts';
import { replyAddress } from '../../support/mail/reply-mails.ts';

describe('letters have an address for the answer', () => {
  const invited = { meetingId, inviteeId: notice().invitee.id, email: replyAddress };
  const secret = 'x'.repeat(32);
  const addresses = createReplyAddresses('Hop@vinhphuc.example', secret);
  const arrivedAt = (address: string) => {
    const normal = mailAddress(address);
    return normal !== undefined && addresses.isAmong([normal], invited);
  };

  it('that fits into a local part, in any letter case', () => {
    const longest = createReplyAddresses(`${'h'.repeat(longestReplyLocalPart)}@vinhphuc.example`, secret);
    expect(longest.of(invited).split('@')[0]).to.have.length(64);
    expect(addresses.of(invited)).to.match(/^Hop\+[\da-f]{32}@vinhphuc\.example$/);
    for (const address of [addresses.of(invited), addresses.of(invited).toUpperCase()]) {
      expect(arrivedAt(address)).to.equal(true);
    }
  });

  it('that is valid for one letter, one address and one server', () => {
    const others = [
      { ...invited, meetingId: uuid() },
      { ...invited, inviteeId: uuid() },
      { ...invited, email: 'khac@vinhphuc.example' },
    ].map((other) => addresses.of(other));
    const foreign = createReplyAddresses('Hop@vinhphuc.example', 'y'.repeat(32)).of(invited);
    const cut = addresses.of(invited).replace(/.@/, '@');
    for (const address of [...others, foreign, cut, 'hop@vinhphuc.example', 'hop+@vinhphuc.example']) {
      expect(arrivedAt(address), address).to.equal(false);
    }
  });
});
