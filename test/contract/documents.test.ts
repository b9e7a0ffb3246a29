import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import type { Document } from '../../server/documents/document-repository.ts';
import { createConferenceLog } from '../../server/storage/repositories/conference-log.ts';
import { createDocumentRepository } from '../../server/storage/repositories/document-repository.ts';
import { onEachDatabase } from './databases.ts';
import { meetingsIn } from '../support/covered.ts';
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
    const document: Document = {
      id: uuid(),
      meetingId,
      title: 'Báo cáo "tháng Ba".pdf',
      mediaType: 'application/pdf',
      bytes: 1_234_567,
      pages: 12,
      sha256: 'a'.repeat(64),
      visibleTo: 'all',
      uploadedBy: place.secretary.id,
      createdAtMs: morning,
      ...given,
    };
    await documents().insert(document);
    return document;
  };

  it('are read as they were added, oldest first, only those of their meeting', async () => {
    const [mine, other] = [await planned(), await planned()];
    const second = await add(mine, { createdAtMs: morning + 1, pages: null, visibleTo: 'moderators' });
    const first = await add(mine);
    const elsewhere = await add(other);
    expect(await documents().ofMeeting(mine)).to.deep.equal([first, second]);
    expect(await documents().byId(mine, second.id)).to.deep.equal(second);
    expect(await documents().byId(mine, elsewhere.id)).to.equal(undefined);
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
    await log.append(meetingId, 0, [removal(removed.id)]);
    await log.append(uuid(), 0, [removal(stays.id)]);
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
    expect(await documents().remove(one.id, morning)).to.equal(undefined);
    expect(await documents().remove(two.id, morning)).to.equal(undefined);
    const log = createConferenceLog(database());
    await log.append(mine, 0, [removal(three.id)]);
    expect(await documents().removeAsLogged(mine, morning)).to.deep.equal([sha256]);
    // A second call finds nothing.
    expect(await documents().removeAsLogged(mine, morning)).to.deep.equal([]);
    expect(await documents().remove(three.id, morning)).to.equal(undefined);
    const alone = await add(mine, { sha256: 'f'.repeat(64) });
    expect(await documents().remove(alone.id, morning)).to.equal(alone.sha256);
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
