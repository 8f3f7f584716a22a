import CKernels
import ColumnPlan
import Probability

/// The uniform numbers of the draws of a plan, under a seed and a sampling scheme.
///
/// What every draw needs is worked out beforehand; filling a column allocates nothing.
struct UniformSource: Sendable {
  /// The keys of `Plan.drawSites`, and those under the seed of what is drawn again.
  private let keys, otherKeys: [StreamKey]
  /// Whether a site is drawn again.
  private let isRedrawn: [Bool]
  /// For each site the number that it has in all trials; NaN where it is drawn.
  private let fixedNumbers: [Double]
  /// The streams that are held by their score over several periods.
  let held: [HeldStream]
  /// For each site its place in `held`, -1 for none; empty where nothing is held.
  let heldOfSite: [Int32]
  /// For each correlation what is done with its values once they are joined; nil for nothing.
  let replacements: [JointReplacement?]
  /// For each site and each period, or day, of the plan the period number of the stream.
  private let periodNumbers: [Int32]
  /// Where the numbers of each site begin.
  private let starts: [Int]
  /// Where the sites of each correlation begin.
  private let firstSites: [Int]
  private let scheme: SamplingScheme
  /// For each site and each period the dimension, -1 where there is none left; with `sobol` only.
  private let dimensions: [Int32]
  /// How many dimensions further that of a draw lies which is drawn again: with the same one both
  /// would depend on each other.
  private let redrawnShift: Int
  /// The directions of all dimensions in use, one dimension after another.
  private let directions: [UInt32]
  private let sourcesAhead: [UniformSource]
  private let shift: ScoreShift?
  /// For each site and each period the row of the shift, -1 where there is none; with a shift only.
  private let shiftRows: [Int32]

  /// Of the groups that are drawn again in part, how many variables the largest has.
  var widestRedraw: Int {
    replacements.compactMap { $0 }.filter(\.isRedrawn)
      .map { $0.kept.count + $0.replaced.count }.max() ?? 0
  }

  /// The numbers of the plan that runs ahead of this one.
  var ahead: UniformSource? { sourcesAhead.first }

  init(
    _ plan: Plan, seed: UInt64, scheme: SamplingScheme, following base: DimensionOrder?,
    draws: DrawChoice = .plain, shift: ScoreShift? = nil
  ) {
    let order: DimensionOrder? =
      if case .sobol = scheme { DimensionOrder(of: plan, following: base) } else { nil }
    // In the dimensions of the plan that follows, so that both draw the same.
    sourcesAhead =
      plan.ahead.map {
        [
          UniformSource(
            $0.plan, seed: seed, scheme: scheme, following: order, draws: draws, shift: shift)
        ]
      } ?? []
    let sites = plan.drawSites
    keys = sites.map { $0.stream.key(seed: seed) }
    otherKeys =
      draws.redrawn.isEmpty ? keys : sites.map { $0.stream.key(seed: draws.otherSeed) }
    (isRedrawn, fixedNumbers) = (draws.redrawnSites(of: plan), draws.fixedSites(of: plan))
    let held = draws.heldStreams(of: plan)
    self.held = held
    heldOfSite =
      held.isEmpty
      ? []
      : sites.map { site in Int32(held.firstIndex { $0.stream == site.stream } ?? -1) }
    replacements = plan.correlations.map(draws.replacement)
    periodNumbers = sites.flatMap(\.periodNumbers)
    var start = 0
    starts = sites.map { site in
      defer { start += site.periodNumbers.count }
      return start
    }
    firstSites = plan.firstSitesOfCorrelations
    self.scheme = scheme
    self.shift = shift
    shiftRows =
      shift.map { shift in
        sites.flatMap { site in site.periodNumbers.map { shift.row(site.stream, $0) } }
      } ?? []
    guard let order else {
      (dimensions, redrawnShift, directions) = ([], 0, [])
      return
    }
    let found = sites.flatMap { site in
      site.periodNumbers.map { order.dimension(of: site.stream, period: $0) ?? .max }
    }
    dimensions = found.map { $0 < SobolSequence.dimensions ? Int32($0) : -1 }
    redrawnShift = order.draws.count
    let used = draws.redrawn.isEmpty ? redrawnShift : 2 * redrawnShift
    directions = (0..<min(used, SobolSequence.dimensions)).flatMap {
      SobolSequence.directions(ofDimension: $0)
    }
  }

