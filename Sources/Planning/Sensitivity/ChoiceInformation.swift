import Probability

/// The choice of one of several decisions, before which something may become known.
///
/// What each brings more than the best on the whole, given an input, is a regression: lines between
/// nodes, with jumps where it jumps, by least squares. No run within a run is needed. Fitting
/// flatters, and by how much follows from fits without one batch after another (the jackknife),
/// which give the standard error too.
///
/// - Source: Raiffa and Schlaifer, *Applied Statistical Decision Theory* (1961), chapter 4; Strong,
///   Oakley and Brennan, *Estimating multiparameter partial expected value of perfect information
///   from a probabilistic sensitivity analysis sample: a nonparametric regression approach*,
///   Medical Decision Making 34 (2014).
public struct ChoiceInformation: InformedDecision {
  public let everything: SensitivityEstimate

  /// Of each decision what it brings more than the one that is best on the whole.
  private let differences: [[Double]]
  private let batches: IndependentBatches

  /// - Parameter benefits: for each decision its benefit in each trial.
  public init(benefits: [[Double]], _ replication: Replication = .trials) {
    let means = benefits.map(mean)
    let best = means.indices.max { means[$0] < means[$1] }!
    let differences = benefits.map { decision in zip(decision, benefits[best]).map { $0 - $1 } }
    let gains = benefits[best].indices.map { trial in
      differences.reduce(0) { max($0, $1[trial]) }
    }
    let value = mean(gains)
    everything = SensitivityEstimate(
      value, standardError: errorOfMean(residuals: gains.map { $0 - value }, replication))
    self.differences = differences
    batches = IndependentBatches(trials: gains.count, replication)
  }

  public func value(about input: [Double]) -> SensitivityEstimate {
    precondition(input.count == differences[0].count, "a value in each trial")
    let lines = LinesBetweenNodes(over: input, of: differences)
    guard lines.nodes.count > 1 else { return SensitivityEstimate(0, standardError: 0) }
    let parts = equations(lines)
    let whole = gain(lines, parts, without: nil)
    let others = (0..<batches.count).map { gain(lines, parts, without: $0) }
    return jackknifed(whole, without: others, freedom: lines.nodes.count - 1)
      .bounded(by: everything)
  }

  /// For each batch and decision what least squares need of it.
  private func equations(_ lines: LinesBetweenNodes) -> [[NeighbourEquations]] {
    let none = NeighbourEquations(count: lines.nodes.count)
    var parts = [[NeighbourEquations]](
      repeating: [NeighbourEquations](repeating: none, count: differences.count),
      count: batches.count)
    for trial in lines.places.indices {
      let (place, share) = (Int(lines.places[trial]), lines.shares[trial])
      let batch = batches.batch(of: trial)
      for decision in differences.indices {
        parts[batch][decision].add(place, share, weight: 1)
        parts[batch][decision].add(place, share, pull: differences[decision][trial])
      }
    }
    return parts
  }

  /// How much more is expected of the decision that is best given the input, on the mean of the
  /// trials that the regression is of.
  private func gain(
    _ lines: LinesBetweenNodes, _ parts: [[NeighbourEquations]], without batch: Int?
  ) -> Double {
    let rules = differences.indices.map { decision in
      var sum = NeighbourEquations(count: lines.nodes.count)
      for part in parts.indices where part != batch { sum.add(parts[part][decision]) }
      return sum.solution()
    }
    let kept = lines.places.indices.filter { batch == nil || batches.batch(of: $0) != batch }
    let sums = differences.map { decision in kept.reduce(0) { $0 + decision[$1] } }
    let best = sums.indices.max { sums[$0] < sums[$1] }!
    let gains = kept.reduce(0.0) { sum, trial in
      let usual = lines.value(rules[best], trial)
      return sum + rules.reduce(0) { max($0, lines.value($1, trial) - usual) }
    }
    return gains / Double(kept.count)
  }
}
