#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is whole on the disk, but does not bear its name yet.
struct StagedFile {
  /// Where its bytes wait.
  enum Staging {
    /// In a file without any name, which is gone when the process ends, however it ends.
    case unnamed
    /// Under a hidden name, where the file system knows no unnamed files.
    case hidden
  }

  let finalPath: String
  let partialPath: String
  let previousPath: String
  /// Of an unnamed file, which lives as long as it is open; else -1.
  private var descriptor: Int32 = -1
  private var hasPrevious = false
  private var existed = false

  init(name: String, folder: String) {
    finalPath = folder + "/" + name
    partialPath = folder + "/.\(name).\(getpid()).partial"
    previousPath = folder + "/.\(name).\(getpid()).previous"
  }

  /// Writes the bytes, unnamed where that is possible.
  ///
  /// - Returns: their SHA-256 digest.
  mutating func stage(
    _ file: OutputFile, folder: String, as staging: Staging
  ) throws(OutputError) -> String {
    var information = stat()
    if stat(finalPath, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
      throw OutputError(path: finalPath, code: EISDIR)
    }
    var opened: Int32 = -1
    #if os(Linux)
      if staging == .unnamed {
        // The macro O_TMPFILE is made of two flags, and is not imported.
        opened = open(folder, O_WRONLY | O_CLOEXEC | O_DIRECTORY | 0o20_000_000, 0o666)
      }
    #endif
    let isUnnamed = opened >= 0
    if !isUnnamed {
      unlink(partialPath)
      opened = open(partialPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    guard opened >= 0 else { throw OutputError(path: finalPath, code: errno) }
    if isUnnamed { descriptor = opened }
    defer { if !isUnnamed { close(opened) } }
    var digest = SHA256Digest()
    for index in 0..<file.pieces {
      let bytes = file.piece(index)
      digest.update(bytes)
      try writeAll(bytes, to: opened, path: finalPath)
    }
    // What stays open waits for the others, so that one trip to the disk serves all files.
    if isUnnamed {
      beginWriteback(opened)
    } else {
      try synchronize(opened, path: finalPath)
    }
    return digest.hexadecimal
  }

  /// Waits until the bytes are on the disk.
  func settle() throws(OutputError) {
    if descriptor >= 0 { try synchronize(descriptor, path: finalPath) }
  }

  /// Gives an unnamed file its hidden name, and keeps the file that is to be replaced.
  mutating func prepare() throws(OutputError) {
    #if os(Linux)
      if descriptor >= 0 {
        unlink(partialPath)
        let source = "/proc/self/fd/\(descriptor)"
        guard linkat(AT_FDCWD, source, AT_FDCWD, partialPath, AT_SYMLINK_FOLLOW) == 0 else {
          throw OutputError(path: finalPath, code: errno)
        }
      }
    #endif
    var information = stat()
    existed = lstat(finalPath, &information) == 0
    unlink(previousPath)
    // Some file systems have no hard links: then a failure half-way cannot be undone for this one.
    hasPrevious = existed && link(finalPath, previousPath) == 0
  }

  /// Takes the final name; what bore it before is replaced in one step.
  func commit() throws(OutputError) {
    guard rename(partialPath, finalPath) == 0 else {
      throw OutputError(path: finalPath, code: errno)
    }
  }

  /// Undoes `commit`.
  func revert() {
    if hasPrevious {
      rename(previousPath, finalPath)
    } else if !existed {
      unlink(finalPath)
    }
  }

  /// Removes all that is not the final file.
  func discard() {
    if descriptor >= 0 { close(descriptor) }
    unlink(partialPath)
    unlink(previousPath)
  }
}
