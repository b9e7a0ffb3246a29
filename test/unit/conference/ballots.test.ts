import { expect } from 'chai';
import type { BallotBox } from '../../../domain/conference/decision.ts';
import { eventFor, stateFor } from '../../../domain/conference/view.ts';
import { ballotProgress, ballotResult } from '../../../domain/conference/topics/ballots.ts';
import { commands } from '../../../protocol/commands.ts';
import type { Ballot } from '../../../protocol/conference/ballots.ts';
import { loggedEvent } from '../../../protocol/events.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import {
  codeOf,
  everybody,
  glassBox,
  History,
  participantNamed,
  roomy,
  typesOf,
} from '../../support/conference/conference-history.ts';

const chair = participantNamed('chủ tọa', 'chair');
const secretary = participantNamed('thư ký', 'secretary');
const tamHong = participantNamed('xã Tam Hồng');
const tamHongToo = { ...participantNamed('xã Tam Hồng, phòng 2'), siteId: tamHong.siteId };
const trungMy = participantNamed('xã Trung Mỹ');
const daoDuc = participantNamed('xã Đạo Đức');
const guest = participantNamed('khách', 'observer');
const ballotId = '019aa000-0000-7000-8000-000000000001';

type Rules = Partial<Ballot>;

function drafted(rules: Rules = {}, box: BallotBox = glassBox): History {
  const history = new History(roomy, undefined, box).open();
  history.join(chair, secretary, tamHong, tamHongToo, trungMy, guest);
  history.command(chair, 'conference.start');
  history.command(secretary, 'ballot.draft', {
    ballotId,
    question: 'Thông qua dự thảo nghị quyết?',
    kind: 'named',
    quorumPercent: 50,
    majority: 'simple',
    lateJoiners: 'excluded',
    chairVotes: true,
    weights: {},
    ...rules,
  });
  return history;
}
function opened(rules: Rules = {}, box?: BallotBox): History {
  const history = drafted(rules, box);
  history.command(chair, 'ballot.open', { ballotId });
  return history;
}
const cast = (history: History, by: Identity, choice = 'agree'): string =>
  codeOf(history.command(by, 'ballot.cast', { ballotId, choice }));
function ballotOf(history: History): Ballot {
  const ballot = history.state.ballots[ballotId];
  if (!ballot) throw new Error('there is no ballot');
  return ballot;
}
const outcome = (history: History, by: Identity, type: 'ballot.discard' | 'ballot.publish'): string =>
  codeOf(history.command(by, type, { ballotId }));
function published(history: History): Ballot {
  history.command(chair, 'ballot.close', { ballotId });
  history.command(chair, 'ballot.publish', { ballotId });
  return ballotOf(history);
}
const unit = ({ siteId, id }: Identity): string => siteId ?? id;

