import type { Microphone } from '../../protocol/conference/microphones.ts';
import type { Place } from '../../protocol/conference/stage.ts';
import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import type { Role } from '../../protocol/roles.ts';
import type { Phase } from '../../protocol/state.ts';
import type { CaptureProblem } from '../media/capture.ts';
import type { Farewell } from '../state/conference.ts';
import { accountSecurity } from './topics/account-security.ts';
import { accounts } from './topics/accounts.ts';
import { agenda } from './topics/agenda.ts';
import { audit } from './topics/audit.ts';
import { ballots } from './topics/ballots.ts';
import { calendar } from './topics/calendar.ts';
import { emergency } from './topics/emergency.ts';
import { templates } from './topics/templates.ts';
import { feed } from './topics/feed.ts';
import { chat } from './topics/chat.ts';
import { documents } from './topics/documents.ts';
import { groups } from './topics/groups.ts';
import { inviting } from './topics/inviting.ts';
import { readiness } from './topics/readiness.ts';
import { rehearsal } from './topics/rehearsal.ts';
import { rollCall } from './topics/roll-call.ts';
import { conduct } from './topics/conduct.ts';
import { errors } from './topics/errors.ts';
import { floor } from './topics/floor.ts';
import { ownAccount } from './topics/own-account.ts';
import { plan } from './topics/plan.ts';
import { secondFactor } from './topics/second-factor.ts';
import { series } from './topics/series.ts';
import { sheets } from './topics/sheets.ts';
import { stage } from './topics/stage.ts';
import { unitEndings } from './topics/unit-endings.ts';
import { viewing } from './topics/viewing.ts';
import { waits } from './topics/waits.ts';

const roles: Record<Role, string> = {
  chair: 'Chủ tọa',
  secretary: 'Thư ký',
  operator: 'Kỹ thuật',
  delegate: 'Đại biểu',
  observer: 'Dự thính',
  recorder: 'Ghi hình',
};

const places: Record<Place, string> = {
  chair: 'Chủ tọa',
  speaker: 'Đang phát biểu',
  slides: 'Trình chiếu',
  pinned: 'Lên hình',
};

const phases: Record<Phase, string> = {
  planned: 'Chưa mở',
  opening: 'Chuẩn bị khai mạc',
  'in-session': 'Đang họp',
  break: 'Nghỉ giải lao',
  closed: 'Đã kết thúc',
};

const meetingStates: Record<MeetingState, string> = {
  draft: 'Dự thảo',
  submitted: 'Chờ duyệt',
  approved: 'Đã duyệt',
  scheduled: 'Đã lên lịch',
  'rehearsal-open': 'Đang kiểm tra kỹ thuật',
  live: 'Đang diễn ra',
  ended: 'Đã kết thúc',
  closed: 'Đã đóng',
  cancelled: 'Đã hủy',
};

const captureProblems: Record<CaptureProblem, string> = {
  denied: 'Trình duyệt chưa cho phép. Hãy bấm vào biểu tượng ổ khóa cạnh địa chỉ trang và cho phép.',
  missing: 'Không tìm thấy thiết bị. Hãy kiểm tra dây nối.',
  busy: 'Thiết bị đang được chương trình khác sử dụng.',
  insecure: 'Trình duyệt chỉ cho dùng camera và micrô qua địa chỉ https.',
};