  /// Fills a column with the numbers of one of the plan's `draws`.
  ///
  /// - Parameter period: the period of the plan; the day for a value that is drawn every day.
  func fill(
    _ column: UnsafeMutablePointer<Double>, draw: Int, period: Int, firstTrial: Int, trials: Int
  ) {
    if !fixedNumbers[draw].isNaN {
      column.update(repeating: fixedNumbers[draw], count: trials)
    } else {
      fill(
        column, site: draw, again: isRedrawn[draw], period: period, firstTrial: firstTrial,
        trials: trials)
    }
    guard moves(draw, period) else { return }
    torreya_normal_quantile(column, column, trials)
    move(column, draw, period, firstTrial, trials)
    torreya_normal_cdf(column, column, trials)
  }

  /// Whether the scores of a draw move in a period.
  private func moves(_ site: Int, _ period: Int) -> Bool {
    shift != nil && shiftRows[starts[site] + period] >= 0
  }

  private func move(
    _ scores: UnsafeMutablePointer<Double>, _ site: Int, _ period: Int, _ firstTrial: Int,
    _ trials: Int
  ) {
    shift?.move(
      scores, row: Int(shiftRows[starts[site] + period]), firstTrial: firstTrial, count: trials)
  }

  private func fill(
    _ column: UnsafeMutablePointer<Double>, site: Int, again: Bool, period: Int, firstTrial: Int,
    trials: Int
  ) {
    var lanes = UnsafeMutableBufferPointer(start: column, count: trials).mutableSpan
    let key = again ? otherKeys[site] : keys[site]
    let place = starts[site] + period
    let number = Int(periodNumbers[place])
    if case .sobol(let randomisations) = scheme, let dimension = dimension(place, again) {
      directions.withUnsafeBufferPointer {
        key.fillSobol(
          &lanes, period: number, firstTrial: firstTrial, randomisations: randomisations,
          directions: $0.baseAddress! + dimension * SobolSequence.digits)
      }
    } else {
      key.fillUniforms(&lanes, period: number, firstTrial: firstTrial, scheme: scheme)
    }
  }

  /// The dimension of a draw; nil where there is none left.
  private func dimension(_ place: Int, _ again: Bool) -> Int? {
    guard dimensions[place] >= 0 else { return nil }
    let dimension = Int(dimensions[place]) + (again ? redrawnShift : 0)
    return dimension < SobolSequence.dimensions ? dimension : nil
  }

  /// Fills a column with the numbers of the spread that a correlation's values have in common.
  ///
  /// - Parameter again: those that it has when it is drawn again.
  func fillSpread(
    _ column: UnsafeMutablePointer<Double>, correlation: Int, variables: Int, again: Bool = false,
    period: Int, firstTrial: Int, trials: Int
  ) {
    guard !again else {
      return fill(
        column, site: firstSites[correlation] + variables, again: true, period: period,
        firstTrial: firstTrial, trials: trials)
    }
    fill(
      column, draw: firstSites[correlation] + variables, period: period, firstTrial: firstTrial,
      trials: trials)
  }

  /// Fills a column with the standard normal numbers of one of the plan's `draws`: the normal
  /// quantiles of its uniform numbers.
  func fillNormals(
    _ column: UnsafeMutablePointer<Double>, draw: Int, period: Int, firstTrial: Int, trials: Int
  ) {
    if !fixedNumbers[draw].isNaN {
      column.update(
        repeating: StandardNormal.quantile(at: fixedNumbers[draw]), count: trials)
    } else {
      fillNormals(
        column, site: draw, again: isRedrawn[draw], period: period, firstTrial: firstTrial,
        trials: trials)
    }
  }

  private func fillNormals(
    _ column: UnsafeMutablePointer<Double>, site: Int, again: Bool, period: Int, firstTrial: Int,
    trials: Int
  ) {
    if scheme == .pseudoRandom {
      // In one pass.
      var lanes = UnsafeMutableBufferPointer(start: column, count: trials).mutableSpan
      (again ? otherKeys[site] : keys[site]).fillNormals(
        &lanes, period: Int(periodNumbers[starts[site] + period]), firstTrial: firstTrial)
    } else {
      fill(
        column, site: site, again: again, period: period, firstTrial: firstTrial, trials: trials)
      torreya_normal_quantile(column, column, trials)
    }
    if moves(site, period) { move(column, site, period, firstTrial, trials) }
  }

  /// Fills a column with the normal numbers of one of the streams that a correlation joins, before
  /// they are joined.
  ///
  /// - Parameter again: those that it has when it is drawn again, whether it is or not.
  func fillNormals(
    _ column: UnsafeMutablePointer<Double>, correlation: Int, variable: Int, again: Bool = false,
    period: Int, firstTrial: Int, trials: Int
  ) {
    let site = firstSites[correlation] + variable
    fillNormals(
      column, site: site, again: again || isRedrawn[site], period: period, firstTrial: firstTrial,
      trials: trials)
  }
}
