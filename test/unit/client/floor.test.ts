import { expect } from 'chai';
import { ServerClock } from '../../../client/state/conference/server-clock.ts';
import {
  duration,
  movedTo,
  ownHand,
  queueView,
  settingsTyped,
  silentSoFar,
  turnView,
  typedSettings,
} from '../../../client/state/conference/floor.ts';
import { History, items, participantNamed } from '../../support/conference/conference-history.ts';

const chair = participantNamed('Chủ tịch', 'chair');
const rooms = ['Tam Hồng', 'Trung Mỹ', 'Đồng Cương', 'Bình Định'].map((name) => participantNamed(name));
const [tamHong, trungMy, dongCuong, binhDinh] = rooms;
const minute = 60_000;

/** A session that has begun: five minutes a turn, with a warning thirty seconds before the end. */
function session(floor: Partial<History['state']['floor']['settings']> = {}): History {
  const history = new History().open('open', {
    floor: { turnMs: 5 * minute, unitBudgetMs: null, warnBeforeMs: 30_000, handsBack: true, ...floor },
  });
  history.join(chair, ...rooms).command(chair, 'conference.start');
  return history;
}

function grant(history: History, to: { readonly id: string } | undefined, turnMs?: number): void {
  const payload = { participantId: to?.id, ...(turnMs !== undefined && { turnMs }) };
  expect(history.command(chair, 'floor.grant', payload)).to.include({ ok: true });
}

const places = (history: History): readonly string[] =>
  queueView(history.state).current.hands.map(({ participant }) => participant.name);

describe('client: the turn on the screen', () => {
  it('counts down, warns, and disappears once the floor is handed back', () => {
    const history = session();
    expect(turnView(history.state, history.now)).to.equal(undefined);
    grant(history, tamHong);
    const since = history.state.floor.holder?.since ?? 0;
    const endsAt = history.state.floor.holder?.endsAt ?? 0;
    expect(turnView(history.state, since)).to.deep.include({
      spokenMs: 0,
      leftMs: endsAt - since,
      pace: 'in-time',
    });
    history.wait(4.5 * minute);
    expect(turnView(history.state, endsAt - 20_000)).to.deep.include({ leftMs: 20_000, pace: 'warned' });
    // The end is reached, and the event that says so has not arrived.
    expect(turnView(history.state, endsAt + 700)).to.deep.include({ leftMs: 0, pace: 'warned' });
    history.wait(minute);
    expect(turnView(history.state, history.now)).to.equal(undefined);
  });

  it('counts overtime where the floor is not handed back automatically', () => {
    const history = session({ handsBack: false });
    grant(history, tamHong, minute);
    const endsAt = history.state.floor.holder?.endsAt ?? 0;
    history.wait(2 * minute);
    expect(turnView(history.state, endsAt + 90_000)).to.deep.include({ leftMs: -90_000, pace: 'over' });
  });

  it('counts up where a turn has no end', () => {
    const history = session({ turnMs: null });
    grant(history, tamHong);
    const since = history.state.floor.holder?.since ?? 0;
    expect(turnView(history.state, since + 61_000)).to.deep.include({ leftMs: null, spokenMs: 61_000 });
    // A device whose clock is behind shows no negative time.
    expect(turnView(history.state, since - 400)?.spokenMs).to.equal(0);
  });
});

describe('client: the queue on the screen', () => {
  it('lists the requests of the current item, urgent ones first, and the others apart', () => {
    const history = session();
    const [first, second] = items;
    if (!tamHong || !trungMy || !dongCuong || !binhDinh) throw new Error('too few');
    history.command(binhDinh, 'hand.raise', { category: 'speech', subject: 'Ngoài chương trình' });
    history.command(chair, 'agenda.begin', { itemId: first.id });
    history.command(tamHong, 'hand.raise', { category: 'speech', subject: '' });
    history.command(chair, 'agenda.begin', { itemId: second.id });
    history.command(trungMy, 'hand.raise', { category: 'speech', subject: 'Đường liên xã' });
    history.command(dongCuong, 'hand.raise', { category: 'question', subject: '' });
    const { current, others } = queueView(history.state);
    expect(current.title).to.equal(second.title);
    expect(places(history)).to.deep.equal(['Đồng Cương', 'Trung Mỹ']);
    expect(others.map(({ title, hands }) => [title, hands.length])).to.deep.equal([
      [null, 1],
      [first.title, 1],
    ]);
    expect(ownHand(history.state, trungMy.id)?.place).to.equal(2);
    expect(ownHand(history.state, tamHong.id)?.place).to.equal(1);
    expect(ownHand(history.state, chair.id)).to.equal(undefined);
  });

  it('moves one hand by one place with the reorder command, and not beyond the ends', () => {
    const history = session();
    for (const room of rooms) history.command(room, 'hand.raise', { category: 'speech', subject: '' });
    const ids = queueView(history.state).current.hands.map(({ participant }) => participant.id);
    const last = binhDinh?.id ?? '';
    expect(movedTo(ids, last, 4)).to.equal(undefined);
    expect(movedTo(ids, last, 3)).to.equal(undefined);
    expect(movedTo(ids, tamHong?.id ?? '', -1)).to.equal(undefined);
    expect(movedTo(ids, chair.id, 0)).to.equal(undefined);
    expect(movedTo(ids, tamHong?.id ?? '', 3)).to.deep.equal([...ids.slice(1), ids[0]]);
    const participantIds = movedTo(ids, last, 2);
    history.command(chair, 'floor.reorder', { participantIds });
    expect(places(history)).to.deep.equal(['Tam Hồng', 'Trung Mỹ', 'Bình Định', 'Đồng Cương']);
  });

  it('shows what is left of a unit’s time', () => {
    const history = session({ unitBudgetMs: 2 * minute });
    if (!tamHong) throw new Error('too few');
    grant(history, tamHong, minute);
    // The clock is late: it warns and ends in the same step.
    history.wait(minute + 1000).wait(1);
    history.command(tamHong, 'hand.raise', { category: 'speech', subject: '' });
    const left = queueView(history.state).current.hands[0]?.budgetLeftMs ?? 0;
    expect(left)
      .to.be.lessThan(minute + 1)
      .and.greaterThan(minute - 2000);
  });

  it('names the participants that have not spoken, in Vietnamese order', () => {
    const history = session();
    grant(history, tamHong);
    expect(silentSoFar(history.state).map(({ name }) => name)).to.deep.equal([
      'Bình Định',
      'Đồng Cương',
      'Trung Mỹ',
    ]);
  });
});

