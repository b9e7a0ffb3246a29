import { connect } from 'node:net';
import { expect } from 'chai';
import { v7 as newId } from 'uuid';
import { protocolVersion } from '../../../protocol/socket.ts';
import type { App } from '../../../server/app.ts';
import type { RestCaller } from '../../../simulation/rest.ts';
import { startApp } from '../../support/app.ts';
import { defaultPace } from '../../support/rest/default-limits.ts';
import { eventually } from '../../support/eventually.ts';
import { TestParticipant } from '../../support/conference/participant.ts';
import { openSession } from '../../support/conference/session.ts';
import type { Session } from '../../support/conference/session.ts';

describe('the limits of what one client sends', function () {
  this.timeout(60_000);
  let app: App;
  let session: Session;
  before(async () => {
    app = await startApp();
    session = await openSession(app);
  });
  after(() => app[Symbol.asyncDispose]());

  /** Sends a packet unchanged, past the client library. */
  const raw = (participant: TestParticipant, packet: string): void =>
    void participant.socket.io.engine.write(packet);

  it('allow a join, all at once', async () => {
    using hall = await session.join(session.halls[0]);
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => hall.outcome('hand.lower')));
    expect(new Set(outcomes)).to.deep.equal(new Set(['ok']));
    expect(hall.goodbyes).to.deep.equal([]);
  });

  it('refuse what is beyond them, disconnect a client that continues, and leave the others served', async () => {
    using offender = await session.join(session.halls[0]);
    using other = await session.join(session.chair);
    const answers = Array.from({ length: 1_000 }, () =>
      offender.outcome('hand.lower').catch(() => 'no answer'),
    );
    const meanwhile = await Promise.all([
      other.outcome('hand.lower'),
      other.outcome('stage.setLayout', { layout: 'grid' }),
    ]);
    expect(meanwhile).to.deep.equal(['ok', 'ok']);
    await eventually(() => offender.socket.disconnected, 'the offender to be cut');
    expect(offender.goodbyes).to.deep.equal(['too-fast']);
    const counted = Map.groupBy(await Promise.all(answers), (outcome) => outcome);
    expect(counted.get('ok')?.length).to.be.within(50, 200);
    expect(counted.get('too-fast')?.length).to.be.within(50, 200);
    expect(counted.get('no answer')?.length).to.be.greaterThan(500);
    const metrics = await (await fetch(`http://${app.operations}/metrics`)).text();
    expect(metrics).to.include('diemcau_messages_too_fast_total{consequence="cut"} 1\n');
    expect(metrics).to.match(/diemcau_messages_too_fast_total\{consequence="refused"\} [1-9]/);
    expect(await other.outcome('stage.setLayout', { layout: 'speaker' })).to.equal('ok');
    // The client may come back and send less.
    using again = await session.join(session.halls[0]);
    expect(await again.outcome('hand.lower')).to.equal('ok');
  });

  it('include packets that need no answer and packets that are no requests', async () => {
    using offender = await session.join(session.halls[1]);
    for (let n = 0; n < 500; n += 1) raw(offender, '2/conference,["khong-co",{}]');
    await eventually(() => offender.socket.disconnected, 'the offender to be cut');
    expect(offender.goodbyes).to.deep.equal(['too-fast']);
  });

  it('stop endless reconnecting, which the others do not notice', async () => {
    const knock = async (caller: RestCaller): Promise<string> => {
      const token = await caller.joinToken(session.meetingId);
      using participant = new TestParticipant(app.url, { version: protocolVersion, token });
      return await participant.door();
    };
    const doors: string[] = [];
    while (doors.at(-1) !== 'too-fast' && doors.length < 100) doors.push(await knock(session.administration));
    expect(doors).to.have.lengthOf(61);
    expect(await knock(session.halls[1])).to.equal('ok');
  });

  it('refuse a frame beyond the size limit', async () => {
    using offender = await session.join(session.halls[0]);
    using other = await session.join(session.chair);
    raw(offender, `2/conference,7["request",{"type":"join","payload":"${'x'.repeat(1_000_000)}"}]`);
    await eventually(() => offender.socket.disconnected, 'the offender to be cut');
    expect(await other.outcome('hand.lower')).to.equal('ok');
  });

  it('refuse binary frames: the first one ends the connection', async () => {
    for (const packet of [
      '51-/conference,7["request",{"_placeholder":true,"num":0}]',
      '550-/conference,7["request",{"_placeholder":true,"num":0}]',
      '61-/conference,7[{"_placeholder":true,"num":0}]',
    ]) {
      using offender = await session.join(session.halls[0]);
      raw(offender, packet);
      await eventually(() => offender.socket.disconnected, `the sender of ${packet} to be cut`);
    }
    using offender = await session.join(session.halls[0]);
    offender.socket.io.engine.write(Buffer.from('x'));
    await eventually(() => offender.socket.disconnected, 'the sender of bytes to be cut');
  });

  it('allow nesting up to the size limit, without effect', async () => {
    using hall = await session.join(session.halls[0]);
    const depth = 30_000;
    raw(
      hall,
      `2/conference,99["request",{"type":"hand.raise","payload":${'['.repeat(depth)}${']'.repeat(depth)}}]`,
    );
    expect(await hall.outcome('hand.lower')).to.equal('ok');
  });

  describe('on messages to all participants', () => {
    let app: App;
    let session: Session;
    before(async () => {
      // A higher pace of requests, otherwise that limit would apply first.
      app = await startApp({
        conference: { pace: defaultPace },
        socket: { requestsPerS: 1_000, packets: { perS: 1_000, burst: 10_000 } },
      });
      session = await openSession(app);
    });
    after(() => app[Symbol.asyncDispose]());

    const long = 'ạ'.repeat(2_000);
    const send = (from: TestParticipant, text: string) =>
      from.request('chat.send', { messageId: newId(), to: { kind: 'all' }, text });
    const sent = (to: TestParticipant): number => to.events.filter(({ type }) => type === 'chat.sent').length;

    it('allow few of the longest messages, over all connections, and do not affect other participants', async () => {
      using chair = await session.join(session.chair);
      {
        using offender = await session.join(session.halls[0]);
        const answers = await Promise.all(Array.from({ length: 60 }, () => send(offender, long)));
        expect(answers.filter(({ ok }) => ok)).to.have.lengthOf(5);
        const refused = answers.find((answer) => !answer.ok);
        expect(refused).to.have.nested.property('error.code', 'too-fast');
        expect(refused).to.have.nested.property('error.retryAfterS').that.is.within(1, 60);
        // Muting oneself and lowering the hand are never limited.
        expect(await offender.outcome('hand.lower')).to.equal('ok');
        expect(await offender.outcome('microphone.mute')).to.equal('ok');
      }
      using again = await session.join(session.halls[0]);
      expect((await send(again, 'Lại đây')).ok).to.equal(false);
      using other = await session.join(session.halls[1]);
      expect((await send(other, 'Xin chào')).ok).to.equal(true);
      expect((await send(chair, long)).ok).to.equal(true);
      await eventually(() => sent(chair) === 7, 'the messages that passed');
      expect(again.goodbyes).to.deep.equal([]);
    });

    it('stop a hand that is raised and lowered endlessly', async () => {
      using hall = await session.join(session.halls[1]);
      const outcomes: string[] = [];
      while (!outcomes.includes('too-fast') && outcomes.length < 200) {
        outcomes.push(await hall.outcome('hand.raise'), await hall.outcome('hand.lower'));
      }
      expect(outcomes.length).to.be.within(20, 120);
      // A command without an effect costs nothing.
      for (let n = 0; n < 20; n += 1) expect(await hall.outcome('hand.lower')).to.equal('ok');
    });
  });

  it('close a connection that sends no pass in time', async () => {
    const address = `${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const silent = new WebSocket(address);
    let open = false;
    silent.addEventListener('open', () => (open = true));
    await eventually(() => open, 'the connection to open');
    await eventually(() => silent.readyState === WebSocket.CLOSED, 'the server to close it');
  });

  it('require that a body arrives at once, except for documents', async () => {
    const { hostname, port } = new URL(app.url);
    /** Sends the head of a request and a little of its body, then nothing. */
    const sluggish = (type: string) => {
      const socket = connect(Number(port), hostname);
      const seen = { answer: '', closed: false };
      socket.on('data', (data: Buffer) => (seen.answer += data.toString('latin1')));
      socket.on('close', () => (seen.closed = true));
      socket.on('error', () => undefined);
      socket.write(
        `POST /api/v1/session HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: ${type}\r\nContent-Length: 60000\r\n\r\n{`,
      );
      return seen;
    };
    const [json, bytes] = [sluggish('application/json'), sluggish('application/octet-stream')];
    // This route takes no bytes: it answers without the body, and then waits only briefly.
    await eventually(() => bytes.closed, 'the bytes to be cut', { timeoutMs: 30_000 });
    expect(bytes.answer).to.match(/^HTTP\/1\.1 4/);
    await eventually(() => json.closed, 'the other to be cut', { timeoutMs: 30_000 });
    expect(json.answer).to.equal('');
  });
});
