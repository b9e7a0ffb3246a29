import { catalogue } from '../../../i18n/language.ts';

const vi = {
  wall: 'Màn hình giám sát',
  toWall: 'Về màn hình giám sát',
  page: (number: number, of: number) => `Trang ${number} / ${of}`,
  previous: 'Trang trước',
  next: 'Trang sau',
  size: 'Số ô trên một trang',
  rotate: 'Tự chuyển trang',
  enlarge: 'Phóng to',
  empty: 'Chưa có điểm cầu nào trong phiên họp.',
  handRaised: 'Đang đăng ký phát biểu',
  audioOnly: 'Chỉ nghe',
  audioOnlyHint: 'Chỉ nghe – tiết kiệm đường truyền',
  audioOnlyNotice: 'Đang chỉ nghe: không nhận và không gửi hình.',
  pictures: 'Xem hình trở lại',
  withoutPictures: 'Tạm không có hình',
  picturesHeld: 'Đường truyền yếu: tạm ngừng hình, âm thanh vẫn tiếp tục',
  blocked:
    'Hình và tiếng không qua được mạng ở đây. Hãy báo bộ phận kỹ thuật: tường lửa phải mở cổng hình và tiếng (UDP, TCP) tới máy chủ.',
  stopped: {
    microphone:
      'Hệ thống đã ngắt micrô này vì lượng dữ liệu gửi lên vượt xa mức cho phép. Những người khác không nghe được. Hãy kiểm tra micrô và phần mềm âm thanh, rồi bấm “Gửi lại”.',
    camera:
      'Hệ thống đã ngắt camera này vì lượng dữ liệu gửi lên vượt xa mức cho phép. Những người khác không thấy hình. Hãy kiểm tra camera và phần mềm hình ảnh, rồi bấm “Gửi lại”.',
    screen:
      'Hệ thống đã ngắt nội dung trình chiếu này vì lượng dữ liệu gửi lên vượt xa mức cho phép. Hãy kiểm tra phần mềm trình chiếu, rồi bấm “Gửi lại”.',
    'private-word':
      'Hệ thống đã ngắt tiếng của cuộc nói riêng này vì lượng dữ liệu gửi lên vượt xa mức cho phép. Hãy kiểm tra micrô và phần mềm âm thanh, rồi bấm “Gửi lại”.',
    all: 'Hệ thống tạm ngừng nhận âm thanh và hình ảnh từ đây vì lượng dữ liệu gửi lên vượt xa mức cho phép. Bạn vẫn nghe và xem bình thường. Hãy kiểm tra thiết bị.',
    again: 'Gửi lại',
    againIn: (minutes: number) => `Gửi lại được sau ${minutes} phút`,
  },
  qualities: {
    audio: { fair: 'Âm thanh chưa tốt', poor: 'Âm thanh kém' },
    video: { fair: 'Hình chưa tốt', poor: 'Hình kém' },
  },
  silent: 'Micrô mở, không có tiếng',
  qualityHint: 'Chất lượng hình và tiếng mà nơi này đang nhận',
};

/** What a page shows: the stage, the wall, or no pictures at all. */
export const viewingWords = catalogue({
  vi,
  en: {
    wall: 'Wall',
    toWall: 'Back to the wall',
    page: (number, of) => `Page ${number} / ${of}`,
    previous: 'Previous page',
    next: 'Next page',
    size: 'Tiles on a page',
    rotate: 'Rotate pages',
    enlarge: 'Enlarge',
    empty: 'Nobody is in the session yet.',
    handRaised: 'Asks for the floor',
    audioOnly: 'Audio only',
    audioOnlyHint: 'Audio only – saves the line',
    audioOnlyNotice: 'Audio only: no pictures come or go.',
    pictures: 'Show pictures again',
    withoutPictures: 'No picture for now',
    picturesHeld: 'The line is weak: pictures are on hold, sound goes on',
    blocked:
      'Pictures and sound do not get through the network here. Tell the technicians: the firewall must open the media ports (UDP, TCP) to the server.',
    stopped: {
      microphone:
        'The server has stopped this microphone: far more data came from it than a microphone may send. The others do not hear it. Check the microphone and the sound software, then press “Send again”.',
      camera:
        'The server has stopped this camera: far more data came from it than a camera may send. The others do not see it. Check the camera and its software, then press “Send again”.',
      screen:
        'The server has stopped this shared screen: far more data came from it than a screen may send. Check the software that shares it, then press “Send again”.',
      'private-word':
        'The server has stopped the sound of this private word: far more data came from it than a microphone may send. Check the microphone and the sound software, then press “Send again”.',
      all: 'The server takes no sound and no pictures from here for now: far more data came than may be sent. You go on hearing and seeing the session. Check the devices.',
      again: 'Send again',
      againIn: (minutes) =>
        minutes === 1 ? 'Possible again in 1 minute' : `Possible again in ${minutes} minutes`,
    },
    qualities: {
      audio: { fair: 'Fair sound', poor: 'Poor sound' },
      video: { fair: 'Fair picture', poor: 'Poor picture' },
    },
    silent: 'Open microphone, no sound',
    qualityHint: 'What this participant receives right now',
  },
});
