import Formulas
import Probability
import SourceText

/// The groups that are booked for each day: those on the books, and a Poisson number around what
/// the stages send.
///
/// A window of a year may be better or worse as a whole: its level is a gamma factor with the mean
/// one, so that the groups of a window are negative binomial.
struct GroupDemand {
  static let stages = Field(
    "stages", .list(.object(SchoolStage.descriptor)), .optional, zh: "学段",
    en: "the schools in range by stage")
  static let classesPerGroup = Field(
    "classesPerGroup", .value(.schoolClass), .defaults(to: "1"), zh: "每团班级数",
    en: "how many classes travel together as a group")
  static let groupsPerYear = Field(
    "groupsPerYear", .value(.group), .optional, zh: "全年团数，代替学段",
    en: "instead of stages, the groups of a year")
  static let variation = Field(
    "variation", .quantity(.share), .optional, zh: "各窗口需求的变异系数",
    en: "the coefficient of variation of a window's demand, beyond that of Poisson numbers")

  static let fields = [stages, classesPerGroup, groupsPerYear, variation]

  /// The groups that want to come on each day of the horizon, as a daily indicator.
  let booked: Indicator

  init(
    _ reader: ObjectReader, _ days: TravelDays, _ books: Books, _ windows: [TravelWindow],
    opening: Accreditation.Opening?
  ) {
    let yearly = Self.yearly(reader)
    var factors = books.openShare
    var isOpen: Formula?
    switch opening {
    case .known(let open): factors = zip(factors, open).map { $0 * $1 }
    case .uncertain(let id): isOpen = .reference(id)
    case nil: break
    }
    let shares = days.shares.map { zip($0, factors).map { $0 * $1 } }
    var mean = Self.mean(reader, yearly, shares, windows)
    if let isOpen { mean = mean * isOpen }
    var groups = Formula.call(
      .poissonQuantile, .probability(stream: reader.name("groups"), drawn: .everyDay), mean)
    if let known = books.known { groups = groups + Formula(.daySeries(known.groups, .group)) }
    booked = reader.indicator(
      "daily.booked", "每日预订团数", "groups booked for the day", .count, .group, groups, .inner)
  }

  /// The groups that the stages send in a year, on average.
  private static func yearly(_ reader: ObjectReader) -> Formula {
    let perGroup = reader.value(classesPerGroup, default: 1)
    switch reader.only(stages, groupsPerYear)?.key {
    case stages.key:
      let classes = reader.list(stages).map { SchoolStage($0).classesOfYear }
      if classes.isEmpty {
        reader.reportInvalid(
          stages,
          BilingualText(
            zh: "没有可以出团的学段", en: "there is no stage that could send groups"))
      }
      if let number = reader.knownNumbers(classesPerGroup).first(where: { $0 <= 0 }) {
        reader.reportInvalid(
          classesPerGroup,
          BilingualText(
            zh: "每团有 \(number.inMessage) 个班", en: "a group has \(number.inMessage) classes"),
          expected: BilingualText(zh: "大于 0 的数", en: "a number above 0"))
      }
      return .total(classes, .schoolClass) / perGroup * .constant(1, .group)
    case groupsPerYear.key:
      if reader.has(classesPerGroup) {
        reader.reportInvalid(
          classesPerGroup,
          BilingualText(
            zh: "直接写团数时不写每团班数",
            en: "groups that are given by number have no classes"),
          suggestion: BilingualText(
            zh: "删去它，或以 \"stages\" 代替 \"groupsPerYear\"",
            en: "remove it, or give \"stages\" in place of \"groupsPerYear\""))
      }
      return reader.requiredValue(groupsPerYear)
    default:
      // Both or none, which is told; what is wrong with them is told all the same.
      _ = reader.value(groupsPerYear)
      for stage in reader.list(stages) { _ = SchoolStage(stage) }
      return .constant(0, .group)
    }
  }

  /// The mean number of new groups of each day.
  private static func mean(
    _ reader: ObjectReader, _ yearly: Formula, _ shares: [[Double]], _ windows: [TravelWindow]
  ) -> Formula {
    let horizon = reader.context.horizon
    let ofAll = (0..<horizon.dayCount).map { day in shares.reduce(0) { $0 + $1[day] } }
    let all = Formula(.daySeries(ofAll, .share))
    guard let levels = levels(reader, windows) else { return yearly * all }
    let open = shares.map { share in
      (0..<horizon.count).map { horizon.days(ofPeriod: $0).contains { share[$0] > 0 } }
    }
    let isApart = (0..<horizon.count).allSatisfy { period in open.count { $0[period] } <= 1 }
    guard isApart else {
      let parts = zip(levels, shares).map { $0 * Formula(.daySeries($1, .share)) }
      return yearly * .total(parts, .share)
    }
    // Windows that share no period are one series of days, with the level of each period.
    let ofPeriod = zip(levels, open).map { level, periods in
      level * Formula(.series(periods.map { $0 ? 1 : 0 }, .one))
    }
    let level = reader.name("level")
    reader.context.add(
      Indicator(
        level, label: reader.labelled(BilingualText(zh: "当期需求水平", en: "level of demand")),
        kind: .rate, unit: .one, yearly / .constant(1, .group) * .total(ofPeriod, .one),
        visibility: .inner, origin: reader.node.range))
    return .reference(level) * all * .constant(1, .group)
  }

  /// The level of each window, drawn every year; nil where all are as usual.
  private static func levels(_ reader: ObjectReader, _ windows: [TravelWindow]) -> [Formula]? {
    guard let variation = reader.quantity(variation) else { return nil }
    guard variation > 0, variation <= 2,
      let family = Distributions.named("gamma"),
      let gamma = try? family.init(
        ParameterValues(["mean": 1, "standardDeviation": variation]))
    else {
      if variation != 0 {
        reader.reportInvalid(
          Self.variation,
          BilingualText(
            zh: "这不能作为需求的变异系数",
            en: "this is no coefficient of variation of a demand"),
          expected: BilingualText(zh: "0 到 200% 的比例", en: "a share from 0 to 200%"))
      }
      return nil
    }
    return windows.map { window in
      Formula(
        .draw(
          Draw(
            stream: reader.name(window.id + ".level"), cadence: .everyYear, distribution: gamma,
            unit: .one, text: "gamma(mean: 1, standardDeviation: \(variation))")))
    }
  }
}
