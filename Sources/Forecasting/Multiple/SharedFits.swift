import Synchronization

/// A way to forecast whose series learn from each other.
public protocol SharingForecastMethod: ForecastMethod {
  /// Fits each series with what all of them tell.
  ///
  /// - Parameter threads: how many workers; no result depends on it.
  /// - Returns: for each series its fit, or why there is none.
  func fit(all series: [TimeSeries], threads: Int) -> [Result<any FittedModel, FitFailure>]

  /// The same when more of each series is known, which may be sooner done with the models from
  /// before.
  ///
  /// - Parameter earlier: for each series its model when less was known; nil where there was none.
  func fit(
    all series: [TimeSeries], after earlier: [(any FittedModel)?], threads: Int
  ) -> [Result<any FittedModel, FitFailure>]
}

extension SharingForecastMethod {
  /// The fits as if nothing had been known before.
  public func fit(
    all series: [TimeSeries], after earlier: [(any FittedModel)?], threads: Int
  ) -> [Result<any FittedModel, FitFailure>] {
    fit(all: series, threads: threads)
  }
}

/// Fits that several series share: made once for each time from which forecasts are made,
/// whichever series asks first.
///
/// At an earlier time all series are as they were known then.
public final class SharedFits: Sendable {
  private let method: any SharingForecastMethod
  private let members: [Vintages]
  /// The place in time of the first step of each.
  private let starts: [Int]
  private let window: Int?
  /// The fits by the place in time of the last step that was known.
  private let known = Mutex<[Int: [Result<any FittedModel, FitFailure>]]>([:])

  /// - Parameter starts: for each series where its first step lies, in steps from a time that is
  ///   the same for all.
  /// - Parameter window: how many of the latest steps a fit knows; nil for all.
  /// - Precondition: as many starts as series.
  public init(
    _ method: any SharingForecastMethod, _ members: [Vintages], starts: [Int], window: Int? = nil
  ) {
    precondition(starts.count == members.count, "a start for each series")
    self.method = method
    self.members = members
    self.starts = starts
    self.window = window
  }

  /// The method as it looks from one of the series.
  public func method(of member: Int) -> any ForecastMethod {
    MethodOfMember(shared: self, member: member)
  }

  fileprivate var name: String { method.name }

  /// The fit of a member when its first `count` steps were known.
  fileprivate func fit(of member: Int, knowing count: Int) -> Result<any FittedModel, FitFailure> {
    let end = starts[member] + count
    return known.withLock { known in
      if let fits = known[end] { return fits[member] }
      let series = members.indices.map { place in
        let count = min(max(end - starts[place], 0), members[place].latest.count)
        return members[place].known(at: count, window: window)
      }
      let fits = method.fit(all: series, threads: 1)
      known[end] = fits
      return fits[member]
    }
  }
}

/// One of several series that are fitted together.
private struct MethodOfMember: ForecastMethod {
  let shared: SharedFits
  let member: Int

  var name: String { shared.name }

  func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try shared.fit(of: member, knowing: series.firstStep + series.count).get()
  }
}
