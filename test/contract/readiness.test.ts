import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { Rehearsal } from '../../server/scheduling/readiness/rehearsal-repository.ts';
import type { Reply } from '../../server/scheduling/readiness/reply-repository.ts';
import { createAnnouncementRepository } from '../../server/storage/repositories/announcement-repository.ts';
import { createContactRepository } from '../../server/storage/repositories/contact-repository.ts';
import { createDueRepository } from '../../server/storage/repositories/due-repository.ts';
import { createRehearsalRepository } from '../../server/storage/repositories/rehearsal-repository.ts';
import { createReplyRepository } from '../../server/storage/repositories/reply-repository.ts';
import type { Contact } from '../../server/sites/contact-repository.ts';
import { onEachDatabase } from './databases.ts';
import { covered, meetingsIn, seriesIn } from '../support/storage/covered.ts';
import { emptyCheck, noDevices } from '../support/planning/rehearsals.ts';
import { hour, inviting, meeting, morning, newRooms, populate } from './fixtures.ts';

onEachDatabase('Readiness', (database) => {
  let place: Awaited<ReturnType<typeof populate>>;
  before(async () => {
    place = await populate(database());
  });
  const replies = () => createReplyRepository(database());
  const rehearsals = () => createRehearsalRepository(database());
  const planned = async (startsAtMs: number) => {
    const invitation = {
      id: uuid(),
      endpointId: place.wardHall.id,
      accountId: null,
      role: 'delegate',
      transferred: false,
      delegates: [],
    } as const;
    const made = meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      startsAtMs,
      endsAtMs: startsAtMs + hour,
      invitations: [invitation],
    });
    await meetingsIn(database()).insert(made);
    return { made, invitation };
  };

  it('stores when an invitation was first seen, and the last reply', async () => {
    const { made, invitation } = await planned(morning);
    expect(await replies().ofMeeting(made.id)).to.deep.equal([]);
    const confirmed = { answer: 'confirmed', delegateCount: 3, delegates: ['Bùi Thị Hoà'] } as const;
    await replies().keep(invitation.id, confirmed, 'room', morning + 1);
    await replies().markSeen(invitation.id, morning + 2);
    await replies().markSeen(invitation.id, morning + 3);
    const record = { invitationId: invitation.id, seenAtMs: morning + 2 };
    expect(await replies().ofMeeting(made.id)).to.deep.equal([
      { ...record, reply: { ...confirmed, atMs: morning + 1, by: 'room', call: null } },
    ]);
    const declined = { answer: 'declined', reason: 'Mất điện' } as const;
    await replies().keep(invitation.id, declined, 'link', morning + 4);
    expect(await replies().ofMeeting(made.id)).to.deep.equal([
      { ...record, reply: { ...declined, atMs: morning + 4, by: 'link', call: null } },
    ]);
    const { id: accountId, fullName: enteredBy } = place.secretary;
    await replies().keep(invitation.id, confirmed, { saidBy: 'Chị Hoà', accountId }, morning + 5);
    const call = { saidBy: 'Chị Hoà', enteredBy };
    expect(await replies().ofMeeting(made.id)).to.deep.equal([
      { ...record, reply: { ...confirmed, atMs: morning + 5, by: 'telephone', call } },
    ]);
    await replies().keep(invitation.id, declined, 'room', morning + 6);
    expect((await replies().ofMeeting(made.id))[0]?.reply).to.deep.include({ by: 'room', call: null });
    await seriesIn(database()).withdrawFromAll([made], invitation.endpointId, morning + 7);
    expect(await replies().ofMeeting(made.id)).to.deep.equal([]);
  });

  it('stores a mailed reply if it is newer than the stored one, and each mail once', async () => {
    const { made, invitation } = await planned(morning + 8 * hour);
    const declined = { answer: 'declined', reason: 'Mất điện' } as const;
    const confirmed = { answer: 'confirmed', delegateCount: 1, delegates: [] } as const;
    const mailed = (mailId: string, sequence: number, stampMs: number, reply: Reply = declined) =>
      replies().keepMailed(invitation.id, reply, { mailId, sequence, stampMs }, morning + 9_999);
    expect(await mailed('a', 2, morning + 2_000)).to.equal(true);
    expect(await mailed('b', 2, morning + 1_000, confirmed)).to.equal(false);
    expect(await mailed('b', 2, morning + 2_000, confirmed)).to.equal(false);
    expect(await mailed('b', 1, morning + 3_000, confirmed)).to.equal(false);
    const record = { invitationId: invitation.id, seenAtMs: null };
    expect(await replies().ofMeeting(made.id)).to.deep.equal([
      { ...record, reply: { ...declined, atMs: morning + 9_999, by: 'mail', call: null } },
    ]);
    // The reply to a newer letter comes from a slow clock; then the first mail arrives again, as if it were
    // new.
    expect(await mailed('c', 3, morning, confirmed)).to.equal(true);
    expect(await mailed('a', 3, morning + 4_000)).to.equal(false);

    await replies().keep(invitation.id, confirmed, 'room', morning + 7_500);
    expect(await mailed('d', 3, morning + 6_000)).to.equal(false);
    // A DTSTAMP has whole seconds, so a mail of the same second may be the newer one.
    expect(await mailed('d', 3, morning + 7_000)).to.equal(true);
    for (let index = 0; index < 25; index += 1) await mailed(`e${index}`, 4, morning + index);
    const { mailIds } = await database()
      .selectFrom('invitationReply')
      .select('mailIds')
      .where('invitationId', '=', invitation.id)
      .executeTakeFirstOrThrow();
    expect(mailIds).to.have.length(20).and.include('e24').and.not.include('a');
  });

  const check = (meetingId: string, atMs: number): Rehearsal => ({
    ...emptyCheck({ id: uuid(), endpointId: place.wardHall.id, meetingId, atMs }),
    figures: {
      ...noDevices,
      microphone: { peakDbfs: -20.5 },
      speaker: { overNoiseDb: 31.5 },
      roundTripMs: 4,
      downBps: 2e6,
      upBps: null,
      media: { roundTripMs: 3.5, upJitterMs: 1, upLoss: 0.01, downLoss: 0 },
    },
    reasons: ['no-camera', 'line-up'],
  });

  it('stores every check of a room, and finds the latest of a meeting', async () => {
    const [first, second] = [await planned(morning + 2 * hour), await planned(morning + 4 * hour)];
    const [early, late, other] = [
      check(first.made.id, morning),
      check(first.made.id, morning + 2),
      check(second.made.id, morning + 1),
    ];
    for (const each of [late, early, other]) await rehearsals().insert(each);
    expect(await rehearsals().latestOf(first.made.id)).to.deep.equal([late]);
    const recorded = { meetingTitle: first.made.title, signedOffBy: null };
    expect(await rehearsals().history(place.wardHall.id, { limit: 2 })).to.deep.equal([
      { ...late, ...recorded },
      { ...other, ...recorded },
    ]);
    expect(await rehearsals().history(place.communeHall.id, { limit: 2 })).to.deep.equal([]);
    const signOff = { fit: false, note: 'Hỏng loa', atMs: morning + 9, byAccountId: place.secretary.id };
    expect(await rehearsals().signOff(early.id, place.communeHall, signOff)).to.equal(false);
    expect(await rehearsals().signOff(early.id, place.wardHall, signOff)).to.equal(true);
    expect(await rehearsals().byId(early.id)).to.deep.equal({ ...early, signOff });
    const [, , signed] = await rehearsals().history(place.wardHall.id, { limit: 3 });
    expect(signed?.signedOffBy).to.equal(place.secretary.fullName);
    expect(await rehearsals().signOff(uuid(), place.wardHall, signOff)).to.equal(false);
  });

  it('counts what is to be done for meetings: chairs, failed letters, missing answers and checks', async () => {
    const [declined, passed, failed, signedOff, unseen, sentOver] = await newRooms(
      database(),
      place.ward.id,
      6,
    );
    const invitees = [declined, passed, failed, signedOff, unseen].map((id) => inviting(id ?? ''));
    const chair = inviting('', { endpointId: null, accountId: place.secretary.id, role: 'chair' });
    const made = meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      startsAtMs: morning + 20 * hour,
      endsAtMs: morning + 21 * hour,
      state: 'rehearsal-open',
      needsChair: true,
      invitations: [...invitees, chair, inviting(sentOver ?? '', { transferred: true })],
    });
    const empty = meeting({
      siteId: place.province.id,
      createdByAccountId: place.secretary.id,
      state: 'draft',
    });
    await meetingsIn(database()).insert(made);
    await meetingsIn(database()).insert(empty);
    const [declining, passing] = invitees;
    await replies().keep(declining?.id ?? '', { answer: 'declined', reason: 'Mất điện' }, 'room', morning);
    const confirmed = { answer: 'confirmed', delegateCount: 1, delegates: [] } as const;
    await replies().keep(passing?.id ?? '', confirmed, 'room', morning);
    await replies().markSeen(chair.id, morning);
    const checked = (endpointId: string | undefined, reasons: Rehearsal['reasons'], atMs = morning) => ({
      ...check(made.id, atMs),
      endpointId: endpointId ?? '',
      reasons,
    });
    const late = checked(signedOff, ['no-camera']);
    for (const each of [
      checked(passed, ['no-camera']),
      checked(passed, [], morning + 1),
      checked(failed, []),
      checked(failed, ['no-camera'], morning + 1),
      late,
    ])
      await rehearsals().insert(each);
    const signOff = { fit: true, note: '', atMs: morning + 9, byAccountId: place.secretary.id };
    await rehearsals().signOff(late.id, covered({ ...place.wardHall, id: signedOff ?? '' }), signOff);
    const announcements = createAnnouncementRepository(database());
    const letter = { sequence: 1, firstSequence: 1, method: 'REQUEST', fingerprint: 'x' } as const;
    await announcements.put(made.id, [
      { ...letter, inviteeId: unseen ?? '' },
      { ...letter, inviteeId: place.secretary.id },
    ]);
    const refused = { state: 'failed', atMs: morning, failure: { reason: 'refused', words: '' } } as const;
    const attempt = { meetingId: made.id, inviteeId: unseen ?? '', sequence: 1, attempt: 0 };
    await announcements.noteDelivery(attempt, refused);

    const facts = await createDueRepository(database()).factsOf([made.id, empty.id]);
    expect(facts.get(made.id)).to.deep.equal({
      needsApproval: false,
      needsChair: true,
      invited: 6,
      chairs: 1,
      failedLetters: 1,
      unanswered: 4,
      unchecked: 2,
    });
    const unanswered = (inviteeId: string) => replies().unansweredBy(inviteeId, [made.id, empty.id]);
    expect([...(await unanswered(place.secretary.id))]).to.deep.equal([made.id]);
    expect([...(await unanswered(passed ?? ''))]).to.deep.equal([]);
    expect(facts.get(empty.id)).to.deep.include({ invited: 0, chairs: 0, unanswered: 0, unchecked: 0 });
  });

  it('stores one picture of a check, until it is old', async () => {
    const { made } = await planned(morning + 6 * hour);
    const rehearsal = check(made.id, morning);
    await rehearsals().insert(rehearsal);
    const picture = async () => (await rehearsals().pictureOf(rehearsal.id))?.toString();
    expect(await picture()).to.equal(undefined);
    expect(await rehearsals().addPicture(rehearsal.id, Buffer.from('ảnh'), morning)).to.equal(true);
    expect(await rehearsals().addPicture(rehearsal.id, Buffer.from('khác'), morning)).to.equal(false);
    expect(await picture()).to.equal(Buffer.from('ảnh').toString());
    expect(await rehearsals().latestOf(made.id)).to.deep.equal([{ ...rehearsal, hasPicture: true }]);
    await rehearsals().removePicturesBefore(morning);
    expect(await picture()).not.to.equal(undefined);
    await rehearsals().removePicturesBefore(morning + 1);
    expect(await picture()).to.equal(undefined);
    expect(await rehearsals().byId(rehearsal.id)).to.deep.equal(rehearsal);
  });

  it('stores the contacts of a unit in order, and replaces the list as a whole', async () => {
    const contacts = createContactRepository(database());
    const list = (name: string) => [
      { name, phone: '0211 386 2001' },
      { name: `${name} 2`, phone: '+84 91 234 5678' },
    ];
    const of = (siteId: string, becomes: readonly Contact[], was?: readonly Contact[]) =>
      covered({ siteId, becomes, ...(was && { was }) });
    await Promise.all([
      contacts.replace([of(place.ward.id, list('A'))]),
      contacts.replace([of(place.ward.id, list('B'))]),
    ]);
    const kept = await contacts.ofSites([place.ward.id, place.commune.id]);
    expect([...kept.keys()]).to.deep.equal([place.ward.id]);
    expect(kept.get(place.ward.id)).to.be.deep.oneOf([list('A'), list('B')]);
    await contacts.replace([of(place.ward.id, [])]);
    expect((await contacts.ofSites([place.ward.id])).size).to.equal(0);

    const [ward, commune] = [place.ward.id, place.commune.id];
    const both = new Map([ward, commune].map((siteId) => [siteId, list('C')]));
    const expecting = [of(ward, list('C'), []), of(commune, list('C'))];
    expect(await contacts.replace(expecting)).to.equal(true);
    const overtaken = [of(commune, list('D')), of(ward, [], list('D'))];
    expect(await contacts.replace(overtaken)).to.equal(false);
    expect(await contacts.ofSites([ward, commune])).to.deep.equal(both);
  });
});
