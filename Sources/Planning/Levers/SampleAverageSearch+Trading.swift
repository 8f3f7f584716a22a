import Probability

/// Less money for the same aim: probability is bought with the lever that has it cheapest, and sold
/// with the one that gives back most for it, down to where the goals are just met often enough.
///
/// At the least cost the last yuan brings as much probability with every lever that is free to
/// move, so a trade that does not save shows how near one is. How far to sell is found by regula
/// falsi on normal scores of the probability, in which levers act nearly along straight lines.
extension SampleAverageSearch {
  /// A step of one lever, with what it does as far as slopes tell.
  private struct Step {
    let axis: Int
    let sign: Double
    let length: Double
    let moved: [Double]
    /// What is gained, as a normal score, and what is paid; both can be below zero.
    let gain, price: Double
  }

  /// Trades from a decision that meets the goals in at least so many trials.
  mutating func trade(_ start: ScoredDecision, met wished: Int) throws(Failure) {
    guard start.score.met >= wished else { return }
    var best = start
    var scale = 0.25
    while scale > 1e-3, mayGoOn {
      if let found = try cheaper(than: best, scale, wished) {
        // A saving that is hardly one is not followed at this scale.
        let isWorthwhile = best.cost - found.cost > 1e-3 * abs(best.cost)
        best = found
        if isWorthwhile { continue }
      }
      if isSmallest(scale) { return }
      scale /= 3
    }
  }

  private mutating func cheaper(
    than best: ScoredDecision, _ scale: Double, _ wished: Int
  ) throws(Failure) -> ScoredDecision? {
    let steps = try steps(from: best, scale)
    let sales = steps.filter { $0.price < 0 }.sorted { $0.gain / -$0.price > $1.gain / -$1.price }
    let purchases = steps.filter { $0.gain > 0 && $0.price >= 0 }
      .sorted { $0.gain * $1.price > $1.gain * $0.price }
    // What is met oftener than wished is sold without a purchase.
    if best.score.met > wished, let sale = sales.first,
      let found = try sold(sale, from: best, wished), found.cost < best.cost
    {
      return found
    }
    for purchase in purchases.prefix(2) {
      guard let start = try evaluate(purchase.moved) else { continue }
      for sale in sales.filter({ $0.axis != purchase.axis }).prefix(2) {
        if let found = try sold(sale, from: start, wished), found.cost < best.cost {
          return found
        }
      }
    }
    return nil
  }

  /// A step of each lever to either side. One of them is simulated, where there is one the cheaper,
  /// and the other is taken to do as much the other way.
  private mutating func steps(from best: ScoredDecision, _ scale: Double) throws(Failure)
    -> [Step]
  {
    var steps: [Step] = []
    for (place, axis) in space.axes.enumerated() where axis.width > 0 {
      let sides = [1.0, -1].compactMap { sign -> (sign: Double, length: Double, moved: [Double])? in
        var moved = best.decision
        moved[place] = axis.nearest(moved[place] + sign * stride(axis, scale))
        let length = abs(moved[place] - best.decision[place])
        return length > 0 && space.isAllowed(moved) ? (sign, length, moved) : nil
      }.sorted { space.cost($0.moved) < space.cost($1.moved) }
      guard let first = sides.first, let found = try evaluate(first.moved) else { continue }
      let slope = (strength(found.score) - strength(best.score)) / (first.sign * first.length)
      for side in sides {
        steps.append(
          Step(
            axis: place, sign: side.sign, length: side.length, moved: side.moved,
            gain: slope * side.sign * side.length, price: space.cost(side.moved) - best.cost))
      }
    }
    return steps
  }

  /// The cheapest decision along a lever with which the goals are met often enough.
  ///
  /// - Returns: nil where they are not before anything is sold.
  private mutating func sold(
    _ sale: Step, from start: ScoredDecision, _ wished: Int
  ) throws(Failure) -> ScoredDecision? {
    guard start.score.met >= wished else { return nil }
    let axis = space.axes[sale.axis]
    let enough = strength(
      DecisionScore(trials: start.score.trials, met: wished, nearness: 0))
    let end = abs((sale.sign > 0 ? axis.bounds.upperBound : axis.bounds.lowerBound)
      - start.decision[sale.axis])
    var best = start
    var (kept, lost) = ((length: 0.0, strength: strength(start.score)), nil as (Double, Double)?)
    for _ in 0..<5 {
      let rate =
        lost.map { (kept.strength - $0.1) / ($0.0 - kept.length) } ?? (-sale.gain / sale.length)
      let wanted = rate > 0 ? kept.length + (kept.strength - enough) / rate : end
      var moved = start.decision
      moved[sale.axis] = axis.nearest(moved[sale.axis] + sale.sign * min(wanted, end))
      let length = abs(moved[sale.axis] - start.decision[sale.axis])
      guard length > kept.length, lost.map({ length < $0.0 }) ?? true,
        let found = try evaluate(moved)
      else { break }
      if found.score.met >= wished {
        kept = (length, strength(found.score))
        best = found
        if found.score.met == wished || length >= end { break }
      } else {
        lost = (length, strength(found.score))
      }
    }
    return best
  }

  /// The probability as a normal score; where all trials or none meet the goals, half a trial less
  /// or more.
  private func strength(_ score: DecisionScore) -> Double {
    StandardNormal.quantile(at: (Double(score.met) + 0.5) / (Double(score.trials) + 1))
  }
}
