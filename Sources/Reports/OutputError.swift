import SourceText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why results could not be written.
public struct OutputError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    case diskFull
    case fileTooLarge
    case readOnly
    case permissionDenied
    /// A file stands where a folder is needed.
    case notAFolder
    /// A folder stands where a file is needed.
    case isAFolder
    /// The program that read our output has ended.
    case closedPipe
    case other
  }

  /// What stands in place of a path where what was written is no file.
  static let standardOutput = "standard output"

  /// The file or folder, as the user named it.
  public let path: String
  public let reason: Reason
  /// The system's reason in words, such as `No space left on device`.
  public let systemText: BilingualText

  /// - Parameter code: the value of `errno`.
  init(path: String, code: Int32) {
    self.path = path
    systemText = systemReason(code)
    reason =
      switch code {
      case ENOSPC, EDQUOT: .diskFull
      case EFBIG: .fileTooLarge
      case EROFS: .readOnly
      case EACCES, EPERM: .permissionDenied
      case ENOTDIR: .notAFolder
      case EISDIR: .isAFolder
      case EPIPE: .closedPipe
      default: .other
      }
  }
}

extension OutputError: CustomStringConvertible {
  /// What could not be written, and why.
  public var text: BilingualText {
    let place =
      path == Self.standardOutput
      ? BilingualText(zh: "标准输出", en: "the standard output") : .quoted(path)
    return BilingualText(
      zh: "无法写入\(place.zh)：\(systemText.zh)", en: "cannot write \(place.en): \(systemText.en)")
  }

  public var description: String { text.en }
}
