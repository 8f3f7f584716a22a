import Formulas

/// The weather that stops works: the seasons and events of the shared drivers, laid out over the
/// horizon as spells with a share of lost days.
///
/// The spells come from the same draws that thin the visitors. Beyond the horizon there is no
/// weather: drivers end with it.
struct WorksWeather {
  /// A span of time in which a share of the working days is lost.
  struct Spell {
    let start, end, share: Formula
  }

  /// A spell that stopped work altogether would never let it end within it.
  static let shareMaximum = 0.99

  let horizon: Horizon
  let drivers: [Driver]

  /// The ids of the drivers that can stop works.
  var names: [String] { drivers.filter { $0.form != .value }.map(\.id) }

  /// The spells of some drivers, in the order of the horizon.
  func spells(of names: [String]) -> [Spell] {
    var spells: [(start: CalendarDate, spell: Spell)] = []
    for driver in drivers where names.contains(driver.id) {
      switch driver.form {
      case .season:
        var seen: Set<Int> = []
        for period in horizon.periods where seen.insert(period.year).inserted {
          spells.append((middleOfYear(period), season(driver.id, at: period)))
        }
      case .events:
        for index in driver.eventPeriods {
          let period = horizon[index]
          spells.append((period.firstDay, event(driver.id, period)))
        }
      case .value: break
      }
    }
    return spells.sorted { $0.start < $1.start }.map(\.spell)
  }

  private func middleOfYear(_ period: Period) -> CalendarDate {
    Period(.yearly, year: period.year).firstDay.adding(days: 181)
  }

  /// The season of a period's year, as it is drawn once for the whole year.
  private func season(_ driver: String, at period: Period) -> Spell {
    func value(_ key: String) -> Formula { .inPeriod("drivers.\(driver).\(key)", period) }
    return Spell(start: value("onset"), end: value("end"), share: value("wetShare"))
  }

  /// The closed days of a period, spread over it.
  private func event(_ driver: String, _ period: Period) -> Spell {
    let start = Formula.constant(Double(period.firstDay.dayNumber), .date)
    let end = Formula.constant(Double(period.next.firstDay.dayNumber), .date)
    return Spell(
      start: start, end: end,
      share: .inPeriod("drivers.\(driver).closedDays", period)
        / .constant(Double(period.days), .day))
  }
}

extension Formula {
  /// The value of an indicator in one period.
  static func inPeriod(_ id: String, _ period: Period) -> Formula {
    .call(.at, .reference(id), .constant(Double(period.firstDay.dayNumber), .date))
  }
}
