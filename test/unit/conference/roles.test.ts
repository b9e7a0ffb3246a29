import { expect } from 'chai';
import { evolve } from '../../../domain/conference/evolve.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import {
  codeOf,
  History,
  idNamed,
  participantNamed,
  typesOf,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const operator = participantNamed('kỹ thuật', 'operator');
const tamHong = participantNamed('xã Tam Hồng');
const guest = participantNamed('khách', 'observer');
const all = [chair, secretary, operator, tamHong, guest];

function session(): History {
  const history = new History().open().join(...all);
  history.command(chair, 'conference.start');
  return history;
}
const give = (history: History, by: Identity, to: Identity, role: string): string =>
  codeOf(history.command(by, 'role.give', { participantId: to.id, role }));
/** The commands that one participant may try against another. */
const against = (history: History, by: Identity, { id }: Identity): readonly string[] => {
  const target = { kind: 'participants', participantIds: [id] };
  return [
    history.command(by, 'participant.remove', { participantId: id, reason: '' }),
    history.command(by, 'participant.move', { participantId: id, to: idNamed('phiên họp khác') }),
    history.command(by, 'participant.mute', { target }),
    history.command(by, 'camera.hold', { target }),
    history.command(by, 'role.give', { participantId: id, role: 'delegate' }),
    history.command(by, 'stage.give', { seat: 'chair', participantId: by.id }),
    history.command(by, 'stage.clear', { seat: 'chair' }),
    history.command(by, 'groups.assign', { participantId: id, groupId: tamHong.id }),
    history.command(by, 'stage.take', { seat: 'chair' }),
  ].map(codeOf);
};
/** Targets no participant. */
const none = { kind: 'level', levelId: 'không có' };
const draft = {
  question: 'Thông qua?',
  kind: 'named',
  quorumPercent: 50,
  majority: 'simple',
  lateJoiners: 'excluded',
  chairVotes: true,
  weights: {},
};
const depart = (history: History, each: Identity): void => {
  lose(history, each);
  history.take({ system: { type: 'absenceConfirmed', participantId: each.id } });
};
const lose = (history: History, { id }: Identity) =>
  history.take({ system: { type: 'connectionLost', participantId: id } });

