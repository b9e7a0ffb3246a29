import { expect } from 'chai';
import { codeOf, History, items, participantNamed, typesOf } from '../../support/conference-history.ts';

const minuteMs = 60_000;
const chair = participantNamed('chủ tọa', 'chair');
const tamHong = participantNamed('xã Tam Hồng');
const [report, discussion] = items.slice(1).map(({ id }) => id);

function started(): History {
  const history = new History().open().join(chair, tamHong);
  history.command(chair, 'conference.start');
  return history;
}
const used = (history: History, itemId: string | undefined): number =>
  itemId === undefined ? NaN : (history.state.agenda.used[itemId] ?? 0);

describe('the agenda', () => {
  it('runs one item at a time, and adds up the time that each has used', () => {
    const history = started();
    history.command(chair, 'agenda.begin', { itemId: report });
    history.wait(10 * minuteMs);
    expect(typesOf(history.command(chair, 'agenda.begin', { itemId: discussion }))).to.deep.equal([
      'agenda.finished',
      'agenda.begun',
    ]);
    history.wait(5 * minuteMs);
    history.command(chair, 'agenda.begin', { itemId: report });
    history.wait(2 * minuteMs);
    history.command(chair, 'agenda.finish');
    expect(used(history, report)).to.be.within(12 * minuteMs, 12 * minuteMs + 10);
    expect(used(history, discussion)).to.be.within(5 * minuteMs, 5 * minuteMs + 10);
    expect(history.state.agenda.current).to.equal(null);
  });

  it('does not begin an item that has begun already, or one that is not on it', () => {
    const history = started();
    history.command(chair, 'agenda.begin', { itemId: report });
    expect(typesOf(history.command(chair, 'agenda.begin', { itemId: report }))).to.deep.equal([]);
    expect(codeOf(history.command(chair, 'agenda.begin', { itemId: chair.id }))).to.equal('not-found');
    history.command(chair, 'agenda.finish');
    expect(typesOf(history.command(chair, 'agenda.finish'))).to.deep.equal([]);
  });

  it('counts no negative time when the clock goes back', () => {
    const history = started();
    history.command(chair, 'agenda.begin', { itemId: report });
    history.now -= 60 * minuteMs;
    history.command(chair, 'agenda.finish');
    expect(used(history, report)).to.equal(0);
  });
});

describe('the course of a session', () => {
  it('goes from opening to session, break and session again', () => {
    const history = new History().open().join(chair);
    expect(history.state).to.include({ phase: 'opening', startedAt: null });
    history.command(chair, 'conference.start');
    expect(history.state).to.include({ phase: 'in-session', startedAt: history.events.at(-1)?.at });
    expect(codeOf(history.command(chair, 'conference.start'))).to.equal('wrong-phase');
    history.command(chair, 'conference.pause', { minutes: 15 });
    expect(history.state.phase).to.equal('break');
    expect((history.state.breakUntil ?? 0) - history.now).to.be.within(15 * minuteMs - 10, 15 * minuteMs);
    history.command(chair, 'conference.resume');
    expect(history.state).to.include({ phase: 'in-session', breakUntil: null });
  });

  it('is extended by the time that is asked for', () => {
    const history = started();
    const planned = history.state.endsAt;
    history.command(chair, 'conference.extend', { minutes: 30 });
    history.command(chair, 'conference.extend', { minutes: 15 });
    expect(history.state.endsAt).to.equal(planned + 45 * minuteMs);
  });

  it('ends with the turn and the current item in the record, in every way that it can end', () => {
    for (const end of [
      (history: History) => history.command(chair, 'conference.end'),
      (history: History) => history.take({ system: { type: 'end', reason: 'schedule' } }),
    ]) {
      const history = started();
      history.command(chair, 'agenda.begin', { itemId: report });
      history.command(chair, 'floor.grant', { participantId: tamHong.id });
      history.wait(minuteMs);
      expect(typesOf(end(history))).to.deep.equal([
        'floor.ended',
        'microphone.muted',
        'agenda.finished',
        'conference.ended',
      ]);
      expect(used(history, report)).to.be.within(minuteMs, minuteMs + 10);
      expect(history.state.phase).to.equal('closed');
      expect(codeOf(history.command(tamHong, 'join'))).to.equal('not-live');
      expect(typesOf(history.take({ system: { type: 'end', reason: 'schedule' } }))).to.deep.equal([]);
    }
  });
});
