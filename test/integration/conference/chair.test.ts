import { expect } from 'chai';
import { joinResult } from '../../../protocol/commands.ts';
import type { CommandType } from '../../../protocol/commands.ts';
import type { Participant } from '../../../protocol/state.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { participants } from '../../support/conference/conference-history.ts';
import { eventually } from '../../support/eventually.ts';
import type { TestParticipant } from '../../support/conference/participant.ts';
import { plannerOf, visitor } from '../../support/conference/passes.ts';
import type { Guest, Planner } from '../../support/conference/passes.ts';

describe('a chair whose connection is lost', function () {
  this.timeout(60_000);
  let app: App;
  let planner: Planner;
  before(async () => {
    app = await startApp({ conference: { reconnectGraceS: 2 } });
    planner = await plannerOf(app.url);
  });
  after(() => app[Symbol.asyncDispose]());

  const enter = async (meetingId: string, guest: Guest): Promise<TestParticipant> => {
    const participant = visitor(app.url, meetingId, guest);
    expect(await participant.door()).to.equal('ok');
    expect(await participant.outcome('join')).to.equal('ok');
    return participant;
  };
  const known = async (
    one: TestParticipant,
    { identity: { id } }: Guest,
  ): Promise<Participant | undefined> => {
    const answer = await one.request('join', { roster: true });
    const result = joinResult.parse(answer.ok ? answer.result : undefined);
    return result.outcome === 'joined' ? result.snapshot.participants[id] : undefined;
  };

  it('gets back its role, its seat and its rights, after any actions of the secretary', async () => {
    const [meetingId, elsewhere] = [await planner.openedBeside(), await planner.openedBeside()];
    const [lead, second, room] = await planner.rooms([
      { name: 'Chủ tọa', role: 'chair' },
      { name: 'Thư ký', role: 'secretary' },
      { name: 'Hội trường xã' },
    ]);
    if (!lead || !second || !room) throw new Error('three rooms were asked for');
    await planner.invite(meetingId, [lead, second, room]);
    await planner.invite(elsewhere, [second]);
    const participantId = lead.identity.id;
    const against: readonly (readonly [CommandType, object])[] = [
      ['participant.remove', { participantId }],
      ['participant.move', { participantId, to: elsewhere }],
      ['role.give', { participantId, role: 'delegate' }],
      ['role.give', { participantId: second.identity.id, role: 'chair' }],
      ['role.give', { participantId: room.identity.id, role: 'chair' }],
    ];
    using secretary = await enter(meetingId, second);
    using _room = await enter(meetingId, room);
    const told = (type: string) => secretary.events.some((event) => event.type === type);
    {
      using _chair = await enter(meetingId, lead);
      for (const [type, payload] of against) {
        expect(await secretary.outcome(type, payload), `${type}, while it is here`).to.equal('forbidden');
      }
    }
    await eventually(() => told('participant.disconnected'), 'the line to be lost');
    for (const [type, payload] of against) {
      expect(await secretary.outcome(type, payload), `${type}, while it is away`).to.equal('forbidden');
    }
    expect(await known(secretary, lead)).to.include({ presence: 'away', role: 'chair' });
    expect(await secretary.outcome('conference.start'), 'the meeting goes on').to.equal('ok');

    // First the chair returns within the grace period, then it does not.
    {
      using chair = await enter(meetingId, lead);
      expect(
        await chair.outcome('role.give', { participantId: room.identity.id, role: 'operator' }),
      ).to.equal('ok');
    }
    await eventually(() => told('participant.left'), 'the chair to have left');
    expect(
      await secretary.outcome('role.give', { participantId: second.identity.id, role: 'chair' }),
    ).to.equal('ok');
    expect(await known(secretary, second)).to.include({ role: 'chair', acting: 'secretary' });
    for (const [type, payload] of against.slice(0, 3)) {
      expect(await secretary.outcome(type, payload), `${type}, once it has left`).to.be.oneOf([
        'forbidden',
        'not-found',
      ]);
    }
    using chair = await enter(meetingId, lead);
    expect(await known(chair, lead)).to.include({ role: 'chair', acting: null, presence: 'present' });
    expect(await known(chair, second)).to.include({ role: 'secretary', acting: null });
    for (const [type, payload] of against) {
      expect(await secretary.outcome(type, payload), `${type}, now that it is back`).to.equal('forbidden');
    }
    const mute = { target: participants(participantId) };
    expect(await secretary.outcome('participant.mute', mute), 'nobody mutes it').to.equal('forbidden');
    expect(await chair.outcome('participant.remove', { participantId: second.identity.id })).to.equal('ok');
  });

  it('is followed by the next chair of the plan, and leads again once it is back', async () => {
    const meetingId = await planner.openedBeside();
    const [first, second] = await planner.rooms([
      { name: 'Chủ tọa', role: 'chair' },
      { name: 'Phó chủ tọa', role: 'chair' },
    ]);
    if (!first || !second) throw new Error('two rooms were asked for');
    await planner.invite(meetingId, [first, second]);
    const leader = async (seen: TestParticipant): Promise<string | undefined> => {
      const answer = await seen.request('join', { roster: true });
      const result = joinResult.parse(answer.ok ? answer.result : undefined);
      return result.outcome === 'joined' ? result.snapshot.stage.chair : undefined;
    };
    using deputy = await enter(meetingId, second);
    expect(await leader(deputy)).to.equal(second.identity.id);
    {
      using _chair = await enter(meetingId, first);
      expect(await leader(deputy)).to.equal(first.identity.id);
    }
    await eventually(async () => (await leader(deputy)) === second.identity.id, 'the next chair to lead');
    using _back = await enter(meetingId, first);
    expect(await leader(deputy)).to.equal(first.identity.id);
  });
});
