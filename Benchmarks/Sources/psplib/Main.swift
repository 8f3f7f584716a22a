import Foundation
import Scheduling

/// Schedules all instances in a folder and prints a line for each: its name, how many schedules
/// were allowed and made, the time that links alone ask for, the makespan, and all starts. What the
/// figures mean is worked out by `harness/psplib.py`, which also checks every schedule.
///
///     psplib FOLDER SCHEDULES SEED
@main struct Main {
  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    guard let folder = arguments.first, numbers.count == 2, numbers[0] > 0, numbers[1] >= 0 else {
      fail("usage: psplib FOLDER SCHEDULES SEED")
    }
    do {
      let instances = try instances(of: folder)
      let lines = await solved(instances, schedules: numbers[0], seed: UInt64(numbers[1]))
      print(lines.joined(separator: "\n"))
    } catch {
      fail("\(error)")
    }
  }

  /// All files of a folder that end in `.sm`, by name.
  static func instances(of folder: String) throws -> [Instance] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try files.filter { $0.hasSuffix(".sm") }.sorted().map { file in
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      return try Instance(name: String(file.dropLast(3)), text: text)
    }
  }

  /// A line for each, in their order, worked out on all cores.
  static func solved(_ instances: [Instance], schedules: Int, seed: UInt64) async -> [String] {
    let workers = ProcessInfo.processInfo.activeProcessorCount
    return await withTaskGroup(of: [(Int, String)].self) { group in
      for worker in 0..<workers {
        group.addTask {
          stride(from: worker, to: instances.count, by: workers).map { place in
            (place, line(of: instances[place], schedules: schedules, seed: seed))
          }
        }
      }
      var lines = [String](repeating: "", count: instances.count)
      for await part in group {
        for (place, line) in part { lines[place] = line }
      }
      return lines
    }
  }

  static func line(of instance: Instance, schedules: Int, seed: UInt64) -> String {
    let found = instance.project.best(schedules: schedules, seed: seed)
    let numbers = [schedules, found.schedules, instance.project.criticalPath, found.makespan]
    return "\(instance.name) "
      + (numbers + found.starts).map(String.init).joined(separator: " ")
  }

  static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("error: \(message)\n".utf8))
    exit(64)
  }
}
