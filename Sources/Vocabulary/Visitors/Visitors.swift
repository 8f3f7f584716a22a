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
    "calendar", .boolean, .defaults(to: "false"), zh: "是否保留全年每日人次（calendar.csv）",
    en: "whether the arrivals of each day are kept, for calendar.csv")

  public static let descriptor = ObjectDescriptor(
    "visitors", zh: "游客与研学", en: "the visitors of the town",
    fields: [
      segments, studyTravel, capacity, Campaigns.list, Campaigns.saturation, calendar,
    ])

  let indicators: [Indicator]
  let layout: VisitorsLayout

  init(_ reader: ObjectReader, weather: DailyWeather) {
    let context = reader.context
    let readers = reader.list(Self.segments)
    let ids = readers.map { $0.idPath.lastSegment }
    let calendar =
      context.days
      ?? (readers.contains(where: DayFactors.needCalendar) ? .standard(context.horizon) : nil)
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
    let keepsDays = reader.boolean(Self.calendar) ?? false
    let hasDays = keepsDays || segments.contains(where: \.isByDay)
    let groups = segments.map(\.group)
    let totals = VisitorTotals(
      groups: groups + (study == nil ? [] : [Self.studyGroup(reader)]),
      groupsByDay: hasDays ? groups : [], keepsDays: keepsDays, context.horizon, calendar)
    let made =
      segments.flatMap(\.indicators) + (study?.indicators ?? [])
      + capacities.flatMap(\.indicators) + campaigns.indicators
      + totals.indicators
    // Where nothing is by day, nothing need be told by day.
    indicators = hasDays ? made : made.filter { !$0.id.contains(".daily.") }
    layout = totals.layout(capacities: capacities.map(\.limit))
  }

  private static func studyGroup(_ reader: ObjectReader) -> VisitorsLayout.Group {
    let own = reader.object(studyTravel)?.label
    return VisitorsLayout.Group(
      id: studyTravel.key, label: own ?? BilingualText(zh: "研学旅行", en: "Study travel"),
      readings: [.groups, .arrivals, .spending])
  }
}
