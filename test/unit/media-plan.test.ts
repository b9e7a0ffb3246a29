import { expect } from 'chai';
import fc from 'fast-check';
import { currentQueue } from '../../domain/conference/topics/floor.ts';
import { fit, highestSent } from '../../domain/media/budget.ts';
import { diff, isLetThrough } from '../../domain/media/diff.ts';
import type { ActualGraph, Operation, Received } from '../../domain/media/diff.ts';
import { hasRoom, placeParticipant } from '../../domain/media/placement.ts';
import { linkKey, plan, showingFor } from '../../domain/media/plan.ts';
import type { Link, LinkKey, MediaPlan, MediaWorld } from '../../domain/media/plan.ts';
import { rivals } from '../../domain/media/screens.ts';
import { scenes, streamKey } from '../../domain/media/sources.ts';
import type { StreamKey, StreamSlot } from '../../domain/media/sources.ts';
import type { Identity } from '../../protocol/conference/presence.ts';
import { source } from '../../protocol/media.ts';
import type { View } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import {
  History,
  participantNamed,
  planLimits as limits,
  receiverOn,
  sentBy,
} from '../support/conference-history.ts';
import { anySession } from '../support/random-sessions.ts';

const workers = ['0.0', '1.1', '2.2'];
/** Two workers on one bridge, one on another. */
const bridges = new Map([
  ['0.0', 'province'],
  ['1.1', 'province'],
  ['2.2', 'district'],
]);

/** What changes one participant's deliveries and leaves them there. */
type Change = Extract<Operation, { readonly type: 'deliver' | 'prefer' | 'hold' | 'release' }>;

/** A graph that operations change, and that complains where one makes no sense. */
class Applied implements ActualGraph {
  readonly live = new Set<StreamKey>();
  readonly links = new Map<LinkKey, Link>();
  readonly received = new Map<string, Map<StreamKey, Received>>();
  readonly #workers: MediaWorld['receivers'];

  constructor(state: ConferenceState, world: MediaWorld) {
    this.#workers = world.receivers;
    for (const id of Object.keys(state.participants)) this.received.set(id, new Map());
  }

