import { expect } from 'chai';
import { v7 as newId } from 'uuid';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { openSession } from '../../support/conference/session.ts';
import type { Session } from '../../support/conference/session.ts';

const hourMs = 3_600_000;

describe('what a conference asks of the plan of meetings', function () {
  this.timeout(60_000);
  let app: App;
  let session: Session;
  before(async () => {
    app = await startApp();
    session = await openSession(app);
  });
  after(() => app[Symbol.asyncDispose]());

  const planned = async (): Promise<{ readonly id: string; readonly version: number }> => {
    const { siteId } = await session.administration.call('meeting.get', {
      params: { meetingId: session.meetingId },
    });
    return session.administration.call('meeting.create', {
      body: {
        title: 'Phiên chuyên đề',
        siteId,
        startsAtMs: Date.now(),
        endsAtMs: Date.now() + hourMs,
      },
    });
  };
  /** A meeting with the same chair. */
  const opened = async (): Promise<string> => {
    const { id, version } = await planned();
    const params = { meetingId: id };
    const invited = await session.administration.call('meeting.invite', {
      params,
      version,
      body: { invitations: [{ kind: 'account', inviteeId: session.chairId, role: 'secretary' }] },
    });
    await session.administration.call('meeting.schedule', { params, version: invited.version });
    await session.administration.call('meeting.open', { params });
    return id;
  };

  it('a moved room receives the new meeting, may join there, and has left here', async () => {
    const other = await opened();
    const [hall] = session.halls;
    const [participantId] = session.endpoints;
    // The room has no invitation there.
    const refused = await hall.call('meeting.join', { params: { meetingId: other } }).then(
      () => 'let in',
      (error: unknown) => String(error),
    );
    expect(refused).to.contain('not-found');

    using chair = await session.join(session.chair);
    using room = await session.join(hall);
    const told: string[] = [];
    room.socket.on('moved', ({ meetingId }) => void told.push(meetingId));
    expect(await chair.outcome('participant.move', { participantId, to: other })).to.equal('ok');
    await eventually(() => room.socket.disconnected, 'the room to be let go');
    expect(told).to.deep.equal([other]);
    expect(room.goodbyes).to.deep.equal(['moved']);
    await eventually(
      () => chair.events.some(({ type }) => type === 'participant.moved'),
      'the move to be told',
    );

    using there = await session.join(hall, other);
    expect(await there.outcome('hand.raise')).to.equal('ok');
    // The room may return to the meeting of its invitation.
    using _back = await session.join(hall);
  });

  it('a moved room that restarts goes to its new meeting, and back once that has ended', async () => {
    const other = await opened();
    const [, hall] = session.halls;
    const [, participantId] = session.endpoints;
    const goesTo = async (): Promise<string | undefined> => (await hall.call('room.get', {})).meeting?.id;
    using chair = await session.join(session.chair);
    {
      using _room = await session.join(hall);
      expect(await goesTo()).to.equal(session.meetingId);
      expect(await chair.outcome('participant.move', { participantId, to: other })).to.equal('ok');
      expect(await goesTo(), 'on its way').to.equal(other);
    }
    {
      using _there = await session.join(hall, other);
      expect(await goesTo(), 'there').to.equal(other);
    }
    expect(await goesTo(), 'its line is lost').to.equal(other);
    {
      using _there = await session.join(hall, other);
      using lead = await session.join(session.chair, other);
      const back = { participantId, to: session.meetingId };
      expect(await lead.outcome('participant.move', back)).to.equal('ok');
      expect(await goesTo(), 'on its way back').to.equal(session.meetingId);
      using _back = await session.join(hall);
      expect(await chair.outcome('participant.move', { participantId, to: other })).to.equal('ok');
      expect(await goesTo(), 'sent again').to.equal(other);
      expect(await lead.outcome('conference.end')).to.equal('ok');
    }
    await eventually(async () => (await goesTo()) === session.meetingId, 'the other meeting to be over');
  });

  it('a room in an emergency session stays there while a later one calls it, until it goes over', async () => {
    const [hall] = session.halls;
    const [endpointId] = session.endpoints;
    const params = { meetingId: session.meetingId };
    const { siteId } = await session.administration.call('meeting.get', { params });
    const call = async (title: string): Promise<string> =>
      (
        await session.administration.call('emergency.call', {
          body: {
            title,
            siteId,
            include: [{ kind: 'endpoint', endpointId }],
            chair: { kind: 'account', inviteeId: session.chairId },
          },
        })
      ).id;
    const offered = async (): Promise<readonly (string | undefined)[]> => {
      const { meeting, emergency } = await hall.call('room.get', {});
      return [meeting?.id, emergency?.id];
    };
    const first = await call('Họp khẩn cứu đê');
    expect(await offered(), 'called').to.deep.equal([session.meetingId, first]);
    {
      using _there = await session.join(hall, first);
      expect(await offered(), 'there').to.deep.equal([session.meetingId, first]);
      const second = await call('Họp khẩn vỡ đập');
      expect(await offered(), 'called over').to.deep.equal([first, second]);
      using _over = await session.join(hall, second);
      expect(await offered(), 'gone over').to.deep.equal([session.meetingId, second]);
    }
  });

  it('no participant is moved to a meeting that is not live, or to its own meeting', async () => {
    const { id } = await planned();
    using chair = await session.join(session.chair);
    using room = await session.join(session.halls[1]);
    const [, participantId] = session.endpoints;
    for (const to of [id, newId(), session.meetingId]) {
      expect(await chair.outcome('participant.move', { participantId, to })).to.equal('not-found');
    }
    expect(await room.outcome('participant.move', { participantId, to: id })).to.equal('forbidden');
    expect(room.socket.connected).to.equal(true);
  });

  it('an extension is granted within a day, and the plan has the new end', async () => {
    using chair = await session.join(session.chair);
    const params = { meetingId: session.meetingId };
    const before = await session.administration.call('meeting.get', { params });
    expect(await chair.outcome('conference.extend', { minutes: 30 })).to.equal('ok');
    const after = await session.administration.call('meeting.get', { params });
    expect(after.endsAtMs).to.equal(before.endsAtMs + 30 * 60_000);

    // Ten hours each: with the third the session would be longer than a day.
    const outcomes: string[] = [];
    for (let n = 0; n < 3; n += 1) outcomes.push(await chair.outcome('conference.extend', { minutes: 600 }));
    expect(outcomes).to.deep.equal(['ok', 'ok', 'extension-refused']);
    const last = await session.administration.call('meeting.get', { params });
    expect(last.endsAtMs).to.equal(after.endsAtMs + 20 * hourMs);
    expect(await chair.request('join', { roster: true })).to.have.nested.property(
      'result.snapshot.endsAt',
      last.endsAtMs,
    );
  });
});
