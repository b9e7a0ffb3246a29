import { expect } from 'chai';
import fc from 'fast-check';
import { diff } from '../../domain/media/diff.ts';
import type { Operation } from '../../domain/media/diff.ts';
import { placeParticipant } from '../../domain/media/placement.ts';
import { linkKey, plan } from '../../domain/media/plan.ts';
import type { Layer, Link, LinkKey, MediaGraph, MediaWorld } from '../../domain/media/plan.ts';
import { streamKey } from '../../domain/media/sources.ts';
import type { StreamKey } from '../../domain/media/sources.ts';
import { source } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { History, participantNamed } from '../support/conference-history.ts';
import { anySession } from '../support/random-sessions.ts';

const limits = { openMicrophones: 6, layers: { large: 2, half: 1, small: 1, thumb: 0 } };

const participants = ['a', 'b', 'c', 'd'];
const workers = ['0.0', '1.1', '2.2'];
const keys = participants.flatMap((id) => source.options.map((each) => streamKey(id, each)));
const anyKey = fc.constantFrom(...keys);
const anyLayer = fc.constantFrom<Layer>(null, 0, 1, 2);
const anyLink: fc.Arbitrary<Link> = fc.record({ stream: anyKey, to: fc.constantFrom(...workers) });

const anyGraph: fc.Arbitrary<MediaGraph> = fc.record({
  live: fc.uniqueArray(anyKey).map((live) => new Set(live)),
  deliveries: fc
    .array(
      fc.tuple(
        fc.constantFrom(...participants),
        fc.array(fc.tuple(anyKey, anyLayer)).map((streams) => new Map(streams)),
      ),
    )
    .map((deliveries) => new Map(deliveries)),
  links: fc.array(anyLink).map((links) => new Map(links.map((link) => [linkKey(link), link]))),
});

/** A graph that operations change, and that complains where one makes no sense. */
class Applied {
  readonly live: Set<StreamKey>;
  readonly links: Map<LinkKey, Link>;
  readonly deliveries: Map<string, Map<StreamKey, Layer>>;

  constructor({ live, links, deliveries }: MediaGraph) {
    this.live = new Set(live);
    this.links = new Map(links);
    this.deliveries = new Map([...deliveries].map(([receiver, streams]) => [receiver, new Map(streams)]));
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
        expect(this.links.has(linkKey(operation.link))).to.equal(false);
        this.links.set(linkKey(operation.link), operation.link);
        break;
      case 'unlink':
        expect(this.links.delete(linkKey(operation.link))).to.equal(true);
        break;
      case 'deliver':
      case 'setLayer': {
        const received = this.deliveries.get(operation.receiver) ?? new Map<StreamKey, Layer>();
        expect(received.has(operation.stream)).to.equal(operation.type === 'setLayer');
        this.deliveries.set(operation.receiver, received.set(operation.stream, operation.layer));
        break;
      }
      case 'withdraw':
        expect(this.deliveries.get(operation.receiver)?.delete(operation.stream)).to.equal(true);
        break;
      default:
        operation satisfies never;
    }
  }
}

/** In an order of its own, and without participants who receive nothing: those are as good as absent. */
const normal = ({ live, links, deliveries }: MediaGraph): unknown => ({
  live: [...live].toSorted(),
  links: [...links.keys()].toSorted(),
  deliveries: [...deliveries]
    .filter(([, streams]) => streams.size > 0)
    .map(([receiver, streams]) => [receiver, Object.fromEntries(streams)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1)),
});

/** The states that a random session goes through, in each of which everybody offers everything and can receive. */
const anyPlannedSession = anySession.map((steps) => {
  const history = new History();
  return steps.map((step) => {
    history.take(step);
    return { state: history.state, world: everybody(history.state) };
  });
});

const workerOf = (id: string): string => workers[(id.codePointAt(0) ?? 0) % workers.length] ?? '';

function everybody(state: ConferenceState): MediaWorld {
  const ids = Object.keys(state.participants);
  return {
    streams: new Map(
      ids.flatMap((id) => source.options.map((each) => [streamKey(id, each), workerOf(id)] as const)),
    ),
    receivers: new Map(ids.map((id) => [id, workerOf(id)])),
  };
}

