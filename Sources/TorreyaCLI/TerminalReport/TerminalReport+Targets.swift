import Torreya

extension TerminalReport {
  // MARK: target

  func target(_ answer: TargetAnswer, files: [String], folder: String) -> String {
    var lines = [
      answer.indicator.label[language] + text("　", "  ") + answer.column.period, "",
      levels(answer), "", curve(answer),
    ]
    if answer.lossUnit != nil { lines += [""] + losses(answer) }
    if answer.curve.points.contains(where: { $0.levelError != nil }) {
      lines += [
        "",
        text(
          "注意：未保留逐次试验结果，曲线由草图按概率给出；--quantiles exact 给出完整曲线。",
          "Note: the trials were not kept; the curve gives levels for probabilities, from a "
            + "sketch. --quantiles exact gives all of it."),
      ]
    }
    return (lines + ["", written(files, folder)]).joined(separator: "\n")
  }

  private func levels(_ answer: TargetAnswer) -> String {
    let unit = answer.indicator.unit
    let isDate = unit.hasSameDimension(as: .date)
    let distance = isDate ? UnitOfMeasure.day : unit
    var table = Table(columns: [
      column("目标", "target"), column("把握", "confidence"), column("目标值", "bound"),
      column("±", "±"), column("达成概率", "probability"),
      column("每多 1 点把握让出", "1 point more costs"), column("更高一步", "bolder"),
      column("概率下降", "costs in probability"),
    ])
    let sign = answer.side == .atLeast ? "≥ " : "≤ "
    // Of a yes or no, one of the two bounds asks for nothing.
    let isYesOrNo =
      answer.curve.isStepwise && answer.curve.points.allSatisfy { $0.level == 0 || $0.level == 1 }
    func bound(_ base: Double) -> String {
      isYesOrNo && base == (answer.side == .atLeast ? 0 : 1)
        ? text("不限", "any") : sign + value(base, unit)
    }
    for level in answer.levels {
      table.append([
        .text(level.name[language]), .text(level.confidence.map(percent) ?? ""),
        .text(bound(level.level)),
        .text(level.levelError.map { uncertainty($0, unit) } ?? ""),
        .text(level.probability.map { shown($0, level.probabilityError) } ?? ""),
        .text(
          level.price.map { withError($0.costPerPoint, $0.costPerPointError, distance) } ?? ""),
        .text(level.bolder.map { sign + value($0.bound, unit) } ?? ""),
        .text(level.bolder.map { probability($0.probabilityLost, $0.standardError) } ?? ""),
      ])
    }
    return textTable(table)
  }

  /// The error of a bound; of a day it is a number of days.
  private func uncertainty(_ base: Double, _ unit: UnitOfMeasure) -> String {
    guard !base.isNaN else { return "" }
    return unit.hasSameDimension(as: .date)
      ? error(base) + unitAfter(unit) : error(base, unit)
  }

  private func shown(_ share: Double, _ error: Double?) -> String {
    error.map { probability(share, $0) } ?? percent(share)
  }

  private func error(_ base: Double, _ unit: UnitOfMeasure) -> String {
    error(unit.value(ofBase: base))
  }

  /// A figure with the digits of its error, where it has one to state.
  private func withError(_ base: Double, _ error: Double, _ unit: UnitOfMeasure) -> String {
    figure(unit.value(ofBase: base), withError: unit.value(ofBase: error)) + unitAfter(unit)
  }

