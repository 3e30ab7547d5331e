import type { DECIDING as EN } from "../en/deciding.ts";
import type { Same } from "../same.ts";

/** Deciding on any comment, and the state of decisions and actions beside it, in Vietnamese. */
export const DECIDING: Same<typeof EN> = {
  "decide.open": "Quyết định về bình luận của {author}",
  "decide.title": "Quyết định",
  "decide.key": "Quyết định về bình luận tìm được bằng j, k",
  "decide.reading": "Đang đọc bình luận …",
  "decide.sofar": "Hiện tại: {decision}, do {reviewer}",
  "decide.none": "Chưa có quyết định nào.",
  "decide.note": "Ghi chú cho nhật ký",
  "decide.length": "Thời gian tạm khoá",
  "decide.cancel": "Huỷ",
  "decide.scope": "Bình luận nào",
  "decide.one": "bình luận này",
  "decide.sameAuthor": "mọi bình luận của người này",
  "decide.sameText": "mọi bình luận có câu này",
  "decide.many": { other: "Đã quyết định {n} bình luận." },
  "decide.kept": { other: "{n} bình luận đã có quyết định và được giữ nguyên." },
  "decide.more": "Có thể còn nữa: hãy quyết định lần nữa.",
  "decide.undoGroup": "Hoàn tác tất cả quyết định cùng lúc này",
  "decide.goOn": "Tiếp tục",
  "decide.as": "với tên {reviewer}",
  "decide.undone": "Đã hoàn tác: {author}",

  "decided.allow": "đã cho phép",
  "decided.hide": "đã ẩn",
  "decided.timeOut": "đã tạm khoá",
  "decided.ban": "đã cấm",

  "length.days": { other: "{n} ngày" },
  "length.hours": { other: "{n} giờ" },
  "length.minutes": { other: "{n} phút" },
  "length.seconds": { other: "{n} giây" },

  "audit.change": "Sửa",
  "audit.changeOf": "Sửa quyết định về bình luận {comment}",
  "audit.changed": "{decision} thay cho {before}",
  "audit.timedOutFor": "tạm khoá, {length}",

  "act.line": "{action} – {state}",
  "act.because": "{action} – {state}, vì {reason}",
  "act.title": "Trên nền tảng",

  "why.switchedOff": "đã tắt việc gửi lên nền tảng",
  "why.answerLost": "mất câu trả lời trước đó",
  "why.notMadeHere": "lệnh cấm không do hệ thống này gửi",
  "why.budget": "tài khoản đã dùng hết hạn mức",
  "why.cancelled": "kiểm duyệt viên đã huỷ",
  "why.notLive": "buổi chat trên nền tảng đã kết thúc",
  "why.gone": "trên nền tảng không còn mục này",
  "why.conflict": "kiểm duyệt viên khác đang xử lý",
  "why.replaced": "đã có quyết định khác",
  "why.undone": "quyết định đã được hoàn tác",
  "why.follows": "đang chờ lệnh trước",
  "why.givenUp": "quá lâu không xong",
  "why.notPermitted": "tài khoản không được phép làm việc này",
  "why.noAccount": "chưa nối tài khoản nào",
  "why.unreachable": "nền tảng không trả lời",
  "why.other": "nền tảng nêu lý do khác",

  "delete.open": "Xoá phòng chat …",
  "delete.title": "Xoá {chat}",
  "delete.what":
    "Phòng chat bị xoá trên máy chủ cùng bình luận, quyết định, nhật ký và cài đặt. Không có cách nào lấy lại.",
  "delete.type": "Gõ tên phòng chat: {chat}",
  "delete.now": "Xoá vĩnh viễn",
  "delete.busy": "Đang xoá …",

  "fault.chatLive": "Phòng chat vẫn đang được đọc; hãy dừng trước, hoặc thử lại sau giây lát.",
  "fault.changed": "Kiểm duyệt viên khác vừa quyết định về bình luận này; đây là tình trạng hiện tại.",
};
