import Formulas
import SourceText

/// All visitors together: by period, by day, and holiday by holiday.
struct VisitorTotals {
  private(set) var indicators: [Indicator] = []
  private let groups: [VisitorsLayout.Group]
  private let all: VisitorsLayout.Group
  private let holidays: [VisitorsLayout.Holiday]
  private let holidayGroups: [VisitorsLayout.Group]
  private let days: [CalendarDate]

  /// - Parameters:
  ///   - groups: segments and study travel.
  ///   - groupsByDay: those whose arrivals are known by day.
  ///   - keepsDays: whether the total of each day is kept.
  init(
    groups: [VisitorsLayout.Group], groupsByDay: [VisitorsLayout.Group], keepsDays: Bool,
    _ horizon: Horizon, _ calendar: DayCalendar?
  ) {
    self.groups = groups
    days = keepsDays ? horizon.days : []
    let shared: [VisitorsLayout.Group.Reading] = [.arrivals, .nights, .spending].filter { reading in
      reading != .nights || groups.contains { $0.readings.contains(.nights) }
    }
    all = VisitorsLayout.Group(
      id: "total", label: BilingualText(zh: "全部游客", en: "All visitors"), readings: shared)
    let totals = calendar.flatMap { groupsByDay.isEmpty ? nil : HolidayTotals(horizon, $0) }
    holidays = totals?.holidays ?? []
    holidayGroups = holidays.isEmpty ? [] : groupsByDay
    add(.arrivals, "游客总人次", "All visitors: arrivals", .count, .visit)
    if shared.contains(.nights) {
      add(.nights, "过夜总人天数", "All visitors: nights", .flow, .visit * .day)
    }
    add(.spending, "游客总消费", "All visitors: spending", .flow, .tenThousandYuan)
    addDays(groupsByDay)
    if let totals, !holidayGroups.isEmpty {
      indicators += holidayGroups.map {
        totals.indicator(of: $0, arrivals: .reference($0.dailyArrivals))
      }
      indicators.append(totals.indicator(of: all, sumOf: holidayGroups))
    }
  }

  private mutating func add(
    _ reading: VisitorsLayout.Group.Reading, _ zh: String, _ en: String, _ kind: Indicator.Kind,
    _ unit: UnitOfMeasure
  ) {
    let parts = groups.filter { $0.readings.contains(reading) }.map {
      Formula.reference($0.indicator(reading))
    }
    indicators.append(
      Indicator(
        all.indicator(reading), label: BilingualText(zh: zh, en: en), kind: kind, unit: unit,
        .total(parts, unit)))
  }

  private mutating func addDays(_ groupsByDay: [VisitorsLayout.Group]) {
    guard !groupsByDay.isEmpty || !days.isEmpty else { return }
    var total = Indicator(
      all.dailyArrivals,
      label: BilingualText(zh: "当日游客总人次", en: "All visitors: arrivals of the day"),
      kind: .count, unit: .visit,
      .total(groupsByDay.map { .reference($0.dailyArrivals) }, .visit),
      visibility: days.isEmpty ? .inner : .kept)
    total.dayLabels = days.map(\.description)
    indicators.append(total)
  }

  func layout(capacities: [VisitorsLayout.Limit], products: [StudyProduct]) -> VisitorsLayout {
    VisitorsLayout(
      groups: groups, products: products.map(\.group), total: all, capacities: capacities,
      holidays: holidays,
      holidayGroups: holidayGroups.map(\.id), calendar: days)
  }
}
