import { expect } from 'chai';
import {
  codeOf,
  History,
  idNamed,
  items,
  participantNamed,
  typesOf,
} from '../../support/conference/conference-history.ts';

const minuteMs = 60_000;
const chair = participantNamed('chủ tọa', 'chair');
const tamHong = participantNamed('xã Tam Hồng');
const [, { id: report }, { id: discussion }] = items;

function started(): History {
  const history = new History().open().join(chair, tamHong);
  history.command(chair, 'conference.start');
  return history;
}
const used = (history: History, itemId: string): number => history.state.agenda.used[itemId] ?? 0;

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

describe('a session that is opened again', () => {
  const endsAt = 1_700_009_000_000;
  const reopen = (history: History): readonly string[] => {
    const { seq } = history.state;
    history.take({ system: { type: 'reopen', endsAt } });
    return history.since(seq);
  };

  it('goes on where it ended, with what was decided, for ten minutes after its end', () => {
    const history = started();
    history.command(chair, 'participant.mute', { target: { kind: 'all' } });
    history.command(chair, 'conference.end');
    const { participants, stage, startedAt } = history.state;
    history.wait(10 * minuteMs - 10);
    expect(reopen(history)).to.deep.equal(['conference.reopened']);
    expect(history.state).to.deep.include({
      phase: 'in-session',
      endsAt,
      endedAt: null,
      participants,
      stage,
      startedAt,
    });
    expect(codeOf(history.command(chair, 'agenda.begin', { itemId: report }))).to.equal('ok');
  });

  it('waits for its beginning again where it ended before it began', () => {
    const history = new History().open().join(chair, tamHong);
    history.command(chair, 'conference.end');
    reopen(history);
    expect(history.state.phase).to.equal('opening');
  });

  it('stays closed after ten minutes, and while it is not over', () => {
    const history = started();
    expect(reopen(history)).to.deep.equal([]);
    history.command(chair, 'conference.end');
    history.wait(10 * minuteMs);
    expect(reopen(history)).to.deep.equal([]);
    expect(history.state.phase).to.equal('closed');
  });

  it('discards the ballots whose votes nobody can open any more, and keeps the others', () => {
    const history = started();
    const draft = (name: string): string => {
      const ballotId = idNamed(name);
      const rules = { kind: 'named', quorumPercent: 0, bodyVotes: null, majority: 'simple' };
      const more = { lateJoiners: 'excluded', chairVotes: true, weights: {} };
      history.command(chair, 'ballot.draft', { ballotId, question: name, ...rules, ...more });
      return ballotId;
    };
    const [prepared, open, published] = [draft('dự thảo'), draft('đang mở'), draft('đã công bố')];
    for (const ballotId of [open, published]) history.command(chair, 'ballot.open', { ballotId });
    history.command(chair, 'ballot.close', { ballotId: published });
    history.command(chair, 'ballot.publish', { ballotId: published });
    history.command(chair, 'conference.end');
    expect(reopen(history)).to.deep.equal(['conference.reopened', 'ballot.discarded']);
    expect(Object.keys(history.state.ballots)).to.have.members([prepared, published]);
  });
});
