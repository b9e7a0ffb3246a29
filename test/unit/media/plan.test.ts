import { expect } from 'chai';
import fc from 'fast-check';
import { currentQueue } from '../../../domain/conference/topics/floor.ts';
import { highestSent } from '../../../domain/media/budget.ts';
import { linkKey, linksOf } from '../../../domain/media/links.ts';
import { plan, showingFor } from '../../../domain/media/plan.ts';
import type { MediaPlan } from '../../../domain/media/plan.ts';
import { rivals } from '../../../domain/media/screens.ts';
import { scenes, streamKey } from '../../../domain/media/sources.ts';
import { measure } from '../../../domain/media/stream-rates.ts';
import type { MeasuredStream, StreamRates } from '../../../domain/media/stream-rates.ts';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type { View } from '../../../protocol/media.ts';
import {
  History,
  participantNamed,
  planLimits as limits,
  receiverOn,
  sentBy,
} from '../../support/conference/conference-history.ts';
import { anyPlannedSession, bridges, everybody } from '../../support/media/media-world.ts';

describe('the media plan', function () {
  // Hundreds of whole sessions: seconds on a busy machine.
  this.timeout(60_000);
  it('lets no participant be heard that is muted, held, away, gone, or may not speak', () => {
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

  it('sends only to present participants, and brings each stream to a worker, and to another bridge, once', () => {
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
              expect(linksOf(desired.routes).has(linkKey({ stream, to: workerId }))).to.equal(true);
            }
          }
          const crossings = [...linksOf(desired.routes).values()]
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

  it('is the same when it continues from the previous plan as when it starts from nothing', () => {
    fc.assert(
      fc.property(anyPlannedSession, (session) => {
        let before: MediaPlan | undefined;
        for (const { state, world } of session) {
          before = plan(state, world, limits, before);
          const fromNothing = plan(state, world, limits);
          for (const part of ['showings', 'screens', 'live', 'demands'] as const) {
            expect(before[part]).to.deep.equal(fromNothing[part]);
          }
          // The worker of a bridge that brings a stream to the others may differ; the receivers, and the
          // number of crossings, may not.
          const links = linksOf(before.routes);
          expect(new Set(links.keys())).to.deep.equal(new Set(linksOf(fromNothing.routes).keys()));
          for (const { stream, from, to } of links.values()) {
            expect(
              from === world.streams.get(stream) || links.has(linkKey({ stream, to: from })),
              to,
            ).to.equal(true);
          }
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

  it('includes the microphones of the floor and the chair always, and the loudest of the others', () => {
    const history = session();
    for (const room of [hall, ...rooms]) history.command(room, 'microphone.open');
    history.command(hall, 'floor.grant', { participantId: other.id });
    const loud = rooms.slice(9).map(({ id }) => id);
    const desired = plan(history.state, { ...everybody(history.state), heard: loud }, limits);
    const heard = [...(shown(desired, first)?.keys() ?? [])].filter((key) => key.endsWith('/microphone'));
    expect(heard).to.have.members([hall.id, other.id, ...loud].map((id) => streamKey(id, 'microphone')));
    // The others stay live, so that the server notices when one becomes louder.
    expect([...desired.live].filter((key) => key.endsWith('/microphone'))).to.have.lengthOf(13);
  });

  it('prepares the next three of the queue as they will be on the stage, and sends none of their streams', () => {
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

  it('gives the speaker the chair large, who sees it in the place where others see the speaker', () => {
    const history = session();
    history.command(hall, 'floor.grant', { participantId: first.id });
    const received = (viewer: Identity) => shown(planned(history), viewer)?.get(streamKey(hall.id, 'camera'));
    expect(received(first)).to.equal(2);
    expect(received(other)).to.equal(1);
  });

  it('gives a room that has slides on another display the faces as large as without slides, and the slides', () => {
    const history = session();
    history.command(second, 'hand.raise', speech);
    history.command(hall, 'floor.grant', { participantId: first.id });
    history.command(hall, 'stage.take', { seat: 'slides' });
    const apart: View = { kind: 'stage', slidesApart: true };
    const desired = planned(history, new Map([first, other].map(({ id }) => [id, apart])));
    const received = (viewer: Identity, of: Identity, source: 'camera' | 'screen') =>
      shown(desired, viewer)?.get(streamKey(of.id, source));
    expect(received(third, first, 'camera')).to.equal(1);
    expect(received(other, first, 'camera')).to.equal(2);
    expect(received(other, hall, 'screen')).to.equal(null);
    expect(received(first, hall, 'camera'), 'the chair, for the speaker').to.equal(2);
    const soon = (viewer: Identity) =>
      showingFor(desired, viewer.id).get(streamKey(second.id, 'camera'))?.layer;
    expect([soon(third), soon(other)]).to.deep.equal([1, 2]);
  });

  it('shows a page of the wall to a moderator at the lowest layer, and prepares the next page', () => {
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

  it('shows a whole page even when the worker is full', () => {
    const history = session();
    const page = rooms.map(({ id }) => id);
    const world = everybody(history.state, new Map([[hall.id, { kind: 'wall', page, next: [] }]]));
    const receivers = new Map(
      [...world.receivers].map(([id, receiver]) => [id, { ...receiver, packetsPerS: 125 }]),
    );
    const desired = plan(history.state, { ...world, receivers }, limits);
    expect([...(shown(desired, hall)?.values() ?? [])]).to.deep.equal(page.map(() => 0));
  });

  it('makes pictures smaller as the worker fills, and keeps the sound', () => {
    const history = session();
    history.command(hall, 'microphone.open');
    history.command(hall, 'floor.grant', { participantId: first.id });
    const world = everybody(history.state);
    const at = (packetsPerS: number) => {
      const receivers = new Map([...world.receivers].map(([id, each]) => [id, { ...each, packetsPerS }]));
      const received = shown(plan(history.state, { ...world, receivers }, limits), other);
      const sounds = [...(received?.keys() ?? [])].filter((key) => key.endsWith('/microphone'));
      return [sounds.length, ...[first, hall].map(({ id }) => received?.get(streamKey(id, 'camera')))];
    };
    expect(at(1_000)).to.deep.equal([2, 2, 1]);
    expect(at(256)).to.deep.equal([2, 1, 1]);
    expect(at(182)).to.deep.equal([2, 1, undefined]);
    expect(at(128)).to.deep.equal([2, 0, undefined]);
    expect(at(90)).to.deep.equal([2, undefined, undefined]);
  });

  const still = { encodings: [{ packetsPerS: 5, bps: 40_000 }], frameShares: [1] };
  const moving = { encodings: [{ packetsPerS: 284, bps: 2_500_000 }], frameShares: [0.4, 0.6, 1] };
  const frames = { ...limits, rates: { ...limits.rates, screenFrames: [0.4, 0.6, 1] } };

  /**
   * The hall shows slides, the first room speaks, both are heard; `room` is the budget and the line of every
   * participant.
   */
  function withSlides(room: { packetsPerS?: number; lineBps?: number }, measured?: StreamRates): MediaPlan {
    const history = session();
    history.command(hall, 'microphone.open');
    history.command(hall, 'floor.grant', { participantId: first.id });
    history.command(first, 'microphone.open');
    history.command(hall, 'stage.take', { seat: 'slides' });
    const world = everybody(history.state);
    const receivers = new Map([...world.receivers].map(([id, each]) => [id, { ...each, ...room }]));
    const rates = new Map(measured && [[streamKey(hall.id, 'screen'), measured]]);
    return plan(history.state, { ...world, receivers, rates }, frames);
  }
  const picturesBesideSlides = (desired: MediaPlan): readonly unknown[] =>
    (['screen', 'camera'] as const).map((each) =>
      shown(desired, other)?.get(streamKey(each === 'screen' ? hall.id : first.id, each)),
    );

  it('shows the speaker beside slides on a full worker and on a thin line, for still and moving slides', () => {
    for (const measured of [undefined, still, moving]) {
      for (const room of [{ packetsPerS: 225 }, { packetsPerS: 150 }, { lineBps: 2_000_000 }]) {
        const [slides, face] = picturesBesideSlides(withSlides(room, measured));
        expect(slides).not.to.equal(undefined);
        expect(face).to.be.at.least(0);
      }
    }
    expect(picturesBesideSlides(withSlides({ packetsPerS: 225 }, still))).to.deep.equal([null, 1]);
    expect(picturesBesideSlides(withSlides({ packetsPerS: 225 }, moving))).to.deep.equal([0, 0]);
    expect(picturesBesideSlides(withSlides({ lineBps: 2_000_000 }, still))).to.deep.equal([null, 1]);
    expect(picturesBesideSlides(withSlides({ lineBps: 2_000_000 }, moving))).to.deep.equal([0, 0]);
  });

  it('asks for no more of slides than workers can carry, and plans with that limit before it has measured', () => {
    const asked = (desired: MediaPlan) => desired.demands.get(hall.id);
    expect(asked(withSlides({}))).to.deep.equal({ microphone: true, camera: 1, screen: true });
    expect(asked(withSlides({ packetsPerS: 225 }))?.screenBps).to.equal((215 - 100 - 25) * 1_100 * 8);
    expect(asked(withSlides({ packetsPerS: 125 }))?.screenBps).to.equal(25 * 1_100 * 8);
    expect(asked(withSlides({ lineBps: 2_000_000 }))?.screenBps).to.equal(undefined);
    expect(picturesBesideSlides(withSlides({ packetsPerS: 225 }))).to.deep.equal([null, 0]);
  });

  it('keeps every participant’s share while slides keep to the requested bitrate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 150, max: 2_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (packetsPerS, part) => {
          const limitBps = withSlides({ packetsPerS }).demands.get(hall.id)?.screenBps ?? 2_500_000;
          const sent = { packetsPerS: Math.ceil((part * limitBps) / 8_800), bps: part * limitBps };
          const measured = { encodings: [sent], frameShares: [1] };
          const received = [...(shown(withSlides({ packetsPerS }, measured), other) ?? [])];
          const packets = received.map(([key, layer]) => {
            if (key.endsWith('/microphone')) return 50;
            return key.endsWith('/screen') ? sent.packetsPerS : ([25, 57, 171][layer ?? 0] ?? Infinity);
          });
          expect(packets.reduce((sum, each) => sum + each, 0)).to.be.at.most(packetsPerS);
          expect(received.map(([key]) => key)).to.include(streamKey(first.id, 'camera'));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('changes no picture for the noise in the bitrate of slides', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 60 }),
        fc.array(fc.double({ min: 0.95, max: 1.05, noNaN: true }), { minLength: 30, maxLength: 60 }),
        (packetsALook, noise) => {
          let [packets, atMs] = [0, 0];
          let stream: MeasuredStream | undefined;
          const seen: string[] = [];
          for (const factor of noise) {
            packets += packetsALook * factor;
            atMs += 500;
            stream = measure(stream, {
              atMs,
              encodings: [{ packets, bits: packets * 8_800 }],
              frameShares: [1],
            });
            const received = shown(withSlides({ packetsPerS: 300 }, stream.rates), other);
            const now = JSON.stringify([...(received ?? [])]);
            if (now !== seen.at(-1)) seen.push(now);
          }
          // Before the first measurement, after it, and at the peak of the noise.
          expect(seen.length).to.be.at.most(3);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('gives the least packet rate of each participant: more with slides, and what slides send that ignore the limit', () => {
    expect(planned(session()).leastPacketsPerS).to.equal(125);
    expect(withSlides({ packetsPerS: 225 }, still).leastPacketsPerS).to.equal(150);
    expect(withSlides({ packetsPerS: 225 }, moving).leastPacketsPerS).to.equal(125 + 284);
    expect(withSlides({ packetsPerS: 1_000 }, moving).leastPacketsPerS).to.equal(150);
  });

  it('shows the stage to a participant that is no moderator, for any view that it asks for', () => {
    const history = session();
    const wall: View = { kind: 'wall', page: [second.id], next: [] };
    const desired = planned(history, new Map([[first.id, wall]]));
    expect(shown(desired, first)).to.deep.equal(shown(desired, third));
  });

  it('asks a participant for the highest layer that any receiver gets', () => {
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

  it('gives a room what its line can carry: the speaker and the chair smaller, or one small picture', () => {
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

  it('does not count a participant’s own pictures on its own line', () => {
    const history = session();
    history.command(hall, 'floor.grant', { participantId: first.id });
    const world = everybody(history.state);
    const receivers = new Map(world.receivers).set(first.id, { ...receiverOn('0.0'), lineBps: 500_000 });
    const sent = shown(plan(history.state, { ...world, receivers }, limits), first);
    expect(sent?.get(streamKey(hall.id, 'camera'))).to.equal(0);
  });

  it('asks a camera for no more layers than its line can carry in total', () => {
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

  it('gives the same object to a participant for which nothing has changed', () => {
    const history = session();
    const before = planned(history);
    const after = plan(history.state, everybody(history.state), limits, before);
    expect(showingFor(after, first.id)).to.equal(showingFor(before, first.id));
    history.command(hall, 'floor.grant', { participantId: second.id });
    const then = plan(history.state, everybody(history.state), limits, after);
    expect(showingFor(then, first.id)).not.to.equal(showingFor(after, first.id));
  });
});
