import { expect } from 'chai';
import fc from 'fast-check';
import { fit, layerCosts, leastOf, leastOfSlides } from '../../../domain/media/budget.ts';
import { hasRoom, placeParticipant } from '../../../domain/media/placement.ts';
import type { SlotSize, StreamSlot } from '../../../domain/media/sources.ts';
import type { Rate } from '../../../domain/media/stream-rates.ts';
import { planLimits as limits } from '../../support/conference/conference-history.ts';

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
const rates = { ...limits.rates, screenFrames: [0.4, 0.6, 1] };
const unmeasured = ({ source }: StreamSlot): readonly Rate[] => layerCosts(source, rates, undefined);

describe('pictures on a thin line', () => {
  const at = (bps: number, ...slots: readonly StreamSlot[]): readonly unknown[] => {
    const chosen = fit(slots, { packetsPerS: Infinity, bps }, { ...limits, costs: unmeasured });
    return slots.map((each) => chosen.get(each));
  };

  it('are as large as their slots where they fit', () => {
    expect(at(Infinity, speaker, chair, pinned)).to.deep.equal([2, 1, 0]);
    expect(at(Infinity, slides, speaker)).to.deep.equal([null, 2]);
  });

  it('shrink and disappear in the order of least importance', () => {
    expect(at(2_100_000, speaker, chair, pinned)).to.deep.equal([2, 1, undefined]);
    expect(at(1_700_000, speaker, chair, pinned)).to.deep.equal([2, 0, undefined]);
    expect(at(700_000, speaker, chair, pinned)).to.deep.equal([1, 0, undefined]);
    expect(at(100_000, speaker, chair, pinned)).to.deep.equal([undefined, undefined, undefined]);
  });

  it('give way to moving slides, except the speaker’s face, for which slides lose frames', () => {
    expect(at(3_000_000, slides, speaker, chair, pinned)).to.deep.equal([null, 1, undefined, undefined]);
    expect(at(2_600_000, slides, speaker, chair, pinned)).to.deep.equal([1, 1, 1, undefined]);
    expect(at(1_600_000, slides, speaker, chair, pinned)).to.deep.equal([0, 1, undefined, undefined]);
    expect(at(1_200_000, slides, speaker, chair, pinned)).to.deep.equal([0, 0, undefined, undefined]);
    expect(at(400_000, slides, speaker)).to.deep.equal([0, 0]);
    expect(at(300_000, slides, speaker)).to.deep.equal([0, undefined]);
  });

  it('get the budget that still slides leave', () => {
    const still = { encodings: [{ packetsPerS: 3, bps: 20_000 }], frameShares: [1] };
    const within = (packetsPerS: number): readonly unknown[] => {
      const slots = [slides, speaker, chair, pinned];
      const costs = ({ source }: StreamSlot) =>
        layerCosts(source, rates, source === 'screen' ? still : undefined);
      const chosen = fit(slots, { packetsPerS, bps: Infinity }, { ...limits, costs });
      return slots.map((each) => chosen.get(each));
    };
    expect(within(300)).to.deep.equal([null, 2, 1, 0]);
    expect(within(200)).to.deep.equal([null, 2, undefined, undefined]);
    expect(within(125)).to.deep.equal([null, 1, 0, undefined]);
  });
});

/** The slots of a stage, with the costs of their streams. */
const anyStage = fc
  .record({
    slides: fc.boolean(),
    sizes: fc.array(fc.constantFrom<SlotSize>('large', 'half', 'small', 'thumb'), { maxLength: 6 }),
    speaks: fc.nat({ max: 5 }),
    slidesRate: fc.record({
      packetsPerS: fc.integer({ min: 0, max: 300 }),
      bps: fc.integer({ min: 0, max: 2_600_000 }),
    }),
    share: fc.double({ min: 0.1, max: 1, noNaN: true }),
    cameraRates: fc.array(
      fc.record({
        packetsPerS: fc.integer({ min: 5, max: 200 }),
        bps: fc.integer({ min: 10_000, max: 2_000_000 }),
      }),
      { minLength: 3, maxLength: 3 },
    ),
  })
  .map(({ slides: isShown, sizes, speaks, slidesRate, share, cameraRates }) => {
    const cameras = sizes.map((size, index) =>
      slot(`${index}`, { size, place: index === speaks ? 'speaker' : 'pinned' }),
    );
    const measured = (source: string) =>
      source === 'screen'
        ? { encodings: [slidesRate], frameShares: [share, 1] }
        : { encodings: cameraRates, frameShares: undefined };
    return {
      slots: isShown ? [slides, ...cameras] : cameras,
      costs: ({ source }: StreamSlot) => layerCosts(source, rates, measured(source)),
    };
  });
const anyBudget = fc.record({
  packetsPerS: fc.integer({ min: 0, max: 1_000 }),
  bps: fc.integer({ min: 0, max: 6_000_000 }),
});
type Stage = typeof anyStage extends fc.Arbitrary<infer T> ? T : never;