describe('roles', () => {
  it('are given by participants that lead, and the chair’s role by the chair alone while the chair is here', () => {
    const history = session();
    expect(give(history, operator, tamHong, 'secretary')).to.equal('forbidden');
    expect(give(history, secretary, tamHong, 'operator')).to.equal('ok');
    expect(give(history, secretary, secretary, 'chair')).to.equal('forbidden');
    expect(give(history, secretary, chair, 'observer')).to.equal('forbidden');
    expect(give(history, chair, tamHong, 'chair')).to.equal('ok');
    expect(give(history, tamHong, chair, 'delegate')).to.equal('ok');
    expect(history.participant(tamHong).role).to.equal('chair');
  });

  it('let the secretary lead while the chair’s connection is lost, and keep the chair’s role for the chair', () => {
    const history = session();
    history.command(chair, 'groups.open', { groups: [{ groupId: tamHong.id, title: 'Tổ 1', target: none }] });
    lose(history, chair);
    expect(codeOf(history.command(secretary, 'floor.grant', { participantId: tamHong.id }))).to.equal('ok');
    expect(give(history, secretary, secretary, 'chair')).to.equal('forbidden');
    expect(new Set(against(history, secretary, chair))).to.deep.equal(new Set(['forbidden', 'not-found']));
    history.join(chair);
    expect(history.participant(chair)).to.include({ role: 'chair', presence: 'present' });
    expect(history.state.stage.chair).to.equal(chair.id);
  });

  it('let the secretary appoint an acting chair after the chair has left, with no power over the chair', () => {
    const history = session();
    depart(history, chair);
    expect(give(history, secretary, secretary, 'chair')).to.equal('ok');
    expect(history.participant(secretary)).to.include({ role: 'chair', acting: 'secretary' });
    // Regression: the acting role once counted as the chair's own role. An acting chair can pass on only the
    // acting role.
    expect(give(history, secretary, tamHong, 'chair')).to.equal('ok');
    expect(give(history, secretary, guest, 'secretary')).to.equal('ok');
    expect(give(history, guest, secretary, 'delegate')).to.equal('forbidden');
    history.command(secretary, 'stage.give', { seat: 'chair', participantId: secretary.id });
    expect(against(history, secretary, chair)).to.include.members(['not-found']);
    expect(history.participant(chair)).to.include({ role: 'chair', presence: 'left' });

    history.join(chair);
    expect(history.participant(secretary)).to.include({ role: 'secretary', acting: null });
    expect(history.participant(tamHong)).to.include({ role: 'delegate', acting: null });
    expect(history.participant(chair)).to.include({ role: 'chair', acting: null, microphone: 'open' });
    expect(history.state.stage.chair).to.equal(chair.id);
    expect(give(history, secretary, secretary, 'chair')).to.equal('forbidden');
    expect(give(history, chair, secretary, 'delegate')).to.equal('ok');
  });

  it('let no participant act after coming back, or vote in another’s place', () => {
    const history = session();
    depart(history, chair);
    const ballotId = idNamed('nghị quyết');
    const rules = { ...draft, ballotId };
    expect(give(history, secretary, tamHong, 'chair')).to.equal('ok');
    expect(give(history, tamHong, secretary, 'chair')).to.equal('ok');
    expect(codeOf(history.command(secretary, 'ballot.draft', rules))).to.equal('ok');
    expect(codeOf(history.command(secretary, 'ballot.open', { ballotId }))).to.equal('ok');
    expect(Object.keys(history.state.ballots[ballotId]?.entitled ?? {})).to.deep.equal([tamHong.siteId]);
    const cast = { ballotId, choice: 'agree' };
    expect(codeOf(history.command(secretary, 'ballot.cast', cast))).to.equal('not-entitled');
    expect(codeOf(history.command(tamHong, 'ballot.cast', cast))).to.equal('ok');
    history.command(secretary, 'leave');
    history.join(secretary);
    expect(history.participant(secretary)).to.include({ role: 'secretary', acting: null });
  });

  it('count, not the role in the pass', () => {
    const history = session();
    give(history, chair, tamHong, 'secretary');
    expect(codeOf(history.command(tamHong, 'floor.grant', { participantId: guest.id }))).to.equal(
      'forbidden',
    );
    expect(codeOf(history.command(tamHong, 'floor.grant', { participantId: chair.id }))).to.equal('ok');
    give(history, chair, operator, 'observer');
    expect(codeOf(history.command(operator, 'participant.mute', { target: { kind: 'all' } }))).to.equal(
      'forbidden',
    );
  });

  it('survive a lost connection, a departure and a locked conference', () => {
    const history = session();
    give(history, chair, tamHong, 'operator');
    give(history, chair, operator, 'observer');
    lose(history, tamHong);
    history.join(tamHong);
    expect(history.participant(tamHong).role).to.equal('operator');
    for (const each of [tamHong, operator]) history.command(each, 'leave');
    history.command(chair, 'conference.lock');
    expect(codeOf(history.command(operator, 'join'))).to.equal('locked');
    expect(codeOf(history.command(tamHong, 'join'))).to.equal('ok');
    expect(history.participant(tamHong).role).to.equal('operator');
    history.command(chair, 'conference.unlock');
    history.join(operator);
    expect(history.participant(operator).role).to.equal('observer');
  });

  it('that only receive have no place on the stage, in the queue, or at a microphone', () => {
    const history = session();
    history.command(operator, 'microphone.open');
    history.command(operator, 'hand.raise', { category: 'speech', subject: '' });
    history.command(operator, 'stage.take', { seat: 'slides' });
    history.command(chair, 'stage.setPinned', { participantIds: [operator.id] });
    give(history, chair, operator, 'observer');
    expect(history.participant(operator).microphone).to.equal('muted');
    expect(history.state.stage.pinned).to.deep.equal([]);
    expect(history.state.stage.slides).to.equal(undefined);
    expect(history.state.floor.queue).to.deep.equal([]);
  });
});