describe('a ballot', () => {
  it('goes from draft to open, closed and published, one step at a time', () => {
    const history = drafted();
    const outcomes = (...types: readonly ('open' | 'close' | 'publish' | 'discard')[]) =>
      types.map((type) => codeOf(history.command(chair, `ballot.${type}`, { ballotId })));
    expect(cast(history, tamHong)).to.equal('ballot-phase');
    expect(outcomes('close', 'publish')).to.deep.equal(['ballot-phase', 'ballot-phase']);
    expect(outcomes('open', 'open', 'discard', 'publish')).to.deep.equal([
      'ok',
      'ballot-phase',
      'ballot-phase',
      'ballot-phase',
    ]);
    expect(outcomes('close', 'close', 'discard')).to.deep.equal(['ok', 'ballot-phase', 'ballot-phase']);
    expect(cast(history, tamHong)).to.equal('ballot-phase');
    expect(outcomes('publish', 'publish', 'discard')).to.deep.equal(['ok', 'ballot-phase', 'ballot-phase']);
  });

  it('in draft can be discarded, and no other ballot can take its id until then', () => {
    const history = drafted();
    const again = { ...ballotOf(history), ballotId };
    expect(codeOf(history.command(chair, 'ballot.draft', again))).to.equal('conflict');
    history.command(chair, 'ballot.discard', { ballotId });
    expect(history.state.ballots).to.deep.equal({});
    expect(cast(history, tamHong)).to.equal('not-found');
  });

  it('asks each unit that has a delegate here once, and the chair', () => {
    expect(Object.keys(ballotOf(opened()).entitled)).to.have.members([chair, tamHong, trungMy].map(unit));
    expect(Object.keys(ballotOf(opened({ chairVotes: false })).entitled)).to.have.members(
      [tamHong, trungMy].map(unit),
    );
  });

  it('counts one vote a unit, of the first of its rooms that votes', () => {
    const history = opened();
    expect(cast(history, tamHongToo, 'disagree')).to.equal('ok');
    expect(cast(history, tamHong)).to.equal('voted-already');
    expect(cast(history, tamHongToo)).to.equal('voted-already');
    expect(ballotOf(history).answered).to.deep.equal({ [unit(tamHong)]: tamHongToo.id });
    expect(published(history).totals).to.deep.equal({ agree: 0, disagree: 1, abstain: 0 });
  });

  it('is not for participants that only lead or observe', () => {
    const history = opened();
    expect(cast(history, secretary)).to.equal('forbidden');
    expect(cast(history, guest)).to.equal('forbidden');
    expect(cast(opened({ chairVotes: false }), chair)).to.equal('not-entitled');
  });

  it('is final: a vote survives a lost connection and a departure', () => {
    const history = opened();
    cast(history, trungMy);
    history.command(trungMy, 'leave');
    history.join(trungMy);
    expect(cast(history, trungMy, 'disagree')).to.equal('voted-already');
    expect(published(history).totals).to.include({ agree: 1 });
  });

  it('can be answered by a unit that was lost for a while', () => {
    const history = opened();
    history.take({ system: { type: 'connectionLost', participantId: trungMy.id } });
    history.take({ system: { type: 'absenceConfirmed', participantId: trungMy.id } });
    history.join(trungMy);
    expect(cast(history, trungMy)).to.equal('ok');
  });

  it('excludes units that join later, or includes them, as its rules say', () => {
    const excluding = opened({ lateJoiners: 'excluded' }).join(daoDuc);
    expect(cast(excluding, daoDuc)).to.equal('not-entitled');
    const including = opened({ lateJoiners: 'included', weights: { [unit(daoDuc)]: 3 } }).join(daoDuc);
    expect(ballotOf(including).entitled[unit(daoDuc)]).to.equal(3);
    expect(cast(including, daoDuc)).to.equal('ok');
  });

  it('includes late those that join through the lobby or become delegates, and each unit once', () => {
    const history = opened({ lateJoiners: 'included' });
    history.command(chair, 'admission.set', { admission: 'lobby' });
    history.join(daoDuc);
    expect(ballotOf(history).entitled[unit(daoDuc)]).to.equal(undefined);
    history.command(chair, 'participant.admit', { target: everybody });
    expect(cast(history, daoDuc)).to.equal('ok');
    expect(
      typesOf(history.command(chair, 'role.give', { participantId: guest.id, role: 'delegate' })),
    ).to.deep.equal(['role.given', 'ballot.entitled']);
    expect(cast(history, guest)).to.equal('ok');
    const before = history.state.seq;
    history.command(tamHongToo, 'leave');
    history.join(tamHongToo);
    expect(history.since(before)).to.not.include('ballot.entitled');
  });

  it('weighs votes, and measures its quorum by weight', () => {
    const history = opened({ weights: { [unit(tamHong)]: 5 }, quorumPercent: 60 });
    cast(history, chair);
    cast(history, trungMy);
    expect(ballotProgress(ballotOf(history))).to.deep.equal({
      entitled: 3,
      answered: 2,
      entitledWeight: 7,
      answeredWeight: 2,
      waitingFor: [unit(tamHong)],
      quorumOfWeight: 7,
      quorumReached: false,
    });
    cast(history, tamHong, 'disagree');
    expect(ballotProgress(ballotOf(history)).quorumReached).to.equal(true);
    const ballot = published(history);
    expect(ballot.totals).to.deep.equal({ agree: 2, disagree: 5, abstain: 0 });
    expect(ballotResult(ballot)).to.equal('rejected');
  });

  it('shows nothing of its result before it is published', () => {
    const history = opened();
    cast(history, tamHong);
    expect(ballotOf(history)).to.include({ totals: null, votes: null });
    history.command(chair, 'ballot.close', { ballotId });
    expect(ballotOf(history)).to.include({ totals: null, votes: null });
    expect(ballotResult(ballotOf(history))).to.equal(undefined);
  });

  it('shows who voted what where it is named', () => {
    const history = opened();
    cast(history, chair);
    cast(history, tamHong, 'abstain');
    expect(published(history).votes).to.deep.equal({ [unit(chair)]: 'agree', [unit(tamHong)]: 'abstain' });
  });
});