const farewells: Record<Farewell, { readonly title: string; readonly text: string }> = {
  ended: { title: 'Phiên họp đã kết thúc', text: 'Cảm ơn các đồng chí đã tham dự.' },
  left: { title: 'Bạn đã rời phiên họp', text: 'Có thể vào lại khi phiên họp còn diễn ra.' },
  removed: {
    title: 'Điểm cầu đã được đưa ra khỏi phiên họp',
    text: 'Nếu có nhầm lẫn, hãy liên hệ thư ký phiên họp. Khi được cho vào lại, máy sẽ tự vào họp.',
  },
  'signed-out': {
    title: 'Phiên đăng nhập đã kết thúc',
    text: 'Tài khoản hoặc thiết bị này không còn được đăng nhập, nên đã rời phiên họp. Hãy đăng nhập lại.',
  },
  'not-invited': {
    title: 'Không còn trong thành phần dự họp',
    text: 'Giấy mời đã được rút hoặc đơn vị đã thay đổi. Nếu có nhầm lẫn, hãy liên hệ đơn vị chủ trì.',
  },
  'not-cleared': {
    title: 'Không được dự phiên họp mật',
    text: 'Phiên họp này chỉ dành cho điểm cầu và tài khoản đã được phép dự họp mật.',
  },
  'seat-taken-over': {
    title: 'Đã chuyển sang thiết bị khác',
    text: 'Điểm cầu này vừa vào họp từ một thiết bị khác, nên thiết bị này ngừng kết nối.',
  },
  moved: {
    title: 'Đã được chuyển sang phiên họp khác',
    text: 'Thư ký đã chuyển điểm cầu này sang một phiên họp khác.',
  },
  outdated: { title: 'Trang cần được tải lại', text: 'Hệ thống vừa được cập nhật phiên bản mới.' },
  refused: { title: 'Không vào được phiên họp', text: 'Bạn không có tên trong thành phần dự họp.' },
};

