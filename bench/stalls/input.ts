import type { TestParticipant } from '../../test/support/participant.ts';
import type { Asking } from './ask.ts';
import type { World } from './world.ts';

/** A legal call of a route, the worst of its kind that is known. */
export interface RouteInput {
  /** What is bad about it; empty where it takes nothing that could be. */
  readonly worst: string;
  /** What is called with; what it needs is made before, unmeasured. */
  readonly asking: (world: World) => Asking | Promise<Asking>;
}

/** The same of a request on the socket. */
export interface SocketInput {
  readonly worst: string;
  readonly asking: (world: World) => SocketAsking | Promise<SocketAsking>;
}

export interface SocketAsking {
  readonly by: TestParticipant;
  readonly payload: object;
}

/** At least one of each, or it does not compile. */
export type InputsOf<Name extends string, Input> = Readonly<Record<Name, readonly [Input, ...Input[]]>>;

/** Takes nothing that could be bad. */
export const plain = (asking: RouteInput['asking'] = () => ({})): readonly [RouteInput] => [
  { worst: '', asking },
];

export const at = (worst: string, asking: RouteInput['asking']): RouteInput => ({ worst, asking });
export const said = (worst: string, asking: SocketInput['asking']): SocketInput => ({ worst, asking });