describe('the media plan', () => {
  it('is reached from anywhere by what diff says, step by step', () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, (actual, desired) => {
        const applied = new Applied(actual);
        for (const operation of diff(actual, desired)) applied.apply(operation);
        expect(normal(applied)).to.deep.equal(normal(desired));
        expect(diff(applied, desired)).to.deep.equal([]);
      }),
    );
  });

  it('silences before it does anything else', () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, (actual, desired) => {
        const types = diff(actual, desired).map(({ type }) => type);
        const others = types.findIndex((type) => type !== 'pause');
        if (others >= 0) expect(types.slice(others)).not.to.include('pause');
      }),
    );
  });

  it('lets nobody be heard who is muted, held, away, gone, or may not speak', () => {
    fc.assert(
      fc.property(anyPlannedSession, (session) => {
        for (const { state, world } of session) {
          const { live, deliveries } = plan(state, world, limits);
          const silent = Object.values(state.participants)
            .filter(
              ({ microphone, presence, role }) =>
                microphone !== 'open' || presence !== 'present' || role === 'observer' || role === 'recorder',
            )
            .map(({ id }) => streamKey(id, 'microphone'));
          for (const key of silent) {
            expect(live.has(key)).to.equal(false);
            for (const streams of deliveries.values()) expect(streams.has(key)).to.equal(false);
          }
        }
      }),
    );
  });

  it('gives to those present alone, never their own, and each stream crosses to a worker at most once', () => {
    fc.assert(
      fc.property(anyPlannedSession, (session) => {
        for (const { state, world } of session) {
          const { live, links, deliveries } = plan(state, world, limits);
          const needed = new Set<LinkKey>();
          const received = new Set<StreamKey>();
          for (const [receiver, streams] of deliveries) {
            expect(state.participants[receiver]?.presence).to.equal('present');
            for (const key of streams.keys()) {
              expect(key.startsWith(receiver)).to.equal(false);
              received.add(key);
              const to = world.receivers.get(receiver) ?? '';
              if (world.streams.get(key) !== to) needed.add(linkKey({ stream: key, to }));
            }
          }
          expect([...links.keys()]).to.have.members([...needed]);
          expect([...live]).to.have.members([...received]);
        }
      }),
    );
  });

  it('links a stream before it delivers it over the link, from any moment of a session to any other', () => {
    fc.assert(
      fc.property(anyPlannedSession, fc.nat(), fc.nat(), (session, a, b) => {
        const [from, to] = [session[a % session.length], session[b % session.length]];
        if (from === undefined || to === undefined) return;
        const actual = plan(from.state, from.world, limits);
        const desired = plan(to.state, to.world, limits);
        const applied = new Applied(actual);
        for (const operation of diff(actual, desired)) {
          applied.apply(operation);
          if (operation.type !== 'deliver') continue;
          const worker = to.world.receivers.get(operation.receiver) ?? '';
          if (to.world.streams.get(operation.stream) === worker) continue;
          expect(applied.links.has(linkKey({ stream: operation.stream, to: worker }))).to.equal(true);
        }
      }),
    );
  });

  it('hears no more microphones than it may, and those on the stage first', () => {
    const chair = participantNamed('Chủ tọa', 'chair');
    const rooms = Array.from({ length: 8 }, (_, index) => participantNamed(`Xã ${index}`));
    const history = new History().open('open', { microphonePolicy: 'open' }).join(chair, ...rooms);
    for (const room of rooms) history.command(room, 'microphone.open');
    const speaker = rooms.toSorted((a, b) => (a.id < b.id ? 1 : -1))[0] ?? chair;
    history.command(chair, 'floor.grant', { participantId: speaker.id });
    const { live } = plan(history.state, everybody(history.state), { ...limits, openMicrophones: 3 });
    const heard = [...live].filter((key) => key.endsWith('microphone'));
    expect(heard).to.have.lengthOf(3);
    expect(heard).to.include.members([chair, speaker].map(({ id }) => streamKey(id, 'microphone')));
  });

  it('asks for the layer that fits the slot', () => {
    const chair = participantNamed('Chủ tọa', 'chair');
    const [speaker, room] = [participantNamed('Xã Tam Hồng'), participantNamed('Xã Yên Đồng')];
    const history = new History().open('open', { microphonePolicy: 'open' }).join(chair, speaker, room);
    history.command(chair, 'floor.grant', { participantId: speaker.id });
    const received = () => plan(history.state, everybody(history.state), limits).deliveries.get(room.id);
    expect(received()?.get(streamKey(speaker.id, 'camera'))).to.equal(2);
    expect(received()?.get(streamKey(chair.id, 'camera'))).to.equal(1);
    history.command(chair, 'stage.take', { seat: 'slides' });
    expect(received()?.get(streamKey(chair.id, 'screen'))).to.equal(null);
    expect(received()?.get(streamKey(speaker.id, 'camera'))).to.equal(1);
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
});
