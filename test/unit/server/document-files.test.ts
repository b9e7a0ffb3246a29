import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { createDocumentFiles } from '../../../server/storage/files/document-files.ts';
import { temporaryFolder } from '../../support/storage/database.ts';

const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** A server's run over the same folder and the same documents as the run before. */
async function runs() {
  const folder = await temporaryFolder();
  const recorded = new Set<string>();
  const documents = {
    unrecorded: (contents: readonly string[]) =>
      Promise.resolve(contents.filter((sha256) => !recorded.has(sha256))),
  };
  const started = () => createDocumentFiles(folder, 1_000, { documents });
  return {
    recorded,
    started,
    /** Whether the store has the content. */
    has: async (content: string): Promise<boolean> =>
      (await readdir(join(folder, 'documents'), { recursive: true })).includes(
        join(hashOf(content).slice(0, 2), hashOf(content)),
      ),
  };
}

type Store = Awaited<ReturnType<Awaited<ReturnType<typeof runs>>['started']>>;

const received = (store: Store, content: string) => store.receive(Readable.from([Buffer.from(content)]));

describe('the contents of documents', () => {
  it('are kept with their document, and removed if it is refused', async () => {
    const { recorded, started, has } = await runs();
    const store = await started();
    await using kept = await received(store, 'giữ');
    expect(await kept.keep(async () => recorded.add(kept.sha256).size)).to.equal(1);
    expect(await text(store.read(hashOf('giữ')))).to.equal('giữ');
    await using refused = await received(store, 'không nhận');
    const refusal = new Error('the meeting has ended');
    const outcome = await refused.keep(() => Promise.reject(refusal)).catch((error: unknown) => error);
    expect(outcome).to.equal(refusal);
    expect([await has('giữ'), await has('không nhận')]).to.deep.equal([true, false]);
  });

  it('stay if another document has them, also one that is stored at the same moment', async () => {
    const { recorded, started, has } = await runs();
    const store = await started();
    await using refused = await received(store, 'chung');
    await using kept = await received(store, 'chung');
    await Promise.allSettled([
      refused.keep(() => Promise.reject(new Error('refused'))),
      kept.keep(async () => recorded.add(kept.sha256)),
    ]);
    expect(await has('chung')).to.equal(true);
    await using again = await received(store, 'chung');
    await Promise.allSettled([again.keep(() => Promise.reject(new Error('refused')))]);
    expect(await text(store.read(hashOf('chung')))).to.equal('chung');
  });

  it('are removed by the next start if the server died before it stored their document', async () => {
    const { recorded, started, has } = await runs();
    const store = await started();
    const [lost, stored] = [await received(store, 'mất'), await received(store, 'còn')];
    // The server dies during both; the second document is already in the database.
    for (const content of [lost, stored]) {
      await new Promise<void>((begun) => {
        void content.keep(() => {
          if (content === stored) recorded.add(content.sha256);
          begun();
          return new Promise<never>(() => {});
        });
      });
    }
    expect([await has('mất'), await has('còn')]).to.deep.equal([true, true]);
    await started();
    expect([await has('mất'), await has('còn')]).to.deep.equal([false, true]);
  });
});
