import { z } from 'zod';
import { diff } from '../domain/media/diff.ts';
import type { ActualGraph, Received, Slots } from '../domain/media/diff.ts';
import { linksOf } from '../domain/media/links.ts';
import { plan, showingFor } from '../domain/media/plan.ts';
import type { MediaPlan, MediaWorld } from '../domain/media/plan.ts';
import type { ShowingLimits } from '../domain/media/screens.ts';
import { streamKey } from '../domain/media/sources.ts';
import type { ConferenceState, Participant } from '../protocol/state.ts';
import { History, participantNamed } from '../test/support/conference/conference-history.ts';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import type { Figure } from './report.ts';
import { atMost } from './support/figures.ts';

// As in config/default.yaml.
const limits: ShowingLimits = {
  loudestMicrophones: 3,
  warmSpeakers: 3,
  layers: { large: 2, half: 1, small: 1, thumb: 0 },
  rates: { camera: [150_000, 500_000, 1_500_000], screen: 2_500_000 },
};
const slots: Slots = { audio: 8, video: 16 };
/** The lines of rooms; rooms with equal lines get equal pictures. */
const linesBps = [Infinity, 4_000_000, 2_000_000];
const workersPerBridge = 4;
const sizes = [100, 1_000, 10_000];
const bridgeCounts = [1, 10, 100];
const repeats = 15;

export const benchmark: Benchmark = {
  about:
    'the media graph of 100 to 10,000 participants over 1 to 100 bridges, planned from nothing and after a floor change',
  options: { rounds: { type: 'string', default: '5' } },
  run(values) {
    const parameters = z.object({ rounds: z.coerce.number().int().min(1) }).parse(values);
    const voidBecause = busyMachine();
    const figures: Figure[] = [];
    for (const participants of sizes) {
      const { before, after, ids } = floorChange(participants);
      for (const bridges of bridgeCounts) {
        const world = worldOf(ids, bridges);
        const rounds = Array.from({ length: parameters.rounds }, () => measure(world, before, after));
        const of = `${participants}_participants_${bridges}_bridges`;
        figures.push(
          {
            name: `full_plan_${of}`,
            unit: 'ms',
            samples: rounds.map(({ fullMs }) => fullMs),
            ...(participants === 10_000 && { bar: atMost(50) }),
          },
          {
            name: `floor_change_${of}`,
            unit: 'ms',
            samples: rounds.map(({ changeMs }) => changeMs),
            ...(participants === 1_000 && { bar: atMost(2) }),
          },
          {
            name: `floor_change_and_diff_${of}`,
            unit: 'ms',
            samples: rounds.map(({ changeAndDiffMs }) => changeAndDiffMs),
          },
          {
            name: `copies_on_a_line_${of}`,
            unit: 'copies',
            samples: rounds.map(({ copies }) => copies),
            bar: atMost(1, 'max'),
          },
        );
      }
    }
    return Promise.resolve({ parameters: { ...parameters, workersPerBridge }, voidBecause, figures });
  },
};

/**
 * One conference with the chair on the stage and raised hands, before and after the first of the queue receives
 * the floor.
 */
function floorChange(participants: number) {
  const chair = participantNamed('chủ tọa', 'chair');
  const speakers = Array.from({ length: 5 }, (_, index) => participantNamed(`xã ${index}`));
  const history = new History().open().join(chair, ...speakers);
  history.command(chair, 'conference.start');
  history.command(chair, 'stage.take', { seat: 'chair' });
  for (const speaker of speakers) history.command(speaker, 'hand.raise', { category: 'speech', subject: '' });
  const [first, second] = speakers;
  history.command(chair, 'floor.grant', { participantId: first?.id });
  const template = history.participant(second ?? chair);
  const others = Array.from({ length: participants - speakers.length - 1 }, (_, index): Participant => {
    const { id, name } = participantNamed(`phường ${index}`);
    return { ...template, id, name };
  });
  const crowded = (state: ConferenceState): ConferenceState => ({
    ...state,
    participants: { ...state.participants, ...Object.fromEntries(others.map((other) => [other.id, other])) },
  });
  const before = crowded(history.state);
  history.command(chair, 'floor.grant', { participantId: second?.id });
  const after = crowded(history.state);
  return { before, after, ids: Object.keys(after.participants) };
}

/** All offer a microphone and a camera and watch the stage. */
function worldOf(ids: readonly string[], bridges: number): MediaWorld {
  const workers = Array.from({ length: bridges * workersPerBridge }, (_, index) => `w${index}`);
  const workerOf = (index: number): string => workers[index % workers.length] ?? '';
  return {
    streams: new Map(
      ids.flatMap((id, index) => [
        [streamKey(id, 'microphone'), workerOf(index)] as const,
        [streamKey(id, 'camera'), workerOf(index)] as const,
      ]),
    ),
    receivers: new Map(
      ids.map((id, index) => [
        id,
        {
          workerId: workerOf(index),
          view: { kind: 'stage' },
          audioOnly: false,
          lineBps: linesBps[index % linesBps.length] ?? Infinity,
          packetsPerS: 300,
        },
      ]),
    ),
    heard: [],
    bridges: new Map(workers.map((worker, index) => [worker, `b${index % bridges}`])),
  };
}

function measure(world: MediaWorld, before: ConferenceState, after: ConferenceState) {
  const full = timed(() => plan(before, world, limits));
  const standing = full.result;
  const change = timed(() => plan(after, world, limits, standing));
  const actual = asPlanned(standing, world);
  const changeAndDiff = timed(() => diff(actual, plan(after, world, limits, standing), slots));
  if (changeAndDiff.result.length === 0) throw new Error('a floor change that changes nothing');
  return {
    fullMs: full.ms,
    changeMs: change.ms,
    changeAndDiffMs: changeAndDiff.ms,
    copies: Math.max(mostCopies(standing, world), mostCopies(change.result, world)),
  };
}

/** The median, because garbage collections delay some runs. */
function timed<Result>(act: () => Result): { readonly ms: number; readonly result: Result } {
  let result = act();
  const times: number[] = [];
  for (let n = 0; n < repeats; n += 1) {
    const begunMs = performance.now();
    result = act();
    times.push(performance.now() - begunMs);
  }
  return { ms: percentile(times, 50), result };
}

/** The state after a whole plan is carried out. */
function asPlanned(standing: MediaPlan, { receivers }: MediaWorld): ActualGraph {
  const received = new Map<string, ReadonlyMap<ReturnType<typeof streamKey>, Received>>();
  for (const id of receivers.keys()) {
    const shown = [...showingFor(standing, id)].filter(([, { owner }]) => owner !== id);
    received.set(
      id,
      new Map(shown.map(([key, { layer, priority }]) => [key, { layer, priority, flow: 'open' } as const])),
    );
  }
  const links = linksOf(standing.routes);
  return { live: standing.live, links, carrying: new Set(links.keys()), received };
}

/** The highest number of links of one stream between two bridges. */
function mostCopies({ routes }: MediaPlan, { bridges }: MediaWorld): number {
  const counts = new Map<string, number>();
  for (const { stream, from, to } of linksOf(routes).values()) {
    const line = `${bridges?.get(from)}>${bridges?.get(to)}`;
    if (bridges?.get(from) === bridges?.get(to)) continue;
    counts.set(`${stream} ${line}`, (counts.get(`${stream} ${line}`) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