const result = (rules: Rules, ...choices: readonly string[]) => {
  const history = opened({ quorumPercent: 0, ...rules });
  for (const [index, voter] of [chair, tamHong, trungMy].entries()) {
    const choice = choices[index];
    if (choice !== undefined) cast(history, voter, choice);
  }
  return ballotResult(published(history));
};

describe('the decision of a ballot', () => {
  it('is carried by more than half of the votes cast, abstentions among them', () => {
    expect(result({}, 'agree', 'agree', 'disagree')).to.equal('carried');
    expect(result({}, 'agree', 'disagree')).to.equal('rejected');
    expect(result({}, 'agree', 'abstain')).to.equal('rejected');
  });

  it('is carried by at least two thirds where they are asked for', () => {
    expect(result({ majority: 'two-thirds' }, 'agree', 'agree', 'disagree')).to.equal('carried');
    expect(result({ majority: 'two-thirds' }, 'agree', 'disagree', 'abstain')).to.equal('rejected');
    expect(result({ majority: 'two-thirds' }, 'agree', 'disagree')).to.equal('rejected');
  });

  it('is absent where too few voted, and is a rejection where no quorum is set and no unit voted', () => {
    expect(result({ quorumPercent: 67 }, 'agree', 'agree')).to.equal('no-quorum');
    expect(result({ quorumPercent: 66 }, 'agree', 'agree')).to.equal('carried');
    expect(result({})).to.equal('rejected');
    expect(result({ majority: 'two-thirds' })).to.equal('rejected');
  });
});

describe('the quorum of a ballot', () => {
  const reached = (history: History): boolean => ballotProgress(ballotOf(history)).quorumReached;

  it('is a share of the body’s votes where they are known, so that one unit alone decides nothing', () => {
    const history = new History().open().join(chair, tamHong);
    history.command(chair, 'conference.start');
    const rules = { question: 'Thông qua?', kind: 'named', majority: 'simple', lateJoiners: 'excluded' };
    const body = { quorumPercent: 50, bodyVotes: 45, chairVotes: false, weights: {} };
    history.command(chair, 'ballot.draft', { ballotId, ...rules, ...body });
    history.command(chair, 'ballot.open', { ballotId });
    cast(history, tamHong);
    expect(ballotProgress(ballotOf(history))).to.include({ entitled: 1, answered: 1, quorumOfWeight: 45 });
    expect(reached(history)).to.equal(false);
    expect(ballotResult(published(history))).to.equal('no-quorum');
  });

  it('counts the votes of absent members by weight, up to the exact vote that is needed', () => {
    // The chair, and two communes, of which one has five votes: seven of the body's thirteen votes are
    // present.
    const history = opened({ weights: { [unit(tamHong)]: 5 }, bodyVotes: 13, quorumPercent: 50 });
    cast(history, tamHong);
    cast(history, chair);
    expect(reached(history)).to.equal(false);
    cast(history, trungMy);
    expect(reached(history)).to.equal(true);
  });

  it('is a share of the present units where the size of the body is unknown or too low', () => {
    for (const bodyVotes of [null, 1]) {
      const history = opened({ bodyVotes, quorumPercent: 60 });
      cast(history, chair);
      expect(ballotProgress(ballotOf(history)).quorumOfWeight).to.equal(3);
      expect(reached(history)).to.equal(false);
      cast(history, tamHong);
      expect(reached(history)).to.equal(true);
    }
  });

  it('is read from older ballots, which have no body’s votes, by the rule of their time', () => {
    const [logged] = drafted().events.filter(({ type }) => type === 'ballot.drafted');
    const read = loggedEvent.parse(JSON.parse(JSON.stringify(logged)));
    expect(logged?.payload).not.to.have.property('bodyVotes');
    expect(read.payload).to.have.property('bodyVotes', null);
  });
});

