import type { DeviceReport, DeviceState } from '../../protocol/devices.ts';

/** Something of a participant's devices that keeps it from being seen, heard, or hearing. */
export type DeviceTrouble =
  | { readonly kind: 'camera' | 'microphone' | 'speaker'; readonly state: TroubledState }
  | { readonly kind: 'sound' };

const troubled = ['missing', 'busy', 'muted', 'denied', 'insecure'] as const satisfies readonly DeviceState[];
export type TroubledState = (typeof troubled)[number];

const isTroubled = (state: DeviceState): state is TroubledState => troubled.some((each) => each === state);

type Reported = {
  readonly [Kind in 'camera' | 'microphone' | 'speaker']: { readonly state: DeviceState };
} & Pick<DeviceReport, 'soundBlocked'>;

/** @param speaks whether the participant may be seen and heard; of the others only the speaker matters */
export function deviceTroubles(report: Reported, speaks: boolean): readonly DeviceTrouble[] {
  const kinds = speaks ? (['microphone', 'camera', 'speaker'] as const) : (['speaker'] as const);
  return [
    ...kinds.flatMap((kind): readonly DeviceTrouble[] => {
      const { state } = report[kind];
      return isTroubled(state) ? [{ kind, state }] : [];
    }),
    ...(report.soundBlocked ? [{ kind: 'sound' } as const] : []),
  ];
}
