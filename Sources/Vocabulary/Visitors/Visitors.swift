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

  public static let descriptor = ObjectDescriptor(
    "visitors", zh: "游客与研学", en: "the visitors of the town", fields: [segments, studyTravel])

  let indicators: [Indicator]

  init(_ reader: ObjectReader, weather: DailyWeather) {
    let segments = reader.list(Self.segments).map { Segment($0, weather: weather) }
    let study = reader.object(Self.studyTravel).map { StudyTravel($0, weather: weather) }
    let parts =
      segments.map { "visitors." + $0.id } + (study == nil ? [] : ["visitors.studyTravel"])
    func total(
      _ key: String, _ zh: String, _ en: String, _ kind: Indicator.Kind, _ unit: UnitOfMeasure
    ) -> Indicator {
      Indicator(
        "visitors.total.\(key)", label: BilingualText(zh: zh, en: en), kind: kind, unit: unit,
        Formula.total(parts.map { .reference($0 + "." + key) }, unit))
    }
    indicators =
      segments.flatMap(\.indicators) + (study?.indicators ?? []) + [
        total("arrivals", "游客总人次", "All visitors: arrivals", .count, .visit),
        total("spending", "游客总消费", "All visitors: spending", .flow, .tenThousandYuan),
      ]
  }
}
