import Probability

/// A decision that what becomes known may change.
public protocol InformedDecision: Sendable {
  /// What it is worth to know everything before it.
  var everything: SensitivityEstimate { get }

  /// What it is worth to know one input before it.
  ///
  /// - Parameter input: its value, or anything that rises with it, in each trial.
  /// - Unit: that of the benefits or of the values that are decided about.
  /// - Accuracy: the bias that fitting gives falls with the square of the number of trials; what
  ///   lines between nodes cannot follow is lost. Where the input tells nothing the expectation is
  ///   0, so that estimates of it lie on either side. It is never more than that of everything.
  func value(about input: [Double]) -> SensitivityEstimate
}

/// The promise of a level, before which something may become known.
///
/// A unit promised too much costs `confidence`, a unit promised too little one less it. So the best
/// promise is the level that is met with this probability, given what is known; and what becomes
/// known is worth by how much the expected loss of the best promise falls.
///
/// The best promise given an input is a quantile regression: lines between nodes, with jumps where
/// the values jump, in which the loss is least. Fitting flatters, and by how much follows from fits
/// without one batch after another (the jackknife), which give the standard error too.
///
/// - Source: Raiffa and Schlaifer, *Applied Statistical Decision Theory* (1961), chapter 4;
///   Gneiting, *Making and Evaluating Point Forecasts*, Journal of the American Statistical
///   Association 106 (2011), section 3.3: quantiles are best under such a loss; Koenker and
///   Bassett, *Regression Quantiles*, Econometrica 46 (1978); Strong, Oakley and Brennan,
///   *Estimating multiparameter partial expected value of perfect information from a probabilistic
///   sensitivity analysis sample: a nonparametric regression approach*, Medical Decision Making 34
///   (2014), for regression in place of runs within runs.
public struct PromiseInformation: InformedDecision {
  public let everything: SensitivityEstimate

  private let values: [Double]
  /// The probability below the best promise.
  private let probability: Double
  private let batches: IndependentBatches
  private let batchOf: [UInt16]
  /// The best promise and its mean loss, for all trials.
  private let promise, loss: Double
  /// The mean losses of the best promises of the trials outside each batch.
  private let lossesWithout: [Double]
  /// Whether single values have a probability: a loss then has corners.
  private let hasSingleValues: Bool

  /// - Parameter values: what the level is of, in each trial.
  /// - Parameter isFloor: whether the promise is to reach the level, and not to stay below it.
  /// - Precondition: `confidence` lies between 0 and 1.
  public init(
    _ values: [Double], isFloor: Bool, confidence: Double, _ replication: Replication = .trials
  ) {
    precondition(confidence > 0 && confidence < 1 && !values.isEmpty, "a promise to be kept")
    self.values = values
    probability = isFloor ? 1 - confidence : confidence
    let batches = IndependentBatches(trials: values.count, replication)
    self.batches = batches
    batchOf = values.indices.map { UInt16(truncatingIfNeeded: batches.batch(of: $0)) }
    let order = values.indices.sorted { values[$0] < values[$1] }
    let level = QuantileLoss(probability)
    let promise = values[order[Self.rank(probability, among: values.count)]]
    let losses = values.map { level.loss($0 - promise) }
    (self.promise, loss) = (promise, mean(losses))
    everything = SensitivityEstimate(
      loss, standardError: errorOfMean(residuals: losses.map { [loss] in $0 - loss }, replication))
    let batchOf = batchOf
    lossesWithout = (0..<(batches.count > 1 ? batches.count : 0)).map { batch in
      let kept = order.filter { batchOf[$0] != UInt16(truncatingIfNeeded: batch) }
      let promise = values[kept[Self.rank(level.probability, among: kept.count)]]
      return kept.reduce(0) { $0 + level.loss(values[$1] - promise) } / Double(kept.count)
    }
    var most = 0, run = 0
    for place in order.indices {
      run = place > 0 && values[order[place]] == values[order[place - 1]] ? run + 1 : 1
      most = max(most, run)
    }
    hasSingleValues = most > 2 + values.count / 500
  }

  /// The place in order of the number at which the loss is least.
  private static func rank(_ probability: Double, among count: Int) -> Int {
    min(max(Int((probability * Double(count)).rounded(.up)) - 1, 0), count - 1)
  }

  public func value(about input: [Double]) -> SensitivityEstimate {
    precondition(input.count == values.count, "a value in each trial")
    let lines = LinesBetweenNodes(over: input, of: [values])
    guard lines.nodes.count > 1, loss > 0 else { return SensitivityEstimate(0, standardError: 0) }
    var fit = QuantileFit(
      values, lines, batchOf, QuantileLoss(probability), start: promise, loss: loss,
      hasSingleValues: hasSingleValues)
    fit.fitAll()
    let all = fit.coefficients
    let gain = loss - fit.meanLoss(without: nil)
    let others = lossesWithout.indices.map { batch in
      fit.coefficients = all
      fit.improve(without: UInt16(truncatingIfNeeded: batch))
      return lossesWithout[batch] - fit.meanLoss(without: UInt16(truncatingIfNeeded: batch))
    }
    return jackknifed(gain, without: others, freedom: lines.nodes.count - 1)
      .bounded(by: everything)
  }
}

/// A figure that fitting flatters, without what the jackknife says of that.
///
/// - Parameter whole: of all trials.
/// - Parameter others: without one batch after another.
/// - Parameter freedom: how many numbers were fitted more than for a figure of zero.
/// - Accuracy: the standard error is that of the jackknife, but never less than what the figure of
///   something worthless scatters by: a sum of so many squares, whose mean is what was taken off.
///   NaN with fewer than two batches, and then nothing is taken off.
/// - Source: Quenouille, *Notes on Bias in Estimation*, Biometrika 43 (1956); Shao and Tu, *The
///   Jackknife and Bootstrap* (1995), sections 1.2 and 2.3.
func jackknifed(_ whole: Double, without others: [Double], freedom: Int) -> SensitivityEstimate {
  guard others.count > 1 else { return SensitivityEstimate(whole, standardError: .nan) }
  let count = Double(others.count)
  let centre = mean(others)
  let flattery = (count - 1) * (centre - whole)
  let squares = others.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
  let scatter = abs(flattery) * (2 / Double(max(freedom, 1))).squareRoot()
  return SensitivityEstimate(
    whole - flattery, standardError: max(((count - 1) / count * squares).squareRoot(), scatter))
}

extension SensitivityEstimate {
  /// What one input is worth, which is not more than everything is.
  ///
  /// - Accuracy: of a value at the bound no more is known than that it lies between 0 and there, so
  ///   its error is its own or the bound, whichever is less, but not less than that of the bound.
  func bounded(by everything: SensitivityEstimate) -> SensitivityEstimate {
    guard value > everything.value else { return self }
    guard !standardError.isNaN, !everything.standardError.isNaN else {
      return SensitivityEstimate(everything.value, standardError: .nan)
    }
    let own = min(standardError, everything.value)
    return SensitivityEstimate(
      everything.value, standardError: max(own, everything.standardError))
  }
}

/// What a promise costs by how far it is missed or outdone.
struct QuantileLoss: Hashable, Sendable {
  /// The probability below the number at which it is least on average.
  let probability: Double

  init(_ probability: Double) { self.probability = probability }

  /// - Parameter distance: of the value from the promise.
  @inline(__always)
  func loss(_ distance: Double) -> Double {
    distance * (distance < 0 ? probability - 1 : probability)
  }
}
