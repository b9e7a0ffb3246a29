import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect } from 'chai';
import { pino } from 'pino';
import { documentView } from '../../../protocol/rest/meetings/documents.ts';
import { meetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { problem } from '../../../protocol/rest/problem.ts';
import type { Document } from '../../../server/documents/document-repository.ts';
import { PagePictures } from '../../../server/documents/page-pictures.ts';
import { createPictureFiles } from '../../../server/storage/files/picture-files.ts';
import { Workshop } from '../../../server/workshop/workshop.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { checkAnswer } from '../../support/rest/answers.ts';
import { eventually } from '../../support/eventually.ts';
import { openDocument, pdfOf, png } from '../../support/files.ts';
import { colouredPages } from '../../support/pdfs.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../support/rest/rest-edge.ts';

const red = [1, 0, 0] as const;
const blue = [0, 0, 1] as const;
const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('pages of documents, as pictures', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let meetingId: string;
  const as = (who: { readonly token: string }) => RestCaller.bearing(edge.url, who.token);

  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    meetingId = await planned();
  });
  after(() => edge.close());

  let days = 0;
  async function planned(more: object = {}): Promise<string> {
    days += 1;
    const startsAtMs = edge.clock.now + days * 1_440 * minute;
    const { secretariat, hall, official, site } = province.yenLac;
    const plan = { title: 'Giao ban', siteId: site, startsAtMs, endsAtMs: startsAtMs + 60 * minute, ...more };
    let meeting = await edge.get(meetingDetail, 'meeting.create', { as: secretariat.token, body: plan });
    const at = () => ({
      as: secretariat.token,
      params: { meetingId: meeting.id },
      headers: { 'if-match': `"${meeting.version}"` },
    });
    const invitations = [
      { kind: 'endpoint', inviteeId: hall.id, role: 'delegate' },
      { kind: 'account', inviteeId: official.id, role: 'chair' },
    ];
    meeting = await edge.get(meetingDetail, 'meeting.invite', { ...at(), body: { invitations } });
    return (await edge.get(meetingDetail, 'meeting.schedule', at())).id;
  }

  const upload = async (content: Uint8Array, query: Record<string, string> = {}, into = meetingId) =>
    edge.get(documentView, 'document.upload', {
      as: province.yenLac.secretariat.token,
      params: { meetingId: into },
      query: { name: 'Báo cáo', ...query },
      bytes: new Uint8Array(content),
    });
  async function page(
    documentId: string,
    number = 1,
    {
      who = province.yenLac.hall,
      of = meetingId,
      query = {},
      headers = {},
    }: {
      readonly who?: { readonly token: string };
      readonly of?: string;
      readonly query?: Record<string, string>;
      readonly headers?: Record<string, string>;
    } = {},
  ) {
    const address = `/api/v1/meetings/${of}/documents/${documentId}/pages/${number}`;
    const response = await fetch(new URL(`${address}?${new URLSearchParams(query).toString()}`, edge.url), {
      headers: { authorization: `Bearer ${who.token}`, ...headers },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const body: unknown = response.ok || bytes.length === 0 ? undefined : JSON.parse(bytes.toString());
    checkAnswer('document.page', response, body);
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      code: problem.safeParse(body).data?.code,
    };
  }

  it('are drawn for the size of the screen', async () => {
    const { id } = await upload(colouredPages([red, blue]));
    const sizes: unknown[] = [];
    for (const size of ['large', 'small']) {
      const { bytes, headers } = await page(id, 2, { query: { size } });
      expect(headers.get('content-type')).to.equal('image/webp');
      const image = await loadImage(bytes);
      const context = createCanvas(1, 1).getContext('2d');
      context.drawImage(image, 0, 0);
      const [r = 255, , b = 0] = context.getImageData(0, 0, 1, 1).data;
      sizes.push([image.width, image.height, r < 16, b > 239]);
    }
    expect(sizes).to.deep.equal([
      [1920, 1080, true, true],
      [960, 540, true, true],
    ]);
    expect((await page(id, 2, { query: { size: 'huge' } })).code).to.equal('invalid-request');
  });

  it('are cached by a browser, which gets 304 for a page that it has', async () => {
    const { id } = await upload(colouredPages([red]));
    const first = await page(id);
    expect(first.headers.get('cache-control')).to.match(/^private, max-age=\d+, immutable$/);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).to.match(/^"[\w-]+"$/);
    const again = await page(id, 1, { headers: { 'if-none-match': etag } });
    expect([again.status, again.bytes.length]).to.deep.equal([304, 0]);
    expect(
      (await page(id, 1, { headers: { 'if-none-match': '"other"' } })).bytes.equals(first.bytes),
    ).to.equal(true);
  });

  it('of a classified meeting are kept nowhere, and each is in the audit log', async () => {
    const { secretariat, hall, official } = province.yenLac;
    for (const { id } of [secretariat, official]) {
      const cleared = {
        as: province.administrator.token,
        params: { accountId: id },
        body: { cleared: true },
      };
      await edge.ask('account.setClearance', cleared);
    }
    const cleared = {
      as: province.administrator.token,
      params: { endpointId: hall.id },
      body: { cleared: true },
    };
    await edge.ask('endpoint.setClearance', cleared);
    const of = await planned({ classification: 'classified' });
    const { id } = await upload(colouredPages([red, blue]), {}, of);
    const before = (await edge.repositories.auditEntries.list({ limit: 1 }))[0]?.seq ?? 0;
    const { headers, status } = await page(id, 2, { of });
    expect([status, headers.get('cache-control'), headers.get('etag')]).to.deep.equal([
      200,
      'no-store',
      null,
    ]);
    const [entry] = await edge.repositories.auditEntries.list({ limit: 1 });
    expect(entry).to.deep.include({ seq: before + 1, action: 'document.downloaded', after: { page: 2 } });
    expect(entry?.target?.id).to.equal(id);
  });

  it('are only for callers that may read the document', async () => {
    const shown = await upload(colouredPages([red]));
    const kept = await upload(colouredPages([blue]), { visibleTo: 'moderators' });
    expect((await page(kept.id)).status).to.equal(404);
    expect((await page(kept.id, 1, { who: province.yenLac.operator })).status).to.equal(200);
    for (const who of [province.lapThach.secretariat, province.lapThach.hall])
      expect((await page(shown.id, 1, { who })).status).to.equal(404);
    expect((await page(shown.id, 1, { of: await planned() })).status).to.equal(404);
    await as(province.yenLac.secretariat).fetch('document.remove', {
      params: { meetingId, documentId: shown.id },
    });
    expect((await page(shown.id)).status).to.equal(404);
  });

  it('have their own error where no picture is possible', async () => {
    const { id } = await upload(colouredPages([red]));
    expect((await page(id, 2)).code).to.equal('not-found');
    expect((await page(id, 0)).code).to.equal('not-found');
    expect((await page((await upload(openDocument)).id)).code).to.equal('no-picture');
    const broken = await upload(Buffer.from('%PDF-1.7\nkhông có gì'));
    expect(await page(broken.id)).to.include({ status: 422, code: 'no-picture' });
    const image = await page((await upload(png)).id);
    expect([image.status, (await loadImage(image.bytes)).width]).to.deep.equal([200, 1]);
  });

  it('are deleted with the last document that has them', async () => {
    const content = colouredPages([red, red, blue]);
    const [one, two] = [await upload(content), await upload(content)];
    await page(one.id, 3);
    const folder = join(edge.folder, 'documents', 'pages', hashOf(content));
    const remove = (documentId: string) =>
      as(province.yenLac.secretariat).fetch('document.remove', { params: { meetingId, documentId } });
    await eventually(async () => (await readdir(folder)).length === 6, 'all pages to be drawn ahead');
    await remove(one.id);
    expect(existsSync(folder)).to.equal(true);
    await remove(two.id);
    expect(existsSync(folder)).to.equal(false);
  });
});

