import ColumnPlan
import Formulas
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// Hands a total down.
///
/// - Precondition: the trials are kept.
/// - Throws: when no parts within the bounds add up to the total.
public func answer(
  _ allocation: ResolvedAllocation, _ result: SimulationResult, threads: Int
) throws(QuestionError) -> AllocationAnswer {
  let members = AllocationMembers(allocation.columns, allocation.side, in: result)
  let means = members.means
  let (units, decimals) = try wholeTotal(allocation, means, result)
  let unit = allocation.total.unit
  let scale = PartScale(unit: unit, power: powerOfTen(decimals))
  let total = scale.base(units)
  let replicates =
    allocation.level == nil
    ? levelsWithoutBatches(
      of: allocation.column, allocation.side, at: allocation.wishedConfidence, in: result,
      threads: threads) : nil
  var ways: [AllocatedParts] = []
  for way in allocation.request.way.each {
    do throws(AllocationError) {
      ways.append(
        try parts(way, allocation, total, replicates, scale, members, threads: threads))
    } catch {
      throw QuestionError(message(error, allocation, total, means))
    }
  }
  let goal = Goal(column: allocation.column, side: allocation.side, bound: total)
  let mean = meanAndError(of: allocation.column, in: result).mean
  return AllocationAnswer(
    id: allocation.request.id, label: allocation.request.label, total: allocation.total,
    period: allocation.column.period, side: allocation.side, members: allocation.members,
    means: means, bounds: allocation.bounds, totalUnits: units, totalValue: total,
    decimals: decimals, attainment: ExceedanceProbability(tally(of: goal, in: result).met),
    coverage: mean == 0 ? nil : means.reduce(0, +) / mean, ways: ways)
}

private func parts(
  _ way: AllocationWay, _ allocation: ResolvedAllocation, _ total: Double,
  _ replicates: [Double]?, _ scale: PartScale, _ members: AllocationMembers, threads: Int
) throws(AllocationError) -> AllocatedParts {
  let bounds = allocation.bounds
  let (exact, errors): ([Double], [Double])
  var equal: EqualRiskAllocation?
  if way == .equalRisk {
    let found = try allocateAtEqualRisk(
      total, replicates: replicates, among: members, bounds, threads: threads)
    (exact, errors, equal) = (found.parts, found.partErrors, found)
  } else {
    let found = try allocateByShare(
      total, replicates: replicates, among: members, shares: allocation.shares, bounds)
    (exact, errors) = (found.parts, found.partErrors)
  }
  let units = try roundedParts(exact, to: total, unit: scale.base(1), bounds)
  let values = units.map(scale.base)
  return AllocatedParts(
    way: way, units: units, values: values, errors: errors,
    isAtBound: equal?.isAtBound
      ?? exact.indices.map { exact[$0] == bounds[$0].least || exact[$0] == bounds[$0].most },
    confidence: equal?.confidence, confidenceError: equal?.confidenceError,
    risk: allocationRisk(of: values, total: total, among: members),
    isTied: exact.indices.map { members.share(of: $0, at: exact[$0]) > 0.01 })
}

extension ResolvedAllocation {
  /// With which the total is met that is not given.
  fileprivate var wishedConfidence: Double { request.confidence ?? 0.5 }
}

// MARK: Whole units

/// The total as a whole number of its last decimal.
private func wholeTotal(
  _ allocation: ResolvedAllocation, _ means: [Double], _ result: SimulationResult
) throws(QuestionError) -> (units: Int, decimals: Int) {
  let unit = allocation.total.unit
  let isFloor = allocation.side == .atLeast
  let found =
    allocation.level
    ?? levels(
      of: allocation.column, allocation.side, at: [allocation.wishedConfidence],
      in: result
    ).values[0]
  let shown = unit.value(ofBase: found)
  let decimals: Int
  if let wished = allocation.request.decimals {
    decimals = wished
  } else {
    decimals = try usualDecimals(allocation, means, shown)
  }
  let scaled = shown * powerOfTen(decimals)
  if let whole = wholeUnits(scaled) { return (whole, decimals) }
  guard isCountable(scaled) else { throw beyondCounting(allocation) }
  guard allocation.level == nil else {
    throw QuestionError(
      .init(
        zh: "总数 \(plainNumber(shown)) \(unit.symbol)的小数多于 \(decimals) 位，小数这么少的各部分凑不成它。",
        en:
          "The total of \(plainNumber(shown)) \(unit.symbol) has more than \(decimals) decimals, "
          + "so parts with so few cannot add up to it."))
  }
  // A level that was found for a confidence keeps it when it is made easier to meet.
  guard let whole = wholeUnits(scaled.rounded(isFloor ? .down : .up)) else {
    throw beyondCounting(allocation)
  }
  return (whole, decimals)
}

private func beyondCounting(_ allocation: ResolvedAllocation) -> QuestionError {
  QuestionError(
    .init(
      zh: "“\(allocation.total.id)”的总数过大，无法精确计数。",
      en: "The total of '\(allocation.total.id)' is beyond exact counting."))
}

