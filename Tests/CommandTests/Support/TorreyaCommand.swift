import Foundation
import Testing

/// The `torreya` executable that was built beside the tests.
enum TorreyaExecutable {
  private final class Marker {}

  static let path: String = {
    let bundle = Bundle(for: Marker.self).bundleURL
    // On macOS the bundle stands in the folder of products; elsewhere it is that folder.
    let folder = bundle.pathExtension == "xctest" ? bundle.deletingLastPathComponent() : bundle
    return folder.appendingPathComponent("torreya").path
  }()
}

/// A process that has ended.
struct FinishedCommand {
  /// The exit status, or minus the signal that ended it.
  let status: Int32
  let output: String
  let messages: String
}

/// A folder of its own for a test, in which it runs commands; removed afterwards.
final class CommandFolder {
  let path = FileManager.default.temporaryDirectory.path + "/command-" + UUID().uuidString
  private let streams: String

  init() throws {
    streams = path + "-streams"
    for folder in [path, streams] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
  }

  deinit {
    for folder in [path, streams] { try? FileManager.default.removeItem(atPath: folder) }
  }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
  }

  func bytes(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path + "/" + name).map { Array($0) }
  }

  func text(_ name: String) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

  /// The names in a folder, hidden ones included; none when there is no such folder.
  func names(_ folder: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []).sorted()
  }

  /// Runs `torreya` to its end.
  ///
  /// - Parameter output: where standard output goes; read afterwards when left out.
  @discardableResult
  func torreya(
    _ arguments: String..., input: String = "", environment: [String: String] = [:],
    output: FileHandle? = nil
  ) throws -> FinishedCommand {
    try run(
      TorreyaExecutable.path, arguments, input: input, environment: environment, output: output)
  }

  /// Runs `torreya` to its end.
  @discardableResult
  func torreya(_ arguments: [String]) throws -> FinishedCommand {
    try run(TorreyaExecutable.path, arguments)
  }

  /// Runs a line of the shell, in which `torreya` is a command.
  @discardableResult
  func shell(_ line: String) throws -> FinishedCommand {
    try run("/bin/sh", ["-c", line])
  }

  /// Starts `torreya`, sends it a signal after a while, and waits for its end.
  func torreya(_ arguments: [String], signal: Int32, after seconds: Double) throws
    -> FinishedCommand
  {
    try run(TorreyaExecutable.path, arguments) { process in
      Thread.sleep(forTimeInterval: seconds)
      kill(process, signal)
    }
  }

  /// Starts `torreya` with messages on a terminal, interrupts it when it shows some progress there,
  /// and waits for its end.
  ///
  /// - Parameter sign: as soon as this is shown; how far it has come unless said otherwise.
  func torreyaInterrupted(_ arguments: [String], at sign: String = " %") throws -> FinishedCommand {
    let terminal = try Terminal()
    var shown = ""
    let result = try run(TorreyaExecutable.path, arguments, messages: terminal.end) { process in
      terminal.closeEnd()
      shown = terminal.text(until: sign)
      kill(process, SIGINT)
      shown += terminal.text(until: nil)
    }
    return FinishedCommand(status: result.status, output: result.output, messages: shown)
  }

  /// Runs the command with a scenario that never comes, and interrupts it while it waits for that.
  func torreyaInterruptedWhileReading(_ arguments: [String]) throws -> FinishedCommand {
    let scenario = path + "/waiting.json"
    guard mkfifo(scenario, 0o600) == 0 else { throw POSIXError(.EIO) }
    return try run(TorreyaExecutable.path, [arguments[0], scenario] + arguments.dropFirst()) {
      // It opens as soon as the command reads; one that has ended before never will.
      var end: Int32 = -1
      for _ in 0..<2000 where end < 0 {
        end = open(scenario, O_WRONLY | O_NONBLOCK)
        if end < 0 { usleep(10_000) }
      }
      kill($0, SIGINT)
      usleep(300_000)
      close(end)
    }
  }

  private func run(
    _ executable: String, _ arguments: [String], input: String = "",
    environment: [String: String] = [:], output: FileHandle? = nil,
    messages: FileHandle? = nil, meanwhile: (pid_t) -> Void = { _ in }
  ) throws -> FinishedCommand {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.environment = self.environment.merging(environment) { _, new in new }
    // Files, so that no pipe can fill up and make both sides wait.
    let names = ["in", "out", "messages"].map { streams + "/" + UUID().uuidString + $0 }
    for (name, text) in zip(names, [input, "", ""]) {
      try text.write(toFile: name, atomically: false, encoding: .utf8)
    }
    process.standardInput = FileHandle(forReadingAtPath: names[0])
    process.standardOutput = output ?? FileHandle(forWritingAtPath: names[1])
    process.standardError = messages ?? FileHandle(forWritingAtPath: names[2])
    try process.run()
    meanwhile(process.processIdentifier)
    process.waitUntilExit()
    let texts = names.map { FileManager.default.contents(atPath: $0) ?? Data() }
    let isExit = process.terminationReason == .exit
    return FinishedCommand(
      status: isExit ? process.terminationStatus : -process.terminationStatus,
      output: String(decoding: texts[1], as: UTF8.self),
      messages: String(decoding: texts[2], as: UTF8.self))
  }

  /// An English terminal, wide enough that no line is broken.
  private var environment: [String: String] {
    let folder = URL(fileURLWithPath: TorreyaExecutable.path).deletingLastPathComponent().path
    var variables = ProcessInfo.processInfo.environment
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] { variables[name] = nil }
    variables["PATH"] = folder + ":" + (variables["PATH"] ?? "/usr/bin:/bin")
    variables["COLUMNS"] = "240"
    // A crash would otherwise be told at length, and take seconds.
    variables["SWIFT_BACKTRACE"] = "enable=no"
    return variables
  }
}

/// The commands, as `torreya --help` lists them.
let commandNames = [
  "run", "check", "compare", "target", "joint", "allocate", "explain", "describe", "schema",
  "replay", "init", "import", "forecast", "backtest", "score", "sweep", "optimise", "sensitivity",
  "discover", "track",
]

/// The folder of the package: its scenarios are examples in the help.
let packageFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

let hasShippedScenarios = FileManager.default.fileExists(
  atPath: packageFolder + "/scenarios/jidong-2024.json")
