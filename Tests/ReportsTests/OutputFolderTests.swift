import Foundation
import Testing

@testable import Reports

/// A folder of its own for each test, removed afterwards.
private final class Scratch {
  let path = FileManager.default.temporaryDirectory.path + "/reports-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func names(_ folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + folder).sorted()
  }

  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: path + "/" + name).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}

private func file(_ name: String, _ text: String) -> OutputFile {
  OutputFile(name: name, bytes: Array(text.utf8))
}

@Suite("results are written whole or not at all")
struct OutputFolderTests {
  @Test(
    "new folders, new files and replaced ones",
    arguments: [StagedFile.Staging.unnamed, .hidden])
  func write(staging: StagedFile.Staging) throws {
    let scratch = try Scratch()
    let folder = OutputFolder(scratch.path + "/a/b", staging: staging)
    try folder.write([file("x.csv", "1"), file("y.csv", "2")], last: file("manifest.json", "{}"))
    try folder.write([file("x.csv", "3")])
    #expect(try scratch.names("/a/b") == ["manifest.json", "x.csv", "y.csv"])
    #expect(scratch.text("a/b/x.csv") == "3")
    #expect(scratch.text("a/b/y.csv") == "2")
  }

  @Test(
    "a name that is a folder fails all, and leaves the earlier results",
    arguments: [StagedFile.Staging.unnamed, .hidden])
  func nameIsFolder(staging: StagedFile.Staging) throws {
    let scratch = try Scratch()
    let folder = OutputFolder(scratch.path, staging: staging)
    try folder.write([file("x.csv", "old")])
    mkdir(scratch.path + "/y.csv", 0o777)
    let error = #expect(throws: OutputError.self) {
      try folder.write([file("x.csv", "new"), file("y.csv", "new")])
    }
    #expect(error?.reason == .isAFolder)
    #expect(error?.path == scratch.path + "/y.csv")
    #expect(error?.description == "cannot write '\(scratch.path)/y.csv': Is a directory")
    #expect(try scratch.names() == ["x.csv", "y.csv"])
    #expect(scratch.text("x.csv") == "old")
  }

  @Test("before names change, nothing has one", .enabled(if: isLinux, "needs O_TMPFILE"))
  func unnamed() throws {
    // The memory file system knows unnamed files; that of the temporary folder may not.
    let folder = "/dev/shm/reports-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var staged = StagedFile(name: "x.csv", folder: folder)
    _ = try staged.stage(file("x.csv", "a"), folder: folder, as: .unnamed)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    try staged.prepare()
    try staged.commit()
    staged.discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["x.csv"])
  }

  @Test("a failure while names change is undone")
  func revert() throws {
    let scratch = try Scratch()
    let folder = OutputFolder(scratch.path)
    try folder.write([file("x.csv", "old")])
    var staged = ["x.csv", "new.csv"].map { StagedFile(name: $0, folder: scratch.path) }
    for index in staged.indices {
      _ = try staged[index].stage(file("x.csv", "new"), folder: scratch.path, as: .unnamed)
      try staged[index].prepare()
      try staged[index].commit()
    }
    #expect(scratch.text("x.csv") == "new")
    for file in staged.reversed() {
      file.revert()
      file.discard()
    }
    #expect(try scratch.names() == ["x.csv"])
    #expect(scratch.text("x.csv") == "old")
  }

  @Test("a file where a folder is needed")
  func notAFolder() throws {
    let scratch = try Scratch()
    try OutputFolder(scratch.path).write([file("x.csv", "1")])
    let error = #expect(throws: OutputError.self) {
      try OutputFolder(scratch.path + "/x.csv/results").write([file("y.csv", "1")])
    }
    #expect(error?.reason == .notAFolder)
    #expect(error?.path == scratch.path + "/x.csv")
  }

  @Test("a file system that takes no files", .enabled(if: isLinux, "needs /proc"))
  func readOnly() throws {
    let error = #expect(throws: OutputError.self) {
      try OutputFolder("/proc/self/results").write([file("y.csv", "1")])
    }
    #expect(error?.path == "/proc/self/results")
    #expect(error?.systemText.en.isEmpty == false)
  }

  @Test(
    "a file that cannot be written to its end leaves nothing",
    arguments: [StagedFile.Staging.unnamed, .hidden])
  func tooLarge(staging: StagedFile.Staging) async throws {
    // The limit holds for a whole process, hence one of its own.
    let isHidden = staging == .hidden
    await #expect(processExitsWith: .success) { [isHidden = isHidden as Bool] in
      let scratch = try Scratch()
      let folder = OutputFolder(scratch.path, staging: isHidden ? .hidden : .unnamed)
      try folder.write([file("x.csv", "old")])
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      #if os(Linux)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      #else
        setrlimit(RLIMIT_FSIZE, &limit)
      #endif
      let large = OutputFile(name: "y.csv", bytes: Array(repeating: 0x61, count: 10_000))
      let error = #expect(throws: OutputError.self) {
        try folder.write([file("x.csv", "new"), large])
      }
      #expect(error?.reason == .fileTooLarge)
      #expect(throws: OutputError.self) {
        try OutputFolder(scratch.path + "/made/for/it").write([large])
      }
      let names = try scratch.names()
      let text = scratch.text("x.csv")
      FileManager.default.removeItemIfPresent(scratch.path)
      guard names == ["x.csv"], text == "old" else { exit(1) }
    }
  }

  @Test("the process is told to end while a file waits", arguments: [SIGINT, SIGTERM])
  func interrupted(number: Int32) async throws {
    let scratch = try Scratch()
    let path = scratch.path
    await #expect(processExitsWith: .signal(number)) {
      [path = path as String, number = number as Int32] in
      var staged = StagedFile(name: "x.csv", folder: path)
      let interruption = Interruption(removing: [staged.partialPath])
      _ = try staged.stage(file("x.csv", "a"), folder: path, as: .hidden)
      guard access(staged.partialPath, F_OK) == 0 else { exit(2) }
      kill(getpid(), number)
      // Another thread is told; a test that waits in vain ends with another status.
      sleep(20)
      _ = consume interruption
    }
    #expect(try scratch.names() == [])
  }

  @Test("told to end while names change, it ends when they have changed")
  func interruptedLate() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    await #expect(processExitsWith: .signal(SIGTERM)) { [path = path as String] in
      var staged = StagedFile(name: "x.csv", folder: path)
      let interruption = Interruption(removing: [staged.partialPath])
      _ = try staged.stage(file("x.csv", "a"), folder: path, as: .hidden)
      interruption.hold()
      kill(getpid(), SIGTERM)
      while !Interruption.isPending { usleep(1000) }
      try staged.prepare()
      try staged.commit()
      _ = consume interruption
      sleep(20)
    }
    #expect(try scratch.names() == ["x.csv"])
  }
}

private let isLinux = FileManager.default.fileExists(atPath: "/proc/self")

extension FileManager {
  fileprivate func removeItemIfPresent(_ path: String) {
    if fileExists(atPath: path) { try? removeItem(atPath: path) }
  }
}
