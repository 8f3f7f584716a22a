import Formulas
import SourceText

/// What becomes of the groups of each day, by day and by period.
///
/// Those booked for the day and those that come in place of an earlier one are accepted up to the
/// capacity; of the accepted a binomial number travels, by the weather of the day and other causes.
/// A binomial number of the others comes on another day (`Rebooking`).
struct GroupFlow {
  static let cancellation = Field(
    "cancellation", .value(.share), .optional, zh: "一般取消率（天气以外）",
    en: "the share of the groups of a day that is cancelled for reasons other than weather")
  static let weather = Segment.weather
  static let groupsPerDay = Field(
    "groupsPerDay", .value(.group), .optional, zh: "每日最多接待团数；过夜产品为同时在营团数",
    en: "how many groups can come on a day; of those that stay, be there at a time",
    called: BilingualText(zh: "每日最多接待团数", en: "groups for whom there is room on a day"))
  static let pupilsPerDay = Field(
    "pupilsPerDay", .value(.visit), .optional, zh: "每日最多接待学生数；按平均团规模折为整团",
    en: "the same in pupils: as many whole groups of the mean size as fit")
  static let rebooking = Field(
    "rebooking", .object(Rebooking.descriptor), .optional, zh: "改期",
    en: "which of those that cannot travel come on another day; left out, none")

  static let fields = [cancellation, weather, groupsPerDay, pupilsPerDay, rebooking]

  /// What there is of groups; the others are always zero.
  private(set) var results: Set<StudyResult> = [.groups, .booked]
  private(set) var indicators: [Indicator] = []
  private let reader: ObjectReader
  private let size: Formula

  /// - Parameters:
  ///   - kept: of what remains on a day by the weather; nil where it does not matter.
  ///   - size: the mean number of pupils of a group.
  init(
    _ reader: ObjectReader, demand: GroupDemand, days: TravelDays, books: Books,
    opening: Accreditation.Opening?, kept weather: Formula?, size: Formula, nights: Int
  ) {
    self.reader = reader
    self.size = size
    indicators.append(demand.booked)
    let rebooking = reader.object(Self.rebooking).map { Rebooking($0) }
    let others = rebooking.map { days.otherDays(after: $0.delay) }
    var wanted = Formula.reference(name("daily.booked"))
    if let rebooking {
      addDaily(
        "rebooked", "每日改期成行团数", "groups that come on this day instead",
        .call(.lagged, .reference(name("daily.other")), .constant(Double(rebooking.delay)),
          .constant(0, .group)) * Formula(.daySeries(days.isTravelDay.map { $0 ? 1 : 0 }, .one)))
      wanted = addDaily(
        "wanted", "每日拟到团数", "groups that want to come",
        wanted + .reference(name("daily.rebooked")))
      results.insert(.rebooked)
    }
    let accepted = accepted(of: wanted, nights: nights)
    let travelling = travelling(
      of: accepted, kept(weather, opening: books.known == nil ? nil : opening))
    addDaily("groups", "每日团数", "groups of the day", travelling)
    if nights > 1, results.contains(.refused) { addStaying(nights) }
    if let rebooking, let others { addOther(rebooking, others, wanted, accepted) }
  }

  private func name(_ key: String) -> String { reader.name(key) }

  @discardableResult
  private mutating func addDaily(
    _ key: String, _ zh: String, _ en: String, _ formula: Formula
  ) -> Formula {
    indicators.append(reader.indicator("daily." + key, zh, en, .count, .group, formula, .inner))
    return .reference(name("daily." + key))
  }

  // MARK: Capacity

  /// The groups of a day that find room.
  private mutating func accepted(of wanted: Formula, nights: Int) -> Formula {
    let limits = [
      reader.value(Self.groupsPerDay).map { Formula.call(.floor, $0) },
      reader.value(Self.pupilsPerDay).map { pupils in
        Formula.call(
          .floor, pupils / .call(.maximum, size, .constant(1, .visit)) * .constant(1, .group))
      },
    ].compactMap { $0 }
    guard !limits.isEmpty else { return wanted }
    results.insert(.refused)
    let nothing = Formula.constant(0, .group)
    let least = limits.count == 1 ? limits[0] : .call(.minimum, limits[0], limits[1])
    reader.context.add(
      Indicator(
        name("capacity"), label: reader.labelled(BilingualText(zh: "可接待团数", en: "room for groups")),
        kind: .level, unit: .group, .call(.maximum, least, nothing), visibility: .inner,
        origin: reader.node.range))
    var room = Formula.reference(name("capacity"))
    if nights > 1 {
      // Those who came before and leave later take room; it may have become less than they need.
      room = .call(
        .maximum, room - addDaily("present", "当日在营团数", "groups that are there", remaining(nights)),
        nothing)
    }
    return addDaily("accepted", "每日接受团数", "groups that find room", .call(.minimum, wanted, room))
  }

