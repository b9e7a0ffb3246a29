import { expect } from 'chai';
import { passwordFault, type PasswordFault } from '../../../server/identity/passwords/password-strength.ts';

const about = ['yenlac.thuky', 'Nguyễn Thị Hoà', 'Xã Tam Hồng', 'Huyện Yên Lạc', 'Tỉnh Vĩnh Phúc'];

const refused: Readonly<Record<PasswordFault, readonly string[]>> = {
  'password-common': [
    '123456789012',
    'Password1234',
    'P@ssw0rd1234',
    'iloveyou1234',
    'qwertyuiop12',
    'qazwsxedcrfv',
    '1qaz2wsx3edc',
    'matkhau12345',
    'Mật khẩu 12345',
    'mat.khau.2025',
    'Matkhau@moi1',
    'Quantri@2025!',
    'anhyeuem1234',
    'vanphong2024!',
    'Hoinghi@2025',
    'Chutich@123456',
    'nguyenvana123',
    'hoà nguyễn thị',
    'thang11/2025',
  ],
  'password-pattern': [
    'aaaaaaaaaaaa',
    '000000000000',
    'abcabcabcabc',
    'abcdefghijkl',
    'adminadmin12',
    '120119901201',
    '01/01/1990 01',
    'hoahoahoahoahoa',
    '                ',
    'a'.repeat(128),
  ],
  'password-personal': [
    'yenlac.thuky1',
    'YenLac.ThuKy.2025',
    'NguyenThiHoa1',
    'tamhong123456',
    'Xã Tam Hồng 1',
    'Ubnd@TamHong2025',
    'huyenyenlac@2025',
    'VinhPhuc@1234',
    'Diemcau@2025',
    'điểm cầu 2025',
  ],
};

const taken = [
  'trời mưa nhớ mang ô',
  'con mèo trèo cây cau',
  'sáng nào cũng đi bộ',
  'doi xe dap mau xanh',
  'cafe sua da 6h30 sang',
  'correct horse battery staple',
  'một câu dài mà dễ nhớ',
  'xj2k9fma0sk1',
  'x$8!k@2#v%9&',
  'chobasi-trunhato',
  // A sentence may contain a name or a common word.
  'tamhong nhieu mua lam',
  'mật khẩu của bà ngoại',
];

describe('a password that is easily guessed', () => {
  for (const [fault, passwords] of Object.entries(refused)) {
    for (const password of passwords) {
      it(`is found: ${password.slice(0, 20)} (${fault})`, () => {
        expect(passwordFault(password, about)).to.equal(fault);
      });
    }
  }

  for (const password of taken) {
    it(`is not this one: ${password}`, () => {
      expect(passwordFault(password, about)).to.equal(undefined);
    });
  }

  it('is distinguished from the name of somebody else', () => {
    expect(passwordFault('Tiên Lữ – Đồng Tĩnh', ['Xã Tiên Lữ', 'Xã Đồng Tĩnh'])).not.to.equal(undefined);
    expect(passwordFault('Tiên Lữ – Đồng Tĩnh', about)).to.equal(undefined);
  });
});
