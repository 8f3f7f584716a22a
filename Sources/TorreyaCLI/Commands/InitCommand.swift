import ArgumentParser
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Torreya

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a scenario to start from, with remarks; it runs as it is.",
    discussion: """
        torreya init my-town.json && torreya run my-town.json
        torreya init -                      to standard output
      """)

  @Argument(help: "The file to write; - for standard output.")
  var path = "scenario.json"

  @Flag(help: "Replace a file that is already there.")
  var force = false

  func run() throws {
    guard path != "-" else {
      try show(startingScenario)
      return
    }
    let url = URL(fileURLWithPath: path)
    if FileManager.default.fileExists(atPath: path), !force {
      say("torreya: error: '\(path)' is already there; --force replaces it")
      throw ExitStatus.cannotWrite
    }
    let file = OutputFile(name: url.lastPathComponent, bytes: Array((startingScenario + "\n").utf8))
    do {
      try OutputFolder(url.deletingLastPathComponent().path).write([file])
    } catch {
      say("torreya: error: \(error)")
      throw ExitStatus.cannotWrite
    }
    try show("\(path) is written. Next: torreya run \(path)")
  }
}
