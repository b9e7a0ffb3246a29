import { expect } from 'chai';
import { joinResult } from '../../../protocol/commands.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { openSession } from '../../support/conference/session.ts';
import type { Session } from '../../support/conference/session.ts';

const tenMinutesMs = 10 * 60_000;

describe('opening a session again after its end', function () {
  this.timeout(60_000);
  let app: App;
  let session: Session;
  let ahead = 0;
  before(async () => {
    app = await startApp({}, { now: () => Date.now() + ahead });
    session = await openSession(app);
  });
  after(() => app[Symbol.asyncDispose]());

  const open = () =>
    session.administration.call('meeting.open', { params: { meetingId: session.meetingId } }).then(
      ({ state }) => state,
      (error: unknown) => String(error),
    );
  const planned = () =>
    session.administration.call('meeting.get', { params: { meetingId: session.meetingId } });
  async function end(): Promise<void> {
    using chair = await session.join(session.chair);
    expect(await chair.outcome('conference.end')).to.equal('ok');
    await eventually(async () => (await planned()).state === 'ended', 'the plan to hear of the end');
  }

  it('brings its participants back into the session that they left, for a quarter of an hour at least', async () => {
    using hall = await session.join(session.halls[0]);
    {
      using chair = await session.join(session.chair);
      expect(await chair.outcome('conference.start')).to.equal('ok');
      expect(await chair.outcome('participant.mute', { target: { kind: 'all' } })).to.equal('ok');
    }
    await end();
    expect(hall.goodbyes).to.deep.equal(['not-live']);
    const nowMs = Date.now();
    expect(await open()).to.equal('live');
    expect((await planned()).endsAtMs).to.be.at.least(nowMs + 15 * 60_000);
    using again = await session.join(session.halls[0]);
    const answer = await again.request('join', { roster: true });
    const result = joinResult.parse(answer.ok ? answer.result : undefined);
    if (result.outcome !== 'joined') throw new Error(result.outcome);
    expect(result.snapshot).to.include({ phase: 'in-session', endedAt: null });
    expect(result.snapshot.participants[session.endpoints[0]]?.microphone).to.equal('held');
    // Two people who press the button want the same.
    expect(await open()).to.equal('live');
  });

  it('is done once for two people who ask for it at the same moment', async () => {
    await end();
    expect(await Promise.all([open(), open()])).to.deep.equal(['live', 'live']);
    using hall = await session.join(session.halls[0]);
    expect((await planned()).state).to.equal('live');
    expect(hall.goodbyes).to.deep.equal([]);
  });

  it('works right after the end, too', async () => {
    // In some of the rounds the plan has not heard of the end.
    for (let round = 0; round < 4; round += 1) {
      using chair = await session.join(session.chair);
      expect(await chair.outcome('conference.end')).to.equal('ok');
      expect(await open()).to.equal('live');
      using hall = await session.join(session.halls[0]);
      expect((await planned()).state).to.equal('live');
      expect(hall.goodbyes).to.deep.equal([]);
    }
  });

  it('is refused once ten minutes are over', async () => {
    await end();
    ahead = tenMinutesMs + 1_000;
    expect(await open()).to.contain('wrong-phase');
    expect((await planned()).state).to.equal('ended');
  });
});
