#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Synchronization

/// A file of results, before it is written: its bytes piece by piece, so that a file larger than
/// the memory can be written too.
public struct OutputFile: Sendable {
  /// The name inside of the folder.
  public let name: String
  let pieces: Int
  let piece: @Sendable (Int) -> [UInt8]

  /// - Parameter piece: gives the bytes of each piece, and the same ones whenever it is asked.
  /// - Precondition: `name` is one plain name, without a slash.
  public init(name: String, pieces: Int, piece: @escaping @Sendable (Int) -> [UInt8]) {
    precondition(!["", ".", ".."].contains(name) && !name.contains("/"), "a plain file name")
    self.name = name
    self.pieces = pieces
    self.piece = piece
  }

  /// A file whose bytes are at hand.
  public init(name: String, bytes: [UInt8]) {
    self.init(name: name, pieces: 1) { _ in bytes }
  }

  /// All its bytes together: for files that are known to be small.
  public var bytes: [UInt8] { (0..<pieces).flatMap(piece) }

  /// The SHA-256 digest of all its bytes, in hexadecimal.
  public var sha256: String {
    var digest = SHA256Digest()
    for index in 0..<pieces { digest.update(piece(index)) }
    return digest.hexadecimal
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

  /// Says before the work whether its results could be written: the folder, or the nearest above it
  /// that there is, must be a folder that takes files. The disk may still fill up meanwhile.
  ///
  /// - Throws: `OutputError` with the path that stands in the way.
  public func check() throws(OutputError) {
    let (nearest, missing) = try existingFolder()
    guard access(nearest, W_OK | X_OK) == 0 else {
      // What would be made there, or written into.
      throw OutputError(path: missing.first ?? path, code: errno)
    }
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
    try write(files, lastName: last?.name) { _ in last?.piece(0) ?? [] }
  }

  /// Writes the files, and behind them one that is made of their digests.
  ///
  /// - Parameter makeLast: gives the bytes of the last file from the SHA-256 digests of the
  ///   others, in their order.
  public func write(
    _ files: [OutputFile], lastName: String?, makeLast: ([String]) -> [UInt8]
  ) throws(OutputError) {
    let names = files.map(\.name) + (lastName.map { [$0] } ?? [])
    precondition(Set(names).count == names.count, "each file name once")
    // One set at a time: the signal handler knows one list of files to remove.
    let result = turn.withLock { _ in
      Result { () throws(OutputError) in try writeInTurn(files, names, makeLast) }
    }
    try result.get()
  }

  private func writeInTurn(
    _ files: [OutputFile], _ names: [String], _ makeLast: ([String]) -> [UInt8]
  ) throws(OutputError) {
    let created = try createFolders()
    var staged = names.map { StagedFile(name: $0, folder: path) }
    let interruption = Interruption(
      removing: staged.map(\.partialPath) + created.reversed())
    do throws(OutputError) {
      defer { for file in staged { file.discard() } }
      var digests: [String] = []
      for (index, file) in files.enumerated() {
        digests.append(try staged[index].stage(file, folder: path, as: staging))
      }
      if let name = names.dropFirst(files.count).first {
        let last = OutputFile(name: name, bytes: makeLast(digests))
        _ = try staged[files.count].stage(last, folder: path, as: staging)
      }
      for file in staged { try file.settle() }
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

  /// The nearest folder of the path that there is, and those below it that are missing.
  private func existingFolder() throws(OutputError) -> (nearest: String, missing: [String]) {
    // No name is no folder, and least of all that of the whole machine.
    guard !path.isEmpty else { throw OutputError(path: path, code: ENOENT) }
    var nearest = path.hasPrefix("/") ? "/" : "."
    var missing: [String] = []
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      prefix += (prefix.isEmpty || prefix == "/" ? "" : "/") + part
      var information = stat()
      if stat(prefix, &information) != 0 {
        missing.append(prefix)
      } else if information.st_mode & S_IFMT == S_IFDIR {
        nearest = prefix
      } else {
        throw OutputError(path: prefix, code: ENOTDIR)
      }
    }
    return (nearest, missing)
  }

  /// Makes the folder and those above it that are missing.
  func makeFolders() throws(OutputError) { _ = try createFolders() }

  /// Makes the folder and those above it that are missing; gives those that it made.
  private func createFolders() throws(OutputError) -> [String] {
    var created: [String] = []
    for folder in try existingFolder().missing {
      if mkdir(folder, 0o777) == 0 {
        created.append(folder)
        // Else made by somebody else in between.
      } else if errno != EEXIST {
        let code = errno
        for folder in created.reversed() { rmdir(folder) }
        throw OutputError(path: folder, code: code)
      }
    }
    return created
  }
}

private let turn = Mutex(())
