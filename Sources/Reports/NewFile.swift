#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension OutputFolder {
  /// Writes a file under a name that is not taken; makes the folder if it is missing.
  ///
  /// What is there is never replaced: where the name is taken by other bytes a number is added,
  /// `-2` for the second file; where the same bytes are there already, nothing is written. The
  /// file gets its name when all bytes are on the disk.
  ///
  /// - Parameter stem: the name without its ending.
  /// - Parameter ending: with the dot.
  /// - Precondition: the name has no slash.
  /// - Returns: the name of the file that has the bytes.
  /// - Throws: `OutputError` with the path and the system's reason.
  public func writeNew(
    stem: String, ending: String, bytes: [UInt8]
  ) throws(OutputError) -> String {
    precondition(!stem.isEmpty && !(stem + ending).contains("/"), "a plain file name")
    try makeFolders()
    let partial = path + "/.\(stem)\(ending).\(getpid()).partial"
    unlink(partial)
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw OutputError(path: partial, code: errno) }
    defer { unlink(partial) }
    // Closed on every way out.
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, path: partial)
    try synchronize(descriptor, path: partial)
    var number = 1
    while true {
      let name = number == 1 ? stem + ending : "\(stem)-\(number)\(ending)"
      // A second name for the bytes, which the system gives only where it is free.
      if link(partial, path + "/" + name) == 0 { return name }
      guard errno == EEXIST else { throw OutputError(path: path + "/" + name, code: errno) }
      if holds(path + "/" + name, bytes) { return name }
      number += 1
    }
  }

  /// Whether a file has just these bytes.
  private func holds(_ path: String, _ bytes: [UInt8]) -> Bool {
    var information = stat()
    guard stat(path, &information) == 0, Int(information.st_size) == bytes.count else {
      return false
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var place = 0
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while place < bytes.count {
      let count = read(descriptor, &piece, piece.count)
      guard count > 0, place + count <= bytes.count,
        piece[..<count].elementsEqual(bytes[place..<place + count])
      else { return false }
      place += count
    }
    return true
  }
}
