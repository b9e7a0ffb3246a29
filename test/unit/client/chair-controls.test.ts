import { expect } from 'chai';
import {
  ballotNow,
  ballotOnTheSpot,
  currentItem,
  nextSpeakers,
  preparedBallots,
} from '../../../client/state/conference/chair-controls.ts';
import { History, idNamed, items, participantNamed } from '../../support/conference/conference-history.ts';

const chair = participantNamed('Chủ tịch', 'chair');
const rooms = ['Tam Hồng', 'Trung Mỹ', 'Đồng Cương', 'Bình Định', 'Hương Canh'].map((name) =>
  participantNamed(name),
);

/** A session that has begun, with its first item under way. */
function session(): History {
  const history = new History().open().join(chair, ...rooms);
  history.command(chair, 'conference.start');
  history.command(chair, 'agenda.begin', { itemId: items[0].id });
  return history;
}

const draft = (history: History, question: string): string => {
  const ballotId = idNamed(question);
  const rules = ballotOnTheSpot(history.state, question, 'named');
  expect(history.command(chair, 'ballot.draft', { ...rules, ballotId })).to.include({ ok: true });
  return ballotId;
};

describe('client: the chair’s controls', () => {
  it('name the first three of the current item’s queue, and count the requests beside them', () => {
    const history = session();
    const [first, ...others] = rooms;
    for (const room of others) history.command(room, 'hand.raise', { category: 'speech', subject: '' });
    history.command(chair, 'agenda.begin', { itemId: items[1].id });
    expect(nextSpeakers(history.state)).to.deep.equal({ first: [], more: 4 });
    history.command(chair, 'agenda.begin', { itemId: items[0].id });
    if (first) history.command(first, 'hand.raise', { category: 'point-of-order', subject: '' });
    const { first: shown, more } = nextSpeakers(history.state);
    expect(shown.map(({ participant }) => participant.name)).to.deep.equal([
      'Tam Hồng',
      'Trung Mỹ',
      'Đồng Cương',
    ]);
    expect(more).to.equal(2);
  });

  it('name the item under way, and none between items', () => {
    const history = session();
    expect(currentItem(history.state)).to.equal('Khai mạc');
    history.command(chair, 'agenda.finish');
    expect(currentItem(history.state)).to.equal(undefined);
  });

  it('offer the prepared ballots until they are opened', () => {
    const history = session();
    const [one, two] = [draft(history, 'Một'), draft(history, 'Hai')];
    expect(preparedBallots(history.state).map(({ id }) => id)).to.have.members([one, two]);
    history.command(chair, 'ballot.open', { ballotId: one });
    expect(preparedBallots(history.state).map(({ id }) => id)).to.deep.equal([two]);
  });

  it('show the ballot under way, and after it the result of the last one', () => {
    const history = session();
    const own = history.participant(chair);
    const now = () => {
      const view = ballotNow(history.state, own);
      return view && [view.ballot.question, view.ballot.phase];
    };
    expect(now()).to.equal(undefined);
    const first = draft(history, 'Một');
    expect(now()).to.equal(undefined);
    history.command(chair, 'ballot.open', { ballotId: first });
    expect(now()).to.deep.equal(['Một', 'open']);
    history.command(chair, 'ballot.close', { ballotId: first });
    expect(now()).to.deep.equal(['Một', 'closed']);
    history.command(chair, 'ballot.publish', { ballotId: first });
    expect(now()).to.deep.equal(['Một', 'published']);
    const second = draft(history, 'Hai');
    history.command(chair, 'ballot.open', { ballotId: second });
    expect(now()).to.deep.equal(['Hai', 'open']);
  });

  it('take the votes of the whole body over from the ballot before', () => {
    const history = session();
    const rules = { ...ballotOnTheSpot(history.state, 'Một', 'named'), bodyVotes: 40 };
    history.command(chair, 'ballot.draft', { ...rules, ballotId: idNamed('Một') });
    expect(ballotOnTheSpot(history.state, 'Hai', 'secret')).to.include({
      question: 'Hai',
      kind: 'secret',
      bodyVotes: 40,
    });
  });
});
