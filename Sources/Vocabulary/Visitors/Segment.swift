import Formulas
import SourceText

/// A group of visitors who come for the same reason: day trips, overnight stays, an event.
///
/// Visits of a day are the annual number, grown, times the day's share of the year, moved by
/// drivers and a shock of the period, thinned by weather, lifted by campaigns and events. With
/// `overdispersion` each day has a whole number drawn about that; a capacity says for how many
/// there is room.
public struct Segment: Component {
  static let annual = Field(
    "annual", .value(.visit), zh: "全年人次，未扣天气影响",
    en: "visits of a year, before what `weather` takes",
    called: BilingualText(zh: "全年人次（未扣天气影响）", en: "visits of a year before weather"))
  static let growth = TaxAccrual.growth
  static let profile = Field(
    "profile", .profile, .optional, zh: "月度分布",
    en: "the share of each month; left out, all are alike")
  static let weather = Field(
    "weather", .map(.value(.share)), .optional, zh: "天气影响",
    en: "for each state of the weather (wet, plumWet, hot, cold, closed) the part of the visits "
      + "that is lost on such a day",
    called: BilingualText(zh: "天气影响", en: "visits lost to weather"))
  static let follows = TaxAccrual.follows
  static let events = Field(
    "events", .list(.object(SegmentEvent.descriptor)), .optional, zh: "自有活动",
    en: "dated occasions of its own, on top of the year's visits")
  static let volatility = TaxAccrual.volatility
  static let overdispersion = Field(
    "overdispersion", .quantity(.share), .optional,
    zh: "日客流在泊松之外的变异系数；写 0 为泊松计数，不写则用期望人次",
    en: "draws a whole number each day: a Poisson count whose mean swings from day to day by this "
      + "coefficient of variation, 0 for a plain one; left out, a day has its expected number",
    called: BilingualText(zh: "日客流变异系数", en: "coefficient of variation of a day's visits"))

  public static let descriptor = ObjectDescriptor(
    "segment", zh: "游客群体", en: "visitors who come for the same reason",
    fields: [.id, .label, annual, growth, profile, DayShares.profileOf] + DayFactors.fields + [
      weather, follows, events, volatility, overdispersion, LengthOfStay.nights,
      LengthOfStay.distribution,
    ] + GroupSpending.fields,
    example: """
      { "id": "dayTrips", "annual": "20万人次", "weekdays": { "saturday": 2.6, "sunday": 2.2 }, \
      "holidays": { "every": 3, "nationalDay": 4, "every.dayBefore": 1.2 }, \
      "overdispersion": "35%", "spendingPerVisit": "70元/人次" }
      """)

  public let id: String
  let label: BilingualText
  /// Whether its visits are computed by day.
  let isByDay: Bool
  /// Whether a capacity limits it.
  let isLimited: Bool
  let hasNights: Bool
  let spending: GroupSpending
  let indicators: [Indicator]

  /// - Parameter capacities: all that there are.
  init(
    _ reader: ObjectReader, weather: DailyWeather, calendar: DayCalendar?,
    campaigns: Campaigns, capacities: [Capacity]
  ) {
    let id = reader.id()
    self.id = id
    label = reader.labelOrID
    let demand = DailyDemand(
      reader, weather: weather, calendar: calendar, gain: campaigns.gain(of: id))
    let rationing = Rationing(capacities.filter { $0.isUsed(by: id) })
    let stay = LengthOfStay(reader)
    isLimited = rationing != nil
    isByDay = demand.isByDay || isLimited
    hasNights = stay != nil
    var made = demand.indicators
    made += SegmentVisits(reader, demand, rationing, isByDay: isByDay).indicators
    if let stay {
      made += Self.nights(
        reader, stay, isHoused: capacities.contains { $0.isByNight && $0.isUsed(by: id) })
    } else {
      for capacity in capacities where capacity.isByNight && capacity.isUsed(by: id) {
        Self.reportDayTrip(reader, capacity)
      }
    }
    spending = GroupSpending(reader, hasNights: stay != nil)
    made += spending.indicators + [
      reader.indicator("spending", "消费", "spending", .flow, .tenThousandYuan, spending.total)
    ]
    indicators = made
  }

  /// What tables tell of it.
  var group: VisitorsLayout.Group {
    VisitorsLayout.Group(
      id: id, label: label,
      readings: (isLimited ? [.demand] : []) + [.arrivals] + (hasNights ? [.nights] : [])
        + (isLimited ? [.spilled, .lost] : []) + [.spending])
  }

  /// The id of the indicator of the guests of the nights before who stay another night.
  static func staying(_ segment: String) -> String { "visitors.\(segment).daily.staying" }

  private static func nights(_ reader: ObjectReader, _ stay: LengthOfStay, isHoused: Bool)
    -> [Indicator]
  {
    let nights = reader.indicator(
      "nights", "过夜人天数", "nights", .flow, .visit * .day,
      .reference(reader.name("arrivals")) * stay.nights)
    guard isHoused else { return [nights] }
    let arrivals = Formula.reference(reader.name("daily.arrivals"))
    let inHouse = Formula.reference(reader.name("daily.inHouse"))
    let staying = stay.staying(arrivals, inHouse: inHouse)
    return [
      nights,
      reader.indicator(
        "daily.staying", "续住人数", "guests who stay another night", .level, .visit, staying, .inner),
      reader.indicator(
        "daily.inHouse", "当夜住客", "guests of the night", .level, .visit,
        arrivals + .reference(reader.name("daily.staying")), .inner),
    ]
  }

  private static func reportDayTrip(_ reader: ObjectReader, _ capacity: Capacity) {
    // What the capacity asks of the guests of the nights before is missing for the same reason.
    reader.context.markIncomplete()
    reader.context.report(
      Diagnostic(
        .missingKey,
        BilingualText(
          zh: "“\(reader.idPath.lastSegment)”按夜占用“\(capacity.id)”，却不过夜",
          en: "'\(reader.idPath.lastSegment)' takes '\(capacity.id)' by night, but does not "
            + "stay"),
        at: reader.node.range, path: reader.path.description,
        expected: BilingualText(
          zh: "\"\(LengthOfStay.nights.key)\"，每次停留的夜数",
          en: "\"\(LengthOfStay.nights.key)\", the nights of a visit"),
        suggestion: BilingualText(
          zh: "或把该接待能力的类别改为 \"day\"",
          en: "or make the capacity one of the kind \"day\"")))
  }
}
