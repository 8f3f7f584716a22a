import ColumnPlan
import Formulas
import Planning
import Reports
import Simulation
import SourceText
import Vocabulary

/// A total that is handed down, with the columns of a plan that say what its members may bring.
public struct ResolvedAllocation: Sendable {
  let request: AllocationRequest
  let total: Indicator
  let column: Column
  let members: [AllocationMember]
  /// Of each member the columns that add up to it.
  let columns: [[Column]]
  let bounds: [PartBounds]
  /// Declared shares; nil for expected values.
  let shares: [Double]?
  /// In base units; nil where it is found for a confidence.
  let level: Double?

  /// The ids of the total and of its members.
  public var indicators: [String] { [column.label] + columns.flatMap { $0.map(\.label) } }

  var side: Goal.Side { request.isCeiling ? .atMost : .atLeast }
}

extension ScenarioModel {
  /// The same scenario, which also shows what allocations hand down of several periods together.
  public func showing(_ requests: [AllocationRequest]) -> ScenarioModel {
    requests.reduce(self) { shown, request in
      guard let period = request.period, model.horizon.span(label: period) != nil else {
        return shown
      }
      let named = ([request.total] + request.members).map { NamePattern($0) }
      return model.indicators.map(\.indicator.id)
        .filter { id in named.contains { $0.matches(id) } }
        .reduce(shown) { $0.showing(period, of: $1) }
    }
  }
}

extension CompiledScenario {
  /// What is wrong with the allocations that the scenario itself declares.
  var allocationDiagnostics: [Diagnostic] {
    scenario.allocations.compactMap { declared in
      do throws(QuestionError) {
        _ = try resolved(declared.request)
        return nil
      } catch {
        return Diagnostic(
          .invalidValue,
          .init(zh: "分解“\(declared.request.id)”：", en: "the allocation '\(declared.request.id)': ")
            + error.message,
          at: declared.origin, path: declared.path)
      }
    }
  }

  /// Finds whom a total is handed down to.
  ///
  /// - Throws: what of the request does not fit the scenario.
  public func resolved(_ request: AllocationRequest) throws(QuestionError) -> ResolvedAllocation {
    let total = try model.reportedIndicator(request.total)
    guard !total.unit.hasSameDimension(as: .date) else {
      throw QuestionError(
        .init(
          zh: "“\(total.id)”是日期，不能分解。", en: "'\(total.id)' is a date, which cannot be shared out."))
    }
    let column = try column(of: total.id, period: request.period)
    let (members, columns) = try self.members(of: request, total, column)
    let names = AllocationNames(members)
    var bounds = members.map { _ in PartBounds.none }
    var mistakes = QuestionMistakes()
    var taken: Set<Int> = []
    let found = mistakes.each(request.bounds) { bound throws(QuestionError) in
      let place = try names.place(of: bound.member)
      guard taken.insert(place).inserted else {
        throw QuestionError(
          .init(
            zh: "“\(bound.member)”的上下限写了两次。",
            en: "The bounds of '\(bound.member)' are given twice."))
      }
      var (least, most) = (-Double.infinity, Double.infinity)
      if let quantity = bound.least { least = try Torreya.level(quantity, of: total) }
      if let quantity = bound.most { most = try Torreya.level(quantity, of: total) }
      guard least <= most else {
        throw QuestionError(
          .init(
            zh: "“\(bound.member)”的下限大于上限。",
            en: "The bounds of '\(bound.member)' leave nothing between them."))
      }
      return (place, PartBounds(least: least, most: most))
    }
    try mistakes.check()
    for (place, bound) in found { bounds[place] = bound }
    var level: Double?
    if let quantity = request.level { level = try Torreya.level(quantity, of: total) }
    return ResolvedAllocation(
      request: request, total: total, column: column, members: members, columns: columns,
      bounds: bounds, shares: try shares(request.shares, names), level: level)
  }

