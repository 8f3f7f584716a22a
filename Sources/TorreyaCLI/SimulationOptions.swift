import ArgumentParser
import Torreya

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How a scenario is simulated.
struct SimulationOptions: ParsableArguments {
  @Option(
    help: """
      The number of trials. (default: the scenario's, else 10000; sensitivity, which runs hundreds \
      of times: 4096 a run, discover: 20000, whatever the scenario's)
      """)
  var trials: Int?

  @Option(help: "The random seed: the same seed gives the same bytes. (default: the scenario's)")
  var seed: UInt64?

  @OptionGroup var sampling: SamplingOptions

  @Option(help: "The number of workers; it changes no result. (default: the number of cores)")
  var threads: Int?

  @Option(help: "The memory for results, such as 800M or 2G. (default: 3/4 of what is available)")
  var memory: ByteCount?

  @Flag(help: "Print neither progress nor tables.")
  var quiet = false

  func validate() throws {
    if let trials, trials < 1 {
      throw ValidationError(zh: "--trials 至少为 1。", en: "--trials must be at least 1.")
    }
    if let threads, !(1...4096).contains(threads) {
      throw ValidationError(
        zh: "--threads 应在 1 到 4096 之间。", en: "--threads must be from 1 to 4096.")
    }
  }

  /// The settings of a command that does one simulation.
  ///
  /// - Parameters:
  ///   - precise: the precision that the command line wishes; nil for what the scenario wishes.
  ///   - quantiles: how they are found; `auto` for nil.
  ///   - needingTrials: every trial is asked for, so that they must be kept.
  /// - Throws: when the options contradict the scenario or each other.
  func settings(
    for compiled: CompiledScenario, _ precise: PrecisionOptions?,
    quantiles: QuantileMethod? = nil, needingTrials: Bool = false
  ) throws -> SimulationSettings {
    guard !needingTrials || quantiles != .sketch else {
      throw ValidationError(
        zh: "草图不保留试验：这里请去掉 --quantiles sketch。",
        en: "A sketch keeps no trials: leave --quantiles sketch out here.")
    }
    var settings = try settings(for: compiled.scenario)
    if !needingTrials { settings.quantiles = quantiles ?? .auto }
    settings.stopping =
      try precise?.stopping(for: compiled) ?? compiled.stopping(wishedBy: compiled.scenario)
    return settings
  }

  /// The settings of a command that does several simulations with as many trials each, all kept.
  ///
  /// What a scenario says of precision is meant for a run of all its results.
  ///
  /// - Parameter standard: how many where the command line does not say; the scenario's for nil.
  /// - Throws: when the options contradict the scenario.
  func settings(for scenario: Scenario, trials standard: Int? = nil) throws -> SimulationSettings {
    SimulationSettings(
      trials: trials ?? standard ?? scenario.simulation.trials,
      seed: seed ?? scenario.simulation.seed, sampling: try sampling.scheme(for: scenario),
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
      memory: memory?.bytes ?? standardMemoryBudget(), quantiles: .exact)
  }
}

/// What only a command can take that does one simulation, and can do without its trials.
struct SingleRunOptions: ParsableArguments {
  @Option(
    help: """
      How quantiles are found: exact, from the trials; sketch, in little memory with a stated \
      error; auto, exact when the trials fit into memory. (default: auto)
      """)
  var quantiles: QuantileMethod?

  @OptionGroup var precise: PrecisionOptions
}

/// How precise the results of one simulation are to be.
struct PrecisionOptions: ParsableArguments {
  @Option(
    help: """
      Go on beyond --trials until a standard error is small enough: 0.5% for the probabilities \
      of all targets, id@period=5万元 or id=1% for the mean of an indicator. May be given several \
      times.
      """)
  var precision: [String] = []

  @Option(help: "The most trials with --precision. (default: the scenario's, else 1000000)")
  var maxTrials: Int?

  func validate() throws {
    if let maxTrials, maxTrials < 1 {
      throw ValidationError(zh: "--max-trials 至少为 1。", en: "--max-trials must be at least 1.")
    }
  }

  /// What is wished; what is no wish is told when the run is set up.
  var wishes: [PrecisionWish] { precision.compactMap { try? PrecisionWish($0) } }

  /// The ids of what a precision is wished of.
  func indicators(_ model: ScenarioModel) -> Set<String> {
    let wishes = precision.isEmpty ? model.scenario.simulation.precision : wishes
    return Set(wishes.flatMap { $0.indicator.map { [$0] } ?? model.targets.map(\.columnLabel) })
  }

  /// When the run has trials enough by what the command line says; nil where it says nothing.
  fileprivate func stopping(for compiled: CompiledScenario) throws -> Stopping? {
    guard !precision.isEmpty else {
      guard let maxTrials else { return nil }
      guard let wished = try compiled.stopping(wishedBy: compiled.scenario, limit: maxTrials) else {
        throw ValidationError(
          zh: "--max-trials 与 --precision 同用；试验次数本身用 --trials。",
          en: "--max-trials is for --precision; the number itself is --trials.")
      }
      return wished
    }
    var wishes: [PrecisionWish] = []
    for text in precision {
      do throws(PrecisionError) {
        wishes.append(try PrecisionWish(text))
      } catch {
        throw ValidationError(
          zh: "--precision \(error.message.zh)。", en: "--precision \(error.message.en).")
      }
    }
    do throws(PrecisionError) {
      return try compiled.stopping(
        at: wishes, limit: maxTrials ?? compiled.scenario.simulation.maxTrials)
    } catch {
      throw QuestionError(
        .init(zh: "--precision \(error.message.zh)。", en: "--precision \(error.message.en)."))
    }
  }
}

extension CompiledScenario {
  /// When a run has trials enough by what the scenario wishes; nil where it wishes nothing.
  ///
  /// - Parameter limit: the most trials; the scenario's for nil.
  fileprivate func stopping(
    wishedBy scenario: Scenario, limit: Int? = nil
  ) throws(Diagnostics) -> Stopping? {
    let choice = scenario.simulation
    guard !choice.precision.isEmpty else { return nil }
    do throws(PrecisionError) {
      return try stopping(at: choice.precision, limit: limit ?? choice.maxTrials)
    } catch {
      throw Diagnostics([
        Diagnostic(
          .invalidValue, .same("simulation.precision: ") + error.message, at: nil)
      ])
    }
  }
}