  /// The curve as bars, at most some twenty of its levels.
  private func curve(_ answer: TargetAnswer) -> String {
    let unit = answer.indicator.unit
    let declared = answer.levels.first { $0.kind == .declared }?.level
    let points = answer.curve.points
    let step = (points.count + 19) / 20
    let hasLoss = answer.losses != nil
    var columns = [
      column("目标值", "level"), column("达成概率", "probability"), column("曲线", "curve"),
    ]
    if hasLoss { columns.append(column("期望损失", "expected loss")) }
    var table = Table(columns: columns)
    for (index, point) in points.enumerated() {
      let isDeclared = point.level == declared
      guard index % step == 0 || index == points.count - 1 || isDeclared else { continue }
      let bar = String(repeating: "█", count: Int((point.probability * 20).rounded()))
      var row: [Cell] = [
        .text(value(point.level, unit)), .text(shown(point.probability, point.standardError)),
        .text(bar + (isDeclared ? text(" ← 已定目标", " ← declared") : "")),
      ]
      if let losses = answer.losses, let lossUnit = answer.lossUnit {
        row.append(.text(value(losses[index].loss, lossUnit)))
      }
      table.append(row)
    }
    return textTable(table)
  }

  private func losses(_ answer: TargetAnswer) -> [String] {
    guard let unit = answer.lossUnit,
      let best = answer.levels.first(where: { $0.kind == .leastLoss }), let least = best.loss
    else { return [] }
    var lines = [
      text("期望损失最小的目标值：", "The level of least expected loss: ")
        + value(best.level, answer.indicator.unit) + text("，期望损失 ", ", expected loss ")
        + withError(least.loss, least.standardError, unit)
    ]
    if let confidence = answer.criticalConfidence {
      lines.append(
        text(
          "（报童模型：以 \(percent(confidence)) 把握达成的值）",
          "(the newsvendor's: what is met with \(percent(confidence)))"))
    }
    if let declared = answer.levels.first(where: { $0.kind == .declared })?.loss {
      lines.append(
        text("已定目标的期望损失高出 ", "The declared target costs more by ")
          + withError(declared.aboveLeast, declared.aboveLeastError, unit))
    }
    return lines
  }

  // MARK: joint

  func joint(_ answer: JointAnswer, files: [String], folder: String) -> String {
    let joint = answer.joint
    let confidence = percent(answer.frontier.confidence)
    var lines = [
      text("全部目标同时达成的概率：", "All targets together: ")
        + probability(joint.joint.probability, joint.joint.standardError),
      text("假如互不相关：", "If they had nothing to do with each other: ")
        + probability(joint.independent, joint.independentError),
    ]
    let hopeless = answer.targets.indices.filter {
      answer.joint.members[$0].alone.probability == 0
    }
    if !hopeless.isEmpty, answer.targets.count > 1 {
      let labels = hopeless.map { answer.targets[$0].target.label[language] }
      lines.append(
        text("没有一次试验达成：", "Met in no trial: ") + labels.joined(separator: text("、", "; "))
          + text(
            "。计入它时，其他目标怎样都不影响同时达成的概率。",
            ". While it is asked for, nothing else changes what holds together."))
    }
    lines += ["", members(answer)]
    if let point = answer.frontier.points.first {
      let isCommon = Set(point.alone).count == 1
      lines += [
        "",
        text(
          "以 \(confidence) 概率同时达成的目标值（各自单独把握\(isCommon ? "" : "至少") ",
          "Levels that hold together with \(confidence), each by itself with "
            + (isCommon ? "" : "at least "))
          + probability(point.parameter ?? 0, point.parameterError ?? .nan)
          + text("）", ""),
        "", frontier(answer),
      ]
    }
    return (lines + ["", written(files, folder)]).joined(separator: "\n")
  }

  private func members(_ answer: JointAnswer) -> String {
    var table = Table(columns: [
      column("目标", "target"), column("目标值", "bound"), column("单独达成", "alone"),
      column("只有它未达成", "missed alone"), column("占未达成试验", "of all misses"),
      column("不计它时", "without it"), column("放宽一步后增加", "gain when eased"),
    ])
    for (index, judged) in answer.targets.enumerated() {
      let member = answer.joint.members[index]
      let eased = member.easings.first
      table.append([
        .text(judged.target.label[language]), .text(bound(judged, judged.bound, answer, index)),
        .text(probability(member.alone.probability, member.alone.standardError)),
        .text(probability(member.missedAlone.probability, member.missedAlone.standardError)),
        .text(member.partMissedAlone.map(percent) ?? ""),
        .text(percent(member.jointWithout.probability)),
        .text(eased.map { probability($0.gain, $0.gainError) } ?? ""),
      ])
    }
    return textTable(table, widthMaximum: 120, cutting: [0])
  }

