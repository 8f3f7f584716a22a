import Formulas

extension SeriesBuilder {
  /// Shares amounts of several periods out, or keeps them as what is known of the sum.
  ///
  /// A share is the number of working days of a period times what a working day of that season
  /// brought in the years that give all the seasons alone, ten years around; where no year does,
  /// the working days alone. So the sum stays exact, the Spring Festival moves the shares as it
  /// moves the work, and a year whose periods are known teaches the others.
  ///
  /// A model then sees two numbers where one was observed: sums over the joint periods are sound,
  /// the single periods are no better than the rule. `HistoryOptions.JointValues.missing` leaves
  /// them out instead.
  ///
  /// - Source: distribution by an indicator, Denton's and Dagum's benchmarking in its simplest
  ///   form (IMF, 2017, Quarterly National Accounts Manual, ch. 6): one total, one indicator.
  mutating func settleJoints() {
    guard !joints.isEmpty else { return }
    let places = joints.map(\.places)
    let years = places.map { period($0.lowerBound).year }
    guard options.jointValues == .split, let firstYear = years.min(), let lastYear = years.max()
    else {
      for joint in joints { tellKept(joint.places, joint.amount) }
      return
    }
    let known = period(first).year...period(first + values.count - 1).year
    let near = (firstYear - Self.yearsAround)...(lastYear + Self.yearsAround)
    let days = workingDays(known.clamped(to: near))
    let rates = Dictionary(grouping: places, by: seasons).mapValues { intensities($0, days) }
    for (places, amount) in joints {
      let weights = places.enumerated().map { index, place in
        days.count(in: period(place)) * (rates[seasons(places)]?[index] ?? 1)
      }
      let total = weights.reduce(0, +)
      for (index, place) in places.enumerated() {
        let share = total > 0 ? weights[index] / total : 1 / Double(places.count)
        values[place - first] = amount * share
        estimated.insert(place)
      }
      // What rounding leaves is the last one's.
      let others = places.dropLast().reduce(0) { $0 + values[$1 - first] }
      values[places.upperBound - 1 - first] = amount - others
      tellSplit(places, amount)
    }
    joints = []
  }

  /// How many years before and after the joint amounts teach how to share them out.
  private static let yearsAround = 10

  /// The numbers within the year of the first and the last of some places.
  private func seasons(_ places: Range<Int>) -> [Int] {
    [period(places.lowerBound).number, places.count]
  }

  /// What a working day brings in each of the seasons of some joint places, from the years that
  /// know them all; ones where no year does.
  private func intensities(_ joint: [Range<Int>], _ days: WorkingDays) -> [Double] {
    guard let example = joint.first else { return [] }
    let perYear = raw.frequency.periodsPerYear
    var amounts = [Double](repeating: 0, count: example.count)
    var worked = [Double](repeating: 0, count: example.count)
    let season = period(example.lowerBound).number
    var start = first + (season - period(first).number + perYear) % perYear
    while start + example.count <= first + values.count {
      let known = (start..<(start + example.count)).map { values[$0 - first] }
      let isNear = days.years.contains(period(start).year)
      if isNear, known.allSatisfy({ !$0.isNaN }) {
        for index in known.indices {
          amounts[index] += known[index]
          worked[index] += days.count(in: period(start + index))
        }
      }
      start += perYear
    }
    guard amounts.allSatisfy({ $0 > 0 }), worked.allSatisfy({ $0 > 0 }) else {
      return amounts.map { _ in 1 }
    }
    return zip(amounts, worked).map { $0 / $1 }
  }

  private mutating func tellSplit(_ places: Range<Int>, _ amount: Double) {
    let periods = places.map(period)
    let parts = places.map { shown(values[$0 - first]) }
    care.add(
      .split, periods, before: amount,
      zh: "\(shown(periods)) 合计 \(shown(amount))，按工作日与往年日均分摊为 "
        + "\(parts.joined(separator: "、"))（估计数）",
      en: "\(shown(periods)) came to \(shown(amount)) together, shared out by working days and "
        + "what they brought in other years: \(parts.joined(separator: ", ")) (estimated)")
  }

  private mutating func tellKept(_ places: Range<Int>, _ amount: Double) {
    let periods = places.map(period)
    care.add(
      .joint, periods, before: amount,
      zh: "\(shown(periods)) 合计 \(shown(amount))：各期按缺测处理，合计另行保留",
      en: "\(shown(periods)) came to \(shown(amount)) together: the periods are missing values, "
        + "the sum is kept")
  }
}
