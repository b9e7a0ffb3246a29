import { fold } from '../../../domain/sites/fold.ts';
import type { DeviceState } from '../../../protocol/rest/identity/devices.ts';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';

export type DeviceFilter = DeviceState['state'] | 'any';

export interface EndpointsFilter {
  readonly query: string;
  /** Empty for any. */
  readonly tag: string;
  readonly state: DeviceFilter;
}

/** The rooms that the list shows. */
export function filterEndpoints(
  all: readonly EndpointView[],
  deviceOf: ReadonlyMap<string, DeviceState>,
  { query, tag, state }: EndpointsFilter,
): readonly EndpointView[] {
  const sought = fold(query);
  return all.filter(
    ({ id, name, siteName, parentSiteName, tags }) =>
      (tag === '' || tags.includes(tag)) &&
      (state === 'any' || deviceOf.get(id)?.state === state) &&
      fold(`${name} ${siteName} ${parentSiteName ?? ''}`).includes(sought),
  );
}

export const tagsIn = (all: readonly EndpointView[]): readonly string[] =>
  [...new Set(all.flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b, 'vi'));

export const hasNoDevice = (device: DeviceState | undefined): boolean =>
  device?.state === 'never' || device?.state === 'unpaired';
