import type { TroubledState } from '../../../../../domain/media/devices.ts';
import type { DeviceKind, DeviceReport } from '../../../../../protocol/devices.ts';
import { catalogue } from '../../../../i18n/language.ts';

const vi = {
  title: 'Thiết bị',
  kinds: { camera: 'Camera', microphone: 'Micrô', speaker: 'Loa' } satisfies Record<DeviceKind, string>,
  states: {
    working: 'đang hoạt động',
    off: 'đang tắt',
    opening: 'đang mở',
    missing: 'không tìm thấy',
    busy: 'chương trình khác đang dùng',
    muted: 'bị tắt ngay trên thiết bị',
    denied: 'trình duyệt chưa cho phép',
    insecure: 'trang không mở qua https',
    unknown: 'chưa rõ',
  } satisfies Record<DeviceReport['camera']['state'], string>,
  marks: {
    camera: {
      missing: 'Thiếu camera',
      busy: 'Camera bận',
      muted: 'Camera bị tắt trên máy',
      denied: 'Camera chưa được phép',
      insecure: 'Camera cần https',
    },
    microphone: {
      missing: 'Thiếu micrô',
      busy: 'Micrô bận',
      muted: 'Micrô bị tắt trên máy',
      denied: 'Micrô chưa được phép',
      insecure: 'Micrô cần https',
    },
    speaker: {
      missing: 'Thiếu loa',
      busy: 'Loa bận',
      muted: 'Loa bị tắt trên máy',
      denied: 'Loa chưa được phép',
      insecure: 'Loa cần https',
    },
  } satisfies Record<DeviceKind, Record<TroubledState, string>>,
  soundBlocked: 'Trình duyệt chặn âm thanh',
  soundBlockedHint: 'Trình duyệt chặn âm thanh, đợi có người bấm vào trang',
  since: (time: string) => `từ ${time}`,
  lost: (time: string) => `Mất kết nối từ ${time}. Chưa rõ thiết bị lúc này; dưới đây là lần báo cuối.`,
  unknown: 'Chưa có thông tin thiết bị.',
};

/** What a participant's page says of its camera, microphone and speaker. */
export const deviceWords = catalogue({
  vi,
  en: {
    title: 'Devices',
    kinds: { camera: 'Camera', microphone: 'Microphone', speaker: 'Speaker' },
    states: {
      working: 'working',
      off: 'off',
      opening: 'opening',
      missing: 'not found',
      busy: 'used by another program',
      muted: 'switched off on the device',
      denied: 'not permitted by the browser',
      insecure: 'the page is not https',
      unknown: 'not known',
    },
    marks: {
      camera: {
        missing: 'No camera',
        busy: 'Camera busy',
        muted: 'Camera off at the device',
        denied: 'Camera not permitted',
        insecure: 'Camera needs https',
      },
      microphone: {
        missing: 'No microphone',
        busy: 'Microphone busy',
        muted: 'Microphone off at the device',
        denied: 'Microphone not permitted',
        insecure: 'Microphone needs https',
      },
      speaker: {
        missing: 'No speaker',
        busy: 'Speaker busy',
        muted: 'Speaker off at the device',
        denied: 'Speaker not permitted',
        insecure: 'Speaker needs https',
      },
    },
    soundBlocked: 'Sound blocked',
    soundBlockedHint: 'The browser blocks sound until somebody presses something on the page',
    since: (time) => `since ${time}`,
    lost: (time) => `Connection lost since ${time}. The devices are not known now; this is the last report.`,
    unknown: 'Nothing is known of the devices yet.',
  },
});
