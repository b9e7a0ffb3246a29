import { expect } from 'chai';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import type { RestCaller } from '../../../simulation/rest.ts';
import { openSession } from '../../support/conference/session.ts';
import type { Session } from '../../support/conference/session.ts';

describe('the roll call as a table', function () {
  this.timeout(60_000);
  let app: App;
  let session: Session;
  before(async () => {
    app = await startApp();
    session = await openSession(app);
  });
  after(() => app[Symbol.asyncDispose]());

  const file = (caller: RestCaller) =>
    caller.fetch('sheet.rollCall', { params: { meetingId: session.meetingId }, query: { format: 'csv' } });
  const table = async (caller: RestCaller): Promise<readonly string[]> => {
    const text = Buffer.from(await (await file(caller)).arrayBuffer()).toString('utf8');
    return text.split('\r\n');
  };

  it('lists who came and who did not, in the words of a spreadsheet', async () => {
    using chair = await session.join(session.chair);
    using hall = await session.join(session.halls[0]);
    await chair.outcome('rollCall.open');
    expect(await hall.outcome('rollCall.report', { headCount: 12, delegates: 9 })).to.equal('ok');
    const [, absent] = session.endpoints;
    const reason = '=HYPERLINK("https://xau.example","đi công tác")';
    expect(await chair.outcome('rollCall.excuse', { inviteeId: absent, reason })).to.equal('ok');

    const response = await file(session.chair);
    expect(response.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).to.match(
      /^attachment; filename="?diem-danh-.*\.csv"?$/,
    );
    const [head = '', ...rows] = await table(session.chair);
    expect(head.codePointAt(0)).to.equal(0xfeff);
    expect(head.slice(1)).to.match(/^"Đơn vị","Điểm cầu \/ đại biểu"/);
    const row = (name: string) => rows.find((row) => row.includes(name)) ?? '';
    expect(row('Tam Hồng'))
      .to.contain('"Có mặt"')
      .and.to.match(/"12","9",""$/);
    expect(row('Chủ tịch')).to.contain('"Chủ tọa","Có","Có mặt"');
    expect(row('Trung Mỹ'))
      .to.contain('"Vắng có lý do"')
      // A quote within a cell is doubled, and no cell begins as a formula does.
      .and.to.contain(`"'=HYPERLINK(""https://xau.example"",""đi công tác"")"`);
    for (const cell of rows.flatMap((row) => row.split('","'))) expect(cell).not.to.match(/^"?[=+@\t-]/);
  });

  it('is only for moderators', async () => {
    expect((await file(session.halls[0])).status).to.equal(403);
    expect((await file(session.administration)).status).to.equal(200);
  });

  it('is available after the session', async () => {
    const before = await (async () => {
      using chair = await session.join(session.chair);
      const before = await table(session.chair);
      await chair.outcome('conference.end');
      return before;
    })();
    const params = { meetingId: session.meetingId };
    const ended = async () =>
      (await session.administration.call('meeting.get', { params })).state === 'ended';
    await eventually(ended, 'the meeting to end');
    expect(await table(session.chair)).to.deep.equal(before);
  });
});
