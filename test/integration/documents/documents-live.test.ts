import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect } from 'chai';
import { joinResult } from '../../../protocol/commands.ts';
import { documentList, documentView, type DocumentView } from '../../../protocol/rest/meetings/documents.ts';
import { problem } from '../../../protocol/rest/problem.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { temporaryPglite } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { pdfOf } from '../../support/files.ts';
import { joined } from '../../support/conference/participant.ts';
import type { TestParticipant } from '../../support/conference/participant.ts';
import { chair as chairAccount } from '../../support/planning/province.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { openSession } from '../../support/conference/session.ts';
import type { Session } from '../../support/conference/session.ts';

describe('documents of a live conference', function () {
  this.timeout(90_000);
  let folder: string;
  let app: App;
  let session: Session;
  before(async () => {
    ({ folder } = await temporaryPglite());
    app = await startApp({ storage: { folder } });
    session = await openSession(app);
  });
  after(() => app[Symbol.asyncDispose]());

  const upload = async (
    caller: RestCaller,
    query: Readonly<Record<string, string>>,
    meetingId = session.meetingId,
  ): Promise<DocumentView> => {
    const response = await caller.fetch('document.upload', {
      params: { meetingId },
      query,
      content: pdfOf(4),
    });
    return documentView.parse(await response.json());
  };
  const listed = async (caller: RestCaller): Promise<readonly string[]> => {
    const response = await caller.fetch('document.list', { params: { meetingId: session.meetingId } });
    return documentList.parse(await response.json()).documents.map(({ id }) => id);
  };
  const statusOf = async (caller: RestCaller, documentId: string): Promise<number> => {
    const params = { meetingId: session.meetingId, documentId };
    const response = await caller.fetch('document.content', { params });
    await response.arrayBuffer();
    return response.status;
  };
  const inConference = async (participant: TestParticipant): Promise<readonly string[]> => {
    const answer = await participant.request('join', { roster: true });
    const result = joinResult.parse(answer.ok ? answer.result : undefined);
    if (result.outcome !== 'joined') throw new Error(result.outcome);
    return Object.keys(result.snapshot.documents.byId);
  };

  it('are in it as soon as they are uploaded, for participants that may see them', async () => {
    using chair = await session.join(session.chair);
    using hall = await session.join(session.halls[0]);
    const open = await upload(session.chair, { name: 'Báo cáo' });
    const kept = await upload(session.administration, { name: 'Mật', visibleTo: 'moderators' });
    const told = ({ events }: TestParticipant): readonly string[] =>
      events.flatMap((event) => (event.type === 'document.added' ? [event.payload.id] : []));
    await eventually(() => told(chair).length === 2, 'the chair to be told');
    await eventually(() => hall.events.some(({ type }) => type === 'event.concealed'), 'the hall to be told');
    expect(told(chair)).to.deep.equal([open.id, kept.id]);
    expect(told(hall)).to.deep.equal([open.id]);
    expect(await chair.outcome('document.show', { documentId: open.id, page: 4 })).to.equal('ok');
    expect(await chair.outcome('document.show', { documentId: open.id, page: 5 })).to.equal('not-found');
  });

  it('are visible over REST as the conference decides, at once', async () => {
    using chair = await session.join(session.chair);
    const [hall] = session.halls;
    const { id } = await upload(session.chair, { name: 'Tờ trình' });
    expect(await statusOf(hall, id)).to.equal(200);
    await chair.outcome('document.setVisibility', { documentId: id, visibleTo: 'moderators' });
    expect([await statusOf(hall, id), await statusOf(session.chair, id)]).to.deep.equal([404, 200]);
    await chair.outcome('document.setVisibility', { documentId: id, visibleTo: 'all' });
    expect(await statusOf(hall, id)).to.equal(200);
    expect(await listed(hall)).to.include(id);
    await chair.outcome('document.remove', { documentId: id });
    expect([await statusOf(hall, id), await statusOf(session.chair, id)]).to.deep.equal([404, 404]);
    expect(await listed(session.chair)).not.to.include(id);
  });

  it('are visible to a participant that became a moderator in it', async () => {
    using chair = await session.join(session.chair);
    using _hall = await session.join(session.halls[1]);
    const { id } = await upload(session.chair, { name: 'Mật', visibleTo: 'moderators' });
    const [, participantId] = session.endpoints;
    expect(await statusOf(session.halls[1], id)).to.equal(404);
    expect(await chair.outcome('role.give', { participantId, role: 'secretary' })).to.equal('ok');
    expect(await statusOf(session.halls[1], id)).to.equal(200);
    expect(await chair.outcome('role.give', { participantId, role: 'delegate' })).to.equal('ok');
  });

  it('for delegates are not found by one that became an observer in it', async () => {
    using chair = await session.join(session.chair);
    using _hall = await session.join(session.halls[1]);
    const { id } = await upload(session.chair, { name: 'Dự thảo', visibleTo: 'delegates' });
    const [, participantId] = session.endpoints;
    expect(await statusOf(session.halls[1], id)).to.equal(200);
    expect(await chair.outcome('role.give', { participantId, role: 'observer' })).to.equal('ok');
    expect(await statusOf(session.halls[1], id)).to.equal(404);
    expect(await listed(session.halls[1])).not.to.include(id);
    expect(await chair.outcome('role.give', { participantId, role: 'delegate' })).to.equal('ok');
    expect(await statusOf(session.halls[1], id)).to.equal(200);
    await chair.outcome('document.setVisibility', { documentId: id, visibleTo: 'moderators' });
    expect(await statusOf(session.halls[1], id)).to.equal(404);
  });

  /** A meeting that can be opened now. */
  const drafted = async (title: string) => {
    const params = { meetingId: session.meetingId };
    const { siteId } = await session.administration.call('meeting.get', { params });
    return session.administration.call('meeting.create', {
      body: { title, siteId, startsAtMs: Date.now(), endsAtMs: Date.now() + 3_600_000 },
    });
  };
  const open = async ({ id, version }: Awaited<ReturnType<typeof drafted>>): Promise<void> => {
    const params = { meetingId: id };
    await session.administration.call('meeting.schedule', { params, version });
    await session.administration.call('meeting.open', { params });
  };

  it('from before it are in it when it opens', async () => {
    const draft = await drafted('Chiều');
    const { id } = draft;
    const before = await upload(session.administration, { name: 'Tài liệu' }, id);
    await open(draft);
    using operator = await session.join(session.administration, id);
    await eventually(
      async () => (await inConference(operator)).includes(before.id),
      'the document to be there',
    );
  });

  it('from before it stay as they were if it opens while a newer version is uploaded', async () => {
    const draft = await drafted('Tối');
    const before = await upload(session.administration, { name: 'Tờ trình' }, draft.id);
    const content = pdfOf(5);
    const slow = request(`${app.url}/api/v1/meetings/${draft.id}/documents?name=moi&replaces=${before.id}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${session.administration.accessToken}`,
        'content-type': 'application/octet-stream',
        'content-length': String(content.length),
      },
    });
    const answered = new Promise<IncomingMessage>((resolve) => void slow.once('response', resolve));
    slow.write(content.subarray(0, 100));
    const incoming = join(folder, 'documents', 'incoming');
    await eventually(async () => (await readdir(incoming)).length === 1, 'the upload to be under way');
    await open(draft);
    slow.end(content.subarray(100));
    expect(problem.parse(await json(await answered)).code).to.equal('wrong-phase');
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await readdir(join(folder, 'documents', sha256.slice(0, 2)))).not.to.include(sha256);
    using operator = await session.join(session.administration, draft.id);
    await eventually(async () => (await inConference(operator)).length > 0, 'the document to be there');
    expect(await inConference(operator)).to.deep.equal([before.id]);
    const response = await session.administration.fetch('document.list', { params: { meetingId: draft.id } });
    expect(documentList.parse(await response.json()).documents).to.deep.equal([before]);
  });

  it('are the same after a restart and after its end', async () => {
    using chair = await session.join(session.chair);
    const [stays, hidden, removed] = [
      await upload(session.chair, { name: 'Ở lại' }),
      await upload(session.chair, { name: 'Ẩn' }),
      await upload(session.chair, { name: 'Bỏ' }),
    ];
    await chair.outcome('document.setVisibility', { documentId: hidden.id, visibleTo: 'moderators' });
    await chair.outcome('document.remove', { documentId: removed.id });
    const known = await inConference(chair);
    await app[Symbol.asyncDispose]();
    app = await startApp({ storage: { folder } });

    const again = await RestCaller.signIn(app.url, administrator.login, administrator.password);
    const ids = async (): Promise<readonly string[]> => {
      const response = await again.fetch('document.list', { params: { meetingId: session.meetingId } });
      return documentList.parse(await response.json()).documents.map(({ id }) => id);
    };
    expect([...(await ids())].sort()).to.deep.equal([...known].sort());
    expect(await ids())
      .to.include.members([stays.id, hidden.id])
      .and.not.to.include(removed.id);

    const chairman = await RestCaller.signIn(app.url, chairAccount.login, chairAccount.password);
    const { token } = await chairman.call('meeting.join', { params: { meetingId: session.meetingId } });
    using chairAgain = await joined(app.url, token);
    expect(await chairAgain.outcome('conference.end')).to.equal('ok');
    const params = { meetingId: session.meetingId };
    await eventually(
      async () => (await again.call('meeting.get', { params })).state === 'ended',
      'the meeting to end',
    );
    expect([...(await ids())].sort()).to.deep.equal([...known].sort());
  });
});
