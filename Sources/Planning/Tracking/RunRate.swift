import ColumnPlan
import Probability
import Simulation

/// How far the total of a year, or of several periods, has come towards its bound, against the
/// calendar, the season and the pace that the rest needs.
public struct RunRate: Hashable, Sendable {
  /// A figure over the trials: mean, 10 % and 90 % quantile.
  public struct Spread: Hashable, Sendable {
    public let mean, p10, p90: Double

    init(mean: Double, p10: Double, p90: Double) {
      (self.mean, self.p10, self.p90) = (mean, p10, p90)
    }

    public init(_ trials: [Double]) {
      mean = Moments(of: trials).mean
      let found = trials.withUnsafeBufferPointer {
        QuantileEstimates(of: $0, at: [0.1, 0.9])
      }
      (p10, p90) = (found.values[0], found.values[1])
    }
  }

  /// The place among its periods of the last one that is counted as done.
  public let through: Int
  /// The total so far, in base units; the mean of an estimate where not all of it was reported.
  public let done: Double
  /// Whether every period so far was reported, and without an error.
  public let isReported: Bool
  /// The total so far over the bound.
  public let doneShare: Double
  /// The share of its time that has passed (序时进度).
  public let elapsedShare: Double
  /// The usual share of the total that has come by then, as the model has it without what is
  /// known since: the mean so far over the mean total, and the quantiles of the share over the
  /// trials. NaN where the mean total is not clearly positive, and quantiles also where a total of
  /// some trial is not.
  public let seasonalShare: Spread
  /// What each remaining period must bring to reach the bound; 0 or less where it is reached. NaN
  /// where no period remains.
  public let required: Double
  /// What each remaining period brings, as the model has it with what is known.
  public let expected: Spread?
  /// What each of the same periods brought a year before; nil where that is not known.
  public let lastYear: Double?

  /// - Parameter columns: its periods, in the results without and with what is known.
  /// - Parameter through: the place of the last one that is done.
  /// - Parameter isReported: whether all periods so far are known.
  /// - Parameter lastYear: what the remaining periods brought a year before, together.
  public init(
    before: (result: SimulationResult, columns: [Column]),
    after: (result: SimulationResult, columns: [Column]), through: Int, bound: Double,
    isReported: Bool, elapsedShare: Double, lastYear: Double?
  ) {
    self.through = through
    (self.isReported, self.elapsedShare) = (isReported, elapsedShare)
    let usual = Self.sums(before.columns, through, before.result)
    seasonalShare = Self.share(of: usual.done, in: zip(usual.done, usual.rest).map { $0 + $1 })
    let now = Self.sums(after.columns, through, after.result)
    done = Moments(of: now.done).mean
    doneShare = done / bound
    let left = Double(after.columns.count - 1 - through)
    required = left > 0 ? (bound - done) / left : .nan
    expected = left > 0 ? Spread(now.rest.map { $0 / left }) : nil
    self.lastYear = left > 0 ? lastYear.map { $0 / left } : nil
  }

  private static func share(of done: [Double], in totals: [Double]) -> Spread {
    let moments = Moments(of: totals)
    let error = moments.standardDeviation / Double(totals.count).squareRoot()
    // The deviation of a single trial is not known.
    guard moments.mean > 0, !(moments.mean <= 4.5 * error) else {
      return Spread(mean: .nan, p10: .nan, p90: .nan)
    }
    let mean = Moments(of: done).mean / moments.mean
    guard totals.allSatisfy({ $0 > 0 }) else { return Spread(mean: mean, p10: .nan, p90: .nan) }
    let shares = Spread(zip(done, totals).map { $0 / $1 })
    return Spread(mean: mean, p10: shares.p10, p90: shares.p90)
  }

  private static func sums(_ columns: [Column], _ through: Int, _ result: SimulationResult)
    -> (done: [Double], rest: [Double])
  {
    let done = KnownResult(columns: Array(columns[...through]), value: 0).trials(in: result)
    guard through + 1 < columns.count else { return (done, done.map { _ in 0 }) }
    let rest = KnownResult(columns: Array(columns[(through + 1)...]), value: 0)
    return (done, rest.trials(in: result))
  }
}
