import { useEffect } from 'preact/hooks';
import type { EndpointView } from '../../../../protocol/rest/sites/endpoints.ts';
import type { RoomView } from '../../../../protocol/rest/meetings/rooms.ts';
import type { Polled } from '../../../hooks/polled.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { learnRoom } from '../../../state/room/known-room.ts';
import type { ServerReach } from '../../../state/room/reach.ts';
import { unitName } from '../../shared/units/unit-name.ts';

const lookMs = 1000;
const supportMs = 3_600_000;

/** Tells the page's `ServerReach` of every answer to its poll, and of answers that stay away. */
export function useReach(
  reach: ServerReach,
  { value, error }: Pick<Polled<RoomView>, 'value' | 'error'>,
): void {
  useEffect(() => {
    if (value) reach.answered();
  }, [reach, value]);
  useEffect(() => {
    if (error) reach.failed(error);
  }, [reach, error]);
  useEffect(() => {
    const timer = setInterval(() => reach.look(), lookMs);
    return () => clearInterval(timer);
  }, [reach]);
}

/** Keeps in the browser which room this is and the contacts that it calls, for the time without a server. */
export function useKnownRoom(rest: Rest, endpoint: EndpointView): void {
  const { name, siteName, parentSiteName } = endpoint;
  useEffect(() => {
    learnRoom({ name, siteName: unitName(siteName, parentSiteName) });
  }, [name, siteName, parentSiteName]);
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const support = await rest.call('room.support', {});
      if (support.ok) learnRoom({ support: support.value.contacts });
    };
    void ask();
    const timer = setInterval(() => void ask(), supportMs);
    return () => clearInterval(timer);
  }, [rest]);
}