  /// The groups of the days before that stay another night.
  private func remaining(_ nights: Int) -> Formula {
    .call(.previous, .reference(name("daily.staying")), .constant(0, .group))
      - .call(
        .lagged, .reference(name("daily.groups")), .constant(Double(nights)), .constant(0, .group))
  }

  private mutating func addStaying(_ nights: Int) {
    addDaily(
      "staying", "当夜在营团数", "groups that stay the night",
      .reference(name("daily.present")) + .reference(name("daily.groups")))
  }

  // MARK: Cancellation

  /// The probability that a group of a day travels; nil where all do.
  private func kept(_ weather: Formula?, opening: Accreditation.Opening?) -> Formula? {
    var factors = weather.map { [$0] } ?? []
    if let share = reader.probability(Self.cancellation) {
      factors.append(.constant(1) - share)
    }
    // Only who is on the books has booked for a day before the gate opens.
    switch opening {
    case .known(let open): factors.append(Formula(.daySeries(open, .one)))
    case .uncertain(let id): factors.append(.reference(id))
    case nil: break
    }
    return factors.isEmpty ? nil : .product(factors)
  }

  private mutating func travelling(of accepted: Formula, _ kept: Formula?) -> Formula {
    guard var kept else { return accepted }
    results.insert(.cancelled)
    let losses = reader.keys(of: Self.weather).map { Self.weather.key + "." + $0 }
    if !([Self.cancellation.key] + losses).allSatisfy(reader.isSurelyShare) {
      kept = .call(.clamp, kept, .constant(0), .constant(1))
    }
    return .call(
      .binomialQuantile, .probability(stream: name("cancels"), drawn: .everyDay), accepted, kept)
  }

  // MARK: Other days

  /// Adds the groups that will come on another day, collected for the day that they wait for.
  private mutating func addOther(
    _ rebooking: Rebooking, _ others: TravelDays.OtherDays, _ wanted: Formula, _ accepted: Formula
  ) {
    let groups = Formula.reference(name("daily.groups"))
    let isThere = Formula(.daySeries(others.isThere, .one))
    func coming(_ away: Formula, _ share: Formula, _ stream: String) -> Formula {
      .call(
        .binomialQuantile, .probability(stream: name(stream), drawn: .everyDay), away,
        .call(.clamp, share, .constant(0), .constant(1)) * isThere)
    }
    var changed: Formula
    if let refused = rebooking.shareOfRefused, results.contains(.refused) {
      changed = coming(accepted - groups, rebooking.share, "rebooks")
        + coming(wanted - accepted, refused, "rebooksElsewhen")
    } else {
      changed = coming(wanted - groups, rebooking.share, "rebooks")
    }
    changed = addDaily("changed", "每日改期团数", "groups that choose another day", changed)
    results.insert(.waiting)
    addDaily(
      "other", "等候同一日期的团数", "groups that wait for another day",
      changed
        + .call(.previous, .reference(name("daily.other")), .constant(0, .group))
        * Formula(.daySeries(others.isShared, .one)))
  }

  // MARK: Periods

  /// What is reported of the groups of a period.
  func amount(_ result: StudyResult, _ reference: (StudyResult) -> Formula) -> Formula? {
    func sum(_ key: String) -> Formula { .call(.sumOverDays, .reference(name("daily." + key))) }
    let nothing = Formula.constant(0, .group)
    func known(_ result: StudyResult) -> Formula {
      allResults.contains(result) ? reference(result) : nothing
    }
    switch result {
    case .groups, .booked, .rebooked: return sum(result.rawValue)
    case .refused:
      return reference(.booked) + known(.rebooked) - sum("accepted")
    case .cancelled:
      return reference(.booked) + known(.rebooked) - reference(.groups) - known(.refused)
    case .lost:
      let away = known(.cancelled) + known(.refused)
      return results.contains(.waiting) ? away - sum("changed") : away
    case .waiting:
      let before = Formula.call(.previous, reference(.waiting), nothing)
      return before + sum("changed") - reference(.rebooked)
    default: return nil
    }
  }

  /// With those that are lost, where any can be.
  var allResults: Set<StudyResult> {
    results.contains(.cancelled) || results.contains(.refused) ? results.union([.lost]) : results
  }
}

extension ObjectReader {
  /// The keys of a map; none where it is left out.
  fileprivate func keys(of field: Field) -> [String] {
    guard let (node, _) = member(field), case .object(let members) = node.value else { return [] }
    return members.map(\.key)
  }

  /// Whether a value of this object that has been read, or is left out, cannot lie outside of 0
  /// to 1.
  fileprivate func isSurelyShare(_ key: String) -> Bool {
    switch value(named: name(key))?.formula.node {
    case nil: true
    case .constant(let number, _): (0...1).contains(number)
    case .series(let numbers, _): numbers.allSatisfy((0...1).contains)
    case .draw(let draw):
      draw.distribution.support.lowerBound >= 0 && draw.distribution.support.upperBound <= 1
    default: false
    }
  }
}
