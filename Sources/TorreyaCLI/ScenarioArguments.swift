import ArgumentParser
import Torreya

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The scenario that a command works on.
struct ScenarioArgument: ParsableArguments {
  @Argument(
    help: "The scenario file; - reads it from standard input.",
    completion: .file(extensions: ["json"]))
  var scenario: String

  var files: DiskFiles { DiskFiles(scenario: scenario == "-" ? nil : scenario) }

  /// Reads the file.
  func source() throws -> SourceFile { try readNamedFile(scenario) }

  /// Reads, checks and models the scenario; says all mistakes when there are some.
  ///
  /// - Parameter withVariants: whether its variants are checked too, also those that are not used.
  func load(_ language: Language, withVariants: Bool = true) throws -> ScenarioModel {
    prepareWorkers()
    let (model, diagnostics) = Torreya.load(
      try source(), files: files, withVariants: withVariants)
    guard let model else { throw fail(diagnostics, in: language) }
    return model
  }
}

/// The language of what is printed.
struct LanguageOption: ParsableArguments {
  @Option(help: "The language of what is printed: zh or en. (default: that of the locale)")
  var language: Language?

  var chosen: Language { language ?? .ofTerminal }
}

extension QuantileMethod: ExpressibleByArgument {}

/// A number of bytes as people write it: `800M`, `2G`, `1500000`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    let text = argument.uppercased()
    let unit = text.last.flatMap { units[$0] }
    guard let number = Double(unit == nil ? text : String(text.dropLast())), number > 0,
      number * Double(unit ?? 1) < 9e18
    else { return nil }
    bytes = Int(number * Double(unit ?? 1))
  }
}