/// As few decimals as the total and the bounds have, and enough that parts of the members can
/// differ: a hundred units each on average, and two for the smallest, for which at most two
/// decimals are added.
private func usualDecimals(
  _ allocation: ResolvedAllocation, _ means: [Double], _ shown: Double
) throws(QuestionError) -> Int {
  let unit = allocation.total.unit
  let countsWholeThings = unit.scale == 1 && !unit.dimension.isNone && unit.dimension.isCount
  let enough = 100 * Double(means.count)
  let ofBounds = countsWholeThings ? 0 : decimalsOfBounds(allocation)
  let smallest = means.map { abs(unit.value(ofBase: $0)) }.filter { $0 > 0 }.min() ?? 2
  for decimals in ofBounds...9 {
    let scale = powerOfTen(decimals)
    let isExact = allocation.level == nil || wholeUnits(shown * scale) != nil
    let isFine =
      shown == 0 || abs(shown) * scale >= enough && (smallest * scale >= 2 || decimals >= 2)
    if isExact, countsWholeThings || isFine { return decimals }
  }
  guard allocation.level == nil || wholeUnits(shown * powerOfTen(9)) != nil else {
    guard isCountable(shown) else { throw beyondCounting(allocation) }
    throw QuestionError(
      .init(
        zh: "总数 \(plainNumber(shown)) \(unit.symbol)的小数位数过多。",
        en: "The total of \(plainNumber(shown)) \(unit.symbol) has too many decimals."))
  }
  return 9
}

/// The most decimals that a bound has; one that has no end of them is rounded to those of the
/// parts.
private func decimalsOfBounds(_ allocation: ResolvedAllocation) -> Int {
  let ends = allocation.bounds.flatMap { [$0.least, $0.most] }.filter(\.isFinite)
  let unit = allocation.total.unit
  return ends.compactMap { end in
    (0...9).first { wholeUnits(unit.value(ofBase: end) * powerOfTen($0)) != nil }
  }.max() ?? 0
}

/// Units of the last decimal in base units.
private struct PartScale {
  let unit: UnitOfMeasure
  let power: Double

  /// A whole number over a power of ten is the number that people write; times a tenth it may
  /// not be.
  func base(_ units: Int) -> Double { unit.baseValue(of: Double(units) / power) }
}

private func powerOfTen(_ exponent: Int) -> Double {
  var power = 1.0
  for _ in 0..<exponent { power *= 10 }
  return power
}

private func message(
  _ error: AllocationError, _ allocation: ResolvedAllocation, _ total: Double, _ means: [Double]
) -> BilingualText {
  let isBelowZero = total < 0 && means.allSatisfy { $0 >= 0 } && means.contains { $0 > 0 }
  let unit = allocation.total.unit
  func shown(_ value: Double) -> BilingualText {
    value.isFinite
      ? .same(plainNumber(unit.value(ofBase: value), significantDigits: 6) + " " + unit.symbol)
      : .init(zh: "不限", en: "no limit")
  }
  let total = shown(total)
  switch error {
  case .bounds(let least, let most):
    let (least, most) = (shown(least), shown(most))
    return .init(
      zh: "总数 \(total.zh) 不符合成员的上下限：在上下限之内合计最少 \(least.zh)，最多 \(most.zh)。",
      en: "The total of \(total.en) does not fit the bounds of the members: within them they "
        + "come to \(least.en) at least and to \(most.en) at most.")
  case .outOfReach(let least, let most):
    let (least, most) = (shown(least), shown(most))
    return .init(
      zh: "没有共同的把握能得到总数 \(total.zh)：试验中成员的水平合计最少 \(least.zh)，最多 \(most.zh)。请分解两者之间的总数，或按份额分解。",
      en: "No common confidence gives the total of \(total.en): in the trials the members' "
        + "levels come to \(least.en) at least and to \(most.en) at most. Hand down a total "
        + "between them, or by share.")
  case .noShares where isBelowZero:
    return .init(
      zh: "总数 \(total.zh) 低于 0，而各成员的期望值都不低于 0，不能作比例。请给出比例，或用 --by equalRisk。",
      en: "The total of \(total.en) lies below 0, and no expected value of a member does, so "
        + "that they cannot serve as shares. Give shares, or hand it down at equal risk.")
  case .noShares:
    return .init(
      zh: "成员的期望值不能作比例：有的小于 0，或没有大于 0 的。请给出比例。",
      en: "The expected values of the members cannot serve as shares: one is below 0, or none "
        + "is above. Give shares.")
  case .unitsOfTotal:
    return .init(
      zh: "总数 \(total.zh) 不是各部分最小单位的整数倍。",
      en: "The total of \(total.en) is no whole number of the last decimal of its parts.")
  case .nothingBetweenBounds(let member):
    let name = allocation.members[member].name
    let bounds = allocation.bounds[member]
    let (least, most) = (shown(bounds.least), shown(bounds.most))
    return .init(
      zh: "“\(name)”的下限 \(least.zh) 与上限 \(most.zh) 之间没有小数位数这么少的数：请用 --decimals 多留几位小数。",
      en: "Between the bounds of '\(name)', \(least.en) and \(most.en), there is no number with so "
        + "few decimals: ask for more with --decimals.")
  }
}
