import Reports
import SourceText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a file was not read, in words.
public struct ReadError: Error, Sendable {
  public let reason: BilingualText

  init(_ reason: BilingualText) { self.reason = reason }

  /// The reason of the last call of the system.
  static var ofSystem: ReadError { ReadError(systemReason(errno)) }
}

/// A file that is open for reading, closed when it is let go.
struct ReadableFile: ~Copyable {
  private let descriptor: Int32

  /// - Throws: when it is missing, a folder, or not to be read by us.
  init(_ path: String) throws(ReadError) { descriptor = try openForReading(path) }

  deinit { close(descriptor) }

  /// The next bytes, as many as are at hand and at most `count`; none at the end.
  func piece(upTo count: Int) throws(ReadError) -> [UInt8] { try readPiece(descriptor, count) }

  /// All bytes that are left.
  func rest() throws(ReadError) -> [UInt8] { try readToEnd(descriptor) }
}

private func openForReading(_ path: String) throws(ReadError) -> Int32 {
  var information = stat()
  guard stat(path, &information) == 0 else {
    throw errno == ENOENT || errno == ENOTDIR
      ? ReadError(.init(zh: "没有这个文件", en: "there is no such file")) : .ofSystem
  }
  guard information.st_mode & S_IFMT != S_IFDIR else {
    throw ReadError(.init(zh: "这是一个文件夹", en: "it is a folder"))
  }
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .ofSystem }
  return descriptor
}

/// Reads standard input to its end.
func readAllOfStandardInput() throws(ReadError) -> [UInt8] { try readToEnd(STDIN_FILENO) }

private func readToEnd(_ descriptor: Int32) throws(ReadError) -> [UInt8] {
  var bytes: [UInt8] = []
  while true {
    let piece = try readPiece(descriptor, 1 << 16)
    if piece.isEmpty { return bytes }
    bytes += piece
  }
}

private func readPiece(_ descriptor: Int32, _ count: Int) throws(ReadError) -> [UInt8] {
  while true {
    var found = 0
    let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      found = read(descriptor, buffer.baseAddress, count)
      initialized = max(0, found)
    }
    if found >= 0 { return piece }
    switch errno {
    case EINTR: continue
    case EAGAIN:
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      poll(&request, 1, -1)
    default: throw .ofSystem
    }
  }
}
