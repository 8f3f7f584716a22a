import Crypto
import Foundation
import Testing

/// Whatever happens to the process or to the disk: a file of results is whole or not there.
@Suite("outputs are whole or not at all")
struct WholeOutputTests {
  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.torreya("init", "town.json")
    return folder
  }

  private func arguments(seed: Int) -> [String] {
    ["run", "town.json", "--trials", "30", "--trials-csv", "--quiet", "--seed", "\(seed)"]
  }

  /// The files of an undisturbed run by name.
  private func results(seed: Int) throws -> [String: [UInt8]] {
    let folder = try folder()
    try run(folder, seed: seed)
    return Dictionary(
      uniqueKeysWithValues: folder.names("results").map { ($0, folder.bytes("results/" + $0)!) })
  }

  private func run(_ folder: CommandFolder, seed: Int) throws {
    let line = "torreya " + arguments(seed: seed).joined(separator: " ")
    #expect(try folder.shell(line).status == 0)
  }

  @Test("ended at any moment", arguments: [SIGKILL, SIGINT, SIGTERM], [false, true])
  func interrupted(signal: Int32, hasEarlierResults: Bool) throws {
    let old = hasEarlierResults ? try results(seed: 1) : [:]
    let start = Date()
    let new = try results(seed: 2)
    let duration = Date().timeIntervalSince(start)
    #expect(new.count == 10)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<4 {
      let folder = try folder()
      if hasEarlierResults { try run(folder, seed: 1) }
      let delay = Double.random(in: 0...duration, using: &generator)
      let result = try folder.torreya(arguments(seed: 2), signal: signal, after: delay)
      #expect([0, -signal, signal == SIGKILL ? 0 : 130].contains(result.status))
      let names = folder.names("results")
      // What the trials that were done say is whole too.
      if result.status == 130, result.messages.contains("is written:") {
        try expectVouched(
          Dictionary(uniqueKeysWithValues: names.map { ($0, folder.bytes("results/" + $0)!) }))
        continue
      }
      let shown = names.filter { !$0.hasPrefix(".") }
      let found = shown.map { folder.bytes("results/" + $0) }
      // Each file is one of the two, to the last byte.
      for (name, bytes) in zip(shown, found) {
        #expect(bytes == new[name] || (hasEarlierResults && bytes == old[name]), "\(name)")
      }
      // Only a process that cannot clear up may leave names of its own, for an instant.
      guard signal != SIGKILL else { continue }
      #expect(names == shown)
      let isNew = found == shown.map { new[$0] } && shown.count == new.count
      let isOld = found == shown.map { old[$0] } && shown.count == old.count
      #expect(isNew || (hasEarlierResults ? isOld : names.isEmpty), "\(names) after \(delay) s")
    }
  }

  @Test("the manifest vouches for the bytes of every file")
  func manifest() throws {
    try expectVouched(try results(seed: 3))
  }

  private func expectVouched(_ files: [String: [UInt8]]) throws {
    let manifest = try #require(files["manifest.json"])
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(manifest)) as? [String: Any])
    let outputs = try #require(object["outputs"] as? [[String: String]])
    #expect(outputs.count == files.count - 1)
    for output in outputs {
      let name = try #require(output["name"])
      let hash = SHA256.hash(data: try #require(files[name]))
      let hexadecimal = hash.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
      #expect(output["sha256"] == hexadecimal)
    }
  }

  @Test("a reader that has ended: the message, the status, and complete files")
  func closedPipe() throws {
    let folder = try folder()
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let result = try folder.torreya(
      "run", "town.json", "--trials", "50", output: pipe.fileHandleForWriting)
    #expect(result.status == 73)
    #expect(result.messages == "torreya: error: cannot write the standard output: Broken pipe\n")
    #expect(try folder.torreya("replay", "results/manifest.json").status == 0)
  }

  @Test(
    "standard output that is full or closed", .enabled(if: isLinux, "needs /dev/full"),
    arguments: [
      ("check town.json > /dev/full", "No space left on device"),
      ("schema > /dev/full", "No space left on device"),
      ("check town.json >&-", "Bad file descriptor"),
      ("run town.json --trials 50 >&-", "Bad file descriptor"),
    ])
  func standardOutput(line: String, reason: String) throws {
    let folder = try folder()
    let result = try folder.shell("torreya " + line)
    #expect(result.status == 73)
    #expect(result.messages == "torreya: error: cannot write the standard output: \(reason)\n")
  }

  @Test("help and version into a reader that has ended say nothing wrong")
  func helpToNobody() throws {
    let folder = try folder()
    let result = try folder.shell("torreya --help | true; torreya schema | head -1")
    #expect(result.status == 0)
    #expect(!result.messages.contains("Fatal"))
  }

  @Test("a file that may not become so large", .enabled(if: isLinux, "needs ulimit -f"))
  func fileTooLarge() throws {
    let folder = try folder()
    let line = "ulimit -f 8; trap '' XFSZ; torreya "
      + arguments(seed: 1).joined(separator: " ")
    let result = try folder.shell(line)
    #expect(result.status == 73)
    #expect(result.messages.contains("cannot write 'results/"))
    #expect(result.messages.contains("File too large"))
    #expect(folder.names() == ["town.json"])
  }

  @Test("a disk that is full", .enabled(if: canMount, "needs a name space of its own for mounts"))
  func diskFull() throws {
    let folder = try folder()
    // A disk of 600 kB: the earlier results fit, those with all trials do not.
    let line = """
      mkdir disk && mount -t tmpfs -o size=600k tmpfs disk && cd disk \
      && torreya run ../town.json --trials 20 --quiet && sha256sum results/* > ../before \
      && torreya run ../town.json --trials 40 --trials-csv --quiet; echo $? > ../status; \
      sha256sum results/* > ../after; ls -A results > ../names
      """
    try folder.write("fill.sh", line)
    let result = try folder.shell("\(separateMounts) sh fill.sh")
    #expect(folder.text("status") == "73\n", "\(result.messages)")
    #expect(result.messages.hasPrefix("torreya: error: cannot write 'results/"))
    #expect(result.messages.hasSuffix(": No space left on device\n"))
    #expect(folder.text("before")?.isEmpty == false)
    #expect(folder.text("before") == folder.text("after"))
    #expect(
      folder.text("names")
        == "assumptions.csv\nchecks.csv\ndecomposition.csv\nfiscal.csv\nmanifest.json\n"
        + "progress.csv\nsummary.csv\ntargets.csv\nvisitors.csv\n")
  }

  @Test(
    "a disk that cannot be written", .enabled(if: canMount, "needs a name space for mounts"))
  func readOnlyDisk() throws {
    let folder = try folder()
    try folder.write(
      "mount.sh",
      "mkdir disk && mount -t tmpfs -o ro tmpfs disk && "
        + "torreya run town.json --output disk/results")
    let result = try folder.shell("\(separateMounts) sh mount.sh")
    #expect(result.status == 73)
    #expect(
      result.messages == "torreya: error: cannot write 'disk/results': Read-only file system\n")
  }
}

private let isLinux = FileManager.default.fileExists(atPath: "/dev/full")

/// The command that gives a process mounts of its own, without which no disk can be made.
private let separateMounts = geteuid() == 0 ? "unshare -m" : "unshare -rm"

private let canMount: Bool = {
  guard let folder = try? CommandFolder() else { return false }
  let line = "\(separateMounts) sh -c 'mkdir d && mount -t tmpfs -o size=60k tmpfs d'"
  return (try? folder.shell(line).status) == 0
}()
