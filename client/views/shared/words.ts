import { allOfLevel, selectedWord } from '../../../domain/words.ts';
import { catalogue } from '../../i18n/language.ts';

const vi = {
  /** A selection in words. */
  worded: selectedWord,
  except: 'trừ',
  unit: 'Đơn vị',
  login: 'Tên đăng nhập',
  loginRule: 'Chữ thường không dấu, chữ số và các dấu . _ @ -, ít nhất 2 ký tự. Ví dụ: quantri',
  loginTaken: 'Tên đăng nhập này đã có người dùng.',
  fullName: 'Họ và tên',
  cleared: 'Được dự họp mật',
  clear: 'Cho dự họp mật',
  unclear: 'Bỏ quyền dự họp mật',
  clearConfirm: (name: string) => `Cho ${name} dự các phiên họp mật?`,
  unclearConfirm: (name: string) =>
    `Bỏ quyền dự các phiên họp mật của ${name}? Nếu đang dự phiên họp mật thì sẽ phải rời ngay.`,
  uncleared: (count: number) =>
    `Phiên họp mật không mời được ${count} thành phần sau vì chưa được phép dự họp mật. Chưa có gì được lưu:`,
  unclearedHint:
    'Hãy bỏ các thành phần này, hoặc đề nghị quản trị viên cho phép tại trang Điểm cầu, Tài khoản.',
  asked: (people: string) => `Mời: ${people}`,
  signInFailed: 'Tên đăng nhập hoặc mật khẩu không đúng.',
  notLoaded: 'Chưa tải được trang',
  notLoadedHint:
    'Máy chủ chưa trả lời hoặc vừa được cập nhật. Không mất dữ liệu nào. Trang tự tải lại khi máy chủ trả lời.',
  passwordRule:
    'Từ 12 ký tự trở lên. Nên ghép vài từ không liên quan thành một câu dễ nhớ, không bắt buộc chữ hoa, chữ số hay ký hiệu. Không dùng họ tên, tên đơn vị, dãy số hoặc mật khẩu phổ biến.',
  passkeyHint: 'Vân tay, khuôn mặt, mã PIN của máy này hoặc khóa bảo mật USB.',
};

export const sharedWords = catalogue({
  vi,
  en: {
    worded: ({ kind, name }) => {
      switch (kind) {
        case 'subtree':
          return `${name} and what lies below it`;
        case 'level':
          return allOfLevel(name, 'en');
        case 'tag':
          return `Tag “${name}”`;
        case 'group':
          return `Group “${name}”`;
        case 'endpoint':
        case 'site':
          return name;
        default:
          return kind satisfies never;
      }
    },
    except: 'except',
    unit: 'Unit',
    login: 'Login',
    loginRule:
      'Lower-case letters without accents, digits and . _ @ -, at least 2 characters. Example: quantri',
    loginTaken: 'Another account has this login.',
    fullName: 'Full name',
    cleared: 'Cleared for classified meetings',
    clear: 'Clear for classified meetings',
    unclear: 'Withdraw the clearance',
    clearConfirm: (name) => `Clear ${name} for classified meetings?`,
    unclearConfirm: (name) =>
      `Withdraw the clearance of ${name}? From a classified meeting that is live it is put out at once.`,
    uncleared: (count) =>
      `A classified meeting cannot invite these ${count}, who are not cleared for it. Nothing was saved:`,
    unclearedHint:
      'Leave them out, or ask an administrator to clear them on the pages of rooms and accounts.',
    asked: (people) => `Asked: ${people}`,
    signInFailed: 'The name or the password is wrong.',
    notLoaded: 'The page could not be loaded',
    notLoadedHint:
      'The server did not answer, or was just updated. Nothing is lost. The page reloads by itself once the server answers.',
    passwordRule:
      'At least 12 characters. Join a few unrelated words into a sentence that you remember; capitals, digits and signs are not needed. Do not use your name, your unit, a row of digits or a common password.',
    passkeyHint: 'Fingerprint, face or PIN of this machine, or a USB security key.',
  },
});
