import { v7 as uuid } from 'uuid';
import type { siteRoutes } from '../../../protocol/rest/routes/sites.ts';
import { read } from '../ask.ts';
import { at, type InputsOf, plain, type RouteInput } from '../input.ts';
import { many, text, type World } from '../world.ts';
import { csv, withId } from './given.ts';

const endpointsOf = ({ endpointIds }: World, count: number) =>
  endpointIds.slice(0, count).map((endpointId) => ({ kind: 'endpoint', endpointId }));

/** Units, rooms and groups. */
export const siteInputs: InputsOf<keyof typeof siteRoutes, RouteInput> = {
  'site.levels': plain(),
  'site.list': plain(),
  'site.search': [
    at('a hundred of all', () => ({ query: { q: 'xã', limit: 100 } })),
    at('a text of 100 marks', () => ({ query: { q: `ộ${'\u0309'.repeat(99)}`, limit: 100 } })),
  ],
  'site.import': [
    at('a list that fits nothing, as long as a body may be', () => ({
      body: {
        format: 'districts',
        text: csv(
          'district_code\tdistrict\tcommune_code\tcommune',
          many(1_500, (n) => `${n % 30}\tHuyện ${n % 30}\tx${n}\tXã mới ${n}`),
        ).slice(0, 35_000),
        province: { code: 'VP', name: 'Tỉnh Vĩnh Phúc' },
        validFrom: '2030-01-01',
        successors: many(300, (n) => ({ goneCode: `g${n}`, code: `x${n}` })),
      },
    })),
  ],
  'site.ended': plain(),
  'site.checkMerge': [
    at('500 into one, of which each is refused', ({ siteId }) => ({
      body: { merges: many(500, () => ({ siteId, intoSiteId: siteId })) },
    })),
  ],
  'site.merge': plain(({ siteId }) => ({
    body: { merges: [{ siteId, intoSiteId: siteId }], digest: 'another' },
  })),
  'site.checkRetirement': plain(({ siteId }) => ({ params: { siteId }, query: { validTo: '2030-01-01' } })),
  'site.create': plain(({ siteId }) => ({
    body: { code: text(20), name: text(200), levelId: 'commune', parentId: siteId },
  })),
  'site.change': plain(({ siteId }) => ({ params: { siteId }, body: { name: text(200) } })),
  'site.retire': plain(({ siteId }) => ({
    params: { siteId },
    body: { validTo: '2030-01-01', digest: 'another' },
  })),
  'site.get': plain(({ siteId }) => ({ params: { siteId } })),
  'endpoint.list': [
    at('2,000 of them', () => ({ query: { limit: 2_000 } })),
    at('2,000 of a word', () => ({ query: { limit: 2_000, q: 'phong hop' } })),
  ],
  'endpoint.tags': plain(),
  'endpoint.create': plain(({ siteId }) => ({
    body: { siteId, name: text(200), tags: many(20, (n) => `${n} ${text(30)}`) },
  })),
  'endpoint.change': plain(({ endpointIds }) => ({
    params: { endpointId: endpointIds[1_999] ?? '' },
    body: { tags: many(20, (n) => `${n} ${text(30)}`) },
  })),
  'endpoint.move': plain(({ endpointIds, siteId }) => ({
    params: { endpointId: endpointIds[1_999] ?? '' },
    body: { siteId },
  })),
  'endpoint.setClearance': plain(({ endpointIds }) => ({
    params: { endpointId: endpointIds[1_999] ?? '' },
    body: { cleared: true },
  })),
  'endpoint.retire': plain(({ endpointIds }) => ({ params: { endpointId: endpointIds[1_998] ?? '' } })),
  'group.list': plain(),
  'group.create': [
    at('200 rooms without 200 rooms', (world) => ({
      body: {
        siteId: world.provinceId,
        name: uuid(),
        include: endpointsOf(world, 200),
        except: endpointsOf(world, 200),
      },
    })),
    at('200 units and all below them', (world) => ({
      body: {
        siteId: world.provinceId,
        name: uuid(),
        include: many(200, () => ({ kind: 'subtree', siteId: world.provinceId })),
      },
    })),
  ],
  'group.change': plain((world) => ({
    params: { groupId: world.groupId },
    body: { include: endpointsOf(world, 200), except: endpointsOf(world, 200) },
  })),
  'group.remove': plain(async (world) => {
    const body = { siteId: world.provinceId, name: uuid(), include: endpointsOf(world, 1) };
    return { params: { groupId: read(withId, await world.call('group.create', { body })).id } };
  }),
  'pairing.create': plain(({ roomId }) => ({ body: { endpointId: roomId } })),
  'pairing.createSheet': [
    at('500 rooms', ({ endpointIds }) => ({
      body: { endpointIds: endpointIds.slice(0, 500), validForS: 86_400 },
    })),
  ],
  'pairing.grant': plain(({ roomId }) => ({ body: { endpointId: roomId, code: 'ACDEFG' } })),
  'device.states': plain(),
  'device.showCode': plain(() => ({ as: undefined })),
  'device.claim': plain(() => ({ as: undefined })),
  'device.pair': [at('a code of blanks', () => ({ as: undefined, body: { code: ' '.repeat(40) } }))],
  'device.session': plain(() => ({ as: undefined })),
  'device.revoke': plain(({ endpointIds }) => ({ params: { endpointId: endpointIds[5] ?? '' } })),
  'room.get': plain(({ room }) => ({ as: room })),
  'room.support': plain(({ room }) => ({ as: room })),
};
