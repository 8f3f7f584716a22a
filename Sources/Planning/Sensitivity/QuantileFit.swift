/// The lines between nodes in which the loss of some values is least: a quantile regression.
///
/// The loss has a corner at zero, which is rounded off over a width that falls with what is left
/// to explain and with the number of trials; then Newton's method finds the least in a few steps.
///
/// - Source: Koenker and Bassett, *Regression Quantiles*, Econometrica 46 (1978); He, Pan, Tan and
///   Zhou, *Smoothed quantile regression with large-scale inference*, Journal of Econometrics 232
///   (2023), for rounding off and its width.
struct QuantileFit {
  /// The numbers at the nodes.
  var coefficients: [Double]

  private let values: [Double]
  private let lines: LinesBetweenNodes
  private let batchOf: [UInt16]
  private let level: QuantileLoss
  private let hasSingleValues: Bool
  /// Half of the width over which the corner is rounded off.
  private var width = 0.0
  private let loss: Double

  /// - Parameter start: a number to begin with at all nodes, and its mean loss.
  init(
    _ values: [Double], _ lines: LinesBetweenNodes, _ batchOf: [UInt16], _ level: QuantileLoss,
    start: Double, loss: Double, hasSingleValues: Bool
  ) {
    (self.values, self.lines, self.batchOf, self.level) = (values, lines, batchOf, level)
    (self.loss, self.hasSingleValues) = (loss, hasSingleValues)
    coefficients = [Double](repeating: start, count: lines.nodes.count)
  }

  /// Fits all trials.
  mutating func fitAll() {
    // For normal values 3.6 times the mean loss is about the deviation.
    let root = (Double(lines.nodes.count) / Double(values.count)).squareRoot().squareRoot()
    let part = 6 * root * root.squareRoot()
    var left = loss
    for _ in 0..<6 {
      width = max(part * left, 1e-12 * loss)
      improve(without: nil)
      let after = meanLoss(without: nil)
      defer { left = after }
      if after > 0.8 * left { break }
    }
    // Single values that have a probability are met exactly, or nearly.
    guard hasSingleValues else { return }
    for _ in 0..<4 {
      width /= 8
      improve(without: nil)
    }
  }

  /// Goes on from the numbers that are there until the loss falls no more.
  mutating func improve(without batch: UInt16?) {
    var (before, equations) = slope(coefficients, without: batch)
    for _ in 0..<40 {
      let step = equations.solution()
      var (part, found) = (1.0, false)
      for _ in 0..<8 {
        let tried = zip(coefficients, step).map { $0 + part * $1 }
        let (after, next) = slope(tried, without: batch)
        if after < before {
          let fall = before - after
          (coefficients, before, equations, found) = (tried, after, next, fall > 1e-9 * after)
          break
        }
        part /= 2
      }
      if !found { return }
    }
  }

  /// The mean loss itself, with its corner.
  func meanLoss(without batch: UInt16?) -> Double {
    var (sum, count) = (0.0, 0)
    for trial in values.indices where batch == nil || batchOf[trial] != batch {
      sum += level.loss(values[trial] - lines.value(coefficients, trial))
      count += 1
    }
    return sum / Double(count)
  }

  /// The sum of the rounded losses, and the equations of Newton's next step.
  private func slope(_ numbers: [Double], without batch: UInt16?) -> (Double, NeighbourEquations) {
    var equations = NeighbourEquations(count: numbers.count)
    var everywhere = equations
    let (p, half, inverse) = (level.probability, width, 1 / (2 * width))
    var sum = 0.0
    for trial in values.indices where batch == nil || batchOf[trial] != batch {
      let (place, share) = (Int(lines.places[trial]), lines.shares[trial])
      let distance = values[trial] - lines.value(numbers, trial)
      if distance >= half {
        sum += p * distance
        equations.add(place, share, pull: p)
      } else if distance <= -half {
        sum += (p - 1) * distance
        equations.add(place, share, pull: p - 1)
      } else {
        let rest = half - distance
        sum += p * distance + rest * rest * inverse / 2
        equations.add(place, share, pull: p - rest * inverse)
        equations.add(place, share, weight: inverse)
      }
      everywhere.add(place, share, weight: inverse)
    }
    // Where no value is near the line only the trials themselves hold it.
    equations.add(everywhere, weight: 0.003)
    return (sum, equations)
  }
}
