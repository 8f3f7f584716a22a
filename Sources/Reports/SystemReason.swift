import SourceText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why the system refused a call, in words: in English its own, such as `No space left on device`.
///
/// - Parameter code: the value of `errno`.
public func systemReason(_ code: Int32) -> BilingualText {
  BilingualText(
    zh: chineseReason(code) ?? "系统错误 \(code)", en: String(cString: strerror(code)))
}

private func chineseReason(_ code: Int32) -> String? {
  switch code {
  case ENOENT: "文件或文件夹不存在"
  case EACCES, EPERM: "没有权限"
  case ENOSPC, EDQUOT: "磁盘空间不足"
  case EROFS: "磁盘只能读取，不能写入"
  case EFBIG: "文件过大"
  case ENOTDIR: "所需的文件夹处是一个文件"
  case EISDIR: "所需的文件处是一个文件夹"
  case EEXIST: "已经存在"
  case ENAMETOOLONG: "文件名过长"
  case ELOOP: "符号链接循环"
  case EMFILE, ENFILE: "打开的文件过多"
  case EPIPE: "读取输出的程序已经结束"
  case EIO: "磁盘读写出错"
  case EBADF: "输出已经关闭"
  case EBUSY, ETXTBSY: "文件正被占用"
  default: nil
  }
}