  get carrying(): ReadonlySet<LinkKey> {
    return new Set(
      [...this.received].flatMap(([id, received]) =>
        [...received.keys()].map((stream) => linkKey({ stream, to: this.#workers.get(id)?.workerId ?? '' })),
      ),
    );
  }

  apply(operation: Operation): void {
    switch (operation.type) {
      case 'pause':
        expect(this.live.delete(operation.stream)).to.equal(true);
        break;
      case 'resume':
        expect(this.live.has(operation.stream)).to.equal(false);
        this.live.add(operation.stream);
        break;
      case 'link':
        this.links.set(linkKey(operation.link), operation.link);
        break;
      case 'unlink':
        expect(this.links.delete(linkKey(operation.link))).to.equal(true);
        break;
      case 'withdraw':
        expect(this.received.get(operation.receiver)?.delete(operation.stream)).to.equal(true);
        break;
      case 'deliver':
      case 'prefer':
      case 'hold':
      case 'release':
        this.#change(operation);
        break;
      default:
        operation satisfies never;
    }
  }

  #change(operation: Change): void {
    const received = this.received.get(operation.receiver) ?? new Map<StreamKey, Received>();
    this.received.set(operation.receiver, received);
    const current = received.get(operation.stream);
    switch (operation.type) {
      case 'deliver': {
        expect(current).to.equal(undefined);
        const { layer, priority } = operation;
        // Its client answers at once, and then it is there and shut.
        received.set(operation.stream, { layer, priority, flow: 'held' });
        break;
      }
      case 'prefer': {
        if (current === undefined) throw new Error(`no ${operation.stream} to prefer`);
        const { layer, priority } = operation;
        received.set(operation.stream, { ...current, layer, priority });
        break;
      }
      case 'hold':
      case 'release':
        if (current === undefined) throw new Error(`no ${operation.stream} to ${operation.type}`);
        expect(current.flow).to.equal(operation.type === 'hold' ? 'open' : 'held');
        received.set(operation.stream, { ...current, flow: operation.type === 'hold' ? 'held' : 'open' });
        break;
      default:
        operation satisfies never;
    }
  }

  /** Applies what diff says until it says nothing more. */
  reach(desired: MediaPlan, look: (operation: Operation) => void = () => undefined): void {
    for (let rounds = 0; rounds < 5; rounds += 1) {
      const operations = diff(this, desired, limits.slots);
      for (const operation of operations) {
        this.apply(operation);
        look(operation);
      }
      if (operations.length === 0) return;
    }
    throw new Error('diff never comes to an end');
  }

  /** Whose packets reach whom. */
  flowing(): Readonly<Record<string, readonly StreamKey[]>> {
    return Object.fromEntries(
      [...this.received].map(([id, received]) => [
        id,
        [...received]
          .filter(([key, { flow }]) => flow === 'open' && this.live.has(key))
          .map(([key]) => key)
          .toSorted(),
      ]),
    );
  }
}

const wanted = (
  state: ConferenceState,
  desired: MediaPlan,
): Readonly<Record<string, readonly StreamKey[]>> => {
  const sent = sentBy(desired);
  return Object.fromEntries(
    Object.keys(state.participants).map((id) => [id, [...(sent.get(id)?.keys() ?? [])].toSorted()]),
  );
};

const workerOf = (id: string): string => workers[(id.codePointAt(0) ?? 0) % workers.length] ?? '';

function everybody(state: ConferenceState, views: ReadonlyMap<string, View> = new Map()): MediaWorld {
  const ids = Object.keys(state.participants);
  return {
    streams: new Map(
      ids.flatMap((id) => source.options.map((each) => [streamKey(id, each), workerOf(id)] as const)),
    ),
    receivers: new Map(
      ids.map((id) => [
        id,
        { ...receiverOn(workerOf(id)), view: views.get(id) ?? ({ kind: 'stage' } as const) },
      ]),
    ),
    heard: [],
    bridges,
  };
}

/** The states that a random session goes through, in each of which everybody offers everything and can receive. */
const anyPlannedSession = anySession.map((steps) => {
  const history = new History();
  return steps.map((step) => {
    history.take(step);
    return { state: history.state, world: everybody(history.state) };
  });
});

describe('the media plan', function () {
  // Whole sessions by the hundred: seconds on a busy machine.
  this.timeout(60_000);
  it('is reached from any moment of a session by what diff says, and then exactly what is planned flows', () => {
    fc.assert(
      fc.property(anyPlannedSession, (session) => {
        const [first] = session;
        if (first === undefined) return;
        const applied = new Applied(first.state, first.world);
        for (const { state, world } of session) {
          const now = new Applied(state, world);
          for (const [id, received] of applied.received) {
            if (now.received.has(id)) now.received.set(id, received);
          }
          for (const key of applied.live) now.live.add(key);
          for (const [key, link] of applied.links) now.links.set(key, link);
          const desired = plan(state, world, limits);
          now.reach(desired);
          expect(now.flowing()).to.deep.equal(wanted(state, desired));
          expect([...now.live]).to.have.members([...desired.live]);
          for (const [id, received] of now.received) {
            const kept = [...received.keys()].filter((key) => !showingFor(desired, id).has(key));
            expect(kept.filter((key) => key.endsWith('/microphone')).length).to.be.at.most(
              limits.slots.audio,
            );
            applied.received.set(id, received);
          }
          applied.live.clear();
          for (const key of now.live) applied.live.add(key);
          applied.links.clear();
          for (const [key, link] of now.links) applied.links.set(key, link);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('lets nothing through on the way that the plan does not want', () => {
    fc.assert(
      fc.property(anyPlannedSession, fc.nat(), fc.nat(), (session, a, b) => {
        const [from, to] = [session[a % session.length], session[b % session.length]];
        if (from === undefined || to === undefined) return;
        const applied = new Applied(from.state, from.world);
        const before = plan(from.state, from.world, limits);
        applied.reach(before);
        const desired = plan(to.state, to.world, limits);
        const was = wanted(from.state, before);
        const is = wanted(to.state, desired);
        let silenced = false;
        applied.reach(desired, (operation) => {
          silenced ||= operation.type !== 'pause' && operation.type !== 'hold';
          for (const [id, streams] of Object.entries(applied.flowing())) {
            for (const key of streams) {
              const allowed =
                is[id]?.includes(key) === true || (!silenced && was[id]?.includes(key) === true);
              expect(allowed, `${key} to ${id} after ${operation.type}`).to.equal(true);
            }
          }
        });
      }),
    );
  });

  it('links a stream before it delivers it over the link', () => {
    fc.assert(
      fc.property(anyPlannedSession, fc.nat(), (session, index) => {
        const moment = session[index % session.length];
        if (moment === undefined) return;
        const { state, world } = moment;
        const applied = new Applied(state, world);
        applied.reach(plan(state, world, limits), (operation) => {
          if (operation.type !== 'deliver') return;
          const to = world.receivers.get(operation.receiver)?.workerId ?? '';
          if (world.streams.get(operation.stream) === to) return;
          expect(applied.links.has(linkKey({ stream: operation.stream, to }))).to.equal(true);
        });
      }),
    );
  });

  it('lets nobody be heard who is muted, held, away, gone, or may not speak', () => {
    fc.assert(
      fc.property(anyPlannedSession, (session) => {
        for (const { state, world } of session) {
          const desired = plan(state, world, limits);
          const sent = [...sentBy(desired).values()];
          const silent = Object.values(state.participants)
            .filter(
              ({ microphone, presence, role }) =>
                microphone !== 'open' || presence !== 'present' || role === 'observer' || role === 'recorder',
            )
            .map(({ id }) => streamKey(id, 'microphone'));
          for (const key of silent) {
            expect(desired.live.has(key)).to.equal(false);
            expect(sent.some((streams) => streams.has(key))).to.equal(false);
          }
        }
      }),
    );
  });

  it('gives to those present alone, and brings each stream to a worker, and to another bridge, once', () => {
    fc.assert(
      fc.property(anyPlannedSession, (session) => {
        for (const { state, world } of session) {
          const desired = plan(state, world, limits);
          const sent = new Set([...sentBy(desired).values()].flatMap((streams) => [...streams.keys()]));
          for (const id of desired.screens.keys()) {
            expect(state.participants[id]?.presence).to.equal('present');
            const { workerId = '' } = world.receivers.get(id) ?? {};
            for (const [stream, { owner }] of showingFor(desired, id)) {
              if (owner === id || world.streams.get(stream) === workerId) continue;
              expect(desired.links.has(linkKey({ stream, to: workerId }))).to.equal(true);
            }
          }
          const crossings = [...desired.links.values()]
            .filter(({ from, to }) => bridges.get(from) !== bridges.get(to))
            .map(({ stream, to }) => `${stream} ${bridges.get(to)}`);
          expect(new Set(crossings).size).to.equal(crossings.length);
          const measured = scenes(state)
            .flatMap((scene) => rivals(scene, state, limits))
            .map((id) => streamKey(id, 'microphone'));
          expect([...desired.live]).to.have.members([...new Set([...sent, ...measured])]);
        }
      }),
    );
  });

  const hall = participantNamed('Hội trường tỉnh', 'chair');
  const [first, second, third, fourth, other] = [
    participantNamed('Xã Tam Hồng'),
    participantNamed('Xã Tề Lỗ'),
    participantNamed('Xã Trung Mỹ'),
    participantNamed('Xã Bá Hiến'),
    participantNamed('Xã Yên Đồng'),
  ];
  const others = Array.from({ length: 7 }, (_, index) => participantNamed(`Xã ${index}`));
  const rooms = [first, second, third, fourth, other, ...others];

  function session(): History {
    const history = new History().open('open', { microphonePolicy: 'open' }).join(hall, ...rooms);
    history.command(hall, 'conference.start');
    return history;
  }
  const speech = { category: 'speech', subject: '' };
  const planned = (history: History, views?: ReadonlyMap<string, View>): MediaPlan =>
    plan(history.state, everybody(history.state, views), limits);
  const shown = (desired: MediaPlan, { id }: Identity) => sentBy(desired).get(id);

  it('hears the floor and the chair always, and of the others the loudest', () => {
    const history = session();
    for (const room of [hall, ...rooms]) history.command(room, 'microphone.open');
    history.command(hall, 'floor.grant', { participantId: other.id });
    const loud = rooms.slice(9).map(({ id }) => id);
    const desired = plan(history.state, { ...everybody(history.state), heard: loud }, limits);
    const heard = [...(shown(desired, first)?.keys() ?? [])].filter((key) => key.endsWith('/microphone'));
    expect(heard).to.have.members([hall.id, other.id, ...loud].map((id) => streamKey(id, 'microphone')));
    // The others are listened to, so that one who becomes louder is noticed.
    expect([...desired.live].filter((key) => key.endsWith('/microphone'))).to.have.lengthOf(13);
  });

  it('makes the next three of the queue ready, as they will be on the stage, and sends nothing of them', () => {
    const history = session();
    for (const room of [first, second, third, fourth]) history.command(room, 'hand.raise', speech);
    const before = planned(history);
    const queue = currentQueue(history.state).map(({ participantId }) => participantId);
    expect(queue).to.have.lengthOf(4);
    const ready = [...showingFor(before, other.id)].filter(([, { warm }]) => warm);
    expect(ready.map(([key]) => key)).to.have.members(
      queue.slice(0, 3).flatMap((id) => [streamKey(id, 'camera'), streamKey(id, 'microphone')]),
    );
    for (const [key] of ready) expect(before.live.has(key)).to.equal(false);

    const camera = streamKey(queue[0] ?? '', 'camera');
    const soon = showingFor(before, other.id).get(camera);
    history.command(hall, 'floor.grant', { participantId: queue[0] });
    expect(showingFor(planned(history), other.id).get(camera)).to.deep.equal({ ...soon, warm: false });
    expect(planned(history).live.has(camera)).to.equal(true);
  });

  it('changes the floor with one request for each stream, however many rooms there are', () => {
    const history = session();
    history.command(hall, 'floor.grant', { participantId: third.id });
    for (const room of [first, second]) history.command(room, 'hand.raise', speech);
    const applied = new Applied(history.state, everybody(history.state));
    applied.reach(planned(history));
    history.command(hall, 'floor.grant', { participantId: first.id });
    const operations: Operation[] = [];
    applied.reach(planned(history), (operation) => void operations.push(operation));
    expect(operations).to.have.deep.members([
      { type: 'pause', stream: streamKey(third.id, 'microphone') },
      { type: 'pause', stream: streamKey(third.id, 'camera') },
      { type: 'resume', stream: streamKey(first.id, 'microphone') },
      { type: 'resume', stream: streamKey(first.id, 'camera') },
    ]);
  });

  it('asks for the layer that fits the slot', () => {
    const history = session();
    history.command(hall, 'floor.grant', { participantId: first.id });
    const received = () => shown(planned(history), other);
    expect(received()?.get(streamKey(first.id, 'camera'))).to.equal(2);
    expect(received()?.get(streamKey(hall.id, 'camera'))).to.equal(1);
    history.command(hall, 'stage.take', { seat: 'slides' });
    expect(received()?.get(streamKey(hall.id, 'screen'))).to.equal(null);
    expect(received()?.get(streamKey(first.id, 'camera'))).to.equal(1);
  });

  it('shows a page of the wall to a moderator at the lowest layer, and makes the next ready', () => {
    const history = session();
    const [page, next] = [rooms.slice(4, 8), rooms.slice(8, 12)].map((each) => each.map(({ id }) => id));
    const wall: View = { kind: 'wall', page: page ?? [], next: next ?? [] };
    const desired = planned(history, new Map([[hall.id, wall]]));
    const pictures = [...showingFor(desired, hall.id)].filter(([key]) => key.endsWith('/camera'));
    expect(pictures.map(([key, { layer, warm }]) => [key, layer, warm])).to.have.deep.members([
      ...(page ?? []).map((id) => [streamKey(id, 'camera'), 0, false]),
      ...(next ?? []).map((id) => [streamKey(id, 'camera'), 0, true]),
    ]);
    const asked = rooms.filter(({ id }) => desired.demands.get(id)?.camera === 0).map(({ id }) => id);
    expect(asked).to.deep.equal(page);
    expect(desired.demands.has(first.id)).to.equal(false);
  });

  it('shows a whole page however full the worker is', () => {
    const history = session();
    const page = rooms.map(({ id }) => id);
    const world = everybody(history.state, new Map([[hall.id, { kind: 'wall', page, next: [] }]]));
    const receivers = new Map(
      [...world.receivers].map(([id, receiver]) => [id, { ...receiver, packetsPerS: 125 }]),
    );
    const desired = plan(history.state, { ...world, receivers }, limits);
    expect([...(shown(desired, hall)?.values() ?? [])]).to.deep.equal(page.map(() => 0));
  });

  it('shows the stage to whoever is no moderator, whatever it asks for', () => {
    const history = session();
    const wall: View = { kind: 'wall', page: [second.id], next: [] };
    const desired = planned(history, new Map([[first.id, wall]]));
    expect(shown(desired, first)).to.deep.equal(shown(desired, third));
  });

  it('asks a participant for the highest layer that anybody gets', () => {
    const history = session();
    history.command(hall, 'floor.grant', { participantId: first.id });
    const wall: View = { kind: 'wall', page: [first.id], next: [] };
    const one = new History().open('open', { microphonePolicy: 'open' }).join(hall, first);
    expect(planned(history, new Map([[hall.id, wall]])).demands.get(first.id)?.camera).to.equal(2);
    one.command(hall, 'stage.clear', { seat: 'chair' });
    expect(planned(one, new Map([[hall.id, wall]])).demands.get(first.id)?.camera).to.equal(0);
  });

  it('sends no pictures where only sound is wanted, and sound to all', () => {
    const history = session();
    history.command(hall, 'microphone.open');
    const world = everybody(history.state);
    const receivers = new Map(world.receivers).set(first.id, { ...receiverOn('0.0'), audioOnly: true });
    const desired = plan(history.state, { ...world, receivers }, limits);
    expect([...(shown(desired, first)?.keys() ?? [])]).to.deep.equal([streamKey(hall.id, 'microphone')]);
    expect(shown(desired, second)?.size).to.be.greaterThan(1);
  });

  it('gives a room what its line takes: the speaker and the chair smaller, or one small picture', () => {
    const history = session();
    history.command(hall, 'floor.grant', { participantId: first.id });
    for (const room of [hall, first]) history.command(room, 'microphone.open');
    const picturesOver = (lineBps: number): readonly (number | null | undefined)[] => {
      const world = everybody(history.state);
      const receivers = new Map(world.receivers).set(other.id, { ...receiverOn('0.0'), lineBps });
      const sent = shown(plan(history.state, { ...world, receivers }, limits), other);
      for (const { id } of [hall, first]) expect(sent?.has(streamKey(id, 'microphone'))).to.equal(true);
      return [first, hall].map(({ id }) => sent?.get(streamKey(id, 'camera')));
    };
    expect(picturesOver(Infinity)).to.deep.equal([2, 1]);
    expect(picturesOver(4_000_000)).to.deep.equal([2, 1]);
    expect(picturesOver(2_000_000)).to.deep.equal([1, 1]);
    expect(picturesOver(500_000)).to.deep.equal([0, undefined]);
    expect(picturesOver(200_000)).to.deep.equal([undefined, undefined]);
  });

  it('has no place taken by its own pictures on the line of who is seen', () => {
    const history = session();
    history.command(hall, 'floor.grant', { participantId: first.id });
    const world = everybody(history.state);
    const receivers = new Map(world.receivers).set(first.id, { ...receiverOn('0.0'), lineBps: 500_000 });
    const sent = shown(plan(history.state, { ...world, receivers }, limits), first);
    expect(sent?.get(streamKey(hall.id, 'camera'))).to.equal(0);
  });

  it('asks a camera for no more layers than its line takes all together', () => {
    const history = session();
    history.command(hall, 'floor.grant', { participantId: first.id });
    const cameraOver = (upBps: number): number | null | undefined => {
      const uplinks = new Map([[first.id, upBps]]);
      return plan(history.state, { ...everybody(history.state), uplinks }, limits).demands.get(first.id)
        ?.camera;
    };
    expect([10_000_000, 2_700_000, 2_000_000, 1_000_000, 500_000, 100_000].map(cameraOver)).to.deep.equal([
      2,
      2,
      1,
      1,
      0,
      null,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 64_000, max: 10_000_000 }), (upBps) => {
        const highest = highestSent(upBps, limits.rates) ?? -1;
        const { camera } = limits.rates;
        const sent = camera.slice(0, highest + 1).reduce((sum, bps) => sum + bps, 0);
        expect(sent).to.be.lessThan(upBps);
        const next = camera[highest + 1];
        if (next !== undefined) expect((sent + next) * 1.2 + 48_000).to.be.greaterThan(upBps);
      }),
    );
  });

  it('gives the same object to whom nothing has changed for', () => {
    const history = session();
    const before = planned(history);
    const after = plan(history.state, everybody(history.state), limits, before);
    expect(showingFor(after, first.id)).to.equal(showingFor(before, first.id));
    history.command(hall, 'floor.grant', { participantId: second.id });
    const then = plan(history.state, everybody(history.state), limits, after);
    expect(showingFor(then, first.id)).not.to.equal(showingFor(after, first.id));
  });
});

describe('a delivery', () => {
  it('is let through where it is shown, and where what waits for its turn does not run', () => {
    const picture = { owner: 'a', layer: 0, priority: 1 };
    expect(isLetThrough({ ...picture, warm: false }, true)).to.equal(true);
    expect(isLetThrough({ ...picture, warm: true }, false)).to.equal(true);
    expect(isLetThrough({ ...picture, warm: true }, true)).to.equal(false);
    expect(isLetThrough(undefined, true)).to.equal(false);
  });
});

describe('pictures on a thin line', () => {
  const slot = (id: string, of: Partial<StreamSlot> = {}): StreamSlot => ({
    kind: 'stream',
    place: 'pinned',
    participantId: id,
    source: 'camera',
    size: 'small',
    ...of,
  });
  const [slides, speaker, chair, pinned] = [
    slot('a', { source: 'screen', place: 'slides', size: 'large' }),
    slot('b', { place: 'speaker', size: 'large' }),
    slot('c', { place: 'chair' }),
    slot('d', { size: 'thumb' }),
  ];
  const at = (bps: number, ...slots: readonly StreamSlot[]): readonly unknown[] => {
    const chosen = fit(slots, bps, limits);
    return slots.map((each) => chosen.get(each));
  };

  it('are as large as their slots where they fit', () => {
    expect(at(Infinity, speaker, chair, pinned)).to.deep.equal([2, 1, 0]);
  });

  it('shrink and go from the least important on', () => {
    expect(at(2_100_000, speaker, chair, pinned)).to.deep.equal([2, 1, undefined]);
    expect(at(1_700_000, speaker, chair, pinned)).to.deep.equal([2, 0, undefined]);
    expect(at(700_000, speaker, chair, pinned)).to.deep.equal([1, 0, undefined]);
    expect(at(100_000, speaker, chair, pinned)).to.deep.equal([undefined, undefined, undefined]);
  });

  it('give way to slides, which have no smaller size that can be read', () => {
    expect(at(300_000, slides, speaker)).to.deep.equal([null, undefined]);
    expect(at(2_700_000, slides, speaker)).to.deep.equal([null, 0]);
  });
});

const load = (id: string, participants: number, ofConference: number) => ({
  id,
  participants,
  ofConference,
});

describe('the placement of participants', () => {
  it('takes the least loaded worker, and among equals the one that has the conference', () => {
    expect(placeParticipant([load('a', 3, 3), load('b', 2, 0)])).to.equal('b');
    expect(placeParticipant([load('a', 2, 0), load('b', 2, 1)])).to.equal('b');
    expect(placeParticipant([load('b', 0, 0), load('a', 0, 0)])).to.equal('a');
    expect(placeParticipant([])).to.equal(undefined);
  });

  it('ends where not even voices and the smallest picture fit', () => {
    expect(hasRoom([{ participants: 7 }], 1_000)).to.equal(true);
    expect(hasRoom([{ participants: 8 }], 1_000)).to.equal(false);
    expect(hasRoom([{ participants: 8 }, { participants: 2 }], 1_000)).to.equal(true);
    expect(hasRoom([], 1_000)).to.equal(false);
  });
});
