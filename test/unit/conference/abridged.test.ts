import { expect } from 'chai';
import fc from 'fast-check';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type { LoggedEvent } from '../../../protocol/events.ts';
import { firstSeq } from '../../../protocol/events.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import {
  abridged,
  abridgedNews,
  countPresent,
  changesFrom,
  withPeople,
} from '../../../domain/conference/abridged.ts';
import { evolve, replay } from '../../../domain/conference/evolve.ts';
import { isSeated } from '../../../domain/conference/state.ts';
import {
  History,
  items,
  participantNamed,
  preparedFor,
} from '../../support/conference/conference-history.ts';
import { anySession, cast } from '../../support/conference/random-sessions.ts';

const chair = participantNamed('Hội trường tỉnh', 'chair');
const secretary = participantNamed('Thư ký', 'secretary');
const tamHong = participantNamed('Xã Tam Hồng');
const trungMy = participantNamed('Xã Trung Mỹ');

/** Cuts a log into batches as a publisher may. */
function batches(
  events: readonly LoggedEvent[],
  lengths: readonly number[],
): readonly (readonly LoggedEvent[])[] {
  const cut: (readonly LoggedEvent[])[] = [];
  let rest = events;
  for (let turn = 0; rest.length > 0; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    cut.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return cut;
}

/** The state of a page without the roster after the messages that it receives. */
function follow(
  state: ConferenceState,
  viewer: Identity,
  batch: readonly LoggedEvent[],
  before: ConferenceState,
) {
  const news = abridgedNews(changesFrom(before, batch));
  const self = replay(batch, before).participants[viewer.id] ?? viewer;
  const told = news.for(self, state.seq) ?? news.forMost;
  if (told === undefined) throw new Error('somebody is told nothing');
  let seen = state;
  for (const event of told.events) {
    if (event.seq <= seen.seq) continue;
    expect(firstSeq(event)).to.be.at.most(seen.seq + 1);
    seen = evolve(seen, event);
  }
  return { state: abridged(withPeople(seen, told.roster.people), self), told };
}

describe('the abridged conference', function () {
  this.timeout(60_000);

  it('gives the same state as the server’s when it is folded, in any session, cut into any batches, from any moment', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anySession, lengths, fc.nat(), fc.constantFrom(...cast), (steps, cut, from, viewer) => {
        const history = new History();
        for (const step of steps) history.take(step);
        const joinedAt = from % (history.events.length + 1);
        let whole = replay([]);
        let seen: ConferenceState | undefined;
        let role = viewer.role;
        for (const batch of batches(history.events, cut)) {
          const before = whole;
          whole = replay(batch, before);
          const self = whole.participants[viewer.id] ?? viewer;
          // A page with a new role joins again, since it now sees other events.
          if (self.role !== role) {
            role = self.role;
            seen = undefined;
          }
          const last = whole.seq;
          if (seen === undefined && joinedAt <= last) {
            const moment = Math.max(joinedAt, before.seq);
            const then = replay(
              batch.filter(({ seq }) => seq <= moment),
              before,
            );
            const selfThen = then.participants[viewer.id] ?? viewer;
            if (selfThen.role !== self.role) continue;
            seen = abridged(then, selfThen);
          }
          if (seen === undefined) continue;
          seen = follow(seen, viewer, batch, before).state;
          expect(seen).to.deep.equal(abridged(whole, self));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shows no prepared speaker as it was before its item began', () => {
    const [item] = items;
    const history = new History().open('open', {
      agenda: [{ ...item, speakers: preparedFor([tamHong], null) }],
    });
    history.join(chair, tamHong, trungMy);
    history.command(chair, 'conference.start');
    history.command(chair, 'floor.grant', { participantId: tamHong.id });
    const before = history.state;
    const events = history.events.length;
    history.take({ system: { type: 'exclude', participantId: tamHong.id, reason: 'disabled' } });
    history.command(chair, 'agenda.begin', { itemId: item.id });
    const { state } = follow(abridged(before, trungMy), trungMy, history.events.slice(events), before);
    expect(state).to.deep.equal(abridged(history.state, trungMy));
  });

  it('says how many hold a place', () => {
    fc.assert(
      fc.property(anySession, (steps) => {
        const history = new History();
        for (const step of steps) history.take(step);
        const news = abridgedNews(changesFrom(replay([]), history.events));
        const told = news.for(cast[0] ?? chair, 0) ?? news.forMost;
        const seated = Object.values(history.state.participants).filter(isSeated).length;
        expect(told?.roster.present ?? 0).to.equal(seated);
      }),
    );
  });

  it('is as large among 900 rooms as among ten', () => {
    const sizeAmong = (count: number): number => {
      const history = new History();
      history.open().join(chair, secretary);
      for (let index = 0; index < count; index += 1)
        history.join(participantNamed(`Phòng họp ${index}`, 'delegate'));
      history.join(tamHong);
      return JSON.stringify(abridged(history.state, tamHong)).length;
    };
    const [few, many] = [sizeAmong(10), sizeAmong(900)];
    expect(many / few).to.be.within(0.99, 1.01);
  });

  it('reports a hundred joins in one short message', () => {
    const history = new History();
    history.open().join(chair, tamHong);
    const before = history.state;
    for (let index = 0; index < 100; index += 1)
      history.join(participantNamed(`Phòng họp ${index}`, 'delegate'));
    const news = abridgedNews(
      changesFrom(
        before,
        history.events.filter(({ seq }) => seq > before.seq),
      ),
    );
    expect(news.for(tamHong, before.seq)).to.equal(undefined);
    expect(news.forMost?.roster).to.deep.equal({ present: 102, people: [] });
    expect(news.forMost?.events).to.have.lengthOf(1);
    expect(news.forMost?.events[0]).to.deep.include({
      type: 'event.concealed',
      seq: history.state.seq,
      payload: { count: 100 },
    });
    expect(countPresent(history.state)).to.equal(102);
  });

  it('introduces the participant that is given the floor, with its current fields', () => {
    const history = new History();
    history.open().join(chair, tamHong, trungMy);
    const before = history.state;
    expect(abridged(before, tamHong).participants).to.have.all.keys(chair.id, tamHong.id);
    history.command(chair, 'floor.grant', { participantId: trungMy.id });
    const batch = history.events.filter(({ seq }) => seq > before.seq);
    const { state, told } = follow(abridged(before, tamHong), tamHong, batch, before);
    expect(told.roster.people.map(({ id }) => id)).to.deep.equal([trungMy.id]);
    expect(state.participants[trungMy.id]?.microphone).to.equal('open');
  });
});