  private func shares(
    _ wished: AllocationShares, _ names: AllocationNames
  ) throws(QuestionError) -> [Double]? {
    switch wished {
    case .expected: return nil
    case .equal: return names.members.map { _ in 1 }
    case .declared(let list):
      var mistakes = QuestionMistakes()
      var taken: Set<Int> = []
      let sizes = mistakes.each(list) { share throws(QuestionError) in
        guard share.size >= 0, share.size.isFinite else {
          throw QuestionError(
            .init(zh: "“\(share.member)”的比例小于 0。", en: "The share of '\(share.member)' is below 0.")
          )
        }
        let place = try names.place(of: share.member)
        guard taken.insert(place).inserted else {
          throw QuestionError(
            .init(
              zh: "“\(share.member)”的比例写了两次。",
              en: "The share of '\(share.member)' is given twice."))
        }
        return (place, share.size)
      }
      try mistakes.check()
      var found = [Double?](repeating: nil, count: names.members.count)
      for (place, size) in sizes { found[place] = size }
      let lacking = zip(names.members, found).filter { $1 == nil }.map(\.0.name)
      guard lacking.isEmpty else {
        throw QuestionError(.init(zh: "没有给出比例的有：", en: "No share is given for ") + .listed(lacking))
      }
      let sum = found.reduce(0) { $0 + $1! }
      guard sum > 0 else {
        throw QuestionError(.init(zh: "至少一个比例要大于 0。", en: "One of the shares must be above 0."))
      }
      guard sum.isFinite else {
        throw QuestionError(
          .init(zh: "比例之和超出数的范围。", en: "The sum of the shares is beyond the range of numbers."))
      }
      return found.map { $0! }
    }
  }

  /// What is wrong with a file of shares, row by row: what could not be read, members that there
  /// are not, and those that come twice.
  ///
  /// - Returns: nothing where no file has the shares, or the members themselves are wrong.
  public func mistakes(inSharesOf request: AllocationRequest) -> [Diagnostic] {
    var found = request.shareMistakes
    var seen: Set<Int> = []
    guard case .declared(let shares) = request.shares, shares.contains(where: { $0.origin != nil }),
      let names = try? names(of: request)
    else { return found }
    for share in shares {
      guard let place = try? names.place(of: share.member) else {
        found.append(
          Diagnostic(
            .unknownName,
            .init(zh: "“\(share.member)”不是成员", en: "'\(share.member)' is none of the members"),
            at: share.origin, expected: .oneOf(names.members.map(\.name)),
            suggestion: didYouMean(share.member, among: names.members.map(\.name))))
        continue
      }
      if !seen.insert(place).inserted {
        found.append(
          Diagnostic(
            .invalidValue,
            .init(
              zh: "“\(share.member)”的份额写了两次", en: "the share of '\(share.member)' is given twice"),
            at: share.origin))
      }
    }
    func place(_ mistake: Diagnostic) -> Int { mistake.range?.offsets.lowerBound ?? 0 }
    return found.sorted { place($0) < place($1) }
  }

  private func names(of request: AllocationRequest) throws(QuestionError) -> AllocationNames {
    let total = try model.reportedIndicator(request.total)
    let column = try column(of: total.id, period: request.period)
    return AllocationNames(try members(of: request, total, column).0)
  }

  // MARK: Members

  private func members(
    of request: AllocationRequest, _ total: Indicator, _ column: Column
  ) throws(QuestionError) -> ([AllocationMember], [[Column]]) {
    if request.members.count == 1, let length = ["months": 1, "quarters": 3][request.members[0]] {
      return try periods(of: total, column, months: length)
    }
    var (members, columns): ([AllocationMember], [[Column]]) = ([], [])
    var mistakes = QuestionMistakes()
    let matched = mistakes.each(request.members) { pattern throws(QuestionError) in
      try matches(pattern, total)
    }
    try mistakes.check()
    for one in matched {
      for (name, indicator) in one {
        guard indicator.id != total.id else {
          throw QuestionError(
            .init(
              zh: "“\(total.id)”就是要分解的总数，不能作自己的成员。",
              en: "'\(total.id)' is the total itself, which is no part of it."))
        }
        guard indicator.unit.hasSameDimension(as: total.unit) else {
          throw QuestionError(
            .init(
              zh: "“\(indicator.id)”的单位是\(indicator.unit.symbolOrWord.zh)，"
                + "“\(total.id)”的单位是\(total.unit.symbolOrWord.zh)：不能作为它的组成部分。",
              en: "'\(indicator.id)' is in \(indicator.unit.symbol), and '\(total.id)' in "
                + "\(total.unit.symbol): they cannot be parts of it."))
        }
        guard !members.contains(where: { $0.indicator == indicator.id }) else {
          throw QuestionError(
            .init(
              zh: "“\(indicator.id)”在成员里写了两次。",
              en: "'\(indicator.id)' is named twice among the members."))
        }
        let own = try self.column(of: indicator.id, period: column.period)
        members.append(
          AllocationMember(
            name: name, indicator: indicator.id, label: indicator.label, period: own.period))
        columns.append([own])
      }
    }
    return (withDistinctNames(members), columns)
  }

