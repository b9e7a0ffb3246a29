import { v5 as idFrom } from 'uuid';
import fc from 'fast-check';
import type { Command } from '../../protocol/commands.ts';
import type { Identity, LoggedEvent } from '../../protocol/events.ts';
import { seat } from '../../protocol/events.ts';
import { role } from '../../protocol/roles.ts';
import type { Role } from '../../protocol/roles.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import { decide, decideSystem } from '../../domain/conference/decide.ts';
import type { Decision, Limits, SystemCommand } from '../../domain/conference/decide.ts';
import { evolve } from '../../domain/conference/evolve.ts';
import { planned } from '../../domain/conference/state.ts';

const namespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

/** A participant whose id follows from its name, so that a failing test reads the same each time. */
export function participantNamed(name: string, as: Role = 'delegate'): Identity {
  return {
    id: idFrom(name, namespace),
    kind: 'endpoint',
    name,
    siteId: null,
    siteName: 'Tỉnh Vĩnh Phúc',
    role: as,
  };
}

export type Step =
  { readonly command: Command; readonly actor: Identity } | { readonly system: SystemCommand };

export const roomy: Limits = { participants: 1000 };

/** A conference as a test leads it: the same decide → place → evolve as the server, with a clock that ticks by the event. */
export class History {
  readonly events: LoggedEvent[] = [];
  readonly limits: Limits;
  state: ConferenceState;

  constructor(limits: Limits = roomy, state: ConferenceState = planned) {
    this.limits = limits;
    this.state = state;
  }

  take(step: Step): Decision {
    if ('system' in step)
      return this.#keep(null, { ok: true, events: decideSystem(this.state, step.system) });
    return this.#keep(step.actor.id, decide(this.state, step.command, step.actor, this.limits));
  }

  command(actor: Identity, type: Command['type'], payload: object = {}): Decision {
    // Tests write commands down as a client would; their types are checked by the protocol's own tests.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this.take({ actor, command: { type, payload } as Command });
  }

  open(admission: ConferenceState['admission'] = 'open'): this {
    this.take({ system: { type: 'open', title: 'Họp giao ban', classification: 'normal', admission } });
    return this;
  }

  join(...actors: readonly Identity[]): this {
    for (const actor of actors) this.command(actor, 'join');
    return this;
  }

  #keep(by: string | null, decision: Decision): Decision {
    if (!decision.ok) return decision;
    for (const event of decision.events) {
      const logged = { seq: this.state.seq + 1, at: 1_700_000_000_000 + this.state.seq, by, ...event };
      this.state = evolve(this.state, logged);
      this.events.push(logged);
    }
    return decision;
  }
}

const cast = role.options.flatMap((each) => [1, 2].map((n) => participantNamed(`${each} ${n}`, each)));
const anyone = fc.constantFrom(...cast);
const anyId = anyone.map(({ id }) => id);
const someIds = fc.uniqueArray(anyId, { minLength: 1, maxLength: 4 });
const anySeat = fc.constantFrom(...seat.options);
const nothing = fc.constant({});

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('join' as const), payload: nothing }) },
  fc.record({ type: fc.constant('leave' as const), payload: nothing }),
  { weight: 3, arbitrary: fc.record({ type: fc.constant('microphone.open' as const), payload: nothing }) },
  fc.record({ type: fc.constant('microphone.mute' as const), payload: nothing }),
  fc.record({
    type: fc.constant('participant.admit' as const),
    payload: fc.record({ participantIds: someIds }),
  }),
  fc.record({
    type: fc.constant('participant.mute' as const),
    payload: fc.record({ participantIds: someIds }),
  }),
  fc.record({ type: fc.constant('participant.muteAll' as const), payload: nothing }),
  fc.record({
    type: fc.constant('participant.askToUnmute' as const),
    payload: fc.record({ participantId: anyId }),
  }),
  fc.record({
    type: fc.constant('participant.remove' as const),
    payload: fc.record({ participantId: anyId, reason: fc.constantFrom('', 'nhầm phiên họp') }),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('stage.give' as const),
      payload: fc.record({ seat: anySeat, participantId: anyId }),
    }),
  },
  fc.record({ type: fc.constant('stage.take' as const), payload: fc.record({ seat: anySeat }) }),
  fc.record({ type: fc.constant('stage.clear' as const), payload: fc.record({ seat: anySeat }) }),
  fc.record({ type: fc.constant('stage.yield' as const), payload: fc.record({ seat: anySeat }) }),
  fc.record({ type: fc.constant('conference.start' as const), payload: nothing }),
  fc.record({ type: fc.constant('conference.lock' as const), payload: nothing }),
  fc.record({ type: fc.constant('conference.unlock' as const), payload: nothing }),
);

const anySystemCommand: fc.Arbitrary<SystemCommand> = fc.oneof(
  fc.record({ type: fc.constant('connectionLost' as const), participantId: anyId }),
  fc.record({ type: fc.constant('absenceConfirmed' as const), participantId: anyId }),
);

const ending: fc.Arbitrary<Step> = fc.record({
  command: fc.constant<Command>({ type: 'conference.end', payload: {} }),
  actor: fc.constant(participantNamed('chair 1', 'chair')),
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ command: anyCommand, actor: anyone }) },
  { weight: 2, arbitrary: fc.record({ system: anySystemCommand }) },
);

/** Whole sessions of random, valid and invalid steps by a cast of two of each role; some of them end. */
export const anySession: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.constantFrom<ConferenceState['admission']>('open', 'lobby'),
    fc.array(anyStep, { minLength: 5, maxLength: 120 }),
    fc.option(ending, { nil: undefined }),
  )
  .map(([admission, steps, end]): readonly Step[] => [
    { system: { type: 'open', title: 'Họp giao ban', classification: 'normal', admission } },
    ...steps,
    ...(end ? [end] : []),
  ]);
