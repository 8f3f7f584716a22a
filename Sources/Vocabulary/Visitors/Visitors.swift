import Formulas
import SourceText

/// The visitors of the town, by segment and in all.
public struct Visitors: Component {
  static let segments = Field(
    "segments", .list(.object(Segment.descriptor)), .optional, zh: "游客群体",
    en: "visitors who come for the same reason")
  static let studyTravel = Field(
    "studyTravel", .object(StudyTravel.descriptor), .optional, zh: "研学旅行",
    en: "groups that schools send")
  static let capacity = Field(
    "capacity", .list(.object(Capacity.descriptor)), .optional, zh: "接待能力",
    en: "what limits the visitors of a day")
  static let calendar = Field(
    "calendar", .boolean, .defaults(to: "false"), zh: "是否保留每日人次（calendar.csv）",
    en: "whether the arrivals of each day are kept, for calendar.csv; 8 bytes of memory for each "
      + "day and trial, 16 where there are capacities")

  static let income = Field(
    "income", .object(VisitorIncome.descriptor), .optional, zh: "消费转化为收入",
    en: "how what visitors spend becomes income of the town")

  public static let descriptor = ObjectDescriptor(
    "visitors", zh: "游客与研学", en: "the visitors of the town",
    fields: [
      segments, studyTravel, capacity, Campaigns.list, Campaigns.saturation, calendar, income,
    ])

  let indicators: [Indicator]
  let layout: VisitorsLayout
  /// Whether it says what becomes of the spending.
  let hasIncome: Bool

  init(_ reader: ObjectReader, weather: DailyWeather) {
    let context = reader.context
    let readers = reader.list(Self.segments)
    let ids = readers.map { $0.idPath.lastSegment }
    let keepsDays = reader.boolean(Self.calendar) ?? false
    let needsCalendar = keepsDays || readers.contains(where: DayFactors.needCalendar)
    let calendar = context.days ?? (needsCalendar ? .standard(context.horizon) : nil)
    let campaigns = Campaigns(reader, segments: ids)
    let users = ids + (reader.has(Self.studyTravel) ? [Capacity.studyTravel] : [])
    let capacities = reader.list(Self.capacity, prefix: reader.name(Self.capacity.key)).map {
      Capacity($0, segments: users)
    }
    let segments = readers.map {
      Segment(
        $0, weather: weather, calendar: calendar, campaigns: campaigns, capacities: capacities)
    }
    let study = reader.object(Self.studyTravel).map { StudyTravel($0, weather: weather) }
    let hasDays =
      keepsDays || segments.contains(where: \.isByDay) || !capacities.isEmpty
      || !campaigns.campaigns.isEmpty
    let groups = segments.map(\.group) + (study.map { [$0.group] } ?? [])
    let totals = VisitorTotals(
      groups: groups, groupsByDay: hasDays ? groups : [], capacities: capacities.map(\.limit),
      keepsDays: keepsDays, context.horizon, calendar)
    let spending = SpendingTotals(
      segments.map(\.spending) + (study?.products.map(\.spending) ?? []),
      isNeeded: reader.has(Self.income))
    let income = reader.object(Self.income).map {
      VisitorIncome($0, categories: spending.categories)
    }
    hasIncome = income != nil
    // Where no segment is by day, nothing of them need be told by day.
    func needed(_ made: [Indicator]) -> [Indicator] {
      hasDays ? made : made.filter { !$0.id.contains(".daily.") }
    }
    indicators =
      needed(segments.flatMap(\.indicators)) + (study?.indicators ?? [])
      + needed(capacities.flatMap(\.indicators) + campaigns.indicators + totals.indicators)
      + spending.indicators + (income?.indicators ?? [])
      + VisitorChecks.indicators(groups)
      + VisitorChecks.indicators(spending, hasIncome: hasIncome)
    layout = totals.layout(products: study?.products ?? [])
  }
}
