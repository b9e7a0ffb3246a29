import type { bridgeRoutes } from '../../../protocol/rest/routes/bridges.ts';
import type { UseCases } from '../use-cases.ts';
import type { HandlersOf } from './handler.ts';

export const bridgeHandlers = ({ bridges }: UseCases): HandlersOf<keyof typeof bridgeRoutes> => ({
  'bridge.list': ({ caller }) => bridges.list(caller),
  'bridge.create': ({ body, caller }) => bridges.create(body, caller),
  'bridge.change': async ({ params, body, caller }) => {
    await bridges.change(params.bridgeId, body, caller);
    return {};
  },
  'bridge.drain': async ({ params, caller }) => {
    await bridges.drain(params.bridgeId, caller);
    return {};
  },
  'bridge.undrain': async ({ params, caller }) => {
    await bridges.undrain(params.bridgeId, caller);
    return {};
  },
  'bridge.renewCode': ({ params, caller }) => bridges.renewCode(params.bridgeId, caller),
  'bridge.remove': async ({ params, caller }) => {
    await bridges.remove(params.bridgeId, caller);
    return {};
  },
  'bridge.pair': ({ body, address }) => bridges.pair(body.code, address),
});
