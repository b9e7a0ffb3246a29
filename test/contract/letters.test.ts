import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import type { Announcement, LetterDelivery } from '../../server/letters/announcement-repository.ts';
import { createAnnouncementRepository } from '../../server/storage/repositories/announcement-repository.ts';
import { createFeedRepository } from '../../server/storage/repositories/feed-repository.ts';
import { onEachDatabase } from './databases.ts';
import { meetingsIn } from '../support/storage/covered.ts';
import { hour, meeting, morning, populate } from './fixtures.ts';

onEachDatabase('letters', (database) => {
  let world: Awaited<ReturnType<typeof populate>>;
  before(async () => {
    world = await populate(database());
  });
  const stored = async (state: MeetingState) => {
    const { province, secretary } = world;
    const made = meeting({ siteId: province.id, createdByAccountId: secretary.id, state });
    await meetingsIn(database()).insert(made);
    return made;
  };

  it('are due for meetings that are announced, have not ended, and have changed since the last letter', async () => {
    const announcements = createAnnouncementRepository(database());
    const [draft, scheduled, cancelled, cancelledDraft] = [
      await stored('draft'),
      await stored('scheduled'),
      await stored('scheduled'),
      await stored('draft'),
    ];
    for (const each of [cancelled, cancelledDraft]) {
      await meetingsIn(database()).update(each, 1, { state: 'cancelled' }, morning);
    }
    const made = [draft, scheduled, cancelled, cancelledDraft].map(({ id }) => id);
    const awaiting = async (now: number) =>
      (await announcements.awaiting(now)).filter((id) => made.includes(id));
    expect(await awaiting(morning)).to.have.members([scheduled.id, cancelled.id]);
    await announcements.ordered(scheduled.id, 1);
    expect(await awaiting(morning)).to.deep.equal([cancelled.id]);
    await meetingsIn(database()).update(scheduled, 1, { title: 'Khác' }, morning);
    expect(await awaiting(morning)).to.have.members([scheduled.id, cancelled.id]);
    // Another process that still has the older version changes nothing.
    await announcements.ordered(scheduled.id, 2);
    await announcements.ordered(scheduled.id, 1);
    expect(await awaiting(morning)).to.deep.equal([cancelled.id]);
    expect(await awaiting(morning + 3 * hour)).to.deep.equal([]);
  });

  it('that were ordered are stored as the newest, with the number of the first', async () => {
    const announcements = createAnnouncementRepository(database());
    const { id } = await stored('scheduled');
    const inviteeId = uuid();
    const told = (sequence: number, given: Partial<Announcement> = {}): Announcement => ({
      inviteeId,
      sequence,
      firstSequence: sequence,
      method: 'REQUEST',
      fingerprint: `of ${sequence}`,
      ...given,
    });
    expect(await announcements.of(id)).to.deep.equal({ version: 0, announcements: [] });
    await announcements.put(id, [told(2)]);
    await announcements.put(id, [told(4, { method: 'CANCEL' })]);
    await announcements.put(id, [told(3)]);
    await announcements.put(id, []);
    expect(await announcements.of(id)).to.deep.equal({
      version: 0,
      announcements: [told(4, { method: 'CANCEL', firstSequence: 2 })],
    });
  });

  it('record what became of each, for the newest letter and attempt only', async () => {
    const announcements = createAnnouncementRepository(database());
    const { id: meetingId } = await stored('scheduled');
    const inviteeId = uuid();
    const letter = { inviteeId, sequence: 2, firstSequence: 2, method: 'REQUEST' as const, fingerprint: 'x' };
    const seen = async () => {
      const [found] = await announcements.lettersOf(meetingId);
      return found && { sequence: found.sequence, attempt: found.attempt, delivery: found.delivery };
    };
    const note = (sequence: number, attempt: number, delivery: LetterDelivery) => {
      if (delivery.state === 'queued') throw new Error('not an outcome');
      return announcements.noteDelivery({ meetingId, inviteeId, sequence, attempt }, delivery);
    };
    const failure = { reason: 'refused', words: '550 no such mailbox' } as const;
    const failed: LetterDelivery = { state: 'failed', atMs: morning, failure };
    const sent: LetterDelivery = { state: 'sent', atMs: morning + 1 };
    await announcements.put(meetingId, [letter]);
    expect(await seen()).to.deep.equal({ sequence: 2, attempt: 0, delivery: { state: 'queued' } });
    await note(2, 0, failed);
    expect(await seen()).to.deep.equal({ sequence: 2, attempt: 0, delivery: failed });
    expect(await announcements.again(meetingId, [inviteeId, uuid()])).to.deep.equal([
      { ...letter, attempt: 1, delivery: { state: 'queued' } },
    ]);
    await note(2, 0, sent);
    expect(await seen()).to.deep.equal({ sequence: 2, attempt: 1, delivery: { state: 'queued' } });
    await note(2, 1, sent);
    expect(await seen()).to.deep.equal({ sequence: 2, attempt: 1, delivery: sent });
    await announcements.put(meetingId, [{ ...letter, sequence: 3 }]);
    await note(2, 1, failed);
    expect(await seen()).to.deep.equal({ sequence: 3, attempt: 0, delivery: { state: 'queued' } });
  });

  it('have feeds beside them, one a subject, found by the hash of their secret', async () => {
    const feeds = createFeedRepository(database());
    const owner = { kind: 'endpoint', endpoint: world.wardHall } as const;
    const subject = { kind: 'endpoint', id: world.wardHall.id };
    await feeds.put(owner, 'first', morning);
    await feeds.put(owner, 'second', morning);
    expect(await feeds.bySecretHash('first')).to.equal(undefined);
    expect(await feeds.bySecretHash('second')).to.deep.equal(subject);
    expect(await feeds.remove(owner)).to.equal(true);
    expect(await feeds.remove(owner)).to.equal(false);
    expect(await feeds.bySecretHash('second')).to.equal(undefined);
  });
});
