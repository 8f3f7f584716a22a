import Formulas
import SourceText

/// Study travel (研学): groups that schools send in the terms, not single visitors.
///
/// The groups of a period are a Poisson number around schools × participation × groups per
/// school, spread over the days of the terms; weather and other causes cancel some of them.
///
/// - Source: Ministry of Education and ten other bodies (2016), opinion on study travel by
///   primary and secondary schools: organised by schools, collective, in term time.
public struct StudyTravel: Component {
  static let schools = Field(
    "schoolsInRange", .value(.one), zh: "辐射学校数", en: "schools within a day's drive")
  static let participation = Field(
    "participation", .value(.share), zh: "参与率", en: "the share of them that come in a year")
  static let groupsPerSchool = Field(
    "groupsPerSchool", .value(.one), .defaults(to: "1"), zh: "每校团数",
    en: "groups that a school sends in a year")
  static let groupSize = Field(
    "groupSize", .value(.visit), zh: "每团人数", en: "the pupils of a group, on average")
  static let terms = Field(
    "terms", .list(.list(.date)), zh: "学期出行窗口", en: "spans of days, first and last")
  static let cancellation = Field(
    "cancellation", .value(.share), .defaults(to: "0"), zh: "一般取消率",
    en: "the share cancelled for reasons other than weather")
  static let weather = Segment.weather
  static let spendingPerVisit = Segment.spendingPerVisit

  public static let descriptor = ObjectDescriptor(
    "studyTravel", zh: "研学旅行", en: "groups that schools send",
    fields: [
      .label, schools, participation, groupsPerSchool, groupSize, terms, cancellation, weather,
      spendingPerVisit,
    ])

  let indicators: [Indicator]

  init(_ reader: ObjectReader, weather: DailyWeather) {
    let path = reader.idPath
    var kept = Formula.constant(1) - reader.value(Self.cancellation, default: 0)
    if let part = weather.keptShare(Self.weather, reader) {
      kept = kept * .call(.meanOverDays, part)
    }
    let yearly =
      reader.requiredValue(Self.schools) * reader.requiredValue(Self.participation)
      * reader.value(Self.groupsPerSchool, default: 1)
    let mean = yearly * Formula(.series(Self.termShares(reader), .share)) * kept
    let group = UnitOfMeasure(UnitDimension(.group))
    let groups = Formula.call(
      .poissonQuantile, .probability(stream: reader.name("groups"), drawn: .everyPeriod), mean)
    indicators = [
      reader.indicator("groups", "团数", "groups", .count, group, groups * .constant(1, group)),
      reader.indicator(
        "arrivals", "人次", "arrivals", .count, .visit,
        .reference(path + ".groups") / .constant(1, group)
          * reader.requiredValue(Self.groupSize)),
      reader.indicator(
        "spending", "消费", "spending", .flow, .tenThousandYuan,
        .reference(path + ".arrivals") * reader.value(Self.spendingPerVisit, default: 0)),
    ]
  }

  /// The share of a year's term days that falls into each period.
  private static func termShares(_ reader: ObjectReader) -> [Double] {
    let horizon = reader.context.horizon
    let spans = self.spans(reader)
    func days(_ first: CalendarDate, _ last: CalendarDate) -> Double {
      spans.reduce(0) { sum, span in
        let shared =
          min(last, span.upperBound).dayNumber - max(first, span.lowerBound).dayNumber + 1
        return sum + Double(max(0, shared))
      }
    }
    return horizon.periods.map { period in
      let year = Period(.yearly, year: period.year)
      let total = days(year.firstDay, year.lastDay)
      return total == 0 ? 0 : days(period.firstDay, period.lastDay) / total
    }
  }

  private static func spans(_ reader: ObjectReader) -> [ClosedRange<CalendarDate>] {
    guard let (node, path) = reader.member(terms) else { return [] }
    guard case .array(let elements) = node.value else {
      reader.context.report(wrongType(node, expected: terms.shape.expectation, path: path))
      return []
    }
    return elements.enumerated().compactMap { index, element in
      if case .array(let ends) = element.value, ends.count == 2,
        case .string(let first) = ends[0].value, case .string(let last) = ends[1].value,
        let start = CalendarDate(iso: first), let end = CalendarDate(iso: last), start <= end
      {
        return start...end
      }
      reader.context.report(
        wrongType(
          element, expected: "[first day, last day], such as [\"2024-03-15\", \"2024-06-10\"]",
          path: path.appending(index: index)))
      return nil
    }
  }
}
