#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes bytes to the standard output, all of them.
///
/// - Throws: `OutputError` with reason `closedPipe` when the reader has ended, as `head` does: the
///   signal that would end us silently is ignored from then on.
public func writeToStandardOutput(_ bytes: [UInt8]) throws(OutputError) {
  signal(SIGPIPE, SIG_IGN)
  try writeAll(bytes, to: STDOUT_FILENO, path: OutputError.standardOutput)
}

/// Writes bytes to the standard error; where that is closed, nobody wants them.
public func writeToStandardError(_ bytes: [UInt8]) {
  try? writeAll(bytes, to: STDERR_FILENO, path: "standard error")
}

/// Writes all bytes to an open file: the system may take fewer at a time, or be interrupted.
///
/// - Parameter path: the name of the file for errors.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(OutputError) {
  var written = 0
  while written < bytes.count {
    let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count > 0 {
      written += count
    } else if count == 0 {
      throw OutputError(path: path, code: ENOSPC)
    } else if errno == EAGAIN {
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      poll(&request, 1, -1)
    } else if errno != EINTR {
      throw OutputError(path: path, code: errno)
    }
  }
}

/// Has the system begin to bring the bytes of a file to the disk, so that there is less to wait for
/// later. Where it does not, nothing is lost.
func beginWriteback(_ descriptor: Int32) {
  #if os(Linux)
    // What is no longer needed in memory is written out; nothing is dropped before.
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
  #endif
}

/// Waits until the bytes of a file or the names of a folder are on the disk. File systems that
/// know no such thing are content.
func synchronize(_ descriptor: Int32, path: String) throws(OutputError) {
  while fsync(descriptor) != 0 {
    switch errno {
    case EINTR: continue
    case EINVAL, ENOTSUP: return
    default: throw OutputError(path: path, code: errno)
    }
  }
}
