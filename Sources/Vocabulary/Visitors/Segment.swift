import Formulas
import SourceText

/// A group of visitors who come for the same reason: day trips, overnight stays, an event.
///
/// Arrivals of a period are the annual number times the profile of its months, moved by drivers,
/// thinned by weather, and by a shock of their own.
public struct Segment: Component {
  static let annual = Field(
    "annual", .value(.visit), zh: "全年人次", en: "arrivals in a year of usual weather")
  static let profile = Field(
    "profile", .profile, .optional, zh: "月度分布",
    en: "the share of each month; left out, all are alike")
  static let weather = Field(
    "weather", .map(.value(.share)), .optional, zh: "天气影响",
    en: "for each state of the weather (wet, plumWet, hot, cold, closed) the part that is lost on "
      + "such a day")
  static let follows = TaxAccrual.follows
  static let volatility = TaxAccrual.volatility
  static let lengthOfStay = Field(
    "lengthOfStay", .value(.day), .optional, zh: "人均停留夜数",
    en: "nights per visit, for overnight guests")
  static let spendingPerVisit = Field(
    "spendingPerVisit", .value(.yuan / .visit), .defaults(to: "0"), zh: "人均消费",
    en: "what a visitor spends in town")

  public static let descriptor = ObjectDescriptor(
    "segment", zh: "游客群体", en: "visitors who come for the same reason",
    fields: [
      .id, .label, annual, profile, weather, follows, volatility, lengthOfStay, spendingPerVisit,
    ])

  public let id: String
  let indicators: [Indicator]

  init(_ reader: ObjectReader, weather: DailyWeather) {
    id = reader.id()
    let path = reader.idPath
    let shares = Self.shares(reader)
    var arrivals =
      reader.requiredValue(Self.annual) * Formula(.series(shares, .share))
      * reader.movement(follows: Self.follows, volatility: Self.volatility)
    if let kept = weather.keptShare(Self.weather, reader) {
      arrivals = arrivals * .call(.meanOverDays, kept)
    }
    var made = [reader.indicator("arrivals", "人次", "arrivals", .count, .visit, arrivals)]
    if let nights = reader.value(Self.lengthOfStay) {
      made.append(
        reader.indicator(
          "nights", "过夜人天数", "nights", .flow, .visit * .day,
          .reference(path + ".arrivals") * nights))
    }
    made.append(
      reader.indicator(
        "spending", "消费", "spending", .flow, .tenThousandYuan,
        .reference(path + ".arrivals") * reader.value(Self.spendingPerVisit, default: 0)))
    indicators = made
  }

  /// The share of the year in each period.
  private static func shares(_ reader: ObjectReader) -> [Double] {
    reader.context.horizon.shares(of: reader.profile(profile))
  }
}
