import Formulas
import Probability

extension Formula {
  /// A draw from the standard normal distribution: the raw material of shocks and processes.
  static func standardNormal(stream: String, drawn cadence: Draw.Cadence) -> Formula {
    .draw(stream, cadence, "normal", ["mean": 0, "standardDeviation": 1])
  }

  /// A draw from the uniform distribution on (0, 1): to invert a distribution function whose
  /// parameters differ by trial.
  ///
  /// - Parameter sense: which of its numbers are more of what the stream is called after.
  static func probability(
    stream: String, drawn cadence: Draw.Cadence, sense: Draw.Sense = .rising
  ) -> Formula {
    .draw(stream, cadence, "uniform", ["low": 0, "high": 1], sense)
  }

  /// A draw from the gamma distribution with the mean 1: what a mean swings by.
  ///
  /// - Parameter shape: the reciprocal of its variance.
  static func unitGamma(stream: String, shape: Double, drawn cadence: Draw.Cadence) -> Formula {
    .draw(stream, cadence, "gamma", ["shape": shape, "scale": 1 / shape])
  }

  /// 1 with a probability that may differ by trial and period, else 0.
  static func event(
    stream: String, probability: Formula, drawn cadence: Draw.Cadence
  ) -> Formula {
    .call(.less, .probability(stream: stream, drawn: cadence, sense: .falling), probability)
  }

  private static func draw(
    _ stream: String, _ cadence: Draw.Cadence, _ name: String, _ values: [String: Double],
    _ sense: Draw.Sense = .rising
  ) -> Formula {
    guard let family = Distributions.named(name),
      let distribution = try? family.init(ParameterValues(values))
    else { preconditionFailure("\(name) has these parameters") }
    return Formula(
      .draw(
        Draw(
          stream: stream, cadence: cadence, distribution: distribution, unit: .one,
          text: name, sense: sense)))
  }
}
