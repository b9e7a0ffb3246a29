import { expect } from 'chai';
import { conferenceState } from '../../../protocol/state.ts';
import { joinResult } from '../../../protocol/commands.ts';
import { plainTransport } from '../../../protocol/media.ts';
import { protocolVersion as version } from '../../../protocol/socket.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { joined, TestParticipant } from '../../support/conference/participant.ts';
import { rtpParameters } from '../../support/media/rtp.ts';
import { passesTo, planMeeting } from '../../support/planning/province.ts';
import type { PlannedMeeting } from '../../support/planning/province.ts';

describe('seats of a conference', function () {
  this.timeout(60_000);
  let app: App;
  let meeting: PlannedMeeting;
  let pass: Awaited<ReturnType<typeof passesTo>>;
  before(async () => {
    app = await startApp({ conference: { reconnectGraceS: 1 } });
    meeting = await planMeeting(app.url);
    pass = await passesTo(app.url, meeting);
  });
  after(() => app[Symbol.asyncDispose]());

  it('are kept over a lost connection, and given back with the events since then', async () => {
    using chairman = await joined(app.url, await pass.chair());
    const [speaker] = meeting.endpoints;
    let since: number;
    {
      using room = await joined(app.url, await pass.room(0));
      expect(await chairman.outcome('floor.grant', { participantId: speaker })).to.equal('ok');
      await eventually(() => room.events.some(({ type }) => type === 'microphone.opened'), 'the floor');
      since = room.events.at(-1)?.seq ?? 0;
    }
    await eventually(
      () => chairman.events.some(({ type }) => type === 'participant.disconnected'),
      'the loss of the line to be told',
    );
    using again = new TestParticipant(app.url, { version, token: await pass.room(0) });
    await again.door();
    const answer = await again.request('join', { since, roster: true });
    if (!answer.ok) throw new Error(answer.error.code);
    const result = joinResult.parse(answer.result);
    if (result.outcome !== 'resumed') throw new Error(result.outcome);
    expect(result.events.map(({ type }) => type)).to.deep.equal([
      'participant.disconnected',
      'participant.returned',
    ]);
    await chairman.request('floor.revoke');
  });

  it('are given back with the whole state to a participant whose role has changed meanwhile', async () => {
    using chairman = await joined(app.url, await pass.chair());
    const [participantId] = meeting.endpoints;
    let since: number;
    {
      using _room = await joined(app.url, await pass.room(0));
      const known = await chairman.request('conference.lock');
      if (!known.ok) throw new Error(known.error.code);
      since = known.seq;
    }
    for (const role of ['operator', 'delegate']) {
      expect(await chairman.outcome('role.give', { participantId, role })).to.equal('ok');
    }
    expect(await chairman.outcome('conference.unlock')).to.equal('ok');
    using again = new TestParticipant(app.url, { version, token: await pass.room(0) });
    await again.door();
    const answer = await again.request('join', { since, roster: true });
    if (!answer.ok) throw new Error(answer.error.code);
    expect(joinResult.parse(answer.result).outcome).to.equal('joined');
  });

  it('are freed when the grace period is over, with the seat on the stage', async () => {
    using chairman = await joined(app.url, await pass.chair());
    const [, second] = meeting.endpoints;
    {
      using _room = await joined(app.url, await pass.room(1));
      await chairman.request('floor.grant', { participantId: second });
    }
    await eventually(
      // The room of an earlier test may be removed meanwhile, too.
      () =>
        chairman.events.some(
          ({ type, payload }) => type === 'participant.left' && payload.participantId === second,
        ),
      'the absent participant to be given up',
    );
    using observer = await joined(app.url, await pass.chair());
    const answer = await observer.request('join', { roster: true });
    if (!answer.ok) throw new Error(answer.error.code);
    const result = joinResult.parse(answer.result);
    if (result.outcome !== 'joined') throw new Error(result.outcome);
    const state = conferenceState.parse(result.snapshot);
    expect(state.floor.holder).to.equal(null);
    expect(state.participants[second]?.presence).to.equal('left');
  });

  it('are given to the last of several joins over one connection, and the others say that they were overtaken', async () => {
    using room = await joined(app.url, await pass.room(0));
    const outcomes = await Promise.all([room.outcome('join'), room.outcome('join'), room.outcome('join')]);
    expect(outcomes).to.include('ok').and.not.to.include('unavailable');
    expect(await room.outcome('hand.raise')).to.equal('ok');
    expect(await room.outcome('hand.lower')).to.equal('ok');
  });

  it('have one holder: a second device takes the seat over, and the first is told', async () => {
    using first = await joined(app.url, await pass.room(0));
    using second = await joined(app.url, await pass.room(0));
    await eventually(() => first.goodbyes.includes('seat-taken-over'), 'the first device to be told');
    await eventually(() => first.socket.disconnected, 'the first device to be cut');
    expect(await second.outcome('microphone.mute')).to.equal('ok');
  });

  it('of the slides become free when their screen ends, and not before', async () => {
    using chairman = await joined(app.url, await pass.chair());
    const [participantId] = meeting.endpoints;
    const slides = async (): Promise<string | undefined> => {
      const answer = await chairman.request('join', { roster: true });
      const result = joinResult.parse(answer.ok ? answer.result : undefined);
      return result.outcome === 'joined' ? result.snapshot.stage.slides : undefined;
    };
    const give = async (): Promise<void> => {
      expect(await chairman.outcome('stage.give', { seat: 'slides', participantId })).to.equal('ok');
      expect(await slides()).to.equal(participantId);
    };
    const share = async (room: TestParticipant, ssrc: number): Promise<void> => {
      const opened = await room.request('media.openTransport', { kind: 'plain', direction: 'send' });
      const { transportId } = plainTransport.parse(opened.ok ? opened.result : opened.error);
      const produced = { transportId, source: 'screen', rtpParameters: rtpParameters('screen', ssrc) };
      expect(await room.outcome('media.produce', produced)).to.equal('ok');
    };
    let since: number;
    {
      using first = await joined(app.url, await pass.room(0));
      await give();
      // The page reloads before it has shown a screen, so it may still show one.
      using second = await joined(app.url, await pass.room(0));
      expect(await slides()).to.equal(participantId);
      await share(second, 1_001);
      expect(await second.outcome('media.stopProducing', { source: 'screen' })).to.equal('ok');
      expect(await slides()).to.equal(undefined);
      expect(await second.outcome('stage.yield', { seat: 'slides' })).to.equal('ok');
      await give();
      // A late message about the earlier screen, after the seat was given again.
      expect(await second.outcome('media.stopProducing', { source: 'screen' })).to.equal('ok');
      expect(await slides()).to.equal(participantId);
      await share(second, 1_002);
      expect(await second.outcome('join')).to.equal('ok');
      expect(await slides(), 'the same connection joins again').to.equal(participantId);
      const known = await second.request('hand.lower');
      if (!known.ok) throw new Error(known.error.code);
      since = known.seq;
      expect(first.goodbyes).to.deep.equal(['seat-taken-over']);
    }
    {
      // The same page is back: it still has its screen, or reports that the screen has ended.
      using back = new TestParticipant(app.url, { version, token: await pass.room(0) });
      await back.door();
      expect(await back.outcome('join', { since, roster: true })).to.equal('ok');
      expect(await slides()).to.equal(participantId);
    }
    // A reloaded page shares no screen.
    using _anew = await joined(app.url, await pass.room(0));
    expect(await slides()).to.equal(undefined);
  });

  it('receive no events after they are left, even while the connection stays', async () => {
    using chairman = await joined(app.url, await pass.chair());
    using room = await joined(app.url, await pass.room(0));
    const left = await room.request('leave');
    if (!left.ok) throw new Error(left.error.code);
    const locked = await chairman.request('conference.lock');
    if (!locked.ok) throw new Error(locked.error.code);
    await eventually(() => chairman.events.at(-1)?.seq === locked.seq, 'the others to be told');
    expect(await room.outcome('microphone.mute')).to.equal('not-admitted');
    expect(await room.outcome('join')).to.equal('locked');
    expect(room.events.filter(({ seq }) => seq > left.seq)).to.deep.equal([]);
    expect(await chairman.outcome('conference.unlock')).to.equal('ok');
    expect(await room.outcome('join')).to.equal('ok');
    expect(await chairman.outcome('conference.lock')).to.equal('ok');
    await eventually(
      () => room.events.some(({ type }) => type === 'conference.locked'),
      'it to be told again',
    );
    expect(await chairman.outcome('conference.unlock')).to.equal('ok');
  });

  it('are lost with the pairing of the device', async () => {
    using room = await joined(app.url, await pass.room(0));
    const [endpointId] = meeting.endpoints;
    await meeting.administration.call('device.revoke', { params: { endpointId } });
    await eventually(() => room.goodbyes.includes('unauthenticated'), 'the device to be told');
    await eventually(() => room.socket.disconnected, 'the device to be cut');
    const refused = await pass
      .room(0)
      .then(() => 'let in')
      .catch((error: unknown) => String(error));
    expect(refused).to.match(/unauthenticated/);
  });

  it('see the same events in the same order', async () => {
    using chairman = await joined(app.url, await pass.chair());
    using room = await joined(app.url, await pass.room(1));
    const from = room.events.length;
    await Promise.all([
      chairman.request('conference.lock'),
      room.request('microphone.open'),
      chairman.request('participant.mute', { target: { kind: 'all' } }),
      chairman.request('conference.unlock'),
    ]);
    await eventually(
      () => chairman.events.some(({ type }) => type === 'conference.unlocked'),
      'the last command to be told',
    );
    await eventually(
      () => room.events.at(-1)?.seq === chairman.events.at(-1)?.seq,
      'both to have been told the same',
    );
    const told = room.events.slice(from);
    expect(chairman.events.slice(-told.length)).to.deep.equal(told);
    expect(told.map(({ seq }) => seq)).to.deep.equal(told.map((_, index) => (told[0]?.seq ?? 0) + index));
  });
});