describe('a secret ballot', () => {
  /** Stores votes in a drawer and returns a token for each; the test can look at the stored values. */
  class RecordingBox implements BallotBox {
    readonly contents: string[] = [];

    seal(ballot: string, content: string): string {
      this.contents.push(content);
      return `${ballot}#${this.contents.length - 1}`;
    }

    open(ballot: string, sealed: string): string {
      const content = this.contents[Number(sealed.slice(ballot.length + 1))];
      if (content === undefined) throw new Error('nothing is in this drawer');
      return content;
    }
  }

  const choices = ['agree', 'disagree', 'abstain'] as const;

  it('leaves no choice in any event, before its publication or after', () => {
    for (const kind of ['secret', 'named'] as const) {
      const logs = choices.map((choice) => {
        const history = opened({ kind }, new RecordingBox());
        for (const voter of [chair, tamHong, trungMy]) cast(history, voter, choice);
        history.command(chair, 'ballot.close', { ballotId });
        return JSON.stringify(history.events);
      });
      // The log is the same for every choice.
      expect(new Set(logs).size).to.equal(1);
    }
    const history = opened({ kind: 'secret' }, new RecordingBox());
    cast(history, chair);
    cast(history, tamHong, 'disagree');
    cast(history, trungMy);
    const ballot = published(history);
    expect(ballot).to.deep.include({ totals: { agree: 2, disagree: 1, abstain: 0 }, votes: null, box: [] });
    const [publication] = history.events.filter(({ type }) => type === 'ballot.published');
    expect(publication?.payload).to.deep.equal({ ballotId, totals: ballot.totals, votes: null });
  });

  it('stores only the current sum, always in the same number of bytes', () => {
    const box = new RecordingBox();
    const history = opened({ kind: 'secret' }, box);
    cast(history, tamHong);
    cast(history, trungMy, 'abstain');
    cast(history, chair, 'disagree');
    expect(new Set(box.contents.map(({ length }) => length)).size).to.equal(1);
    for (const content of box.contents) expect(content).to.match(/^\d+$/);
    expect(ballotOf(history).box.length).to.equal(1);
    expect(published(history).totals).to.deep.equal({ agree: 1, disagree: 1, abstain: 1 });
  });

  it('is published with three votes or more, and can be discarded with fewer', () => {
    const history = opened({ kind: 'secret' });
    cast(history, chair);
    cast(history, tamHong, 'disagree');
    expect(outcome(history, chair, 'ballot.discard')).to.equal('ballot-phase');
    history.command(chair, 'ballot.close', { ballotId });
    expect(outcome(history, chair, 'ballot.publish')).to.equal('too-few-votes');
    expect(ballotOf(history)).to.include({ totals: null, votes: null });
    expect(outcome(history, chair, 'ballot.discard')).to.equal('ok');
    expect(history.state.ballots).to.deep.equal({});

    const enough = opened({ kind: 'secret' });
    for (const voter of [chair, tamHong, trungMy]) cast(enough, voter);
    enough.command(chair, 'ballot.close', { ballotId });
    expect(outcome(enough, chair, 'ballot.discard')).to.equal('ballot-phase');
    expect(outcome(enough, chair, 'ballot.publish')).to.equal('ok');
  });

  it('counts every unit once, even where an old draft has weights', () => {
    const weights = { [unit(tamHong)]: 7 };
    const parsed = commands['ballot.draft'].payload.safeParse({
      ballotId,
      question: 'Thông qua?',
      kind: 'secret',
      weights,
    });
    expect(parsed.success).to.equal(false);
    const history = opened({ kind: 'secret', weights, lateJoiners: 'included' }).join(daoDuc);
    expect(Object.values(ballotOf(history).entitled)).to.deep.equal([1, 1, 1, 1]);
  });

  it('shows nobody which of two voters voted what', () => {
    // The same ballot in two worlds, in which two units have swapped their votes.
    const worlds = (
      [
        ['agree', 'disagree'],
        ['disagree', 'agree'],
      ] as const
    ).map(([first, second]) => {
      const history = opened({ kind: 'secret' }, new RecordingBox());
      cast(history, tamHong, first);
      cast(history, trungMy, second);
      cast(history, chair, 'abstain');
      published(history);
      const views = [chair, secretary, tamHong, trungMy].map((viewer) => ({
        events: history.events.map((event) => eventFor(event, viewer)),
        state: stateFor(history.state, viewer),
      }));
      return JSON.stringify(views);
    });
    expect(worlds[0]).to.equal(worlds[1]);
  });

  it('stores the same number of bytes for each choice where it is named', () => {
    const lengths = choices.map((choice) => {
      const box = new RecordingBox();
      cast(opened({}, box), tamHong, choice);
      return box.contents.map(({ length }) => length);
    });
    expect(new Set(lengths.flat()).size).to.equal(1);
  });
});
