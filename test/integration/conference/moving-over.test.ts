import { expect } from 'chai';
import { joinResult } from '../../../protocol/commands.ts';
import { meetingHistory } from '../../../protocol/rest/meetings/history.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import type { App } from '../../../server/app.ts';
import { startApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import type { TestParticipant } from '../../support/conference/participant.ts';
import { plannerOf, visitor } from '../../support/conference/passes.ts';
import type { Guest, Planner } from '../../support/conference/passes.ts';

/** What the mover is in the target meeting. */
const standings = [
  'none',
  'observer',
  'delegate',
  'operator',
  'secretary',
  'chair',
  'planner',
  'removed',
] as const;
/** What the moved participant was in the target meeting before. */
const places = ['none', 'observer', 'delegate', 'secretary', 'removed'] as const;
type Standing = (typeof standings)[number];
type Place = (typeof places)[number];

interface Door {
  readonly locked: boolean;
  readonly lobby: boolean;
  readonly classified: boolean;
}
const doors = [false, true].flatMap((locked) =>
  [false, true].flatMap((lobby) => [false, true].map((classified): Door => ({ locked, lobby, classified }))),
);

/** The rule, written independently of the code. */
function expected(standing: Standing, place: Place, { locked, classified }: Door, cleared: boolean): string {
  if (standing === 'none' || standing === 'removed') return 'not-found';
  if (!['secretary', 'chair', 'planner'].includes(standing)) return 'forbidden';
  if (place === 'removed') return 'removed';
  if (classified && !cleared) return 'not-cleared';
  return locked && place !== 'secretary' ? 'locked' : 'ok';
}

describe('moving a participant to another meeting', function () {
  this.timeout(600_000);
  let app: App;
  let planner: Planner;
  before(async () => {
    app = await startApp({
      // Enough for all these meetings at the same time.
      media: { packetsPerS: 1_000_000 },
      socket: { requestsPerS: 1_000, burst: 10_000, entriesPerMinute: 10_000 },
    });
    planner = await plannerOf(app.url);
  });
  after(() => app[Symbol.asyncDispose]());

  const enter = async (guest: Guest, meetingId: string): Promise<TestParticipant> => {
    const participant = visitor(app.url, meetingId, guest);
    expect(await participant.door()).to.equal('ok');
    const answer = await participant.request('join', { roster: true });
    expect(answer.ok, JSON.stringify(answer)).to.equal(true);
    return participant;
  };
  const stateOf = async (participant: TestParticipant): Promise<ConferenceState> => {
    const answer = await participant.request('join', { roster: true });
    const result = joinResult.parse(answer.ok ? answer.result : undefined);
    if (result.outcome !== 'joined') throw new Error('it waits in the lobby');
    return result.snapshot;
  };
  const clear = (guest: Guest): Promise<unknown> =>
    guest.identity.kind === 'endpoint'
      ? planner.administration.call('endpoint.setClearance', {
          params: { endpointId: guest.identity.id },
          body: { cleared: true },
        })
      : planner.administration.call('account.setClearance', {
          params: { accountId: guest.identity.id },
          body: { cleared: true },
        });
  const as = (guest: Guest, role: Guest['identity']['role']): Guest => ({
    ...guest,
    identity: { ...guest.identity, role },
  });

  for (const door of doors) {
    const said = Object.entries(door).flatMap(([name, is]) => (is ? [name] : []));
    it(`is allowed or refused for each role and each earlier place while the target is ${said.join(', ') || 'open'}`, async () => {
      const source = await planner.openedBeside();
      const target = await planner.openedBeside({
        title: 'Phiên họp của tỉnh',
        admission: door.lobby ? 'lobby' : 'open',
        classification: door.classified ? 'classified' : 'unclassified',
      });
      const [lead, ...rest] = await planner.rooms([
        { name: 'chủ tọa phiên đích', role: 'chair' },
        ...standings.map((name) => ({ name: `người chuyển ${name}`, role: 'secretary' as const })),
        ...places.map((name) => ({ name: `điểm cầu ${name}` })),
      ]);
      if (!lead) throw new Error('nobody leads');
      const movers = new Map<Standing, Guest>();
      for (const [index, standing] of standings.entries()) {
        const guest = standing === 'planner' ? await planner.account('secretariat') : rest[index];
        if (!guest) throw new Error(standing);
        movers.set(standing, guest);
      }
      const moved = new Map<Place, Guest>(
        places.flatMap((place, index) => {
          const guest = rest[standings.length + index];
          return guest ? [[place, guest] as const] : [];
        }),
      );
      const everybody = [lead, ...movers.values(), ...moved.values()];
      // One room stays uncleared: it may not join the target.
      const [uncleared] = await planner.rooms([{ name: 'điểm cầu chưa được phép' }]);
      if (!uncleared) throw new Error('one room was asked for');
      if (door.classified) for (const each of everybody) await clear(each);
      await planner.invite(
        source,
        [...movers.values()].map((each) => as(each, 'secretary')),
      );
      await planner.invite(
        source,
        [...moved.values(), uncleared].map((each) => as(each, 'delegate')),
      );
      const role = (of: Standing | Place) =>
        of === 'removed' ? 'delegate' : of === 'none' || of === 'planner' ? undefined : of;
      await planner.invite(target, [
        lead,
        ...[...movers, ...moved].flatMap(([of, guest]) => {
          const there = role(of);
          return there === undefined ? [] : [as(guest, there)];
        }),
      ]);
      using stack = new DisposableStack();
      const chair = stack.use(await enter(lead, target));
      for (const guest of [movers.get('removed'), moved.get('removed')]) {
        if (!guest) throw new Error('somebody is removed');
        using room = stack.use(await enter(guest, target));
        expect(room.socket.connected).to.equal(true);
        expect(await chair.outcome('participant.remove', { participantId: guest.identity.id })).to.equal(
          'ok',
        );
      }
      if (door.locked) expect(await chair.outcome('conference.lock')).to.equal('ok');

      for (const [standing, guest] of movers) {
        const mover = stack.use(await enter(guest, source));
        for (const [place, one] of [...moved, ['none', uncleared] as const]) {
          const cell = `${standing} sends ${one === uncleared ? 'uncleared' : place}`;
          {
            using room = await enter(one, source);
            const outcome = await mover.outcome('participant.move', {
              participantId: one.identity.id,
              to: target,
            });
            expect(outcome, cell).to.equal(expected(standing, place, door, one !== uncleared));
            if (outcome === 'ok')
              await eventually(() => room.goodbyes.includes('moved'), `${cell}: to be told`);
          }
        }
        const self = { participantId: guest.identity.id, to: target };
        expect(await mover.outcome('participant.move', self), `${standing} itself`).to.equal('forbidden');
      }
      // Nobody has a higher role there than its invitation, and no removed participant has come back.
      for (const [place, guest] of moved) {
        const found = await guest.caller.call('meeting.get', { params: { meetingId: target } }).then(
          ({ self }) => self.role,
          () => null,
        );
        const sent = !door.locked && place === 'none';
        expect(found, place).to.equal(place === 'removed' ? null : sent ? 'delegate' : (role(place) ?? null));
      }
    });
  }

  it('logs in both meetings and the history who moved it and from where, and skips the lobby only for invitees', async () => {
    const source = await planner.openedBeside({ title: 'Họp giao ban huyện' });
    const target = await planner.openedBeside({ title: 'Phiên họp của tỉnh', admission: 'lobby' });
    const [secretary, invited, other] = await planner.rooms([
      { name: 'thư ký hai phiên', role: 'secretary' },
      { name: 'Xã có tên' },
      { name: 'Xã không có tên', role: 'observer' },
    ]);
    if (!secretary || !invited || !other) throw new Error('three rooms were asked for');
    await planner.invite(source, [secretary, invited, other]);
    await planner.invite(target, [secretary, invited]);
    using here = await enter(secretary, source);
    using there = await enter(secretary, target);
    for (const guest of [invited, other]) {
      using _room = await enter(guest, source);
      const move = { participantId: guest.identity.id, to: target };
      expect(await here.outcome('participant.move', move)).to.equal('ok');
      const room = await enter(guest, target);
      const waits = guest === other;
      const answer = await room.request('join', { roster: true });
      expect(answer).to.have.nested.property('result.outcome', waits ? 'waiting' : 'joined');
      room[Symbol.dispose]();
    }
    const sentOver = () => there.events.filter((event) => event.type === 'participant.sentOver');
    await eventually(() => sentOver().length === 2, 'the meeting to hear of both');
    expect(sentOver().map(({ payload }) => payload)).to.deep.equal(
      [invited, other].map(({ identity: { id } }) => ({
        participantId: id,
        from: source,
        fromTitle: 'Họp giao ban huyện',
        by: { id: secretary.identity.id, name: secretary.identity.name },
        pastLobby: id === invited.identity.id,
      })),
    );
    const gone = here.events.filter((event) => event.type === 'participant.moved');
    expect(gone.map(({ by, payload }) => [by, payload.to])).to.deep.equal([
      [secretary.identity.id, target],
      [secretary.identity.id, target],
    ]);
    const history = meetingHistory.parse(
      await planner.administration.call('meeting.history', { params: { meetingId: target } }),
    );
    const told = history.entries
      .flatMap(({ changes }) => changes)
      .flatMap((change) => (change.field === 'transferred' ? change.invitees : []));
    expect(told.map(({ name, role, from, by }) => [name, role, from.title, by.name])).to.deep.equal([
      ['Xã không có tên', 'observer', 'Họp giao ban huyện', secretary.identity.name],
      ['Xã có tên', 'delegate', 'Họp giao ban huyện', secretary.identity.name],
    ]);
    // The participant may come back with its old role; until then it may read no document here.
    const params = { meetingId: source };
    const papers = () =>
      invited.caller.call('document.list', { params }).then(
        () => 'ok',
        (error: unknown) => String(error),
      );
    expect(await papers()).to.contain('not-found');
    using _back = await enter(invited, source);
    expect(await papers()).to.equal('ok');
    expect((await stateOf(here)).participants[invited.identity.id]).to.include({
      role: 'delegate',
      movedTo: null,
    });
  });

  it('is undone by those who lead the meeting that it was moved from, one room at a time or all', async () => {
    const source = await planner.openedBeside({ title: 'Họp giao ban huyện', admission: 'lobby' });
    const target = await planner.openedBeside({ title: 'Phiên họp của tỉnh' });
    const [secretary, lead, one, two, leading] = await planner.rooms([
      { name: 'thư ký phiên gốc', role: 'secretary' },
      { name: 'chủ tọa phiên kia', role: 'chair' },
      { name: 'Xã gọi riêng' },
      { name: 'Xã gọi chung' },
      { name: 'Xã nay chủ trì phiên kia' },
    ]);
    if (!secretary || !lead || !one || !two || !leading) throw new Error('five rooms were asked for');
    await planner.invite(source, [secretary, one, two, leading]);
    await planner.invite(target, [secretary, lead]);
    using here = await enter(secretary, source);
    using there = await enter(lead, target);
    const everybody = { target: { kind: 'all' } };
    const only = ({ identity: { id } }: Guest) => ({
      target: { kind: 'participants', participantIds: [id] },
    });
    expect(await here.outcome('participant.recall', everybody)).to.equal('not-found');
    using stack = new DisposableStack();
    const moved = new Map<Guest, TestParticipant>();
    for (const guest of [one, two, leading]) {
      using waiting = visitor(app.url, source, guest);
      expect(await waiting.door()).to.equal('ok');
      await waiting.request('join', { roster: true });
      expect(await here.outcome('participant.admit', everybody)).to.equal('ok');
      const move = { participantId: guest.identity.id, to: target };
      expect(await here.outcome('participant.move', move)).to.equal('ok');
      moved.set(guest, stack.use(await enter(guest, target)));
    }
    const chairs = { participantId: leading.identity.id, role: 'chair' };
    expect(await there.outcome('role.give', chairs)).to.equal('ok');

    expect(await here.outcome('conference.lock')).to.equal('ok');
    expect(await here.outcome('participant.recall', only(one))).to.equal('locked');
    expect(await here.outcome('conference.unlock')).to.equal('ok');
    expect(await here.outcome('participant.recall', only(one))).to.equal('ok');
    await eventually(() => moved.get(one)?.goodbyes.includes('moved') === true, 'one room to be told');
    expect(moved.get(two)?.goodbyes).to.deep.equal([]);
    // Past the lobby of the meeting that invited it.
    using _back = await enter(one, source);
    expect((await stateOf(here)).participants[one.identity.id]).to.include({
      presence: 'present',
      movedTo: null,
    });

    expect(await here.outcome('participant.recall', everybody)).to.equal('ok');
    await eventually(() => moved.get(two)?.goodbyes.includes('moved') === true, 'the other to be told');
    // A room that leads the other meeting by now is needed there.
    expect(moved.get(leading)?.goodbyes).to.deep.equal([]);
    expect(await here.outcome('participant.recall', only(leading))).to.equal('not-found');
  });

  it('does not lead from an emergency of a commune into a meeting of the province', async () => {
    const target = await planner.openedBeside({ admission: 'lobby', classification: 'classified' });
    const [lead] = await planner.rooms([{ name: 'chủ tọa của tỉnh', role: 'chair' }]);
    if (!lead) throw new Error('nobody leads');
    await clear(lead);
    await planner.invite(target, [lead]);
    using chair = await enter(lead, target);
    expect(await chair.outcome('conference.lock')).to.equal('ok');
    const [hall] = await planner.rooms([{ name: 'Hội trường xã' }]);
    const commune = hall?.identity.siteId;
    if (!hall || !commune) throw new Error('there is no commune');
    const secretary = await planner.account('secretariat', commune);
    const called = await secretary.caller.call('emergency.call', {
      body: {
        title: 'Họp khẩn của xã',
        siteId: commune,
        include: [{ kind: 'site', siteId: commune }],
        chair: { kind: 'account', inviteeId: secretary.identity.id },
      },
    });
    using own = await enter(as(secretary, 'chair'), called.id);
    using _room = await enter(hall, called.id);
    for (const participantId of [secretary.identity.id, hall.identity.id]) {
      const refused = await own.outcome('participant.move', { participantId, to: target });
      expect(refused).to.be.oneOf(['forbidden', 'not-found']);
    }
    const seen = await secretary.caller.call('meeting.get', { params: { meetingId: target } }).then(
      () => 'seen',
      (error: unknown) => String(error),
    );
    expect(seen).to.contain('not-found');
    using stranger = visitor(app.url, target, secretary);
    expect(await stranger.door()).to.equal('not-found');
    expect((await stateOf(chair)).participants).to.have.all.keys(lead.identity.id);
  });
});
