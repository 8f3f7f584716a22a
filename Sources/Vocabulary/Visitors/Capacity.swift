import Formulas
import SourceText

/// What limits the visitors of a day: a car park, beds, guides.
///
/// Who uses it is declared by segment. On a day on which all together want more than there is, each
/// segment gets the same part of what it wants; the others go to neighbours, come on a later day,
/// or are lost.
public struct Capacity: Component {
  static let kind = Field(
    "kind", .choice(["day", "night"]), .defaults(to: "day"),
    zh: "day 当天用完即还；night 由过夜游客占用至离店",
    en: "day: taken on the day of arrival; night: taken each night of a stay, by segments with "
      + "`lengthOfStay`")
  static let unit = Field("unit", .unit, .defaults(to: "1"), zh: "单位", en: "what is counted")
  static let amount = Field(
    "amount", .valueInDeclaredUnit, zh: "每日（或每夜）可用数量；可用公式随日期变化",
    en: "how much there is each day or night; a formula may change it from a day on",
    called: BilingualText(zh: "每日（或每夜）可用数量", en: "capacity of a day or night"))
  static let users = Field(
    "users", .map(.value(.one)), zh: "各游客群体每人次占用的数量；studyTravel 为研学学生，优先安排",
    en: "by segment what a visit takes of it; `studyTravel` for its pupils, who are booked and "
      + "come first",
    called: BilingualText(zh: "每人次占用的数量", en: "taken by a visit"))
  static let excess = Field(
    "excess", .object(Excess.descriptor), .optional, zh: "超出部分的去向；不写则全部流失",
    en: "what becomes of those for whom there is no room; left out, they are lost")

  public static let descriptor = ObjectDescriptor(
    "capacity", zh: "接待能力", en: "what limits the visitors of a day",
    fields: [.id, .label, kind, unit, amount, users, excess],
    example: """
      { "id": "carPark", "unit": "辆", "amount": "300辆", "users": { "dayTrips": 0.3 }, \
      "excess": { "toNeighbours": "30%", "toLaterDays": "40%" } }
      """)

  let id: String
  let label: BilingualText
  let isByNight: Bool
  let unit: UnitOfMeasure
  let excess: Excess
  /// Its use by day, and what the results tell of it by period.
  let indicators: [Indicator]
  /// The part of those who want to come on a day for whom there is room, 1 on most days.
  let ration: Formula
  private let users: [(name: String, use: Formula)]

  /// The id of the pupils among the users.
  static let studyTravel = "studyTravel"

  /// - Parameter segments: the ids of those that may use it.
  init(_ reader: ObjectReader, segments: [String]) {
    id = reader.id()
    label = reader.labelOrID
    isByNight = reader.choice(Self.kind) == "night"
    unit = reader.unit(Self.unit) ?? .one
    excess = Excess(reader.object(Self.excess))
    users = reader.uses(Self.users, of: segments).map { ($0.name, $0.value) }
    ration = .reference(reader.name("daily.ration"))
    let use = CapacityUse(
      amount: reader.value(Self.amount, in: unit) ?? .constant(0, unit), unit: unit,
      isByNight: isByNight, users: users)
    indicators = use.indicators(reader)
    for (name, _) in users {
      guard let use = reader.constant(named: reader.name("users.\(name)")), use <= 0 else {
        continue
      }
      reader.reportInvalid(
        Self.users,
        BilingualText(
          zh: "“\(name)”的游客不占用它", en: "a visit of '\(name)' takes nothing of it"),
        expected: BilingualText(zh: "大于 0 的数", en: "numbers above 0"))
    }
  }

  /// What tables tell of it.
  var limit: VisitorsLayout.Limit { VisitorsLayout.Limit(id: id, label: label, unit: unit) }

  /// Whether the visits of a segment depend on it.
  func isUsed(by segment: String) -> Bool {
    users.contains { $0.name == segment && segment != Self.studyTravel }
  }
}
