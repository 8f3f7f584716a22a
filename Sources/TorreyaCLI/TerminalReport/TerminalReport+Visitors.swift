import Torreya

extension TerminalReport {
  /// The visitors of the first whole year: how many, in which holiday most, how often the town is
  /// full and how many groups are called off. None where the scenario has no visitors or no whole
  /// year.
  func visitors(_ result: RunResult) -> [String] {
    let (scenario, simulation) = (result.compiled.scenario, result.simulation)
    guard let layout = scenario.visitors, let year = scenario.horizon.years.first else { return [] }
    let label = Period(.yearly, year: year.year).label
    var table = Table(columns: [
      column("\(label)年游客", "visitors of \(label)"), column("预期", "expected"),
      column("p10", "p10"), column("p90", "p90"),
    ])
    let indicators = scenario.definitions.indicators
    func append(_ id: String) {
      guard let indicator = indicators.first(where: { $0.id == id }),
        let column = simulation.column(id, period: label)
      else { return }
      table.append(
        cells(indicator.label[language], summary(of: column, in: simulation), indicator.unit))
    }
    append(layout.total.indicator(.arrivals))
    if let (holiday, found) = busiestHoliday(layout, year.year, simulation) {
      let name = text("　最旺假期：", "  busiest holiday: ") + holiday.label[language]
      table.append(cells(name, found, .visit))
    }
    for capacity in layout.capacities { append(capacity.daysAtCapacity) }
    for group in layout.groups where group.readings.contains(.cancelled) {
      append(group.indicator(.cancelled))
    }
    return table.rows.isEmpty ? [] : ["", textTable(table)]
  }

  /// The holiday of a year in whose days off most visitors are expected.
  private func busiestHoliday(
    _ layout: VisitorsLayout, _ year: Int, _ simulation: SimulationResult
  ) -> (holiday: VisitorsLayout.Holiday, visitors: Summary)? {
    layout.holidays.filter { $0.lastDay.year == year }.compactMap { holiday in
      simulation.column(layout.total.holidayArrivals, period: holiday.period).map {
        (holiday, summary(of: $0, in: simulation))
      }
    }.max { $0.1.mean < $1.1.mean }
  }

  private func cells(_ name: String, _ found: Summary, _ unit: UnitOfMeasure) -> [Cell] {
    [.text(name)]
      + [found.mean, found.quantile(0.1), found.quantile(0.9)].map { .text(value($0, unit)) }
  }
}
