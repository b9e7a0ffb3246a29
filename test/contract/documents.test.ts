import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { Document } from '../../server/documents/document-repository.ts';
import { createConferenceLog } from '../../server/storage/repositories/conference-log.ts';
import { createDocumentRepository } from '../../server/storage/repositories/document-repository.ts';
import { onEachDatabase } from './databases.ts';
import { meetingsIn } from '../support/storage/covered.ts';
import { owned } from '../support/storage/owning.ts';
import { meeting, morning, populate } from './fixtures.ts';

const removal = (documentId: string) =>
  ({ seq: 1, at: morning, by: null, type: 'document.removed', payload: { documentId } }) as const;

onEachDatabase('Documents', (database) => {
  const documents = () => createDocumentRepository(database());
  let place: Awaited<ReturnType<typeof populate>>;
  before(async () => {
    place = await populate(database());
  });

  const planned = async (): Promise<string> => {
    const one = meeting({ siteId: place.province.id, createdByAccountId: place.secretary.id });
    await meetingsIn(database()).insert(one);
    return one.id;
  };
  const add = async (meetingId: string, given: Partial<Document> = {}): Promise<Document> => {
    const id = uuid();
    const document: Document = {
      id,
      meetingId,
      title: 'Báo cáo "tháng Ba".pdf',
      mediaType: 'application/pdf',
      bytes: 1_234_567,
      pages: 12,
      sha256: 'a'.repeat(64),
      visibleTo: 'all',
      uploadedBy: place.secretary.id,
      createdAtMs: morning,
      paperId: id,
      version: 1,
      superseded: false,
      ...given,
    };
    await documents().insert(document);
    return document;
  };

  it('are read as they were added, in that order, only those of their meeting', async () => {
    const [mine, other] = [await planned(), await planned()];
    const first = await add(mine, { createdAtMs: morning + 1, pages: null, visibleTo: 'moderators' });
    const second = await add(mine);
    const elsewhere = await add(other);
    expect(await documents().ofMeeting(mine)).to.deep.equal([first, second]);
    expect(await documents().byId(mine, second.id)).to.deep.equal(second);
    expect(await documents().byId(mine, elsewhere.id)).to.equal(undefined);
  });

  it('have their contents recorded, also after they were removed, unless they were discarded', async () => {
    const meetingId = await planned();
    const [kept, removed, discarded, never] = [
      '1'.repeat(64),
      '2'.repeat(64),
      '3'.repeat(64),
      '4'.repeat(64),
    ] as const;
    await add(meetingId, { sha256: kept });
    const { id } = await add(meetingId, { sha256: removed });
    await documents().remove(id, morning);
    const gone = await add(meetingId, { sha256: discarded });
    await documents().discard(gone.id);
    expect(await documents().unrecorded([kept, removed, discarded, never])).to.deep.equal([discarded, never]);
    expect(await documents().unrecorded([])).to.deep.equal([]);
    expect((await documents().ofMeeting(meetingId)).map(({ sha256 }) => sha256)).to.deep.equal([kept]);
  });

  it('may share one content, and may change their visibility', async () => {
    const meetingId = await planned();
    const [one, again] = [await add(meetingId), await add(meetingId)];
    await documents().setVisibility(one.id, 'moderators');
    expect(await documents().byId(meetingId, one.id)).to.deep.equal({ ...one, visibleTo: 'moderators' });
    expect(await documents().byId(meetingId, again.id)).to.deep.equal(again);
  });

  it('are deleted once they are removed', async () => {
    const meetingId = await planned();
    const [removed, stays] = [await add(meetingId), await add(meetingId)];
    await documents().remove(removed.id, morning);
    expect(await documents().ofMeeting(meetingId)).to.deep.equal([stays]);
    expect(await documents().byId(meetingId, removed.id)).to.equal(undefined);
  });

  it('are deleted once the log of their conference says so, and those of no other', async () => {
    const meetingId = await planned();
    const [removed, stays] = [await add(meetingId), await add(meetingId)];
    const log = createConferenceLog(database());
    await log.append(await owned(database(), meetingId), 0, [removal(removed.id)]);
    await log.append(await owned(database(), uuid()), 0, [removal(stays.id)]);
    await documents().removeAsLogged(meetingId, morning);
    expect(await documents().ofMeeting(meetingId)).to.deep.equal([stays]);
  });

  it('report when the last one of a content is deleted', async () => {
    const [mine, theirs] = [await planned(), await planned()];
    const sha256 = 'e'.repeat(64);
    const [one, two, three] = [
      await add(mine, { sha256 }),
      await add(theirs, { sha256 }),
      await add(mine, { sha256 }),
    ];
    expect(await documents().remove(one.id, morning)).to.deep.equal([]);
    expect(await documents().remove(two.id, morning)).to.deep.equal([]);
    const log = createConferenceLog(database());
    await log.append(await owned(database(), mine), 0, [removal(three.id)]);
    expect(await documents().removeAsLogged(mine, morning)).to.deep.equal([sha256]);
    // A second call finds nothing.
    expect(await documents().removeAsLogged(mine, morning)).to.deep.equal([]);
    expect(await documents().remove(three.id, morning)).to.deep.equal([]);
    const alone = await add(mine, { sha256: 'f'.repeat(64) });
    expect(await documents().remove(alone.id, morning)).to.deep.equal([alone.sha256]);
  });

  it('have versions in one place, an order, and marks of their readers', async () => {
    const meetingId = await planned();
    const [one, two] = [await add(meetingId), await add(meetingId)];
    const id = uuid();
    const newer = { ...one, id, version: 2, sha256: 'b'.repeat(64) };
    expect(await documents().supersede(one, newer)).to.deep.equal(newer);
    expect(await documents().ofMeeting(meetingId)).to.deep.equal([newer, two]);
    expect(await documents().earlierOf(meetingId)).to.deep.equal([{ ...one, superseded: true }]);
    await documents().arrange(meetingId, [two.id, id]);
    await documents().setTitle(two.id, 'Tờ trình');
    expect(await documents().ofMeeting(meetingId)).to.deep.equal([{ ...two, title: 'Tờ trình' }, newer]);

    const [reader, other] = [uuid(), uuid()];
    await documents().markRead({ documentId: id, readerId: reader, atMs: morning + 1 });
    await documents().markRead({ documentId: id, readerId: reader, atMs: morning + 9 });
    await documents().markRead({ documentId: one.id, readerId: other, atMs: morning + 2 });
    expect(await documents().readingsOf(meetingId)).to.deep.equal([
      { documentId: id, readerId: reader, atMs: morning + 1 },
      { documentId: one.id, readerId: other, atMs: morning + 2 },
    ]);
    expect(await documents().remove(id, morning)).to.have.members([newer.sha256]);
    expect(await documents().ofMeeting(meetingId)).to.deep.equal([{ ...two, title: 'Tờ trình' }]);
    expect(await documents().earlierOf(meetingId)).to.deep.equal([]);
  });

  it('have one next version: only the current one is replaced, and none that was removed', async () => {
    const meetingId = await planned();
    const one = await add(meetingId);
    const next = ({ version }: Document): Document => ({ ...one, id: uuid(), version: version + 1 });
    const newer = next(one);
    expect(await documents().supersede(one, newer)).to.deep.equal(newer);
    expect(await documents().supersede(one, next(one))).to.equal(undefined);
    expect(await documents().ofMeeting(meetingId)).to.deep.equal([newer]);
    expect(await documents().earlierOf(meetingId)).to.deep.equal([{ ...one, superseded: true }]);
    await documents().remove(newer.id, morning);
    expect(await documents().supersede(newer, next(newer))).to.equal(undefined);
    expect(await documents().ofMeeting(meetingId)).to.deep.equal([]);
  });

  it('show a new version to those who may see the replaced one at that moment', async () => {
    const meetingId = await planned();
    const one = await add(meetingId);
    await documents().setVisibility(one.id, 'moderators');
    const { visibleTo: _, ...row } = one;
    const newer = { ...row, id: uuid(), version: 2 };
    const shown: Document = { ...newer, visibleTo: 'moderators' };
    expect(await documents().supersede(one, newer)).to.deep.equal(shown);
    expect(await documents().ofMeeting(meetingId)).to.deep.equal([shown]);
  });

  it('need a meeting, a content and a hash', async () => {
    const meetingId = await planned();
    const refused: readonly Partial<Document>[] = [
      { meetingId: uuid() },
      { bytes: 0 },
      { pages: 0 },
      { sha256: '../../../../etc/passwd' },
    ];
    for (const given of refused) {
      const outcome = await add(meetingId, given).then(
        () => 'kept',
        () => 'refused',
      );
      expect(outcome, JSON.stringify(given)).to.equal('refused');
    }
  });
});