  /// The indicators that a pattern means; its `*` is one part of an id.
  private func matches(
    _ pattern: String, _ total: Indicator
  ) throws(QuestionError) -> [(name: String, indicator: Indicator)] {
    guard pattern.contains("*") else {
      return [(pattern, try model.reportedIndicator(pattern))]
    }
    let wanted = NamePattern(pattern)
    let found = model.reportedIndicators
      .filter { wanted.matches($0.id) && $0.id != total.id }
      .map { (name: wanted.freeSegments(of: $0.id), indicator: $0) }
    guard !found.isEmpty else {
      throw QuestionError(
        .init(
          zh: "情景的结果里没有与“\(pattern)”相符的指标。* 代表标识中的一段；`torreya explain` 可列出标识。",
          en:
            "No indicator that the scenario reports fits '\(pattern)'. A * stands for one part of "
            + "an id; `torreya explain` lists them."))
    }
    return found
  }

  private func withDistinctNames(_ members: [AllocationMember]) -> [AllocationMember] {
    members.map { member in
      let isDistinct = members.count { $0.name == member.name } == 1
      return isDistinct
        ? member
        : AllocationMember(
          name: member.indicator, indicator: member.indicator, label: member.label,
          period: member.period)
    }
  }

  /// The months or quarters of a period as members.
  private func periods(
    of total: Indicator, _ column: Column, months: Int
  ) throws(QuestionError) -> ([AllocationMember], [[Column]]) {
    let horizon = model.model.horizon
    let word: BilingualText =
      months == 1 ? .init(zh: "月", en: "months") : .init(zh: "季度", en: "quarters")
    guard total.aggregation == .sum else {
      throw QuestionError(
        .init(
          zh: "“\(total.id)”全年的值不是各\(word.zh)之和，不能按\(word.zh)分解。",
          en:
            "A year of '\(total.id)' is not the sum of its \(word.en), so it cannot be handed down "
            + "to them."))
    }
    let length = horizon.frequency.monthsPerPeriod
    guard months % length == 0 else {
      throw QuestionError(
        .init(
          zh: "情景没有\(word.zh)：它的时段更长。",
          en: "The scenario has no \(word.en): its periods are longer."))
    }
    let whole = Period.ends(label: column.period).flatMap { horizon.indexes(of: $0) }
    let inside = whole.map { $0.map { horizon[$0] } } ?? horizon.periods
    let group = months / length
    // Three months that begin in February are no quarter, and have no name as one.
    let beginsWhole =
      months == 1
      || Period(.quarterly, containing: inside[0].firstDay).firstDay == inside[0].firstDay
    guard inside.count >= 2 * group, inside.count % group == 0, beginsWhole else {
      throw QuestionError(
        .init(
          zh: "\(column.period) 不由整\(word.zh)组成。",
          en: "\(column.period) does not consist of \(word.en)."))
    }
    var (members, columns): ([AllocationMember], [[Column]]) = ([], [])
    for start in stride(from: 0, to: inside.count, by: group) {
      let parts = inside[start..<start + group]
      let first = parts[start]
      let label =
        months == 3
        ? Period(.quarterly, containing: first.firstDay).label : first.label
      var own: [Column] = []
      for part in parts { own.append(try self.column(of: total.id, period: part.label)) }
      members.append(
        AllocationMember(name: label, indicator: total.id, label: total.label, period: label))
      columns.append(own)
    }
    return (members, columns)
  }
}

/// The names by which members are told apart.
private struct AllocationNames {
  let members: [AllocationMember]

  init(_ members: [AllocationMember]) { self.members = members }

  func place(of name: String) throws(QuestionError) -> Int {
    if let place = members.firstIndex(where: { $0.name == name }) { return place }
    let own = members.indices.filter { members[$0].indicator == name }
    if own.count == 1 { return own[0] }
    let labelled = members.indices.filter {
      members[$0].label.zh == name || members[$0].label.en == name
    }
    if labelled.count == 1 { return labelled[0] }
    let known = members.map(\.name)
    throw QuestionError(
      .init(zh: "“\(name)”不是成员。成员有：", en: "'\(name)' is none of the members: ") + .listed(known)
        + suggestion(name, known))
  }
}
