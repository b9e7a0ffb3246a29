import { catalogue } from '../../../i18n/language.ts';

const vi = {
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
};

/** Of what the server no longer accepts. */
export const stoppedWords = catalogue({
  vi,
  en: {
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
});
