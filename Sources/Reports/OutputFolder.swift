import Foundation
import Synchronization

/// A file of results, before it is written.
public struct OutputFile: Sendable {
  /// The name inside of the folder.
  public let name: String
  public let bytes: [UInt8]

  /// - Precondition: `name` is one plain name, without a slash.
  public init(name: String, bytes: [UInt8]) {
    precondition(!["", ".", ".."].contains(name) && !name.contains("/"), "a plain file name")
    self.name = name
    self.bytes = bytes
  }
}

/// The folder that takes the results: a set of files is written whole, or not at all.
///
/// A reader never sees half a file, nor new files beside old ones while the run goes on: all bytes
/// are on the disk before the first name changes. On Linux they wait in unnamed files, so that
/// nothing is left behind even by `kill -9`, but for the instant in which the names change.
public struct OutputFolder: Sendable {
  public let path: String
  private let staging: StagedFile.Staging

  public init(_ path: String) {
    self.init(path, staging: .unnamed)
  }

  init(_ path: String, staging: StagedFile.Staging) {
    self.path = path
    self.staging = staging
  }

  /// Writes the files, replacing those of the same name; makes the folder if it is missing.
  ///
  /// A file that is a symbolic link is replaced by a file; what it points to stays as it is.
  ///
  /// - Parameter last: takes its name after all others, such as the manifest that vouches for
  ///   them.
  /// - Precondition: no name is given twice.
  /// - Throws: `OutputError` with the path and the system's reason; the earlier files are then as
  ///   they were, and folders that were made for it are gone again.
  public func write(_ files: [OutputFile], last: OutputFile? = nil) throws(OutputError) {
    let files = files + (last.map { [$0] } ?? [])
    precondition(Set(files.map(\.name)).count == files.count, "each file name once")
    // One set at a time: the signal handler knows one list of files to remove.
    let result = turn.withLock { _ in
      Result { () throws(OutputError) in try writeInTurn(files) }
    }
    try result.get()
  }

  private func writeInTurn(_ files: [OutputFile]) throws(OutputError) {
    let created = try createFolders()
    var staged = files.map { StagedFile(name: $0.name, folder: path) }
    let interruption = Interruption(
      removing: staged.map(\.partialPath) + created.reversed())
    do throws(OutputError) {
      defer { for file in staged { file.discard() } }
      for (index, file) in files.enumerated() {
        try staged[index].stage(file.bytes, folder: path, as: staging)
      }
      interruption.hold()
      try commit(&staged)
    } catch {
      for folder in created.reversed() { rmdir(folder) }
      throw error
    }
  }

  /// Gives all files their names, or none.
  private func commit(_ staged: inout [StagedFile]) throws(OutputError) {
    for index in staged.indices { try staged[index].prepare() }
    var count = 0
    do throws(OutputError) {
      for file in staged {
        try file.commit()
        count += 1
      }
      try synchronizeNames()
    } catch {
      for file in staged[..<count].reversed() { file.revert() }
      throw error
    }
  }

  /// Waits until the new names are on the disk, where the folder may be opened for that.
  private func synchronizeNames() throws(OutputError) {
    let folder = open(path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    defer { close(folder) }
    try synchronize(folder, path: path)
  }

  /// Makes the folder and those above it that are missing; gives those that it made.
  private func createFolders() throws(OutputError) -> [String] {
    var created: [String] = []
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      prefix += (prefix.isEmpty || prefix == "/" ? "" : "/") + part
      var information = stat()
      if stat(prefix, &information) == 0 {
        if information.st_mode & S_IFMT == S_IFDIR { continue }
        errno = ENOTDIR
      } else if mkdir(prefix, 0o777) == 0 {
        created.append(prefix)
        continue
      } else if errno == EEXIST {
        // Made by somebody else in between.
        continue
      }
      let code = errno
      for folder in created.reversed() { rmdir(folder) }
      throw OutputError(path: prefix, code: code)
    }
    return created
  }
}

private let turn = Mutex(())