describe('the drawing of pages', function () {
  this.timeout(120_000);
  let folder: string;
  let workshop: Workshop;
  const worked: string[] = [];
  const logger = pino({ level: 'silent' });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-pictures-'));
    workshop = new Workshop({ logger, worked: (kind, outcome) => worked.push(`${kind} ${outcome}`) });
  });
  afterEach(() => worked.splice(0));
  after(async () => {
    await workshop[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const picturesIn = async (storage: string, maxBytes = 10_000_000) =>
    new PagePictures({
      workshop,
      store: await createPictureFiles(join(folder, storage), maxBytes),
      originals: { placeOf: (sha256) => join(folder, sha256) },
      logger,
      now: () => performance.now(),
    });
  const stored = async (
    content: Buffer,
    pages: number | null,
  ): Promise<Pick<Document, 'sha256' | 'mediaType' | 'pages'>> => {
    const sha256 = hashOf(content);
    await writeFile(join(folder, sha256), content);
    return { sha256, mediaType: 'application/pdf', pages };
  };

  it('happens once for all requests, and not again on the next server', async () => {
    const document = await stored(colouredPages([red, blue]), 2);
    {
      await using pictures = await picturesIn('once');
      const asked = Array.from({ length: 160 }, () => pictures.of(document, { page: 1, size: 'large' }));
      const answers = await Promise.all(asked);
      expect(new Set(answers.map(hashOf)).size).to.equal(1);
      await pictures.of(document, { page: 1, size: 'small' });
      expect(worked).to.deep.equal(['page answered']);
    }
    await using pictures = await picturesIn('once');
    await pictures.of(document, { page: 1, size: 'large' });
    expect(worked).to.deep.equal(['page answered']);
  });

  it('is tried once for a page that cannot be drawn', async () => {
    const document = await stored(Buffer.from('%PDF-1.7\nhỏng'), null);
    await using pictures = await picturesIn('refused');
    for (const _ of [1, 2, 3]) {
      const refusal: unknown = await pictures
        .of(document, { page: 1, size: 'large' })
        .catch((error: unknown) => error);
      expect(refusal).to.have.property('code', 'no-picture');
    }
    expect(worked).to.have.length(1);
  });

  it('happens ahead for whole documents, and stops where none of their pages can be drawn', async () => {
    const broken = await stored(Buffer.from('%PDF-1.7\nkhông có gì'), 400);
    const whole = await stored(pdfOf(3), 3);
    await using pictures = await picturesIn('ahead');
    pictures.ahead(broken);
    pictures.ahead(whole);
    const pages = join(folder, 'ahead', 'documents', 'pages', whole.sha256);
    await eventually(
      async () => existsSync(pages) && (await readdir(pages)).length === 6,
      'the whole document to be drawn',
      { timeoutMs: 90_000 },
    );
    expect(worked).to.have.length(3 + 3);
    await pictures.of(whole, { page: 3, size: 'small' });
    expect(worked).to.have.length(3 + 3);
  });

  it('keeps a limited number of bytes, and drops the least recently requested documents first', async () => {
    const documents = [
      await stored(colouredPages([red]), 1),
      await stored(colouredPages([blue]), 1),
      await stored(colouredPages([[0, 1, 0]]), 1),
    ] as const;
    const sizes: number[] = [];
    {
      await using measuring = await picturesIn('measured');
      for (const document of documents)
        for (const size of ['large', 'small'] as const)
          sizes.push((await measuring.of(document, { page: 1, size })).length);
    }
    const all = sizes.reduce((sum, bytes) => sum + bytes, 0);
    await using pictures = await picturesIn('bounded', all - 1);
    const ask = (index: 0 | 1 | 2) => pictures.of(documents[index], { page: 1, size: 'large' });
    for (const index of [0, 1, 0, 2] as const) await ask(index);
    const kept = await readdir(join(folder, 'bounded', 'documents', 'pages'));
    expect(kept.toSorted()).to.deep.equal([documents[0].sha256, documents[2].sha256].toSorted());
    // Draws the page again.
    expect((await ask(1)).length).to.be.above(0);
    // The next server counts the files that exist.
    const counted = await createPictureFiles(join(folder, 'bounded'), 0);
    expect(await counted.read({ sha256: documents[1].sha256, page: 1, size: 'large' })).to.equal(undefined);
  });
});
