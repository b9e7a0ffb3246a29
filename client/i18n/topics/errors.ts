import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Topic } from './topic.ts';

/** What the screen says of every refusal. */
export const errors: Topic<Record<ErrorCode, string>> = {
  vi: {
    'invalid-request': 'Thông tin gửi đi chưa hợp lệ.',
    unauthenticated: 'Phiên đăng nhập đã hết. Hãy đăng nhập lại.',
    'token-expired': 'Phiên đăng nhập đã hết. Hãy đăng nhập lại.',
    forbidden: 'Bạn không có quyền thực hiện việc này.',
    'account-not-secured': 'Bạn cần hoàn tất bước bảo vệ tài khoản trước. Hãy tải lại trang.',
    'not-found': 'Không tìm thấy.',
    conflict: 'Trùng với dữ liệu đã có.',
    clash: 'Có điểm cầu hoặc người dự đã được đặt cho phiên họp khác vào lúc này.',
    'no-capacity':
      'Máy chủ không đủ năng lực cho phiên họp này vào lúc đó. Hãy chọn giờ khác hoặc bớt điểm cầu.',
    'series-too-large':
      'Chuỗi quá lớn: số kỳ họp nhân với số điểm cầu được mời tối đa 10.000. Chưa có gì được ghi. Hãy bớt số kỳ hoặc bớt điểm cầu.',
    'wrong-phase': 'Lúc này chưa thực hiện được việc đó.',
    misdirected:
      'Địa chỉ này không phải của hệ thống họp. Hãy mở lại trang từ địa chỉ mà bộ phận kỹ thuật đã cung cấp.',
    'version-changed': 'Nội dung vừa được người khác thay đổi. Hãy xem lại rồi thử lại.',
    'version-required': 'Nội dung vừa được người khác thay đổi. Hãy xem lại rồi thử lại.',
    'too-many-attempts': 'Vừa có nhiều lần nhập sai. Hãy đợi một lúc rồi thử lại.',
    'wrong-password': 'Mật khẩu hiện tại không đúng. Chưa có gì thay đổi.',
    'password-common':
      'Mật khẩu này nhiều người dùng nên dễ bị đoán. Hãy ghép vài từ không liên quan với nhau thành một câu dễ nhớ.',
    'password-pattern':
      'Mật khẩu có dãy lặp lại, dãy số hoặc dãy phím liền nhau nên dễ bị đoán. Hãy ghép vài từ không liên quan thành một câu dễ nhớ.',
    'password-personal':
      'Mật khẩu có tên đăng nhập, họ tên, tên đơn vị hoặc tên hệ thống nên dễ bị đoán. Hãy dùng từ khác.',
    'password-unchanged': 'Mật khẩu mới trùng với mật khẩu cũ. Hãy đặt mật khẩu khác.',
    'wrong-proof':
      'Xác thực chưa thành công: mã không đúng, đã hết hạn hoặc đã dùng. Hãy thử lại với mã mới.',
    'second-factor-locked':
      'Nhập sai mã quá nhiều lần nên việc xác thực bằng ứng dụng tạm khóa trong một giờ. Bạn vẫn dùng được khóa truy cập hoặc mã dự phòng. Nếu không phải bạn đã nhập, hãy báo bộ phận kỹ thuật vì có người biết mật khẩu của bạn.',
    'payload-too-large': 'Nội dung quá dài.',
    'unsupported-type': 'Loại tệp này không dùng được.',
    'too-many-uploads': 'Vừa tải lên nhiều tệp. Hãy đợi một lúc rồi tải tiếp.',
    internal: 'Máy chủ gặp lỗi. Hãy thử lại.',
    unavailable: 'Chưa kết nối được với máy chủ.',
    timeout: 'Máy chủ chưa trả lời. Hãy thử lại.',
    'not-live': 'Phiên họp chưa mở hoặc đã kết thúc.',
    'not-admitted': 'Điểm cầu chưa được cho vào phiên họp.',
    locked: 'Phiên họp đang khóa.',
    removed: 'Điểm cầu đã được đưa ra khỏi phiên họp.',
    'not-cleared': 'Có thành phần chưa được phép dự phiên họp mật.',
    'not-invited': 'Điểm cầu không còn trong thành phần dự họp.',
    full: 'Phiên họp đã đủ số điểm cầu. Nếu gấp, hãy gọi ban thư ký.',
    'microphone-held': 'Micrô đang do chủ tọa tắt. Hãy đợi được mời phát biểu.',
    'locked-by-moderator': 'Người điều hành đang khóa chức năng này.',
    'budget-spent': 'Đơn vị này đã dùng hết thời gian phát biểu. Chủ tọa có thể cho thêm số phút cụ thể.',
    'roll-call-closed': 'Điểm danh đã kết thúc.',
    'ballot-phase': 'Biểu quyết không còn ở bước này.',
    'too-few-votes':
      'Phiếu kín có dưới ba đơn vị biểu quyết nên không công bố được. Hãy hủy và biểu quyết lại.',
    'not-entitled': 'Đơn vị của bạn không có quyền biểu quyết lần này.',
    'voted-already': 'Đơn vị của bạn đã biểu quyết.',
    'extension-refused': 'Không thể kéo dài phiên họp: hệ thống đã có lịch khác.',
    'too-fast': 'Thao tác quá nhanh. Hãy đợi một chút.',
    moved: 'Điểm cầu đã được chuyển sang phiên họp khác.',
    'seat-taken-over': 'Điểm cầu này đã vào họp từ thiết bị khác.',
  },
  en: {
    'invalid-request': 'What was sent is not valid.',
    unauthenticated: 'Your sign-in has ended. Please sign in again.',
    'token-expired': 'Your sign-in has ended. Please sign in again.',
    forbidden: 'You have no right to do this.',
    'account-not-secured': 'Your account must be made safe first. Reload the page.',
    'not-found': 'Not found.',
    conflict: 'This clashes with what exists already.',
    clash: 'A room or a person is booked for another meeting at that time.',
    'series-too-large':
      'The series is too large: occurrences times invited rooms may be 10,000. Nothing was saved. Choose fewer occurrences or fewer rooms.',
    'no-capacity': 'The servers cannot carry this meeting at that time. Choose another, or fewer rooms.',
    'wrong-phase': 'This cannot be done at this moment.',
    misdirected: 'This is no address of the meeting service. Open the page by the address that IT gave you.',
    'version-changed': 'Somebody else has just changed this. Look again, then retry.',
    'version-required': 'Somebody else has just changed this. Look again, then retry.',
    'too-many-attempts': 'There were many wrong entries just now. Wait a while, then try again.',
    'wrong-password': 'The current password is wrong. Nothing was changed.',
    'password-common':
      'Many people use this password, so it is easy to guess. Join a few unrelated words into a sentence that you remember.',
    'password-pattern':
      'The password repeats, counts or follows the keyboard, so it is easy to guess. Join a few unrelated words into a sentence that you remember.',
    'password-personal':
      'The password has the login, a name, the unit or the system in it, so it is easy to guess. Use other words.',
    'password-unchanged': 'The new password is the old one. Choose another.',
    'wrong-proof': 'This did not work: the code is wrong, over or was used before. Try again with a new one.',
    'second-factor-locked':
      'Too many wrong codes: codes of the app are locked for an hour. A passkey or a recovery code still works. If it was not you who typed them, tell IT: somebody knows your password.',
    'payload-too-large': 'This is too long.',
    'unsupported-type': 'This type of file cannot be used.',
    'too-many-uploads': 'Many files were sent just now. Wait a while, then go on.',
    internal: 'The server failed. Please try again.',
    unavailable: 'The server cannot be reached.',
    timeout: 'The server has not answered. Please try again.',
    'not-live': 'The meeting is not open yet, or is over.',
    'not-admitted': 'This endpoint is not admitted yet.',
    locked: 'The meeting is locked.',
    removed: 'This endpoint was removed from the meeting.',
    'not-cleared': 'Somebody is not cleared for a classified meeting.',
    'not-invited': 'This endpoint is no longer invited to the meeting.',
    full: 'The meeting is full. If it is urgent, call the secretariat.',
    'microphone-held': 'The chair holds this microphone muted. Wait to be invited to speak.',
    'locked-by-moderator': 'A moderator has locked this.',
    'budget-spent': 'This unit has used its speaking time. The chair may give it a number of minutes more.',
    'roll-call-closed': 'The roll call is over.',
    'ballot-phase': 'The ballot has moved on.',
    'too-few-votes':
      'Fewer than three units voted, so the result of this secret ballot cannot be published. Discard it and vote again.',
    'not-entitled': 'Your unit has no vote in this ballot.',
    'voted-already': 'Your unit has voted already.',
    'extension-refused': 'The meeting cannot be extended: another one is booked.',
    'too-fast': 'That was too fast. Wait a moment.',
    moved: 'This endpoint was moved to another meeting.',
    'seat-taken-over': 'This endpoint has joined from another device.',
  },
};
