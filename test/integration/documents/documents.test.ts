import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect } from 'chai';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { documentList, documentView, type DocumentView } from '../../../protocol/rest/meetings/documents.ts';
import { meetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { problem } from '../../../protocol/rest/problem.ts';
import { checkAnswer } from '../../support/rest/answers.ts';
import { covered } from '../../support/storage/covered.ts';
import { eventually } from '../../support/eventually.ts';
import { compoundOf, officeOf, openDocument, pdfOf, png, zipOf } from '../../support/files.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import {
  minute,
  populate,
  type Province,
  type RestEdge,
  startRestEdge,
} from '../../support/rest/rest-edge.ts';
import { largestDocument } from '../../support/rest/rest-services.ts';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('documents of a meeting', function () {
  this.timeout(120_000);
  let edge: RestEdge;
  let province: Province;
  let meetingId: string;
  const as = (who: { readonly token: string }) => RestCaller.bearing(edge.url, who.token);

  before(async () => {
    edge = await startRestEdge();
    province = await populate(edge);
    meetingId = await scheduled();
  });
  after(() => edge.close());

  let days = 0;
  /**
   * A meeting of Yên Lạc, with its hall as delegate and its official as chair. Each is on its own day, since
   * its rooms can be in only one meeting at a time.
   */
  async function scheduled(also: readonly object[] = []): Promise<string> {
    days += 1;
    const startsAtMs = edge.clock.now + days * 1_440 * minute;
    const { secretariat, hall, official, site } = province.yenLac;
    const ask = (name: Parameters<RestEdge['get']>[1], more: object) =>
      edge.get(meetingDetail, name, { as: secretariat.token, ...more });
    let meeting = await ask('meeting.create', {
      body: {
        title: 'Giao ban tháng Ba',
        siteId: site,
        startsAtMs,
        endsAtMs: startsAtMs + 60 * minute,
      },
    });
    const at = () => ({ params: { meetingId: meeting.id }, headers: { 'if-match': `"${meeting.version}"` } });
    const invitations = [
      { kind: 'endpoint', inviteeId: hall.id, role: 'delegate' },
      { kind: 'account', inviteeId: official.id, role: 'chair' },
      ...also,
    ];
    meeting = await ask('meeting.invite', { ...at(), body: { invitations } });
    meeting = await ask('meeting.schedule', at());
    return meeting.id;
  }

  async function send(
    content: Uint8Array,
    query: Readonly<Record<string, string>> = { name: 'Báo cáo.pdf' },
    caller = as(province.yenLac.secretariat),
    into = meetingId,
  ) {
    const response = await caller.fetch('document.upload', { params: { meetingId: into }, query, content });
    const body: unknown = await response.json();
    checkAnswer('document.upload', response, body);
    return { status: response.status, code: problem.safeParse(body).data?.code, body };
  }
  const upload = async (...sent: Parameters<typeof send>): Promise<DocumentView> =>
    documentView.parse((await send(...sent)).body);
  const content = (documentId: string, caller: RestCaller, of = meetingId) =>
    caller.fetch('document.content', { params: { meetingId: of, documentId } });
  const listed = async (caller: RestCaller): Promise<readonly DocumentView[]> => {
    const response = await caller.fetch('document.list', { params: { meetingId } });
    return documentList.parse(await response.json()).documents;
  };

  describe('are accepted by their content', () => {
    const taken: readonly (readonly [string, Buffer, string, number | null])[] = [
      ['a PDF, whose pages are counted', pdfOf(7), 'application/pdf', 7],
      ['a PDF that cannot be read', Buffer.from('%PDF-1.7\nkhông có gì'), 'application/pdf', null],
      ['Word', officeOf('wordprocessingml.document'), word, null],
      [
        'Excel',
        officeOf('spreadsheetml.sheet'),
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        null,
      ],
      [
        'PowerPoint',
        officeOf('presentationml.presentation'),
        'application/vnd.openxmlformats-officedocument.presentationml.presentation',
        null,
      ],
      ['an OpenDocument text', openDocument, 'application/vnd.oasis.opendocument.text', null],
      ['old Word', compoundOf('Root Entry', 'WordDocument'), 'application/msword', null],
      ['old Excel', compoundOf('Root Entry', 'Workbook'), 'application/vnd.ms-excel', null],
      [
        'old PowerPoint with a table of Excel in it',
        compoundOf('Root Entry', 'PowerPoint Document', 'Workbook'),
        'application/vnd.ms-powerpoint',
        null,
      ],
      ['a picture', png, 'image/png', null],
    ];
    for (const [what, file, mediaType, pages] of taken) {
      it(what, async () => {
        const sent = await upload(file, { name: 'tài liệu' });
        expect(sent).to.include({
          mediaType,
          pages,
          bytes: file.length,
          visibleTo: 'all',
          title: 'tài liệu',
        });
      });
    }

    const refused: readonly (readonly [string, Buffer])[] = [
      ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)])],
      ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
      ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
      ['a zip that is no document', zipOf({ 'a.txt': 'x' })],
      ['a compound file that is no document', compoundOf('Root Entry', 'Binary.Setup')],
      ['plain text', Buffer.from('xin chào')],
      ['nothing', Buffer.alloc(0)],
    ];
    for (const [what, file] of refused) {
      it(`not ${what}, under any name`, async () => {
        expect(await send(file, { name: 'Báo cáo.pdf' })).to.include({
          status: 415,
          code: 'unsupported-type',
        });
      });
    }

    it('not content of another type than bytes', async () => {
      const response = await as(province.yenLac.secretariat).fetch('document.upload', {
        params: { meetingId },
        query: { name: 'x' },
        content: Buffer.from('{}'),
        type: 'application/json',
      });
      expect(response.status).to.equal(415);
    });
  });

  it('are refused beyond the size limit', async () => {
    const large = Buffer.concat([pdfOf(1), Buffer.alloc(largestDocument)]);
    expect(await send(large)).to.include({ status: 413, code: 'payload-too-large' });
  });

  /** An upload whose content has not arrived yet. */
  const begun = (query = 'name=x', bytes = 100_000, into = meetingId) =>
    request(`${edge.url}/api/v1/meetings/${into}/documents?${query}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${province.yenLac.secretariat.token}`,
        'content-type': 'application/octet-stream',
        'content-length': String(bytes),
      },
    });

  it('may be uploaded by one sender a few at a time, and more as soon as one is finished', async () => {
    const slow = Array.from({ length: 3 }, () => begun().on('error', () => undefined));
    for (const each of slow) each.write(pdfOf(1));
    const incoming = () => readdir(join(edge.folder, 'documents', 'incoming'));
    await eventually(async () => (await incoming()).length === slow.length, 'three to be under way');
    expect(await send(pdfOf(1))).to.include({ status: 429, code: 'too-many-uploads' });
    expect(await send(pdfOf(1), { name: 'x' }, as(province.yenLac.official))).to.include({ status: 201 });
    for (const each of slow) each.destroy();
    await eventually(async () => (await incoming()).length === 0, 'them to be gone');
    await eventually(async () => (await send(pdfOf(1))).status === 201, 'the sender to be served again');
  });

  it('have one next version: the upload that is complete first', async () => {
    const first = await upload(pdfOf(1), { name: 'Tờ trình' });
    const content = pdfOf(3);
    const slow = begun(`name=x&replaces=${first.id}`, content.length);
    const answered = new Promise<IncomingMessage>((resolve) => void slow.once('response', resolve));
    slow.write(content.subarray(0, 100));
    const incoming = () => readdir(join(edge.folder, 'documents', 'incoming'));
    await eventually(async () => (await incoming()).length === 1, 'the upload to be under way');
    const newer = await upload(pdfOf(2), { name: 'Tờ trình', replaces: first.id });
    slow.end(content.subarray(100));
    expect(problem.parse(await json(await answered)).code).to.equal('conflict');
    const kept = (await listed(as(province.yenLac.secretariat))).filter(({ title }) => title === 'Tờ trình');
    expect(kept).to.deep.equal([newer]);
  });

  it('keep a paper from the rooms where that is decided while its new version arrives', async () => {
    const secretary = as(province.yenLac.secretariat);
    const first = await upload(pdfOf(1), { name: 'Phương án nhân sự' });
    const content = pdfOf(3);
    const slow = begun(`name=moi&replaces=${first.id}`, content.length);
    const answered = new Promise<IncomingMessage>((resolve) => void slow.once('response', resolve));
    slow.write(content.subarray(0, 100));
    const incoming = () => readdir(join(edge.folder, 'documents', 'incoming'));
    await eventually(async () => (await incoming()).length === 1, 'the upload to be under way');
    await secretary.call('document.change', {
      params: { meetingId, documentId: first.id },
      body: { visibleTo: 'moderators' },
    });
    slow.end(content.subarray(100));
    expect(await json(await answered)).to.include({ version: 2, visibleTo: 'moderators' });
    const rooms = await listed(as(province.yenLac.hall));
    expect(rooms.filter(({ title }) => title === 'Phương án nhân sự' || title === 'moi')).to.deep.equal([]);
  });

  it('are cut off where their content does not arrive', async () => {
    const stalled = begun();
    const gone = new Promise<void>((resolve) => void stalled.on('error', () => resolve()));
    stalled.write(pdfOf(1));
    await gone;
    const incoming = () => readdir(join(edge.folder, 'documents', 'incoming'));
    await eventually(async () => (await incoming()).length === 0, 'nothing to be left of it');
  });

  it('are limited for one sender in a short time, and accepted again after some seconds', async () => {
    const sender = province.lapThach.secretariat;
    const meeting = await edge.get(z.looseObject({ id: z.string() }), 'meeting.create', {
      as: sender.token,
      body: {
        title: 'Họp',
        siteId: province.lapThach.site,
        startsAtMs: edge.clock.now + 86_400_000,
        endsAtMs: edge.clock.now + 90_000_000,
      },
    });
    const tooLarge = new Uint8Array(largestDocument + 1);
    const upload = async () => {
      const response = await fetch(`${edge.url}/api/v1/meetings/${meeting.id}/documents?name=x`, {
        method: 'POST',
        headers: { authorization: `Bearer ${sender.token}`, 'content-type': 'application/octet-stream' },
        // Too large, so that the server spends no time on the content.
        body: tooLarge,
      });
      return { status: response.status, wait: response.headers.get('retry-after') };
    };
    let answer = await upload();
    let sent = 0;
    while (answer.status !== 429 && sent < 100) {
      sent += 1;
      answer = await upload();
    }
    expect([sent, answer.wait]).to.deep.equal([60, '5']);
    edge.clock.now += 5_000;
    expect((await upload()).status).not.to.equal(429);
  });

  it('leave nothing after the sender breaks off', async () => {
    const before = (await listed(as(province.yenLac.secretariat))).length;
    const answered = edge.measured.length;
    const breaking = begun();
    const cut = new Promise((done) => breaking.once('error', done));
    breaking.write(pdfOf(1), () => breaking.destroy());
    await cut;
    await eventually(() => edge.measured.length > answered, 'the server to notice');
    const incoming = () => readdir(join(edge.folder, 'documents', 'incoming'));
    await eventually(async () => (await incoming()).length === 0, 'the part that arrived to be removed');
    expect(await listed(as(province.yenLac.secretariat))).to.have.length(before);
  });

  it('are returned unchanged, as an attachment that no browser executes', async () => {
    const file = pdfOf(2);
    const sent = await upload(file, { name: 'Báo cáo tháng 3' });
    const response = await content(sent.id, as(province.yenLac.hall));
    expect(Buffer.from(await response.arrayBuffer()).equals(file)).to.equal(true);
    const headers = Object.fromEntries(response.headers);
    expect(headers).to.include({
      'content-type': 'application/pdf',
      'content-length': String(file.length),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
      etag: `"${createHash('sha256').update(file).digest('hex')}"`,
    });
    expect(headers['content-security-policy']).to.contain('sandbox').and.to.contain("default-src 'none'");
    // The extension follows the content, not the given name.
    expect(headers['content-disposition'])
      .to.match(/^attachment;/)
      .and.to.contain(encodeURIComponent('Báo cáo tháng 3.pdf'));
  });

  it('resume a broken download if they are unchanged', async () => {
    const file = pdfOf(4);
    const { id } = await upload(file);
    const etag = `"${createHash('sha256').update(file).digest('hex')}"`;
    const part = async (headers: Readonly<Record<string, string>>) => {
      const response = await fetch(`${edge.url}/api/v1/meetings/${meetingId}/documents/${id}/content`, {
        headers: { authorization: `Bearer ${province.yenLac.hall.token}`, ...headers },
      });
      checkAnswer('document.content', response, undefined);
      return {
        status: response.status,
        range: response.headers.get('content-range'),
        length: response.headers.get('content-length'),
        bytes: Buffer.from(await response.arrayBuffer()),
      };
    };
    const last = file.length - 1;
    expect(await part({ range: 'bytes=100-', 'if-range': etag })).to.deep.equal({
      status: 206,
      range: `bytes 100-${last}/${file.length}`,
      length: String(file.length - 100),
      bytes: file.subarray(100),
    });
    expect(await part({ range: 'bytes=10-19' })).to.deep.include({
      status: 206,
      bytes: file.subarray(10, 20),
    });
    expect(await part({ range: 'bytes=-5' })).to.deep.include({ status: 206, bytes: file.subarray(-5) });
    for (const headers of [
      { range: 'bytes=100-', 'if-range': '"another"' },
      { range: `bytes=${file.length}-` },
      { range: 'bytes=0-1,5-6' },
      { range: 'lines=1-2' },
      { range: 'bytes=x' },
    ]) {
      const whole = { status: 200, range: null, length: String(file.length), bytes: file };
      expect(await part(headers), JSON.stringify(headers)).to.deep.equal(whole);
    }
  });

  it('have names of printable text only', async () => {
    const path = '../../../etc/cron.d/<script>alert(1)</script>.pdf';
    const sent = await upload(pdfOf(1), { name: path });
    expect(sent.title).to.equal(path);
    const disposition = (await content(sent.id, as(province.yenLac.hall))).headers.get('content-disposition');
    expect(disposition).not.to.contain('/').and.not.to.contain('<');
    expect(await send(pdfOf(1), { name: 'a\u0000b' })).to.include({ code: 'invalid-request' });
    expect(await send(pdfOf(1), { name: '  ' })).to.include({ code: 'invalid-request' });
    expect(await send(pdfOf(1), {})).to.include({ code: 'invalid-request' });
    // Composed and decomposed letters make the same name.
    expect((await upload(pdfOf(1), { name: 'Hoà'.normalize('NFD') })).title).to.equal('Hoà'.normalize('NFC'));
  });

  it('are stored once, even when they are uploaded repeatedly', async () => {
    const file = pdfOf(3);
    const [one, two] = [await upload(file), await upload(file)];
    expect(one.id).not.to.equal(two.id);
    const stored = await edge.repositories.documents.byId(meetingId, two.id);
    expect(stored?.sha256).to.equal(createHash('sha256').update(file).digest('hex'));
    await as(province.yenLac.secretariat).fetch('document.remove', {
      params: { meetingId, documentId: one.id },
    });
    expect((await content(two.id, as(province.yenLac.hall))).status).to.equal(200);
  });

  it('for moderators are not found by other callers', async () => {
    const kept = await upload(pdfOf(1), { name: 'Mật.pdf', visibleTo: 'moderators' });
    for (const { who, status } of [
      { who: province.yenLac.official, status: 200 },
      { who: province.yenLac.operator, status: 200 },
      { who: province.yenLac.hall, status: 404 },
    ]) {
      expect((await content(kept.id, as(who))).status).to.equal(status);
      const has = (await listed(as(who))).some(({ id }) => id === kept.id);
      expect(has).to.equal(status === 200);
    }
  });

  it('for delegates are not found by observers, whatever they ask for', async () => {
    const { secretariat, hall, site } = province.yenLac;
    const observer = await edge.account('du.thinh', 'official', site);
    const within = await scheduled([{ kind: 'account', inviteeId: observer.id, role: 'observer' }]);
    const { body } = await send(pdfOf(1), { name: 'x', visibleTo: 'delegates' }, as(secretariat), within);
    const { id: documentId } = documentView.parse(body);
    const params = { meetingId: within, documentId };
    const routes = ['document.content', 'document.read', 'document.readers'] as const;
    for (const route of routes)
      expect((await as(observer).fetch(route, { params })).status, route).to.equal(404);
    const page = { params: { ...params, page: '1' } };
    expect((await as(observer).fetch('document.page', page)).status).to.equal(404);
    const list = await as(observer).fetch('document.list', { params: { meetingId: within } });
    expect(documentList.parse(await list.json()).documents).to.deep.equal([]);
    expect((await content(documentId, as(hall), within)).status).to.equal(200);
    const publish = ({ token }: { readonly token: string }) =>
      edge.ask('document.change', { as: token, params, body: { visibleTo: 'all' } });
    expect((await publish(observer)).code).to.equal('forbidden');
    expect((await publish(secretariat)).status).to.equal(200);
    expect((await content(documentId, as(observer), within)).status).to.equal(200);
  });

  it('of other meetings are not found', async () => {
    const mine = await upload(pdfOf(1));
    const other = await scheduled();
    expect((await content(mine.id, as(province.yenLac.secretariat), other)).status).to.equal(404);
    for (const who of [province.lapThach.secretariat, province.lapThach.hall, province.lapThach.official]) {
      expect((await content(mine.id, as(who))).status).to.equal(404);
      expect(await send(pdfOf(1), { name: 'x' }, as(who))).to.include({ status: 404 });
    }
  });

  it('are added by moderators, and not to a meeting that is cancelled', async () => {
    expect(await send(pdfOf(1), { name: 'x' }, as(province.yenLac.hall))).to.include({ code: 'forbidden' });
    expect(await send(pdfOf(1), { name: 'x' }, as(province.yenLac.official))).to.include({ status: 201 });
    const cancelled = await scheduled();
    const { version } = await edge.get(z.object({ version: z.int() }), 'meeting.get', {
      as: province.yenLac.secretariat.token,
      params: { meetingId: cancelled },
    });
    await as(province.yenLac.secretariat).call('meeting.cancel', {
      params: { meetingId: cancelled },
      version,
    });
    const late = await send(pdfOf(1), { name: 'x' }, as(province.yenLac.secretariat), cancelled);
    expect(late).to.include({ code: 'wrong-phase' });
  });

  it('are added after the end of the meeting, where those of the session stay as they are, until it is signed off', async () => {
    const over = await scheduled();
    const { secretariat } = province.yenLac;
    const params = { meetingId: over };
    const first = await send(pdfOf(1), { name: 'Báo cáo' }, as(secretariat), over);
    const { id: documentId } = documentView.parse(first.body);
    const move = async (state: 'ended' | 'closed'): Promise<void> => {
      const found = await edge.repositories.meetings.byId(over);
      if (!found) throw new Error('the meeting is gone');
      await edge.repositories.meetings.update(covered(found), { state }, { atMs: edge.clock.now });
    };
    await move('ended');
    expect(await send(pdfOf(2), { name: 'Kết luận' }, as(secretariat), over)).to.include({ status: 201 });
    const titles = documentList
      .parse(await (await as(province.yenLac.hall).fetch('document.list', { params })).json())
      .documents.map(({ title }) => title);
    expect(titles).to.deep.equal(['Báo cáo', 'Kết luận']);
    const replaced = await send(pdfOf(3), { name: 'Khác', replaces: documentId }, as(secretariat), over);
    const changed = await edge.ask('document.change', {
      as: secretariat.token,
      params: { ...params, documentId },
      body: { title: 'Khác' },
    });
    expect([replaced.code, changed.code]).to.deep.equal(['wrong-phase', 'wrong-phase']);
    await move('closed');
    expect(await send(pdfOf(4), { name: 'Muộn' }, as(secretariat), over)).to.include({ code: 'wrong-phase' });
  });

  it('leave nothing on the disk if the meeting is cancelled while their content arrives', async () => {
    const into = await scheduled();
    const [alone, shared] = [pdfOf(11), pdfOf(12)];
    const slow = [alone, shared].map((bytes) => {
      const sending = begun('name=x', bytes.length, into);
      sending.write(bytes.subarray(0, 100));
      const answered = new Promise<IncomingMessage>((resolve) => void sending.once('response', resolve));
      return { finish: () => sending.end(bytes.subarray(100)), answered };
    });
    const incoming = () => readdir(join(edge.folder, 'documents', 'incoming'));
    await eventually(async () => (await incoming()).length === slow.length, 'both to be under way');
    const elsewhere = await upload(shared);
    const { version } = await edge.get(z.object({ version: z.int() }), 'meeting.get', {
      as: province.yenLac.secretariat.token,
      params: { meetingId: into },
    });
    await as(province.yenLac.secretariat).call('meeting.cancel', { params: { meetingId: into }, version });
    for (const { finish, answered } of slow) {
      finish();
      expect(problem.parse(await json(await answered)).code).to.equal('wrong-phase');
    }
    const contents = await readdir(join(edge.folder, 'documents'), { recursive: true });
    const isKept = (bytes: Uint8Array): boolean => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return contents.includes(join(sha256.slice(0, 2), sha256));
    };
    expect([isKept(alone), isKept(shared)]).to.deep.equal([false, true]);
    expect((await content(elsewhere.id, as(province.yenLac.secretariat))).status).to.equal(200);
    expect(await incoming()).to.deep.equal([]);
  });

  it('can be removed before the meeting, by its moderators', async () => {
    const sent = await upload(pdfOf(1));
    const remove = (who: { readonly token: string }, documentId = sent.id) =>
      as(who).fetch('document.remove', { params: { meetingId, documentId } });
    expect((await remove(province.yenLac.hall)).status).to.equal(403);
    expect((await remove(province.yenLac.secretariat, uuid())).status).to.equal(404);
    expect((await remove(province.yenLac.secretariat)).status).to.equal(200);
    expect((await remove(province.yenLac.secretariat)).status).to.equal(404);
    expect((await content(sent.id, as(province.yenLac.secretariat))).status).to.equal(404);
  });
});