const shown = ({ slots, costs }: Stage, budget: Rate) => fit(slots, budget, { ...limits, costs });
const taken = ({ costs }: Stage, chosen: ReturnType<typeof fit>, by: 'packetsPerS' | 'bps'): number =>
  [...chosen].reduce(
    (sum, [each, layer]) => sum + ((layer === null ? costs(each).at(-1) : costs(each)[layer])?.[by] ?? 0),
    0,
  );
const faceOf = ({ slots }: Stage): StreamSlot | undefined => {
  const cameras = slots.filter(({ source }) => source === 'camera');
  return cameras.find(({ place }) => place === 'speaker') ?? cameras[0];
};

describe('the pictures within a budget', () => {
  it('exceed it only with slides at their lowest frame rate and the face beside them', () => {
    fc.assert(
      fc.property(anyStage, anyBudget, (stage, budget) => {
        const chosen = shown(stage, budget);
        const isLeast = [...chosen].every(
          ([each, layer]) =>
            (each === slides && (layer === 0 || layer === null)) || (each === faceOf(stage) && layer === 0),
        );
        const fits = (['packetsPerS', 'bps'] as const).every(
          (by) => taken(stage, chosen, by) <= budget[by] + 1e-6,
        );
        if (!fits) {
          expect(isLeast).to.equal(true);
          expect(chosen.has(slides)).to.equal(true);
          const [ofSlides, least] = [chosen.get(slides), stage.costs(slides)];
          if (ofSlides === null) expect(least).to.have.lengthOf(1);
        }
      }),
    );
  });

  it('include the face wherever its smallest picture fits beside the lowest rate of slides', () => {
    fc.assert(
      fc.property(anyStage, anyBudget, (stage, budget) => {
        const face = faceOf(stage);
        if (face === undefined) return;
        const [smallest] = stage.costs(face);
        const least = stage.slots.includes(slides) ? leastOfSlides : { packetsPerS: 0, bps: 0 };
        const fits = (['packetsPerS', 'bps'] as const).every(
          (by) => (smallest?.[by] ?? Infinity) + least[by] <= budget[by],
        );
        expect(shown(stage, budget).has(face)).to.equal(fits);
        if (stage.slots.includes(slides)) expect(shown(stage, budget).has(slides)).to.equal(true);
      }),
    );
  });

  it('get no worse with a larger budget, in order of importance', () => {
    fc.assert(
      fc.property(anyStage, anyBudget, anyBudget, (stage, budget, more) => {
        const larger = { packetsPerS: budget.packetsPerS + more.packetsPerS, bps: budget.bps + more.bps };
        const face = faceOf(stage);
        const order = (chosen: ReturnType<typeof fit>): readonly number[] => [
          Number(face !== undefined && chosen.has(face)),
          ...stage.slots
            .toSorted((a, b) => Number(b === slides) - Number(a === slides))
            .map((each) => {
              const layer = chosen.get(each);
              return layer === undefined ? -1 : (layer ?? Infinity);
            }),
        ];
        const [before, after] = [order(shown(stage, budget)), order(shown(stage, larger))];
        const differs = before.findIndex((layer, index) => layer !== after[index]);
        if (differs >= 0) expect(after[differs]).to.be.above(before[differs] ?? NaN);
      }),
    );
  });
});

describe('slides in the admission check', () => {
  it('count with the least rate while they keep to the requested bitrate, otherwise with what they send', () => {
    expect(leastOf(undefined, 800_000)).to.equal(25);
    expect(leastOf({ packetsPerS: 120, bps: 1_000_000 }, 800_000)).to.equal(25);
    expect(leastOf({ packetsPerS: 284, bps: 2_500_000 }, 800_000)).to.equal(284);
    expect(leastOf({ packetsPerS: 10, bps: 300_000 }, 100_000)).to.equal(25);
  });
});

describe('the placement of participants', () => {
  const load = (id: string, leastPacketsPerS: number, ofConference: number) => ({
    id,
    leastPacketsPerS,
    ofConference,
  });

  it('chooses the least loaded worker, and among equals the one that has the conference', () => {
    expect(placeParticipant([load('a', 375, 3), load('b', 250, 2)])).to.equal('b');
    expect(placeParticipant([load('a', 250, 0), load('b', 250, 1)])).to.equal('b');
    expect(placeParticipant([load('b', 0, 0), load('a', 0, 0)])).to.equal('a');
    expect(placeParticipant([])).to.equal(undefined);
  });

  it('is refused where voices, the smallest picture and the least rate of slides do not fit', () => {
    const loaded = (leastPacketsPerS: number) => ({ leastPacketsPerS });
    expect(hasRoom([loaded(875)], 125, 1_000)).to.equal(true);
    expect(hasRoom([loaded(875)], 150, 1_000)).to.equal(false);
    expect(hasRoom([loaded(1_000)], 125, 1_000)).to.equal(false);
    expect(hasRoom([loaded(1_000), loaded(250)], 125, 1_000)).to.equal(true);
    expect(hasRoom([], 125, 1_000)).to.equal(false);
  });
});
