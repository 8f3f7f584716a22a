import CKernels
import ColumnPlan
import Probability

/// By how much the normal scores of some draws move, trial by trial, so that a plan's results agree
/// with what is known of them.
///
/// The score of a draw becomes z + Σ k_j · w_j, with the coefficients k of the draw and the weights
/// w of the trial. What is not among the draws keeps its number to the bit.
public struct ScoreShift: Sendable {
  /// A number of a stream: what a plan draws under a name for a period, or day, of the calendar.
  public struct Place: Hashable, Sendable {
    public let stream: RandomStream
    public let number: Int32

    public init(stream: RandomStream, number: Int32) {
      self.stream = stream
      self.number = number
    }
  }

  /// How far from zero a score may get: beyond, its probability would round to 0 or 1.
  static let largestScore = 8.0

  /// The weights of a trial.
  public let width: Int
  /// The trials that have weights, a whole number of blocks.
  public let trials: Int
  private let rows: [Place: Int32]
  private let coefficients: [Double]
  private let weights: [Double]

  /// - Parameter coefficients: those of the first place, then of the second and so on.
  /// - Parameter weights: the first weight of all trials, then the second and so on.
  /// - Shape: `places.count` × `width`, and `width` × `trials`; `trials` is padded to whole blocks.
  public init(_ places: [Place], coefficients: [Double], weights: [[Double]]) {
    width = weights.count
    precondition(coefficients.count == places.count * width, "a coefficient for each weight")
    let count = weights.first?.count ?? 0
    precondition(weights.allSatisfy { $0.count == count }, "a weight for each trial")
    let padded = (count + blockTrials - 1) / blockTrials * blockTrials
    trials = padded
    rows = Dictionary(
      zip(places, (0..<places.count).map(Int32.init)), uniquingKeysWith: { first, _ in first })
    self.coefficients = coefficients
    self.weights = weights.flatMap { $0 + [Double](repeating: 0, count: padded - count) }
  }

  /// The row of a number of a stream; -1 where it does not move.
  func row(_ stream: RandomStream, _ number: Int32) -> Int32 {
    rows[Place(stream: stream, number: number)] ?? -1
  }

  /// Moves a column of scores.
  ///
  /// - Precondition: the trials are among those that have weights.
  func move(_ column: UnsafeMutablePointer<Double>, row: Int, firstTrial: Int, count: Int) {
    precondition(firstTrial + count <= trials, "a weight for each trial")
    weights.withUnsafeBufferPointer { weights in
      for place in 0..<width {
        var coefficient = coefficients[row * width + place]
        guard coefficient != 0 else { continue }
        torreya_multiply_add(
          column, weights.baseAddress! + place * trials + firstTrial, 1, &coefficient, 0, column,
          1, count)
      }
    }
    var (least, greatest) = (-Self.largestScore, Self.largestScore)
    torreya_maximum(column, column, 1, &least, 0, count)
    torreya_minimum(column, column, 1, &greatest, 0, count)
  }
}

/// The normal scores of a plan's draws, as a run has them.
public struct DrawnScores: Sendable {
  private let uniforms: UniformSource

  /// - Parameter base: the dimensions of the plan that this one is compared with.
  public init(_ plan: Plan, _ settings: SimulationSettings, following base: DimensionOrder?) {
    uniforms = UniformSource(
      plan, seed: settings.seed, scheme: settings.sampling, following: base,
      shift: settings.shift)
  }

  private init(_ uniforms: UniformSource) { self.uniforms = uniforms }

  /// Those of the plan that runs ahead.
  public var ahead: DrawnScores? { uniforms.ahead.map { DrawnScores($0) } }

  /// Fills a column with the scores of one of the plan's `drawSites`.
  ///
  /// - Parameter period: the period of the plan; the day for a value that is drawn every day.
  /// - Precondition: `firstTrial` and `trials` are multiples of 16.
  public func fill(
    _ column: UnsafeMutablePointer<Double>, site: Int, period: Int, firstTrial: Int, trials: Int
  ) {
    uniforms.fillNormals(
      column, draw: site, period: period, firstTrial: firstTrial, trials: trials)
  }
}
