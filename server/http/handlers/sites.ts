import { Failure } from '../../../protocol/failure.ts';
import type { DeviceSessionView } from '../../../protocol/rest/identity/devices.ts';
import type { siteRoutes } from '../../../protocol/rest/routes/sites.ts';
import type { DeviceSignedIn } from '../../identity/sessions/device-sessions.ts';
import { endpointView } from '../../sites/endpoints.ts';
import { shown } from '../cookies.ts';
import type { UseCases } from '../use-cases.ts';
import type { HandlersOf } from './handler.ts';

/** Units, rooms, groups, pairing and devices. */
export function siteHandlers({
  identity,
  sites,
  endpoints,
  scheduling,
  contacts,
}: UseCases): HandlersOf<keyof typeof siteRoutes> {
  const { wholeDirectory } = sites;
  const { sessions, devices, deviceStates } = identity;
  const { attending, groups } = scheduling;
  return {
    'site.levels': async () => ({ levels: [...(await wholeDirectory.levels())] }),
    'site.list': async ({ query }) => ({ sites: await wholeDirectory.list(query.on) }),
    'site.search': ({ query }) => wholeDirectory.search(query),
    'site.import': ({ body, caller }) => sites.importList(body, caller),
    'site.ended': async () => ({ sites: await wholeDirectory.ended() }),
    'site.checkMerge': ({ body, caller }) => sites.endings.checkMerge(body, caller),
    'site.merge': ({ body, caller }) => sites.endings.merge(body, caller),
    'site.get': ({ params }) => wholeDirectory.get(params.siteId),
    'site.checkRetirement': ({ params, query, caller }) =>
      sites.endings.checkRetirement(params.siteId, query.validTo, caller),
    'site.create': ({ body, caller }) => sites.changes.create(body, caller),
    'site.change': ({ params, body, caller }) => sites.changes.change(params.siteId, body, caller),
    'site.retire': ({ params, body, caller }) => sites.endings.retire(params.siteId, body, caller),

    'endpoint.list': async ({ query, caller }) => {
      const { rows, nextCursor } = await endpoints.list(query, caller);
      return { endpoints: rows.map(endpointView), nextCursor };
    },
    'endpoint.tags': async ({ caller }) => endpoints.tags(caller),
    'endpoint.create': async ({ body, caller }) => endpoints.create(body, caller),
    'endpoint.change': async ({ params, body, caller }) => endpoints.change(params.endpointId, body, caller),
    'endpoint.move': ({ params, body, caller }) => endpoints.move(params.endpointId, body.siteId, caller),
    'endpoint.setClearance': async ({ params, body, caller }) => {
      await endpoints.setCleared(params.endpointId, body.cleared, caller);
      return {};
    },
    'endpoint.retire': async ({ params, caller }) => {
      await devices.retireEndpoint(params.endpointId, caller);
      return {};
    },

    'group.list': async ({ caller }) => ({ groups: [...(await groups.list(caller))] }),
    'group.create': ({ body, caller }) => groups.create(body, caller),
    'group.change': ({ params, body, caller }) => groups.change(params.groupId, body, caller),
    'group.remove': async ({ params, caller }) => {
      await groups.remove(params.groupId, caller);
      return {};
    },

    'pairing.create': ({ body, caller }) => devices.createPairing(body, caller),
    'pairing.createSheet': ({ body, caller }) => devices.createSheet(body, caller),
    'pairing.grant': ({ body, caller, address }) => devices.grantScreen(body, caller, address),
    'device.states': async ({ caller }) => ({
      devices: await deviceStates.list(caller),
      mailsCodes: devices.mailsCodes,
    }),
    'device.showCode': async ({ cookies, ...from }) => {
      const { browser, ...shown } = await devices.showCode(cookies.get('screen'), from);
      cookies.set('screen', browser);
      return shown;
    },
    'device.claim': async ({ cookies, ...from }) => {
      const claimed = await devices.claimScreen(cookies.get('screen'), from);
      if (claimed === undefined) return { session: null };
      cookies.set('device', claimed.device);
      cookies.clear('screen');
      return { session: deviceSession(claimed) };
    },
    'device.pair': async ({ body, address, userAgent, cookies }) => {
      const paired = await devices.pair(body.code, address, userAgent);
      cookies.set('device', paired.device);
      return deviceSession(paired);
    },
    'device.session': async ({ cookies, ...from }) =>
      deviceSession(await sessions.resumeDevice(shown(cookies.get('device')), from)),
    'device.revoke': async ({ params, caller }) => ({
      revoked: await devices.revokeDevices(params.endpointId, caller),
    }),
    'room.get': async ({ caller, ...from }) => {
      if (caller.kind !== 'device') throw new Failure('forbidden');
      await deviceStates.noteSeen(caller, from);
      return attending.room(caller);
    },
    'room.support': async ({ caller }) => {
      if (caller.kind !== 'device') throw new Failure('forbidden');
      return { contacts: [...(await contacts.ofRoom(caller))] };
    },
  };
}

const deviceSession = ({ endpoint, access }: DeviceSignedIn): DeviceSessionView => ({
  accessToken: access.token,
  expiresAtMs: access.expiresAtMs,
  endpoint: endpointView(endpoint),
});
