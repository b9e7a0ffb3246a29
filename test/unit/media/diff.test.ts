import { expect } from 'chai';
import fc from 'fast-check';
import { diff, isLetThrough } from '../../../domain/media/diff.ts';
import type { ActualGraph, Operation, Received } from '../../../domain/media/diff.ts';
import { linkKey } from '../../../domain/media/links.ts';
import type { StreamLink, LinkKey } from '../../../domain/media/links.ts';
import { plan, showingFor } from '../../../domain/media/plan.ts';
import type { MediaPlan, MediaWorld } from '../../../domain/media/plan.ts';
import { isOfPrivateWord, streamKey } from '../../../domain/media/sources.ts';
import type { StreamKey } from '../../../domain/media/sources.ts';
import type { ConferenceState } from '../../../protocol/state.ts';
import {
  History,
  participantNamed,
  planLimits as limits,
  sentBy,
} from '../../support/conference/conference-history.ts';
import { anyPlannedSession, everybody } from '../../support/media/media-world.ts';

/** The operations that change one participant's deliveries. */
type Change = Extract<Operation, { readonly type: 'deliver' | 'prefer' | 'hold' | 'release' }>;

/** A graph that operations change; fails on an operation that makes no sense. */
class Applied implements ActualGraph {
  readonly live = new Set<StreamKey>();
  readonly links = new Map<LinkKey, StreamLink>();
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
        // The client answers at once, so the delivery exists from here on, held.
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

  /** Applies the operations of diff until it returns none. */
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

  /** The streams whose packets reach each participant. */
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

/** A private word is not kept for later: where others are held, it is withdrawn. */
const isSilencing = (operation: Operation): boolean =>
  operation.type === 'pause' ||
  operation.type === 'hold' ||
  (operation.type === 'withdraw' && isOfPrivateWord(operation.stream));

describe('the diff to the media plan', function () {
  // Hundreds of whole sessions: seconds on a busy machine.
  this.timeout(60_000);

  it('reaches the plan from any moment of a session, and then exactly the planned streams flow', () => {
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

  it('lets no stream flow on the way that the plan does not want', () => {
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
          silenced ||= !isSilencing(operation);
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

  it('links a stream before it delivers the stream over the link', () => {
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

  it('changes the floor with one request for each stream and speaker, for any number of rooms', () => {
    const [hall, first, second, third] = [
      participantNamed('Hội trường tỉnh', 'chair'),
      participantNamed('Xã Tam Hồng'),
      participantNamed('Xã Tề Lỗ'),
      participantNamed('Xã Trung Mỹ'),
    ];
    const others = Array.from({ length: 9 }, (_, index) => participantNamed(`Xã ${index}`));
    const history = new History().open('open', { microphonePolicy: 'open' });
    history.join(hall, first, second, third, ...others);
    history.command(hall, 'conference.start');
    const planned = (): MediaPlan => plan(history.state, everybody(history.state), limits);
    const speech = { category: 'speech', subject: '' };
    history.command(hall, 'floor.grant', { participantId: third.id });
    for (const room of [first, second]) history.command(room, 'hand.raise', speech);
    const applied = new Applied(history.state, everybody(history.state));
    applied.reach(planned());
    history.command(hall, 'floor.grant', { participantId: first.id });
    const operations: Operation[] = [];
    applied.reach(planned(), (operation) => void operations.push(operation));
    const chairs = streamKey(hall.id, 'camera');
    expect(operations).to.have.deep.members([
      { type: 'pause', stream: streamKey(third.id, 'microphone') },
      { type: 'pause', stream: streamKey(third.id, 'camera') },
      { type: 'resume', stream: streamKey(first.id, 'microphone') },
      { type: 'resume', stream: streamKey(first.id, 'camera') },
      // The speaker sees the chair large, as the others see the speaker.
      { type: 'prefer', receiver: first.id, stream: chairs, layer: 2, priority: 255 },
      { type: 'prefer', receiver: third.id, stream: chairs, layer: 1, priority: 247 },
    ]);
  });
});

describe('a delivery', () => {
  it('is let through where it is shown, and a warm one only while its stream is paused', () => {
    const picture = { owner: 'a', layer: 0, priority: 1 };
    expect(isLetThrough({ ...picture, warm: false }, true)).to.equal(true);
    expect(isLetThrough({ ...picture, warm: true }, false)).to.equal(true);
    expect(isLetThrough({ ...picture, warm: true }, true)).to.equal(false);
    expect(isLetThrough(undefined, true)).to.equal(false);
  });
});
