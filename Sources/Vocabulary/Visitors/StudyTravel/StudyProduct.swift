import Formulas
import SourceText

/// A product of study travel: school trips, a summer camp.
struct StudyProduct: Component {
  static let groupSize = Field(
    "groupSize", .value(.visit), zh: "每团人数（平均）", en: "the pupils of a group, on average")
  static let groupSizeSpread = Field(
    "groupSizeSpread", .value(.share), .optional, zh: "各团人数的变异系数",
    en: "the coefficient of variation of the size from group to group; left out, all are alike")
  static let lengthOfStay = Field(
    "lengthOfStay", .integer(0...60), .defaults(to: "0"), zh: "过夜数；0 为一日往返",
    en: "the nights that a group stays; 0 for a day trip")
  static let needsAccreditation = Field(
    "needsAccreditation", .boolean, .defaults(to: "true"), zh: "是否须待获得资质",
    en: "whether it waits for the accreditation")

  static let descriptor = ObjectDescriptor(
    "studyProduct", zh: "研学产品", en: "a product of study travel, such as school trips or a camp",
    fields: [.id, .label] + GroupDemand.fields + [groupSize, groupSizeSpread] + TravelRules.fields
      + Books.fields + [needsAccreditation, lengthOfStay] + GroupFlow.fields + PupilPrice.fields,
    example: """
      { "id": "summerCamp", "groupsPerYear": 12, "groupSize": 40, "lengthOfStay": 4, \
      "windows": [{ "id": "summer", "from": "07-08", "to": "08-20" }], \
      "weekdays": [1, 0, 0, 0, 0, 0, 0], "pricePerPupil": "1800元/人次" }
      """)

  let id: String
  let label: BilingualText
  let indicators: [Indicator]
  let spending: GroupSpending
  /// What there is of it.
  let results: Set<StudyResult>
  /// The prefix of its indicators.
  let name: String

  init(_ reader: ObjectReader, gate: Accreditation?, weather: DailyWeather) {
    id = reader.id()
    label = reader.labelOrID
    name = reader.idPath
    let rules = TravelRules(reader)
    let days = TravelDays(rules, reader.context.horizon)
    if days.isEmpty, !rules.windows.isEmpty, rules.windows.allSatisfy({ !$0.spans.isEmpty }) {
      reader.reportInvalid(
        TravelRules.windows,
        BilingualText(
          zh: "预测期各年没有一天可供出行",
          en: "no day of the horizon's years is left on which a group could travel"),
        expected: BilingualText(
          zh: "出行窗口内有可出行的星期和日子",
          en: "windows with days of the week and of the year on which groups travel"))
    }
    let needsGate = reader.boolean(Self.needsAccreditation) ?? true
    let opening = needsGate ? gate?.opening : nil
    let books = Books(reader, days)
    let size = reader.requiredValue(Self.groupSize)
    let nights = reader.integer(Self.lengthOfStay) ?? 0
    let flow = GroupFlow(
      reader,
      demand: GroupDemand(reader, days, books, rules.windows, opening: opening),
      days: days, books: books, opening: opening,
      kept: weather.keptShare(GroupFlow.weather, reader), size: size, nights: nights)
    let price = PupilPrice(reader, hasNights: nights > 0)
    spending = price.spending
    results = flow.allResults.union(price.results).union([.arrivals, .dailyArrivals])
      .union(nights > 0 ? [.nights, .dailyGuests] : [])
    indicators =
      flow.indicators + [Self.pupils(reader, size: size, books: books, flow: flow)]
      + (nights > 0 ? [Self.guests(reader, nights: nights)] : [])
      + price.spending.indicators + Self.periods(reader, results, flow, price, nights: nights)
  }

  /// What tables tell of it.
  var group: VisitorsLayout.Group {
    VisitorsLayout.Group(
      id: Visitors.studyTravel.key + "." + id, label: label,
      readings: StudyResult.readings(results))
  }

  /// The formula of a result, for sums.
  func formula(of result: StudyResult) -> Formula { .reference(name + "." + result.rawValue) }

  private static func periods(
    _ reader: ObjectReader, _ results: Set<StudyResult>, _ flow: GroupFlow, _ price: PupilPrice,
    nights: Int
  ) -> [Indicator] {
    let owner = reader.labelOrID
    func reference(_ result: StudyResult) -> Formula { .reference(reader.name(result.rawValue)) }
    return StudyResult.allCases.compactMap { result in
      guard results.contains(result), !result.isDaily else { return nil }
      let formula: Formula? =
        switch result {
        case .arrivals: .call(.sumOverDays, reference(.dailyArrivals))
        case .nights: reference(.arrivals) * .constant(Double(nights), .day)
        default: flow.amount(result, reference) ?? price.amount(result, reference)
        }
      return formula.map {
        Indicator(
          reader.name(result.rawValue), label: result.label(of: owner), kind: result.kind,
          unit: result.unit, $0, origin: reader.node.range)
      }
    }
  }

  /// The pupils of each day, a whole number.
  ///
  /// The sum of the sizes of its groups is taken as normal, with the mean and the variance that the
  /// sum has, and no less than one pupil a group. Groups on the books whose pupils are told bring
  /// their part of these when a part of the day's groups travels.
  private static func pupils(
    _ reader: ObjectReader, size: Formula, books: Books, flow: GroupFlow
  ) -> Indicator {
    let groups = Formula.reference(reader.name("daily.groups")) / .constant(1, .group)
    var pupils = groups * size
    if let known = books.known?.pupils {
      let wanted = flow.allResults.contains(.rebooked) ? "daily.wanted" : "daily.booked"
      let all = Formula.call(
        .maximum, .reference(reader.name(wanted)) / .constant(1, .group), .constant(1))
      let more =
        Formula(.daySeries(known.pupils, .visit))
        - Formula(.daySeries(known.groups, .one)) * size
      pupils = pupils + groups / all * more
    }
    if let spread = reader.value(Self.groupSizeSpread) {
      let shock = Formula.standardNormal(stream: reader.name("sizes"), drawn: .everyDay)
      pupils = pupils + spread * size * (.call(.squareRoot, groups) * shock)
      pupils = .call(.maximum, pupils, groups * .constant(1, .visit))
    }
    return reader.indicator(
      "daily.arrivals", "每日人次", "arrivals of a day", .count, .visit, .call(.round, pupils), .inner)
  }

  /// The pupils who stay each night: those who came, as long as they stay.
  private static func guests(_ reader: ObjectReader, nights: Int) -> Indicator {
    let arrivals = Formula.reference(reader.name("daily.arrivals"))
    let nobody = Formula.constant(0, .visit)
    let guests: Formula =
      nights == 1
      ? arrivals
      : .call(.previous, .reference(reader.name("daily.guests")), nobody) + arrivals
        - .call(.lagged, arrivals, .constant(Double(nights)), nobody)
    return reader.indicator(
      "daily.guests", "每夜住宿人数", "guests of the night", .level, .visit, guests, .inner)
  }
}
