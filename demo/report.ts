import type { DemoBridge } from './bridges.ts';
import type { RoomsFigures } from './rooms.ts';

type CarriedByBridge = Pick<
  DemoBridge,
  'name' | 'state' | 'conferences' | 'participants' | 'loadPacketsPerS'
>;

/** The results of a run of the demo. */
export interface DemoReport {
  readonly startedAt: string;
  /** How long the rooms ran. */
  readonly ranS: number;
  /** From the start of the program until it listened, and until all rooms had joined. */
  readonly listeningAfterS: number;
  readonly joinedAfterS: number | null;
  readonly rooms: number;
  readonly joined: number;
  readonly joinMs: RoomsFigures['joinMs'] | null;
  readonly firstPacketMs: RoomsFigures['firstPacketMs'] | null;
  /** What the rooms received of each kind: RTP packets and bytes, and lost packets. */
  readonly forwarded: { readonly audio: RoomsFigures['audio']; readonly video: RoomsFigures['video'] };
  /** What each bridge of its own carried at the end; none where the server carries media itself. */
  readonly bridges: readonly CarriedByBridge[];
  readonly lossRatio: number;
  readonly reconnects: number;
  readonly errors: readonly string[];
  /** The reasons why the run counts as failed; empty for a success. */
  readonly failed: readonly string[];
}

const tolerableLossRatio = 0.001;

export function reportOf(
  rooms: number,
  figures: RoomsFigures | undefined,
  times: Pick<DemoReport, 'startedAt' | 'ranS' | 'listeningAfterS' | 'joinedAfterS'>,
  troubles: readonly string[],
  bridges: readonly CarriedByBridge[] = [],
): DemoReport {
  const none = { packets: 0, bytes: 0, lost: 0, lossRatio: 0 };
  const { joined = 0, audio = none, video = none, reconnects = 0 } = figures ?? {};
  const lost = audio.lost + video.lost;
  const lossRatio = lost === 0 ? 0 : lost / (lost + audio.packets + video.packets);
  const errors = [
    ...troubles,
    ...(figures?.errors ?? []).map(({ code, detail }) =>
      detail === undefined ? code : `${code}: ${detail}`,
    ),
  ];
  return {
    ...times,
    rooms,
    joined,
    joinMs: figures?.joinMs ?? null,
    firstPacketMs: figures?.firstPacketMs ?? null,
    forwarded: { audio, video },
    bridges: bridges.map(({ name, state, conferences, participants, loadPacketsPerS }) => ({
      name,
      state,
      conferences,
      participants,
      loadPacketsPerS,
    })),
    lossRatio,
    reconnects,
    errors,
    failed: [
      ...(joined < rooms ? [`${rooms - joined} of ${rooms} rooms did not join`] : []),
      ...(errors.length > 0 ? [`${errors.length} errors`] : []),
      ...(audio.packets === 0 || video.packets === 0 ? ['no sound or no picture was forwarded'] : []),
      ...(lossRatio >= tolerableLossRatio ? [`${(lossRatio * 100).toFixed(2)}% of packets were lost`] : []),
    ],
  };
}

export function summaryOf(report: DemoReport): string {
  const { forwarded, joinMs } = report;
  return [
    '',
    `  Điểm cầu đã vào · Rooms joined   ${report.joined}/${report.rooms}${joinMs ? `, p95 ${Math.round(joinMs.p95)} ms` : ''}`,
    `  Âm thanh · Sound                 ${amount(forwarded.audio)}`,
    `  Hình ảnh · Picture               ${amount(forwarded.video)}`,
    `  Mất gói · Loss                   ${(report.lossRatio * 100).toFixed(3)}%`,
    ...report.bridges.map(
      ({ name, participants, loadPacketsPerS }) =>
        `  ${name.padEnd(33)}${participants} điểm cầu · rooms, ${loadPacketsPerS} gói/s · packets/s`,
    ),
    `  Lỗi · Errors                     ${report.errors.length}`,
    ...report.errors.slice(0, 10).map((error) => `    ${error}`),
    ...report.failed.map((reason) => `  Không đạt · Failed: ${reason}`),
    '',
  ].join('\n');
}

const amount = ({ packets, bytes }: { readonly packets: number; readonly bytes: number }): string =>
  `${packets.toLocaleString('en')} gói · packets, ${(bytes / 1e6).toFixed(1)} MB`;