describe('client: the floor’s rules as a person types them', () => {
  it('are the same after formatting and parsing', () => {
    const settings = { turnMs: 90_000, unitBudgetMs: null, warnBeforeMs: 15_000, handsBack: false };
    expect(settingsTyped(typedSettings(settings))).to.deep.equal(settings);
  });

  it('take a decimal comma, and nothing that is not a number', () => {
    const typed = { turnMinutes: '2,5', budgetMinutes: ' ', warnSeconds: '30', handsBack: true };
    expect(settingsTyped(typed)).to.deep.equal({
      turnMs: 150_000,
      unitBudgetMs: null,
      warnBeforeMs: 30_000,
      handsBack: true,
    });
    for (const wrong of [{ turnMinutes: 'năm' }, { budgetMinutes: '-1' }, { warnSeconds: 'x' }]) {
      expect(settingsTyped({ ...typed, ...wrong })).to.equal(undefined);
    }
  });
});

describe('client: durations', () => {
  it('round up, so that a countdown ends at zero', () => {
    const written = [0, 1, 1000, 59_001, 245_000, 3_720_000, -5].map(duration);
    expect(written).to.deep.equal(['0:00', '0:01', '0:01', '1:00', '4:05', '1:02:00', '0:00']);
  });
});

describe('client: the server’s clock', () => {
  /** A device whose wall clock shows `wall` when its monotonic one shows 0. */
  class DeviceClocks {
    monotonic = 0;
    wall: number;
    readonly monotonicMs = (): number => this.monotonic;
    readonly wallMs = (): number => this.wall;

    constructor(wall: number) {
      this.wall = wall;
    }

    pass(ms: number): void {
      this.monotonic += ms;
      this.wall += ms;
    }
  }
  const started = (wall = 50_000) => {
    const own = new DeviceClocks(wall);
    return { own, clock: new ServerClock(own) };
  };

  it('uses the device’s own time until an event arrives, also when the device’s time is set before that', () => {
    const { own, clock } = started();
    own.pass(1_000);
    expect(clock.now()).to.equal(51_000);
    own.wall += 60_000;
    expect(clock.now()).to.equal(111_000);
  });

  it('uses the event that took the shortest time to arrive', () => {
    const { own, clock } = started();
    own.pass(300);
    clock.heard(100_000);
    expect(clock.now()).to.equal(100_000);
    own.pass(750);
    clock.heard(101_000);
    expect(clock.now()).to.equal(101_000);
    own.pass(1_950);
    clock.heard(102_000);
    expect(clock.now()).to.equal(102_950);
  });

  it('is not misled by an event that arrives late, but never lets an event be from the future', () => {
    const { clock } = started();
    clock.past(1_000);
    expect(clock.now()).to.equal(50_000);
    clock.past(60_000);
    expect(clock.now()).to.equal(60_000);
  });

  it('goes on when the device’s time is set in either direction, before and after the next event', () => {
    for (const by of [360_000, -360_000]) {
      const { own, clock } = started();
      clock.heard(100_000);
      own.pass(1_000);
      own.wall += by;
      expect(clock.now()).to.equal(101_000);
      own.pass(1_000);
      clock.heard(101_900);
      expect(clock.now()).to.equal(101_900);
      own.pass(500);
      clock.heard(102_500);
      expect(clock.now()).to.equal(102_500);
    }
  });

  it('is right with the next event after the device slept and its monotonic clock stopped', () => {
    const { own, clock } = started();
    clock.heard(100_000);
    own.wall += 600_000;
    clock.heard(700_200);
    expect(clock.now()).to.equal(700_200);
  });

  it('starts over with a new connection, because the server’s clock may have been set meanwhile', () => {
    const { own, clock } = started();
    clock.heard(100_000);
    clock.restart();
    own.pass(100);
    clock.heard(40_000);
    expect(clock.now()).to.equal(40_000);
  });
});
