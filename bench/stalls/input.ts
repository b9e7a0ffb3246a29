import type { TestParticipant } from '../../test/support/conference/participant.ts';
import type { Asking } from './ask.ts';
import type { World } from './world.ts';

/** The worst known legal call of a route. */
export interface RouteInput {
  /** What is bad about the input; empty where the route takes no bad input. */
  readonly worst: string;
  /** Makes the call's arguments; what the call needs is created before, unmeasured. */
  readonly asking: (world: World) => Asking | Promise<Asking>;
}

/** The worst known legal request on the socket. */
export interface SocketInput {
  readonly worst: string;
  readonly asking: (world: World) => SocketAsking | Promise<SocketAsking>;
}

export interface SocketAsking {
  readonly by: TestParticipant;
  readonly payload: object;
}

/** At least one input of each name; otherwise the code does not compile. */
export type InputsOf<Name extends string, Input> = Readonly<Record<Name, readonly [Input, ...Input[]]>>;

/** An input that cannot be bad. */
export const plain = (asking: RouteInput['asking'] = () => ({})): readonly [RouteInput] => [
  { worst: '', asking },
];

export const at = (worst: string, asking: RouteInput['asking']): RouteInput => ({ worst, asking });
export const said = (worst: string, asking: SocketInput['asking']): SocketInput => ({ worst, asking });
