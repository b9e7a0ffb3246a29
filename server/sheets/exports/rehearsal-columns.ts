import { isTested } from '../../../domain/schedule/readiness.ts';
import { rehearsalReasonWords } from '../../../domain/words.ts';
import type { RehearsalHistory, RehearsalReason } from '../../../protocol/rest/meetings/rehearsals.ts';
import { momentInVietnam, type SheetColumns } from './columns.ts';

/** On one line, as in the lists of rooms and of meetings. */
export const reasonsText = (reasons: readonly RehearsalReason[]): string =>
  reasons.map((reason) => rehearsalReasonWords.vi[reason]).join('; ');

export const rehearsalColumns: SheetColumns<RehearsalHistory['rehearsals'][number]> = {
  'Thời điểm': ({ atMs }) => momentInVietnam(atMs),
  'Phiên họp': ({ meetingTitle }) => meetingTitle,
  'Kết quả': (rehearsal) => (isTested({ rehearsal }) ? 'Đạt' : 'Chưa đạt'),
  'Lỗi máy phát hiện': ({ reasons }) => reasonsText(reasons),
  'Kỹ thuật kết luận': ({ signOff }) => (signOff === null ? '' : signOff.fit ? 'Đạt' : 'Chưa đạt'),
  'Người kết luận': ({ signedOffBy }) => signedOffBy,
  'Ghi chú': ({ signOff }) => signOff?.note ?? '',
  'Camera (số dòng)': ({ figures: { camera } }) => camera?.height ?? null,
  'Micrô (dBFS)': ({ figures: { microphone } }) => rounded(microphone?.peakDbfs),
  'Loa so với tiếng nền (dB)': ({ figures: { speaker } }) => rounded(speaker?.overNoiseDb),
  'Tải xuống (kbit/s)': ({ figures: { downBps } }) => rounded(downBps, 1_000),
  'Tải lên (kbit/s)': ({ figures: { upBps } }) => rounded(upBps, 1_000),
  'Khứ hồi (ms)': ({ figures: { roundTripMs } }) => rounded(roundTripMs),
  'Mất gói lên (%)': ({ figures: { media } }) => rounded(media?.upLoss, 0.01),
  'Mất gói xuống (%)': ({ figures: { media } }) => rounded(media?.downLoss, 0.01),
};

/** Rounds to a whole number of units. */
const rounded = (value: number | null | undefined, unit = 1): number | null =>
  value === null || value === undefined ? null : Math.round(value / unit);
