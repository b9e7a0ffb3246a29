import type { RehearsalReason } from '../../protocol/rest/rehearsals.ts';

/** Why a room did not pass, as letters and lists say it. */
export const reasonWords: Readonly<Record<RehearsalReason, string>> = {
  'no-camera': 'không có hình từ camera',
  'camera-dark': 'hình tối hoặc ống kính bị che',
  'camera-small': 'hình quá nhỏ',
  'no-microphone': 'không có micrô',
  'microphone-silent': 'micrô không có tiếng',
  'speaker-silent': 'micrô không nghe thấy loa',
  'no-server': 'không đo được tới máy chủ',
  'far-away': 'độ trễ quá lớn',
  'line-down': 'đường truyền xuống yếu',
  'line-up': 'đường truyền lên yếu',
  'no-media-path': 'hình và tiếng không qua được máy chủ',
  'loss-high': 'mất gói nhiều',
};
