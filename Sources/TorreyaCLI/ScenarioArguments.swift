import ArgumentParser
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Torreya

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

/// How a scenario is simulated.
struct SimulationOptions: ParsableArguments {
  @Option(
    help: """
      The number of trials; with --precision the fewest. (default: the scenario's, else 10000)
      """)
  var trials: Int?

  @Option(help: "The random seed: the same seed gives the same bytes. (default: the scenario's)")
  var seed: UInt64?

  @OptionGroup var sampling: SamplingOptions

  @Option(help: "The number of workers; it changes no result. (default: the number of cores)")
  var threads: Int?

  @Option(help: "The memory for results, such as 800M or 2G. (default: 3/4 of what is available)")
  var memory: ByteCount?

  @Option(
    help: """
      How quantiles are found: exact, from the trials; sketch, in little memory with a stated \
      error; auto, exact when the trials fit into memory. (default: auto)
      """)
  var quantiles: QuantileMethod?

  @Option(
    help: """
      Go on until a standard error is small enough: 0.5% for the probabilities of all targets, \
      id@period=5万元 or id=1% for the mean of an indicator. May be given several times.
      """)
  var precision: [String] = []

  @Option(help: "The most trials with --precision. (default: the scenario's, else 1000000)")
  var maxTrials: Int?

  @Flag(help: "Print neither progress nor tables.")
  var quiet = false

  func validate() throws {
    if let trials, trials < 1 { throw ValidationError("--trials must be at least 1.") }
    if let threads, !(1...4096).contains(threads) {
      throw ValidationError("--threads must be from 1 to 4096.")
    }
    if let maxTrials, maxTrials < 1 { throw ValidationError("--max-trials must be at least 1.") }
  }

  /// - Parameter needingTrials: every trial is asked for, so that they must be kept.
  /// - Throws: when the options contradict the scenario or each other.
  func settings(
    for compiled: CompiledScenario, needingTrials: Bool = false
  ) throws -> SimulationSettings {
    if needingTrials, quantiles == .sketch {
      throw ValidationError("A sketch keeps no trials: leave --quantiles sketch out here.")
    }
    let scenario = compiled.scenario
    var settings = SimulationSettings(
      trials: trials ?? scenario.simulation.trials, seed: seed ?? scenario.simulation.seed,
      sampling: try sampling.scheme(for: scenario),
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
      memory: memory?.bytes ?? standardMemoryBudget(),
      quantiles: needingTrials ? .exact : quantiles ?? .auto)
    settings.stopping = try stopping(for: compiled)
    return settings
  }

  /// The settings of a command that does several simulations with as many trials each, all kept.
  ///
  /// What a scenario says of precision is meant for a run of all its results.
  ///
  /// - Parameter standard: how many where the command line does not say; the scenario's for nil.
  /// - Throws: when the options contradict the scenario, or ask for what such a command has not.
  func pairedSettings(
    for scenario: Scenario, trials standard: Int? = nil
  ) throws -> SimulationSettings {
    guard quantiles != .sketch else {
      throw ValidationError("A sketch keeps no trials: leave --quantiles sketch out here.")
    }
    guard precision.isEmpty, maxTrials == nil else {
      throw ValidationError("Here the number of trials is given: --trials, and no --precision.")
    }
    return SimulationSettings(
      trials: trials ?? standard ?? scenario.simulation.trials,
      seed: seed ?? scenario.simulation.seed, sampling: try sampling.scheme(for: scenario),
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
      memory: memory?.bytes ?? standardMemoryBudget(), quantiles: .exact)
  }

  /// The ids of what a precision is wished of; what is no wish is told when the run is set up.
  func indicatorsOfPrecision(_ model: ScenarioModel) -> Set<String> {
    let wishes =
      precision.isEmpty
      ? model.scenario.simulation.precision : precision.compactMap { try? PrecisionWish($0) }
    return Set(wishes.flatMap { $0.indicator.map { [$0] } ?? model.targets.map(\.columnLabel) })
  }

  /// When the run has trials enough: what the command line says, else the scenario.
  private func stopping(for compiled: CompiledScenario) throws -> Stopping? {
    let choice = compiled.scenario.simulation
    let limit = maxTrials ?? choice.maxTrials
    if precision.isEmpty {
      guard !choice.precision.isEmpty else {
        guard maxTrials == nil else {
          throw ValidationError("--max-trials is for --precision; the number itself is --trials.")
        }
        return nil
      }
      do throws(PrecisionError) {
        return try compiled.stopping(at: choice.precision, limit: limit)
      } catch {
        throw fail(
          [Diagnostic(.invalidValue, "simulation.precision: " + error.message, at: nil)],
          in: .ofTerminal)
      }
    }
    do throws(PrecisionError) {
      var wishes: [PrecisionWish] = []
      for text in precision { wishes.append(try PrecisionWish(text)) }
      return try compiled.stopping(at: wishes, limit: limit)
    } catch {
      throw ValidationError("--precision " + error.message + ".")
    }
  }
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
