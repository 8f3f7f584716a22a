import Formulas
import SourceText
import Vocabulary

/// Something that is told of the visitors: a reading of a group of them, or the use of a capacity.
struct VisitorSeries {
  /// What sort of part it is: that of a group, or `capacity`.
  let sort: String
  /// Below `visitors.`, or below `visitors.capacity.`.
  let part: String
  let label: BilingualText
  /// The key of what is measured.
  let measure: String
  let measureLabel: BilingualText
  let indicator: Indicator

  init(
    sort: String, part: String, label: BilingualText, measure: String,
    measureLabel: BilingualText, indicator: Indicator
  ) {
    (self.sort, self.part, self.label) = (sort, part, label)
    (self.measure, self.measureLabel, self.indicator) = (measure, measureLabel, indicator)
  }

  private init(
    _ group: VisitorsLayout.Group, _ reading: VisitorsLayout.Group.Reading, _ indicator: Indicator
  ) {
    // Study travel loses groups where segments lose visits: two measures, which nobody should add.
    let isLostGroups = reading == .lost && !indicator.unit.hasSameDimension(as: .visit)
    self.init(
      sort: group.sort.rawValue, part: group.id, label: group.label,
      measure: isLostGroups ? "groupsLost" : reading.rawValue,
      measureLabel: isLostGroups
        ? BilingualText(zh: "流失团数", en: "groups lost") : reading.label,
      indicator: indicator)
  }

  /// How tables call what is no group of visitors.
  static let capacitySort = "capacity"

  /// All that a scenario tells of its visitors by period: group by group in the order of the
  /// scenario, then all together, then the capacities.
  static func all(_ model: ScenarioModel, _ layout: VisitorsLayout) -> [VisitorSeries] {
    let all = model.scenario.definitions.indicators
    let indicators = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let groups = (layout.groups + layout.products + [layout.total]).flatMap { group in
      group.readings.flatMap { reading in
        indicators[group.indicator(reading)].map { [VisitorSeries(group, reading, $0)] } ?? []
      } + categories(of: group, all)
    }
    let capacities = layout.capacities.flatMap { limit in
      [
        ("occupancy", BilingualText(zh: "利用率", en: "occupancy"), limit.occupancy),
        (
          "daysAtCapacity", BilingualText(zh: "满负荷天数", en: "days at capacity"),
          limit.daysAtCapacity
        ),
      ].compactMap { measure, label, id in
        indicators[id].map {
          VisitorSeries(
            sort: capacitySort, part: limit.id, label: limit.label, measure: measure,
            measureLabel: label, indicator: $0)
        }
      }
    }
    return groups + capacities
  }

  /// What a group spends by category, where it is told.
  private static func categories(of group: VisitorsLayout.Group, _ indicators: [Indicator])
    -> [VisitorSeries]
  {
    let spending = group.indicator(.spending) + "."
    return indicators.filter { $0.id.hasPrefix(spending) && $0.visibility == .reported }.map {
      let category = String($0.id.dropFirst(spending.count))
      let (whole, part) = (
        VisitorsLayout.Group.Reading.spending.label,
        VisitorsLayout.label(ofSpendingOn: category)
      )
      return VisitorSeries(
        sort: group.sort.rawValue, part: group.id, label: group.label,
        measure: VisitorsLayout.Group.Reading.spending.rawValue + "." + category,
        measureLabel: BilingualText(
          zh: whole.zh + "：" + part.zh, en: whole.en + ": " + part.en),
        indicator: $0)
    }
  }
}

extension VisitorsLayout.Group.Reading {
  var label: BilingualText {
    switch self {
    case .demand: BilingualText(zh: "需求", en: "demand")
    case .arrivals: BilingualText(zh: "人次", en: "arrivals")
    case .nights: BilingualText(zh: "过夜人天数", en: "nights")
    case .spilled: BilingualText(zh: "分流", en: "spilled over")
    case .lost: BilingualText(zh: "流失", en: "lost")
    case .spending: BilingualText(zh: "消费", en: "spending")
    case .groups: BilingualText(zh: "成行团数", en: "groups")
    case .cancelled: BilingualText(zh: "取消团数", en: "groups cancelled")
    case .rebooked: BilingualText(zh: "改期成行团数", en: "groups on another day")
    case .refused: BilingualText(zh: "因满员未接待团数", en: "groups refused")
    case .booked: BilingualText(zh: "预订团数", en: "groups booked")
    }
  }
}

extension Table.Column {
  /// The columns that name a group of visitors or a capacity.
  static let visitorSort = Table.Column(
    "by",
    BilingualText(
      zh: "行的类别：segment 游客群体，studyTravel 研学合计，product 研学产品，total 全部，capacity 接待能力",
      en: "what the row is of: a segment, studyTravel in all, a product of it, the total, or a "
        + "capacity"))
  static let visitorGroup = Table.Column(
    "group",
    BilingualText(
      zh: "群体、产品或接待能力的标识", en: "the id of the segment, product or capacity"))
}
