import { useEffect, useState } from 'preact/hooks';
import type { RestResponse } from '../../../../protocol/rest/client-types.ts';
import type { DeviceSession } from '../../../state/session.ts';

const askEveryMs = 4_000;

/**
 * The code that this screen shows; undefined until there is one. Asks whether it was typed, and takes another
 * when it has expired. Where it was typed, the device is paired and the screen changes.
 */
export function useScreenCode(device: DeviceSession): RestResponse<'device.showCode'> | undefined {
  const [shown, setShown] = useState<RestResponse<'device.showCode'>>();
  useEffect(() => {
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const step = async (has: boolean): Promise<void> => {
      const waits = has && (await device.claim());
      if (!wanted) return;
      if (!waits) {
        const result = await device.rest.call('device.showCode', {});
        setShown(result.ok ? result.value : undefined);
        timer = setTimeout(() => void step(result.ok), askEveryMs);
      } else timer = setTimeout(() => void step(true), askEveryMs);
    };
    void step(false);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [device]);
  return shown;
}
