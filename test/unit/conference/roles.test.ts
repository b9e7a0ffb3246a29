import { expect } from 'chai';
import type { Identity } from '../../../protocol/conference/presence.ts';
import { codeOf, History, idNamed, participantNamed, typesOf } from '../../support/conference-history.ts';

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