  /// A bound; of a yes or no, one of the two asks for nothing.
  private func bound(
    _ judged: JudgedTarget, _ base: Double, _ answer: JointAnswer, _ index: Int
  ) -> String {
    let isFloor = judged.target.side == .atLeast
    if answer.isYesOrNo[index], isFloor ? base <= 0 : base >= 1 { return text("不限", "any") }
    return (isFloor ? "≥ " : "≤ ") + value(base, judged.unit)
  }

  /// Declared bounds beside those of equal confidence, of equal steps, and of one at a time.
  private func frontier(_ answer: JointAnswer) -> String {
    let points = answer.frontier.points
    let equal = points.first { $0.way == .equalConfidence }
    let steps = points.first { $0.way == .equalSteps }
    var table = Table(columns: [
      column("目标", "target"), column("已定目标值", "declared"),
      column("单独把握相同", "equal confidence"), column("移动相同标准差", "equal steps"),
      column("只动它", "it alone moves"),
    ])
    for (index, judged) in answer.targets.enumerated() {
      func shown(_ point: JointFrontier.Point?) -> Cell {
        .text(point.map { bound(judged, $0.levels[index], answer, index) } ?? text("无", "none"))
      }
      table.append([
        .text(judged.target.label[language]), .text(bound(judged, judged.bound, answer, index)),
        shown(equal), shown(steps), shown(points.first { $0.moved == index }),
      ])
    }
    return textTable(table, widthMaximum: 120, cutting: [0])
  }

  // MARK: allocate

  func allocations(_ answers: [AllocationAnswer], files: [String], folder: String) -> String {
    (answers.map(allocation) + [written(files, folder)]).joined(separator: "\n\n")
  }

  private func allocation(_ answer: AllocationAnswer) -> String {
    let unit = answer.total.unit
    let sign = answer.side == .atLeast ? "≥ " : "≤ "
    var lines = [
      answer.label[language] == answer.id
        ? answer.total.label[language] : answer.label[language],
      text("总量 ", "Total ") + sign + plainNumber(answer.inUnit(answer.totalUnits)) + " "
        + unit.symbol + text("，", ", ") + answer.period + text("，达成概率 ", ", met with ")
        + probability(answer.attainment.probability, answer.attainment.standardError),
    ]
    if let coverage = answer.coverage, abs(coverage - 1) > 0.005 {
      lines.append(
        text(
          "注意：各成员均值之和是总量均值的 \(percent(coverage))，成员未必正好组成总量。",
          "Note: the members' expected values come to \(percent(coverage)) of the total's, so "
            + "they may not be just its parts."))
    }
    lines += ["", parts(answer)]
    for way in answer.ways {
      lines.append(summary(way, answer))
    }
    return lines.joined(separator: "\n")
  }

  private func name(_ way: AllocationWay) -> String {
    way == .share ? text("按份额", "by share") : text("等风险", "equal risk")
  }

  /// The labels of members, without what all of them end with; their own names where labels do not
  /// tell them apart, as of the months of one total.
  private func names(_ members: [AllocationMember]) -> [String] {
    let labels = members.map { $0.label[language] }
    guard Set(labels).count == labels.count, let first = labels.first else {
      return members.map(\.name)
    }
    let ends = first.indices.map { first[$0...] }.filter { end in
      ["：", "（", ": ", " (", ", "].contains { end.hasPrefix($0) }
    }
    let shared = ends.first { end in
      labels.allSatisfy { $0.hasSuffix(end) && $0.count > end.count }
    }
    return labels.map { String($0.dropLast(shared?.count ?? 0)) }
  }

