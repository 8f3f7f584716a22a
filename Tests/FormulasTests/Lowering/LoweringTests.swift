import ColumnPlan
import Simulation
import SourceText
import Testing

@testable import Formulas

/// Formulas without chance, evaluated twice: by the plan that they are lowered to, and by asking
/// for the value of one formula in one period again and again.
@Suite("lowering")
struct LoweringTests {
  private let horizons = [
    Horizon(first: Period(label: "2024-01")!, count: 12),
    Horizon(first: Period(label: "2023-11")!, count: 27),
  ]

  private func expectSame(_ list: String, _ horizon: Horizon) throws {
    let listed = ListedIndicators(list, horizon: horizon)
    let (found, diagnostics) = resolve(listed.definitions)
    #expect(listed.diagnostics.isEmpty)
    let model = try #require(found, "\(printed(diagnostics))")
    let plan = lower(model, recording: .everything)
    #expect(plan.defects() == [])
    let result = try simulate(
      plan, SimulationSettings(trials: 1, seed: 1, threads: 1, memory: 1 << 28))
    let reference = ReferenceEvaluator(model)
    for resolved in model.indicators {
      let id = resolved.indicator.id
      for (index, period) in horizon.periods.enumerated() {
        let label = resolved.timing.showsPeriods ? period.label : horizon.label
        let column = try #require(result.column(id, period: label))
        let value = result.value(of: column, inTrial: 0)
        // A level of each day shows the last.
        let day = resolved.timing == .day ? horizon.days(ofPeriod: index).last : nil
        let expected = reference.value(of: id, in: index, day: day)
        #expect(
          abs(value - expected) <= 1e-9 * max(1, abs(expected)),
          "\(id) in \(label): \(value), not \(expected)")
      }
    }
  }

  @Test("a span has the value that its periods make, whatever makes it", arguments: [0, 1])
  func spans(horizon: Int) throws {
    let horizon = horizons[horizon]
    let span = try #require(horizon.span(label: "2024-03..2024-07"))
    let quarter = try #require(horizon.span(label: "2024-Q2"))
    for aggregation in Indicator.Aggregation.allCases {
      var wave = Indicator(
        "wave", label: BilingualText(zh: "波", en: "wave"), kind: .level, unit: .one,
        parseFormula("if(period.month == 5, 40, period.index * period.index)").0!,
        aggregation: aggregation)
      wave.spans = [span, quarter]
      let (found, _) = resolve(Definitions(horizon: horizon, indicators: [wave]))
      let plan = lower(try #require(found))
      #expect(plan.columns.map(\.period) == outline(of: try #require(found)).columns.map(\.period))
      let result = try simulate(
        plan, SimulationSettings(trials: 1, seed: 1, threads: 1, memory: 1 << 28))
      for span in [span, quarter] {
        let values = span.periods.map { period -> Double in
          result.value(of: result.column("wave", period: horizon[period].label)!, inTrial: 0)
        }
        let expected: Double? =
          switch aggregation {
          case .sum: values.reduce(0, +)
          case .mean: values.reduce(0, +) / Double(values.count)
          case .last: values.last
          case .minimum: values.min()
          case .maximum: values.max()
          }
        let column = try #require(result.column("wave", period: span.label))
        #expect(result.value(of: column, inTrial: 0) == expected)
      }
    }
  }

  @Test("arithmetic, choices and functions", arguments: [0, 1])
  func functions(horizon: Int) throws {
    try expectSame(
      """
      n [1] = period.index + 1
      wave [1] = if(period.month <= 6, n, 0 - n)
      power [1] = (n / 7) ^ 1.5
      compared [1] = (n < 5) + (n <= 5) + (n > 5) + (n >= 5) + (n == 5) + (n != 5)
      truth [1] = (n < 3 or n > 9) + (not (n == 4) and wave > 0)
      bounds [1] = clamp(wave, -3, 4) + min(n, 5, 7) - max(wave, 2)
      rounded [1] = floor(n / 3) + ceiling(n / 4) + round(n / 2)
      functions [1] = exp(n / 10) + log(n) + sqrt(n) + abs(wave)
      together [1] = sum(n, wave, power) + mean(n, wave)
      ranked [1] = sumOfLargest(1, n, wave, power) + 10 * sumOfLargest(3, n, wave, power, 4, 0 - 2)
      allRanked [1] = sumOfLargest(7, n, wave, power) + sumOfLargest(2, 5)
      chance [1] = normalQuantile(n / 40)
      """, horizons[horizon])
  }

  @Test("looking back, and over the horizon", arguments: [0, 1])
  func time(horizon: Int) throws {
    try expectSame(
      """
      n [元] = (period.index + 1) * (period.index + 2) * 1元
      before [元] = previous(n, 4元)
      known [元] = previous(seen)
      seen [元] = 2 * n | 7 8 9
      stock [元] level = previous(stock, 100元) * 0.9 + n
      year [元] = yearToDate(n)
      lag [元] = lagged(n, 3, 4元)
      longAgo [元] = lagged(n, 40, 4元)
      knownLag [元] = lagged(seen, 2)
      changing [元] = lagged(n, 2, n * 10) + previous(n, 3 * n)
      circle [元] level = lagged(circle, 5, 3元) / 2 + n
      total [元] = sumOverPeriods(n)
      ends [元] = maxOverPeriods(n) - minOverPeriods(n)
      mean [元] = meanOverPeriods(stock)
      may [元] = at(n, date(2024, 5, 17))
      half [元] = total / 2
      """, horizons[horizon])
  }

  @Test("days within the periods", arguments: [0, 1])
  func days(horizon: Int) throws {
    try expectSame(
      """
      month [1] = period.index + 1
      weekend [1] level = day.weekday >= 6
      demand [人次] level = (10 + month) * (1 + weekend) * 1人次 + day.ofMonth * 1人次
      waiting [人次] level = previous(waiting, 3人次) / 2 + demand / (2 + day.month)
      lastWeek [人次] level = lagged(demand, 7, 5人次) + lagged(waiting, 40, demand)
      lastMonth [1] level = previous(month, 0) + day.index
      sums [人次] flow = sumOverDays(waiting) + sumOverDays(2人次) + sumOverDays(month) * 1人次
      before [人次] flow = previous(sums, 1人次) + yearToDate(sums)
      after [人次] level = previous(before, 0人次) * weekend
      ends [人次] level = maxOverDays(lastWeek) - minOverDays(lastWeek) + lastOfDays(demand)
      mean [人次] level = meanOverDays(waiting + after) + meanOverDays(3人次)
      total [人次] level = sumOverPeriods(sums) + maxOverPeriods(ends)
      """, horizons[horizon])
  }

  @Test("what a plan keeps of days: each kind's way to make a period, and days with a label")
  func dayColumns() throws {
    var listed = ListedIndicators(
      """
      amount [元] flow = day.ofMonth * 1元
      state [1] level = day.ofMonth
      price [1] rate = day.ofMonth
      some [1] level = day.index
      constant [元] flow = if(1, 2元, day.index * 1元)
      """, horizon: horizons[0]).definitions
    let place = try #require(listed.indicators.firstIndex { $0.id == "some" })
    var labels = [String?](repeating: nil, count: 366)
    labels[59] = "leapDay"
    labels[365] = "eve"
    listed.indicators[place].dayLabels = labels
    let model = try #require(resolve(listed).model)
    let result = try simulate(
      lower(model), SimulationSettings(trials: 1, seed: 1, threads: 1, memory: 1 << 28))
    func value(_ id: String, _ period: String) -> Double? {
      result.column(id, period: period).map { result.value(of: $0, inTrial: 0) }
    }
    #expect(value("amount", "2024-02") == 435)
    #expect(value("amount", "2024") == 5767)
    #expect(value("state", "2024-04") == 30)
    #expect(value("price", "2024-03") == 16)
    #expect(value("some", "leapDay") == 59)
    #expect(value("some", "eve") == 365)
    #expect(value("some", "2024-02") == nil)
    #expect(value("constant", "2024-02") == 58)
  }

  @Test("growth on the year before, from history and from the horizon")
  func growth() throws {
    let history = (1...12).map { "\($0)" }.joined(separator: " ")
    try expectSame(
      """
      n [元] = (period.index + 10) * 1元 | \(history)
      rate [share] = growth(n)
      given [share] = growth(n, 20元)
      """, horizons[1])
  }

  @Test("dates and calendars")
  func dates() throws {
    try expectSame(
      """
      start [date] date = date(2024, 3, 1)
      days [天] = workingDay(start + 10天, calendars.week) - workingDay(start, calendars.week)
      finish [date] date = dateOfWorkingDay(workingDay(start, calendars.week) + 21天, calendars.week)
      shared [天] = overlap(period.start, period.end, start, finish)
      """, horizons[0])
  }

  @Test("what a plan keeps: periods, whole years, and each kind's way to make a year")
  func columns() throws {
    let listed = ListedIndicators(
      """
      amount [元] flow = (period.index + 1) * 1元
      state [元] level = amount
      price [元] rate = amount
      total [元] level = sumOverPeriods(amount)
      """, horizon: horizons[1])
    let model = try #require(resolve(listed.definitions).model)
    let result = try simulate(
      lower(model), SimulationSettings(trials: 1, seed: 1, threads: 1, memory: 1 << 28))
    func value(_ id: String, _ period: String) -> Double? {
      result.column(id, period: period).map { result.value(of: $0, inTrial: 0) }
    }
    // November 2023 to January 2026: only 2024 and 2025 lie wholly in it.
    #expect(value("amount", "2023") == nil)
    #expect(value("amount", "2026") == nil)
    #expect(value("amount", "2023-11") == 1)
    #expect(value("amount", "2024") == Double((3...14).reduce(0, +)))
    #expect(value("amount", "2025") == Double((15...26).reduce(0, +)))
    #expect(value("state", "2024") == 14)
    #expect(value("price", "2025") == 20.5)
    #expect(value("total", horizons[1].label) == Double((1...27).reduce(0, +)))
  }
}