describe('several chairs', () => {
  const placed = (name: string, chairPlace: number): Identity => ({
    ...participantNamed(name, 'chair'),
    chairPlace,
  });
  const [first, second, third] = [placed('chủ tọa', 1), placed('phó chủ tọa', 2), placed('ủy viên', 3)];
  const come = (history: History, ...who: readonly Identity[]): History => {
    for (const each of who) {
      history.now += 1_000;
      history.join(each);
    }
    return history;
  };
  const leads = ({ state }: History): string | undefined => state.participants[state.stage.chair ?? '']?.name;

  it('lead in the order of the plan: the first of those present', () => {
    const history = come(new History().open(), third);
    expect(leads(history)).to.equal(third.name);
    come(history, first);
    expect(leads(history)).to.equal(first.name);
    come(history, second);
    expect(leads(history)).to.equal(first.name);
    history.command(first, 'leave');
    expect(leads(history)).to.equal(second.name);
    come(history, first);
    expect(leads(history)).to.equal(first.name);
  });

  it('take over when the grace period of a lost connection is over, and not before', () => {
    const history = come(new History().open(), first, second, third);
    lose(history, first);
    expect(leads(history)).to.equal(first.name);
    lose(history, second);
    history.take({ system: { type: 'absenceConfirmed', participantId: first.id } });
    expect(leads(history)).to.equal(third.name);
    history.command(third, 'leave');
    expect(leads(history)).to.equal(undefined);
  });

  it('lose the seat with the role to the next that is present, and keep it where there is none', () => {
    const history = come(new History().open(), first, second, third);
    lose(history, second);
    expect(give(history, first, second, 'delegate')).to.equal('ok');
    expect(leads(history)).to.equal(first.name);
    expect(give(history, third, first, 'delegate')).to.equal('ok');
    expect(leads(history)).to.equal(third.name);
    expect(history.participant(first).microphone).to.equal('muted');
    expect(give(history, third, third, 'delegate')).to.equal('ok');
    expect(leads(history)).to.equal(third.name);
    const planned = come(new History().open(), first, second);
    planned.take({ system: { type: 'setRole', participantId: first.id, role: 'secretary' } });
    expect(leads(planned)).to.equal(second.name);
  });

  it('that the conference made come after those of the plan, in the order in which they came', () => {
    const [early, late] = [participantNamed('ghế một', 'chair'), participantNamed('ghế hai', 'chair')];
    const history = come(new History().open(), early, late);
    expect(leads(history)).to.equal(early.name);
    history.command(early, 'leave');
    expect(leads(history)).to.equal(late.name);
    come(history, early);
    expect(leads(history)).to.equal(late.name);
    come(history, third);
    expect(leads(history)).to.equal(third.name);
  });

  it('keep the seat that they were given when an earlier chair of the plan comes back, until they give it back', () => {
    const history = come(new History().open(), first, second, third);
    history.command(first, 'stage.give', { seat: 'chair', participantId: third.id });
    history.command(first, 'leave');
    expect(leads(history)).to.equal(third.name);
    come(history, first);
    expect(leads(history)).to.equal(third.name);
    // The seat falls to the others only while it is lost to this chair.
    lose(history, third);
    history.take({ system: { type: 'absenceConfirmed', participantId: third.id } });
    expect(leads(history)).to.equal(first.name);
    come(history, third);
    expect(leads(history)).to.equal(third.name);
    history.command(third, 'stage.give', { seat: 'chair', participantId: second.id });
    history.command(second, 'leave');
    expect(leads(history)).to.equal(first.name);
    history.command(first, 'stage.take', { seat: 'chair' });
    come(history, second);
    expect(leads(history)).to.equal(first.name);
  });

  it('have the seat as before once a wrong giving is taken back: passed on, or given to a chair that is away', () => {
    const history = come(new History().open(), second, third);
    history.command(second, 'stage.give', { seat: 'chair', participantId: third.id });
    history.command(second, 'stage.undo');
    expect(history.state.stage).to.include({ chair: second.id }).and.not.have.property('chairGivenTo');
    come(history, first);
    expect(leads(history)).to.equal(first.name);

    const away = come(new History().open(), first, second, third);
    away.command(first, 'stage.give', { seat: 'chair', participantId: third.id });
    away.command(third, 'leave');
    away.command(first, 'stage.give', { seat: 'chair', participantId: second.id });
    away.command(first, 'stage.undo');
    expect(leads(away)).to.equal(first.name);
    come(away, third);
    expect(leads(away)).to.equal(third.name);

    const free = come(new History().open(), second, third, secretary, tamHong);
    free.command(second, 'stage.give', { seat: 'chair', participantId: third.id });
    for (const each of [second, third]) free.command(each, 'leave');
    free.command(secretary, 'stage.give', { seat: 'chair', participantId: tamHong.id });
    free.command(secretary, 'stage.undo');
    expect(leads(free)).to.equal(undefined);
    come(free, first);
    expect(leads(free)).to.equal(first.name);
    come(free, third);
    expect(leads(free)).to.equal(third.name);
  });

  it('have only passed the seat on in a log of an earlier version, also where a chair took it by joining', () => {
    const joined = { type: 'stage.taken', payload: { seat: 'chair', participantId: second.id } } as const;
    const history = come(new History().open(), second);
    history.state = evolve(history.state, {
      ...joined,
      seq: history.state.seq + 1,
      at: history.now,
      by: second.id,
    });
    come(history, first);
    expect(leads(history)).to.equal(first.name);
  });

  it('keep the seat that they took themselves', () => {
    const history = come(new History().open(), first, second);
    history.command(second, 'stage.take', { seat: 'chair' });
    history.command(first, 'leave');
    come(history, first);
    expect(leads(history)).to.equal(second.name);
  });

  it('come back in the order of the plan after they were put out or lost their role', () => {
    const history = come(new History().open(), first, second);
    history.command(first, 'stage.give', { seat: 'chair', participantId: second.id });
    history.command(first, 'participant.remove', { participantId: second.id, reason: '' });
    history.command(first, 'participant.readmit', { participantId: second.id });
    come(history, second);
    expect(leads(history)).to.equal(first.name);
    history.command(first, 'stage.give', { seat: 'chair', participantId: second.id });
    give(history, first, second, 'delegate');
    give(history, first, second, 'chair');
    history.command(first, 'leave');
    come(history, first);
    expect(leads(history)).to.equal(first.name);
  });

  it('get the seat of a chair that the plan has made a delegate, whichever change comes first', () => {
    for (const order of [
      [first, tamHong],
      [tamHong, first],
    ]) {
      const history = come(new History().open(), first, tamHong);
      for (const { id } of order) {
        const role = id === first.id ? 'delegate' : 'chair';
        history.take({ system: { type: 'setRole', participantId: id, role } });
      }
      expect(leads(history)).to.equal(tamHong.name);
    }
    const later = come(new History().open(), first);
    later.take({ system: { type: 'setRole', participantId: first.id, role: 'delegate' } });
    come(later, second);
    expect(leads(later)).to.equal(second.name);
  });

  it('take over with the microphone as it is, and no seat that was given to another participant', () => {
    const history = come(new History().open(), first, second, tamHong);
    history.command(second, 'microphone.mute');
    history.command(first, 'leave');
    expect(history.participant(second).microphone).to.equal('muted');
    const given = come(new History().open(), first, tamHong);
    given.command(first, 'stage.give', { seat: 'chair', participantId: tamHong.id });
    come(given, second);
    given.command(first, 'leave');
    expect(leads(given)).to.equal(tamHong.name);
  });
});

