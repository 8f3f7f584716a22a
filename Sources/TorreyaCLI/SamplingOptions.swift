import ArgumentParser
import Torreya

/// How random numbers are spread over the trials.
struct SamplingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How random numbers are spread over the trials: \(SamplingScheme.list). "
        + "(default: the scenario's, else pseudoRandom)", valueName: "scheme"))
  var sampling: SchemeName?

  @Option(
    help: "How many independent randomisations sobol has. (default: the scenario's, else 16)")
  var randomisations: Int?

  func validate() throws {
    let allowed = SamplingScheme.allowedRandomisations
    if let randomisations, !allowed.contains(randomisations) {
      throw ValidationError(
        zh: "--randomisations 应在 \(allowed.lowerBound) 到 \(allowed.upperBound) 之间。",
        en: "--randomisations must be from \(allowed.lowerBound) to \(allowed.upperBound).")
    }
    if let sampling, sampling.name != "sobol", randomisations != nil {
      throw ValidationError(
        zh: "--randomisations 只用于 --sampling sobol；\(sampling.name) 没有。",
        en: "--randomisations belongs to --sampling sobol; \(sampling.name) has none.")
    }
  }

  /// What the options say, and the scenario where they say nothing.
  func scheme(for scenario: Scenario) throws -> SamplingScheme {
    let chosen = scenario.simulation.sampling
    let name = sampling?.name ?? chosen.name
    let count =
      randomisations ?? chosen.randomisations ?? SamplingScheme.standardRandomisations
    guard let scheme = SamplingScheme(name: name, randomisations: count) else {
      preconditionFailure("a name that was read is a name of a scheme")
    }
    if randomisations != nil, scheme.randomisations == nil {
      throw ValidationError(
        zh: "--randomisations 只用于 sobol，而情景的抽样方式是 \(name)：请加上 --sampling sobol。",
        en: "--randomisations belongs to sobol, and the scenario's sampling is \(name): "
          + "add --sampling sobol.")
    }
    return scheme
  }
}

/// The name of a sampling scheme, as the command line has it.
struct SchemeName: ExpressibleByArgument {
  let name: String

  init?(argument: String) {
    guard SamplingScheme.names.contains(argument) else { return nil }
    name = argument
  }

  static var allValueStrings: [String] { SamplingScheme.names }
}

extension SamplingScheme {
  fileprivate static var list: String {
    names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }
}

/// A remark when a sampling scheme could do more with another number of trials; nil when not.
func trialsRemark(_ settings: SimulationSettings) -> BilingualText? {
  let (trials, scheme) = (settings.trials, settings.sampling)
  let full = scheme.fullTrials(for: trials)
  guard full != trials else { return nil }
  switch scheme {
  case .pseudoRandom: return nil
  case .antithetic:
    return BilingualText(
      zh: "\(trials) 次试验留下不成对的试验；\(full) 次则不会",
      en: "\(trials) trials leave an antithetic pair open; \(full) would not")
  case .latinHypercube:
    return BilingualText(
      zh: "\(trials) 次试验使最后一个 1024 次的超立方不完整；\(full) 次可填满",
      en: "\(trials) trials leave the last hypercube of 1024 unfinished; \(full) would fill it")
  case .sobol(let count):
    return BilingualText(
      zh: "\(trials) 次试验使 sobol 的 \(count) 个随机化份额不等或不完整；"
        + "最好用 \(full) 次（\(count) × 1024 × 2 的幂）",
      en: "\(trials) trials give the \(count) randomisations of sobol unequal or "
        + "incomplete shares; it does best with \(full): \(count) × 1024 × a power of two")
  }
}
