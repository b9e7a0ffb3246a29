import { expect } from 'chai';
import type { z } from 'zod';
import { abridged, withPeople } from '../../../domain/conference/abridged.ts';
import { replay } from '../../../domain/conference/evolve.ts';
import { joinResult } from '../../../protocol/commands.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import { protocolVersion as version } from '../../../protocol/socket.ts';
import type { RosterNews } from '../../../protocol/socket.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { joined, TestParticipant } from '../../support/conference/participant.ts';
import { passesTo, planMeeting } from '../../support/planning/province.ts';
import type { PlannedMeeting } from '../../support/planning/province.ts';

type Joined = Extract<z.infer<typeof joinResult>, { readonly outcome: 'joined' }>;

describe('a participant that joins without the roster', function () {
  this.timeout(60_000);
  let app: App;
  let meeting: PlannedMeeting;
  let pass: Awaited<ReturnType<typeof passesTo>>;
  before(async () => {
    app = await startApp();
    meeting = await planMeeting(app.url);
    pass = await passesTo(app.url, meeting);
  });
  after(() => app[Symbol.asyncDispose]());

  const join = async (participant: TestParticipant, payload: object = {}): Promise<Joined> => {
    const answer = await participant.request('join', payload);
    if (!answer.ok) throw new Error(answer.error.code);
    const result = joinResult.parse(answer.result);
    if (result.outcome !== 'joined') throw new Error(result.outcome);
    return result;
  };

  it('receives the others as a number, the visible ones by name, and all once it asks', async () => {
    const [first, second] = meeting.endpoints;
    using chairman = await joined(app.url, await pass.chair());
    using room = new TestParticipant(app.url, { version, token: await pass.room(0) });
    const news: RosterNews[] = [];
    room.socket.on('events', (_, roster) => void (roster && news.push(roster)));
    await room.door();
    const welcome = await join(room);
    expect(Object.keys(welcome.snapshot.participants)).to.have.members([
      welcome.self.id,
      welcome.snapshot.stage.chair,
    ]);
    expect(welcome.present).to.equal(2);

    using _other = await joined(app.url, await pass.room(1));
    await eventually(() => news.at(-1)?.present === 3, 'the number to be told');
    expect(news.flatMap(({ people }) => people)).to.deep.equal([]);
    expect(JSON.stringify(room.events)).not.to.include(second);

    expect(await chairman.outcome('floor.grant', { participantId: second })).to.equal('ok');
    await eventually(() => news.some(({ people }) => people.length > 0), 'the speaker to be introduced');
    const folded: ConferenceState = replay(
      room.events.filter(({ seq }) => seq > welcome.snapshot.seq),
      welcome.snapshot,
    );
    const known = abridged(withPeople(folded, news.at(-1)?.people ?? []), welcome.self);
    expect(known.participants[second]).to.deep.include({
      id: second,
      microphone: 'open',
      presence: 'present',
    });

    const whole = await join(room, { roster: true });
    expect(whole.snapshot.participants).to.include.all.keys(first, second);
    expect(abridged(whole.snapshot, welcome.self)).to.deep.equal(known);
    const heard = news.length;
    expect(await chairman.outcome('floor.revoke')).to.equal('ok');
    await eventually(
      () => room.events.at(-1)?.type === 'microphone.muted',
      'the facts themselves to be told',
    );
    expect(news).to.have.length(heard);
  });

  it('comes back to the current state, or to no events where it missed none', async () => {
    using chairman = await joined(app.url, await pass.chair());
    using room = new TestParticipant(app.url, { version, token: await pass.room(0) });
    await room.door();
    const { snapshot } = await join(room);
    const same = await room.request('join', { since: snapshot.seq });
    expect(same).to.have.nested.property('result.outcome', 'resumed');
    expect(same).to.have.nested.property('result.events').that.deep.equals([]);
    expect(await chairman.outcome('conference.lock')).to.equal('ok');
    expect((await join(room, { since: snapshot.seq })).snapshot.locked).to.equal(true);
    expect(await chairman.outcome('conference.unlock')).to.equal('ok');
  });
});
