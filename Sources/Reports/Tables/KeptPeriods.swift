import Formulas
import Simulation

/// Which stored results of an indicator make up a time.
struct KeptPeriods {
  private let result: SimulationResult
  private let horizon: Horizon

  init(_ result: SimulationResult, _ horizon: Horizon) {
    (self.result, self.horizon) = (result, horizon)
  }

  /// The results of some months within the horizon: that of a year where it is one and kept, else
  /// those of the periods.
  ///
  /// - Returns: nil when one of them is not kept, or when they are no whole periods.
  func storages(_ indicator: String, months: Range<Int>) -> [Int]? {
    func storage(_ period: Period) -> Int? {
      result.column(indicator, period: period.label)?.storage
    }
    if months.count == 12, months.lowerBound % 12 == 0,
      let year = storage(Period(.yearly, ordinal: months.lowerBound / 12))
    {
      return [year]
    }
    let length = horizon.frequency.monthsPerPeriod
    guard months.lowerBound % length == 0, months.count % length == 0 else { return nil }
    var found: [Int] = []
    for month in stride(from: months.lowerBound, to: months.upperBound, by: length) {
      guard let one = storage(Period(horizon.frequency, ordinal: month / length)) else {
        return nil
      }
      found.append(one)
    }
    return found
  }
}
