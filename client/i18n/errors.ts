import type { ErrorCode } from '../../protocol/errors.ts';
import { catalogue } from './language.ts';

/** The text on the screen for every refusal. */
export const errorWords = catalogue<Record<ErrorCode, string>>({
  vi: {
    'invalid-request': 'Thông tin gửi đi chưa hợp lệ.',
    unauthenticated: 'Phiên đăng nhập đã hết. Hãy đăng nhập lại.',
    'token-expired': 'Phiên đăng nhập đã hết. Hãy đăng nhập lại.',
    forbidden: 'Bạn không có quyền thực hiện việc này.',
    'account-not-secured': 'Bạn cần hoàn tất bước bảo vệ tài khoản trước. Hãy tải lại trang.',
    'confirmation-required': 'Chưa xác nhận mật khẩu nên chưa có gì thay đổi. Hãy thử lại.',
    'not-found': 'Không tìm thấy.',
    conflict: 'Trùng với dữ liệu đã có.',
    clash: 'Có điểm cầu hoặc người dự đã được đặt cho phiên họp khác vào lúc này.',
    'no-capacity':
      'Máy chủ hoặc đường truyền không đủ năng lực cho phiên họp này vào lúc đó. Hãy chọn giờ khác hoặc bớt điểm cầu.',
    'series-too-large':
      'Chuỗi quá lớn: số phiên họp nhân với số điểm cầu được mời tối đa 10.000. Chưa có gì được ghi. Hãy bớt số phiên hoặc bớt điểm cầu.',
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
    'headers-too-large': 'Địa chỉ hoặc phần đầu của yêu cầu quá dài.',
    'request-too-slow': 'Yêu cầu gửi đến quá chậm. Hãy thử lại.',
    'unsupported-type': 'Loại tệp này không dùng được.',
    'no-picture': 'Máy chủ không dựng được hình của trang này.',
    'too-many-uploads': 'Vừa tải lên nhiều tệp. Hãy đợi một lúc rồi tải tiếp.',
    'too-many-letters': 'Vừa gửi nhiều thư. Hãy đợi một lúc rồi gửi tiếp.',
    internal: 'Máy chủ gặp lỗi. Hãy thử lại.',
    unavailable: 'Chưa kết nối được với máy chủ.',
    timeout: 'Máy chủ chưa trả lời. Hãy thử lại.',
    'not-live': 'Phiên họp chưa mở hoặc đã kết thúc.',
    'not-admitted': 'Chưa được cho vào phiên họp.',
    'chair-absent': 'Chưa có chủ tọa nên chưa khai mạc được.',
    'room-away': 'Điểm cầu đang mất kết nối nên tin nhắn chưa gửi. Hãy gửi lại khi điểm cầu trở lại.',
    locked: 'Phiên họp đang khóa.',
    removed: 'Đã được đưa ra khỏi phiên họp.',
    'not-cleared': 'Có thành phần chưa được phép dự phiên họp mật.',
    'not-invited': 'Không còn trong thành phần dự họp.',
    full: 'Phiên họp đã đủ chỗ. Nếu gấp, hãy gọi thư ký phiên họp.',
    'microphone-held': 'Người điều hành đang tắt micrô này. Hãy đợi được mời phát biểu.',
    'locked-by-moderator': 'Người điều hành đang khóa chức năng này.',
    'budget-spent':
      'Đơn vị này đã dùng hết thời gian phát biểu. Chủ tọa hoặc thư ký có thể cho thêm số phút cụ thể.',
    'roll-call-closed': 'Điểm danh đã kết thúc.',
    'ballot-phase': 'Biểu quyết không còn ở bước này.',
    'too-few-votes':
      'Phiếu kín có dưới ba đơn vị biểu quyết nên không công bố được. Hãy hủy và biểu quyết lại.',
    'not-entitled': 'Đơn vị của bạn không có quyền biểu quyết lần này.',
    'voted-already': 'Đơn vị của bạn đã biểu quyết.',
    'extension-refused': 'Không thể kéo dài phiên họp: hệ thống đã có lịch khác.',
    'too-fast': 'Thao tác quá nhanh. Hãy đợi một chút.',
    elsewhere: 'Phiên họp đang do máy chủ khác điều hành. Hệ thống đang kết nối lại.',
    moved: 'Đã được chuyển sang phiên họp khác.',
    'seat-taken-over': 'Đã vào họp từ thiết bị khác.',
  },
  en: {
    'invalid-request': 'What was sent is not valid.',
    unauthenticated: 'Your sign-in has ended. Please sign in again.',
    'token-expired': 'Your sign-in has ended. Please sign in again.',
    forbidden: 'You have no right to do this.',
    'account-not-secured': 'Your account must be made safe first. Reload the page.',
    'confirmation-required': 'The password was not confirmed, so nothing was changed. Try again.',
    'not-found': 'Not found.',
    conflict: 'This clashes with what exists already.',
    clash: 'A room or a person is booked for another meeting at that time.',
    'series-too-large':
      'The series is too large: occurrences times invited rooms may be 10,000. Nothing was saved. Choose fewer occurrences or fewer rooms.',
    'no-capacity':
      'The servers or a line cannot carry this meeting at that time. Choose another, or fewer rooms.',
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
    'headers-too-large': 'The address or the head of the request is too long.',
    'request-too-slow': 'The request came too slowly. Try again.',
    'unsupported-type': 'This type of file cannot be used.',
    'no-picture': 'The server could not make a picture of this page.',
    'too-many-uploads': 'Many files were sent just now. Wait a while, then go on.',
    'too-many-letters': 'Many letters were sent just now. Wait a while, then go on.',
    internal: 'The server failed. Please try again.',
    unavailable: 'The server cannot be reached.',
    timeout: 'The server has not answered. Please try again.',
    'not-live': 'The meeting is not open yet, or is over.',
    'not-admitted': 'Not admitted to the meeting yet.',
    'chair-absent': 'There is no chair yet, so the meeting cannot begin.',
    'room-away':
      'The room has lost its connection, so the message was not sent. Send it when the room is back.',
    locked: 'The meeting is locked.',
    removed: 'Removed from the meeting.',
    'not-cleared': 'Somebody is not cleared for a classified meeting.',
    'not-invited': 'No longer invited to the meeting.',
    full: 'The meeting is full. If it is urgent, call the meeting’s secretary.',
    'microphone-held': 'A moderator holds this microphone muted. Wait to be invited to speak.',
    'locked-by-moderator': 'A moderator has locked this.',
    'budget-spent':
      'This unit has used its speaking time. The chair or the secretary may give it a number of minutes more.',
    'roll-call-closed': 'The roll call is over.',
    'ballot-phase': 'The ballot has moved on.',
    'too-few-votes':
      'Fewer than three units voted, so the result of this secret ballot cannot be published. Discard it and vote again.',
    'not-entitled': 'Your unit has no vote in this ballot.',
    'voted-already': 'Your unit has voted already.',
    'extension-refused': 'The meeting cannot be extended: another one is booked.',
    'too-fast': 'That was too fast. Wait a moment.',
    elsewhere: 'Another server runs this meeting. Connecting to it.',
    moved: 'Moved to another meeting.',
    'seat-taken-over': 'Joined from another device meanwhile.',
  },
});
