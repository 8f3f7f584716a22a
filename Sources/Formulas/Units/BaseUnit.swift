/// The units from which all others are built. Numbers inside formulas are in these.
///
/// Things that are counted are each their own unit, since three villages and three households
/// do not make six of anything. A month is not a number of days, and a visit is not a person.
public enum BaseUnit: Int, CaseIterable, Sendable {
  case yuan, visit, person
  case metre, kilogram, kilowattHour
  case household, firm, village, school, schoolClass, group
  case strip, site, structure, item, room, sheet, bed
  case occasion, event, incident, reportedCase, project, portion, batch
  case vehicle, machine, set, plant, animal
  /// The units of time come last, so that they end a denominator: yuan per person and day.
  case day, month
  /// A calendar date: days since 1970-01-01, which can be compared and shifted and no more.
  case date

  /// How it is written in Chinese, and in the texts that Torreya prints.
  public var symbol: String { names.chinese }
  /// How it is written in English.
  public var englishSymbol: String { names.english }

  /// Whether it counts whole things: visits, persons, households, villages.
  public var isCount: Bool {
    switch self {
    case .yuan, .metre, .kilogram, .kilowattHour, .day, .month, .date: false
    default: true
    }
  }

  private var names: (chinese: String, english: String) {
    switch self {
    case .yuan: ("元", "CNY")
    case .visit: ("人次", "visits")
    case .person: ("人", "persons")
    case .metre: ("m", "m")
    case .kilogram: ("kg", "kg")
    case .kilowattHour: ("kWh", "kWh")
    case .household: ("户", "households")
    case .firm: ("家", "firms")
    case .village: ("村", "villages")
    case .school: ("所", "schools")
    case .schoolClass: ("班", "classes")
    case .group: ("团", "groups")
    case .strip: ("条", "streams")
    case .site: ("处", "sites")
    case .structure: ("座", "structures")
    case .item: ("个", "items")
    case .room: ("间", "rooms")
    case .sheet: ("张", "sheets")
    case .bed: ("床", "beds")
    case .occasion: ("次", "times")
    case .event: ("场", "events")
    case .incident: ("起", "incidents")
    case .reportedCase: ("件", "cases")
    case .project: ("项", "projects")
    case .portion: ("份", "portions")
    case .batch: ("批", "batches")
    case .vehicle: ("辆", "vehicles")
    case .machine: ("台", "machines")
    case .set: ("套", "sets")
    case .plant: ("株", "trees")
    case .animal: ("头", "head")
    case .day: ("天", "days")
    case .month: ("月", "months")
    case .date: ("日期", "date")
    }
  }
}

extension BaseUnit: Comparable {
  /// The order in which they are printed.
  public static func < (left: BaseUnit, right: BaseUnit) -> Bool {
    left.rawValue < right.rawValue
  }
}