describe('the loss of the participants that lead', () => {
  it('does not end the session, and does not stop the others', () => {
    const history = session();
    for (const each of [chair, secretary, operator]) {
      lose(history, each);
      history.take({ system: { type: 'absenceConfirmed', participantId: each.id } });
    }
    expect(history.state.phase).to.equal('in-session');
    expect(codeOf(history.command(tamHong, 'hand.raise', { category: 'speech', subject: '' }))).to.equal(
      'ok',
    );
    history.join(chair);
    expect(history.participant(chair)).to.include({ role: 'chair', microphone: 'open' });
    expect(history.state.stage.chair).to.equal(chair.id);
    expect(history.state.floor.queue.length).to.equal(1);
  });

  it('does not end the session when the chair gives its role away either', () => {
    const history = session();
    for (const each of [secretary, operator]) history.command(each, 'leave');
    expect(give(history, chair, chair, 'delegate')).to.equal('ok');
    expect(history.state.phase).to.equal('in-session');
    expect(codeOf(history.command(chair, 'conference.end'))).to.equal('forbidden');
    // The schedule can still end it.
    expect(typesOf(history.take({ system: { type: 'end', reason: 'schedule' } }))).to.include(
      'conference.ended',
    );
  });
});

describe('sending a participant to another conference', () => {
  it('frees its place here, and is forbidden for the chair', () => {
    const history = session();
    const to = idNamed('phiên họp khác');
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    history.command(secretary, 'participant.move', { participantId: tamHong.id, to });
    expect(history.state.floor.holder).to.equal(null);
    expect(history.participant(tamHong)).to.include({ presence: 'left', microphone: 'muted' });
    for (const { id } of [chair, secretary]) {
      expect(codeOf(history.command(secretary, 'participant.move', { participantId: id, to }))).to.equal(
        'forbidden',
      );
    }
    expect(history.participant(tamHong).movedTo).to.equal(to);
    // It may come back.
    expect(codeOf(history.command(tamHong, 'join'))).to.equal('ok');
    expect(history.participant(tamHong).movedTo).to.equal(null);
  });
});
