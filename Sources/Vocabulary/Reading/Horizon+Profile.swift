import Formulas

extension Horizon {
  /// The share of its year that each period has, by the months of a profile.
  ///
  /// - Parameter profile: twelve shares, January first; nil for equal ones.
  func shares(of profile: [Double]?) -> [Double] {
    let months = profile ?? Self.evenProfile
    return periods.map { period in
      (period.firstMonth..<(period.firstMonth + frequency.monthsPerPeriod))
        .reduce(0) { $0 + months[$1 - 1] }
    }
  }

  /// A year that is the same in all months.
  static let evenProfile = [Double](repeating: 1.0 / 12, count: 12)
}