export const vi = {
  appName: 'Điểm cầu',
  tagline: 'Hệ thống họp trực tuyến',
  otherLanguage: 'English',
  loading: 'Đang tải…',
  reload: 'Tải lại trang',
  cancel: 'Hủy bỏ',
  close: 'Đóng',
  back: 'Về danh sách phiên họp',
  search: 'Tìm kiếm',
  unreachable: 'Chưa kết nối được với máy chủ. Đang thử lại…',
  notFoundPage: 'Không có trang này.',
  errors: errors.vi,
  accounts: accounts.vi,
  agenda: agenda.vi,
  audit: audit.vi,
  ballots: ballots.vi,
  calendar: calendar.vi,
  feed: feed.vi,
  chat: chat.vi,
  documents: documents.vi,
  groups: groups.vi,
  plan: plan.vi,
  inviting: inviting.vi,
  series: series.vi,
  emergency: emergency.vi,
  accountSecurity: accountSecurity.vi,
  ownAccount: ownAccount.vi,
  secondFactor: secondFactor.vi,
  templates: templates.vi,
  rollCall: rollCall.vi,
  readiness: readiness.vi,
  sheets: sheets.vi,
  unitEndings: unitEndings.vi,
  rehearsal: rehearsal.vi,
  conduct: conduct.vi,
  floor: floor.vi,
  stageWords: stage.vi,
  viewing: viewing.vi,
  waits: waits.vi,
  roles,
  places,
  phases,
  meetingStates,
  captureProblems,
  farewells,

  signIn: 'Đăng nhập',
  signOut: 'Đăng xuất',
  login: 'Tên đăng nhập',
  password: 'Mật khẩu',
  signInAgain: {
    title: 'Phiên đăng nhập đã kết thúc',
    hint: 'Hãy đăng nhập lại để tiếp tục dự họp. Nếu máy chủ đã ngắt kết nối, trang sẽ tự vào lại phiên họp.',
    leave: 'Rời trang này',
  },
  signInFailed: 'Tên đăng nhập hoặc mật khẩu không đúng.',
  roomHint: 'Thiết bị đặt tại phòng họp?',
  roomLink: 'Ghép thiết bị làm điểm cầu',

  todaysMeetings: 'Phiên họp hôm nay',
  upcomingMeetings: 'Những ngày tới',
  noMeetings: 'Hôm nay không có phiên họp.',
  noMeetingsHint: 'Phiên họp mà bạn được mời sẽ hiện ở đây.',
  join: 'Vào họp',
  details: 'Chi tiết',
  admissionLobby: 'Có phòng chờ',
  admission: 'Cách vào họp',
  admissions: { open: 'Vào thẳng', lobby: 'Qua phòng chờ' },
  classified: 'Mật',
  newMeeting: 'Tạo phiên họp',
  meetingTitle: 'Tên phiên họp',
  meetingDate: 'Ngày',
  startsAt: 'Bắt đầu',
  endsAt: 'Kết thúc',
  endBeforeStart: 'Giờ kết thúc phải sau giờ bắt đầu.',
  organisingSite: 'Đơn vị chủ trì',
  chooseSite: 'Tìm và chọn đơn vị',
  choose: 'Chọn',
  change: 'Đổi',
  create: 'Tạo',
  schedule: 'Lên lịch',
  openNow: 'Mở phiên họp',
  openNowConfirm: (when: string) =>
    `Mở ngay bây giờ? Theo lịch, phiên họp bắt đầu lúc ${when}. Mọi điểm cầu được mời sẽ vào họp ngay.`,
  cancelMeeting: 'Hủy phiên họp',
  cancelMeetingConfirm: 'Hủy phiên họp này? Các điểm cầu được mời sẽ không vào họp được.',
  invitations: 'Thành phần dự họp',
  noInvitations: 'Chưa mời điểm cầu nào.',
  invite: 'Mời',
  inviteEndpoints: 'Mời điểm cầu',
  inviteSearch: 'Tìm theo tên điểm cầu hoặc đơn vị, không cần dấu',
  invited: 'Đã mời',
  withdraw: 'Rút giấy mời',
  role: 'Vai trò',
  nothingFound: 'Không tìm thấy.',

  endpoints: 'Điểm cầu',
  meetings: 'Phiên họp',
  pairDevice: 'Ghép thiết bị',
  unpairDevices: 'Thu hồi thiết bị',
  unpairConfirm: 'Thu hồi mọi thiết bị đã ghép với điểm cầu này?',
  line: 'Đường truyền',
  lineHint: 'Theo hợp đồng của cơ quan; để trống nếu không rõ. Có hiệu lực khi điểm cầu vào họp lần sau.',
  lineDown: 'Tải xuống (kbit/s)',
  lineUp: 'Tải lên (kbit/s)',
  lineSave: 'Lưu',
  lineInvalid: 'Cần số nguyên từ 64 kbit/s trở lên.',
  lineOf: (down: string, up: string) => `Đường truyền: xuống ${down}, lên ${up} kbit/s`,
  pairingTitle: 'Mã ghép thiết bị',
  pairingSteps: 'Trên thiết bị tại phòng họp, mở địa chỉ dưới đây rồi nhập mã:',
  pairingValidUntil: (time: string) => `Mã dùng được một lần, đến ${time}.`,

  preview: 'Xem trước camera',
  camera: 'Camera',
  microphone: 'Micrô',
  speaker: 'Loa',
  defaultDevice: 'Mặc định',
  testSpeaker: 'Thử loa',
  testing: 'Đang phát…',
  speakToTest: 'Nói thử: vạch phải nhích theo tiếng nói.',
  level: 'Mức âm thanh',
  cameraOpening: 'Đang mở camera…',
  cameraOff: 'Camera đang tắt',
  turnCameraOn: 'Bật camera',
  turnCameraOff: 'Tắt camera',
  youJoinAs: (role: string) => `Bạn vào họp với vai trò: ${role}`,
  youTakeNoPart:
    'Bạn không dự phiên họp này: tài khoản chưa được phép dự họp mật, hoặc đã được đưa ra khỏi phiên họp.',
  joinMuted: 'Micrô tắt khi vào họp; chủ tọa hoặc bạn bật khi đến lượt.',
  notOpenYet: 'Phiên họp chưa mở. Trang sẽ tự vào khi phiên họp mở.',
  mayOpenHint: 'Phiên họp chưa mở. Bạn có thể mở ngay.',

  connecting: 'Đang vào phiên họp…',
  reconnecting: 'Đang kết nối lại…',
  lobbyTitle: 'Đang ở phòng chờ',
  lobbyText: 'Đang đợi chủ tọa hoặc thư ký cho vào phiên họp. Máy sẽ tự vào khi được phép.',
  retrying: 'Hệ thống tự thử lại, không cần làm gì.',
  stage: 'Lên hình',
  emptyStage: 'Chưa có ai lên hình',
  emptyStageHint: 'Hình của chủ tọa và người phát biểu sẽ hiện ở đây.',
  noVideo: 'Chưa có hình',
  connectionLost: 'Mất kết nối',
  ownTile: (name: string) => `${name} (bạn)`,
  microphoneStates: {
    open: 'Micrô đang mở',
    muted: 'Micrô đang tắt',
    held: 'Micrô do chủ tọa tắt',
  } satisfies Record<Microphone, string>,
  openMicrophone: 'Mở micrô',
  muteMicrophone: 'Tắt micrô',
  heldHint: 'Chủ tọa đang tắt micrô này',
  shareScreen: 'Trình chiếu',
  shareWhat: 'Trình chiếu nội dung gì?',
  shareContents: { detail: 'Tài liệu', motion: 'Video' },
  shareHints: { detail: 'Chữ và hình rõ nét, ít khung hình.', motion: 'Chuyển động mượt, chữ kém nét hơn.' },
  stopSharing: 'Dừng trình chiếu',
  leave: 'Rời họp',
  leaveConfirm: 'Rời phiên họp?',
  askedTitle: 'Chủ tọa mời phát biểu',
  askedText: 'Mở micrô để cả phiên họp nghe thấy.',
  notNow: 'Để sau',
  enableSound: 'Bấm để nghe âm thanh',

  panels: 'Bảng bên',
  roster: 'Thành phần',
  rosterSearch: 'Tìm điểm cầu',
  waiting: 'Phòng chờ',
  moderators: 'Điều hành',
  rooms: 'Điểm cầu',
  removedOnes: 'Đã đưa ra khỏi phiên họp',
  readmit: 'Cho vào lại',
  nobodyWaits: 'Không có ai ở phòng chờ.',
  admit: 'Cho vào',
  admitAll: 'Cho vào tất cả',
  mute: 'Tắt micrô',
  askToUnmute: 'Đề nghị mở micrô',
  give: { slides: 'Cho trình chiếu', chair: 'Trao ghế chủ tọa' },
  clear: { slides: 'Dừng trình chiếu', chair: 'Rời ghế chủ tọa' },
  remove: 'Đưa ra khỏi phiên họp',
  removeConfirm: (name: string) => `Đưa ${name} ra khỏi phiên họp?`,
  actionsFor: (name: string) => `Thao tác với ${name}`,
  asked: 'Đã mời mở micrô',
  away: 'Mất kết nối',

  start: 'Khai mạc',
  muteAll: 'Tắt tất cả micrô',
  lock: 'Khóa phiên họp',
  unlock: 'Mở khóa',
  locked: 'Đã khóa',
  end: 'Kết thúc phiên họp',
  endConfirm: 'Kết thúc phiên họp cho tất cả điểm cầu?',
  chairBar: 'Điều hành phiên họp',
  ownBar: 'Thiết bị của tôi',

  pairTitle: 'Ghép thiết bị này làm điểm cầu',
  pairText: 'Nhập mã do thư ký hoặc bộ phận kỹ thuật cấp.',
  pairingCode: 'Mã ghép',
  pair: 'Ghép',
  pairFailed: 'Mã không đúng hoặc đã hết hạn.',
  roomReady: 'Điểm cầu sẵn sàng',
  roomNext: 'Phiên họp tiếp theo',
  roomNone: 'Chưa có phiên họp nào trong 24 giờ tới.',
  roomJoinsItself: 'Thiết bị tự vào họp khi phiên họp mở. Không cần thao tác.',
  roomSpeaking: 'Đang phát biểu',
  roomSilent: 'Micrô mở, không có tiếng',
  roomMuted: 'Micrô đang tắt',
  roomPresent: (count: number) => `Đang dự: ${count}`,
  roomHeld: 'Micrô do chủ tọa tắt',
};
