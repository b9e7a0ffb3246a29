import type { Visibility } from '../../../protocol/conference/documents.ts';
import { momentInVietnam, type SheetColumns } from './columns.ts';

interface Paper {
  readonly id: string;
  readonly paperId: string;
  readonly title: string;
  readonly version: number;
  readonly superseded: boolean;
  readonly visibleTo: Visibility;
  readonly pages: number | null;
  readonly bytes: number;
  readonly createdAtMs: number;
}

/** What the list of a meeting's papers needs from their storage. */
export interface PapersStored {
  /** The newest version of each paper, in the order of the papers. */
  ofMeeting(meetingId: string): Promise<readonly Paper[]>;
  earlierOf(meetingId: string): Promise<readonly Paper[]>;
  readingsOf(meetingId: string): Promise<readonly { readonly documentId: string }[]>;
}

export interface PaperRow extends Paper {
  readonly readers: number;
}

/** All versions of each paper, the newest first, in the order of the papers. */
export async function paperRows(papers: PapersStored, meetingId: string): Promise<readonly PaperRow[]> {
  const [newest, earlier, readings] = await Promise.all([
    papers.ofMeeting(meetingId),
    papers.earlierOf(meetingId),
    papers.readingsOf(meetingId),
  ]);
  const readersOf = Map.groupBy(readings, ({ documentId }) => documentId);
  const versionsOf = Map.groupBy(earlier, ({ paperId }) => paperId);
  return newest
    .flatMap((paper) => [paper, ...(versionsOf.get(paper.paperId) ?? [])])
    .map((paper) => ({ ...paper, readers: readersOf.get(paper.id)?.length ?? 0 }));
}

const visibilities: Readonly<Record<Visibility, string>> = {
  all: 'Tất cả, kể cả dự thính',
  delegates: 'Đại biểu và người điều hành',
  moderators: 'Chỉ người điều hành',
};

export const paperColumns: SheetColumns<PaperRow> = {
  'Tài liệu': ({ title }) => title,
  Bản: ({ version }) => version,
  'Đã thay bằng bản mới': ({ superseded }) => (superseded ? 'Có' : ''),
  'Ai xem được': ({ visibleTo }) => visibilities[visibleTo],
  'Số trang': ({ pages }) => pages,
  'Dung lượng (kB)': ({ bytes }) => Math.ceil(bytes / 1_000),
  'Tải lên lúc': ({ createdAtMs }) => momentInVietnam(createdAtMs),
  'Số nơi đã đọc': ({ readers }) => readers,
};
