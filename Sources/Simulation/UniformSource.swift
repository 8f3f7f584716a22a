import CKernels
import ColumnPlan
import Probability

/// The uniform numbers of the draws of a plan, under a seed and a sampling scheme.
///
/// What every draw needs is worked out beforehand; filling a column allocates nothing.
struct UniformSource: Sendable {
  /// The keys of `Plan.drawSites`.
  private let keys: [StreamKey]
  /// For each site and each period, or day, of the plan the period number of the stream.
  private let periodNumbers: [Int32]
  /// Where the numbers of each site begin.
  private let starts: [Int]
  /// Where the sites of each correlation begin.
  private let firstSites: [Int]
  private let scheme: SamplingScheme
  /// For each site and each period the dimension, -1 where there is none left; with `sobol` only.
  private let dimensions: [Int32]
  /// The directions of all dimensions in use, one dimension after another.
  private let directions: [UInt32]
  private let sourcesAhead: [UniformSource]
  private let shift: ScoreShift?
  /// For each site and each period the row of the shift, -1 where there is none; with a shift only.
  private let shiftRows: [Int32]

  /// The numbers of the plan that runs ahead of this one.
  var ahead: UniformSource? { sourcesAhead.first }

  init(
    _ plan: Plan, seed: UInt64, scheme: SamplingScheme, following base: DimensionOrder?,
    shift: ScoreShift? = nil
  ) {
    let order: DimensionOrder? =
      if case .sobol = scheme { DimensionOrder(of: plan, following: base) } else { nil }
    // In the dimensions of the plan that follows, so that both draw the same.
    sourcesAhead =
      plan.ahead.map {
        [UniformSource($0.plan, seed: seed, scheme: scheme, following: order, shift: shift)]
      } ?? []
    let sites = plan.drawSites
    keys = sites.map { $0.stream.key(seed: seed) }
    periodNumbers = sites.flatMap(\.periodNumbers)
    var start = 0
    starts = sites.map { site in
      defer { start += site.periodNumbers.count }
      return start
    }
    var first = plan.draws.count
    firstSites = plan.correlations.map { correlation in
      defer { first += correlation.sites.count }
      return first
    }
    self.scheme = scheme
    self.shift = shift
    shiftRows =
      shift.map { shift in
        sites.flatMap { site in site.periodNumbers.map { shift.row(site.stream, $0) } }
      } ?? []
    guard let order else {
      (dimensions, directions) = ([], [])
      return
    }
    let found = sites.flatMap { site in
      site.periodNumbers.map { order.dimension(of: site.stream, period: $0) ?? .max }
    }
    dimensions = found.map { $0 < SobolSequence.dimensions ? Int32($0) : -1 }
    directions = (0..<min(order.draws.count, SobolSequence.dimensions)).flatMap {
      SobolSequence.directions(ofDimension: $0)
    }
  }

  /// Fills a column with the numbers of one of the plan's `draws`.
  ///
  /// - Parameter period: the period of the plan; the day for a value that is drawn every day.
  func fill(
    _ column: UnsafeMutablePointer<Double>, draw: Int, period: Int, firstTrial: Int, trials: Int
  ) {
    fillUnmoved(column, draw: draw, period: period, firstTrial: firstTrial, trials: trials)
    guard moves(draw, period) else { return }
    torreya_normal_quantile(column, column, trials)
    move(column, draw, period, firstTrial, trials)
    torreya_normal_cdf(column, column, trials)
  }

  /// Whether the scores of a draw move in a period.
  private func moves(_ draw: Int, _ period: Int) -> Bool {
    shift != nil && shiftRows[starts[draw] + period] >= 0
  }

  private func move(
    _ scores: UnsafeMutablePointer<Double>, _ draw: Int, _ period: Int, _ firstTrial: Int,
    _ trials: Int
  ) {
    shift?.move(
      scores, row: Int(shiftRows[starts[draw] + period]), firstTrial: firstTrial, count: trials)
  }

  private func fillUnmoved(
    _ column: UnsafeMutablePointer<Double>, draw: Int, period: Int, firstTrial: Int, trials: Int
  ) {
    var lanes = UnsafeMutableBufferPointer(start: column, count: trials).mutableSpan
    let place = starts[draw] + period
    let number = Int(periodNumbers[place])
    if case .sobol(let randomisations) = scheme, dimensions[place] >= 0 {
      directions.withUnsafeBufferPointer {
        keys[draw].fillSobol(
          &lanes, period: number, firstTrial: firstTrial, randomisations: randomisations,
          directions: $0.baseAddress! + Int(dimensions[place]) * SobolSequence.digits)
      }
    } else {
      keys[draw].fillUniforms(&lanes, period: number, firstTrial: firstTrial, scheme: scheme)
    }
  }

  /// Fills a column with the numbers of the spread that a correlation's values have in common.
  func fillSpread(
    _ column: UnsafeMutablePointer<Double>, correlation: Int, variables: Int, period: Int,
    firstTrial: Int, trials: Int
  ) {
    fill(
      column, draw: firstSites[correlation] + variables, period: period, firstTrial: firstTrial,
      trials: trials)
  }

  /// Fills a column with the standard normal numbers of one of the plan's `draws`: the normal
  /// quantiles of its uniform numbers.
  func fillNormals(
    _ column: UnsafeMutablePointer<Double>, draw: Int, period: Int, firstTrial: Int, trials: Int
  ) {
    if scheme == .pseudoRandom {
      // In one pass.
      var lanes = UnsafeMutableBufferPointer(start: column, count: trials).mutableSpan
      keys[draw].fillNormals(
        &lanes, period: Int(periodNumbers[starts[draw] + period]), firstTrial: firstTrial)
    } else {
      fillUnmoved(column, draw: draw, period: period, firstTrial: firstTrial, trials: trials)
      torreya_normal_quantile(column, column, trials)
    }
    if moves(draw, period) { move(column, draw, period, firstTrial, trials) }
  }

  /// Fills a column with the normal numbers of one of the streams that a correlation joins, before
  /// they are joined.
  func fillNormals(
    _ column: UnsafeMutablePointer<Double>, correlation: Int, variable: Int, period: Int,
    firstTrial: Int, trials: Int
  ) {
    fillNormals(
      column, draw: firstSites[correlation] + variable, period: period, firstTrial: firstTrial,
      trials: trials)
  }
}