  private func parts(_ answer: AllocationAnswer) -> String {
    let unit = answer.total.unit
    var columns = [column("成员", "member"), column("均值", "mean")]
    for way in answer.ways {
      let named = name(way.way)
      columns += [
        Table.Column(named, BilingualText(zh: named, en: named)),
        Table.Column(
          named + text(" 达成", " met"), BilingualText(zh: named, en: named)),
      ]
    }
    if answer.ways.count == 2 { columns.append(column("相差", "difference")) }
    var table = Table(columns: columns)
    for (index, name) in names(answer.members).enumerated() {
      var row: [Cell] = [
        .text(name), mean(answer.means[index], unit),
      ]
      for way in answer.ways {
        let risk = way.risk.parts[index].probability
        row += [
          .number(answer.inUnit(way.units[index])),
          .text(
            probability(risk.probability, risk.standardError)
              + (way.isAtBound[index] ? text("（限）", " (bound)") : "")),
        ]
      }
      if answer.ways.count == 2 {
        let difference = answer.ways[1].units[index] - answer.ways[0].units[index]
        row.append(.number(answer.inUnit(difference)))
      }
      table.append(row)
    }
    var sum: [Cell] = [
      .text(text("合计 ", "sum ") + unit.symbol),
      mean(answer.means.reduce(0, +), unit),
    ]
    for way in answer.ways {
      let together = way.risk.together
      sum += [
        .number(answer.inUnit(way.units.reduce(0, +))),
        .text(probability(together.probability, together.standardError)),
      ]
    }
    if answer.ways.count == 2 { sum.append(.empty) }
    table.append(sum)
    // Parts are exact numbers, and so is their sum.
    return textTable(table, significantDigits: 15)
  }

  /// An expected value as other tables show it.
  private func mean(_ base: Double, _ unit: UnitOfMeasure) -> Cell {
    let shown = plainNumber(unit.value(ofBase: base), significantDigits: 6)
    return .number(Double(shown) ?? unit.value(ofBase: base))
  }

  private func summary(_ way: AllocatedParts, _ answer: AllocationAnswer) -> String {
    let joint = probability(way.risk.joint.probability, way.risk.joint.standardError)
    let lack = value(way.risk.expectedLack, answer.total.unit)
    let isFloor = answer.side == .atLeast
    let common = way.confidence.map {
      text("，共同把握 ", ", common confidence ") + probability($0, way.confidenceError ?? .nan)
    }
    return name(way.way) + text("：每个成员都完成的概率 ", ": every member meets its part with ")
      + joint
      + (isFloor
        ? text("，平均差距合计 ", ", expected lack ") : text("，平均超出合计 ", ", expected excess "))
      + lack + (common ?? "") + rounding(way, answer)
  }

  /// What keeps members from the common confidence: results that tie, and whole units.
  private func rounding(_ way: AllocatedParts, _ answer: AllocationAnswer) -> String {
    guard let confidence = way.confidence else { return "" }
    let moved = way.risk.parts.indices.filter { index in
      let found = way.risk.parts[index].probability
      let error = found.standardError.isNaN ? 0 : found.standardError
      return !way.isAtBound[index] && abs(found.probability - confidence) > max(0.01, 3 * error)
    }
    let names = names(answer.members)
    let tied = moved.filter { way.isTied[$0] }.map { names[$0] }
    let told =
      tied.isEmpty
      ? ""
      : text(
        "（\(tied.joined(separator: "、"))：许多试验的结果恰为取整前的份额，没有哪个份额恰有共同把握）",
        " (\(tied.joined(separator: ", ")): many results are just the part before rounding, so "
          + "that no part has just the common confidence)")
    guard moved.count > tied.count else { return told }
    let unit = plainNumber(answer.inUnit(1)) + " " + answer.total.unit.symbol
    return told + text(
      "（份额取整到 \(unit)，个别成员因此偏离；可用 --decimals 取细）",
      " (parts are whole multiples of \(unit), which moves some members; --decimals makes them "
        + "finer)")
  }
}
