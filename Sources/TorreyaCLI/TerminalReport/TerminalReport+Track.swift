import Torreya

/// What `torreya track` prints.
extension TerminalReport {
  func track(_ result: TrackResult, files: [String], folder: String) -> String {
    let label = result.compiled.scenario.label[language]
    var lines = [
      label + text("　截至 \(result.asOf)", "  as of \(result.asOf)")
        + text("，\(result.settings.trials) 次试验", ", \(result.settings.trials) trials"),
      "",
    ]
    lines += slips(result.known)
    lines.append(tracked(result.targets))
    let verdicts = result.targets.filter { $0.progress != nil || $0.isUnreported }
    if !verdicts.isEmpty { lines.append("") }
    for target in verdicts {
      let name = target.judged.target.label[language]
      lines.append(name + text("：", ": ") + target.verdict[language])
    }
    if let course = course(result.targets) { lines += ["", course] }
    if !result.known.isEmpty { lines += ["", known(result.known)] }
    lines += remarks(result)
    if let table = rates(result) { lines += ["", table] }
    lines += [
      "",
      written(files, folder),
    ]
    return lines.joined(separator: "\n")
  }

  /// Figures that are more likely written wrongly than true.
  private func slips(_ known: [TrackedActual]) -> [String] {
    let far = known.filter(\.isFarOff).map { one in
      let unit = one.indicator.unit
      return "  " + one.indicator.label[language] + "  \(one.period)  "
        + value(one.value, unit) + text("，预期 ", ", expected ")
        + value(one.agreement.expected, unit)
    }
    guard !far.isEmpty else { return [] }
    return [
      text(
        "注意：下列实绩与模型相差极远，以下结果都受其影响。请先核对数值、单位（元还是万元）、"
          + "正负号，以及情景的季节比例：",
        "Note: these figures are farther off than any year of the model, and all below rests on "
          + "them. Look first at the numbers, their units (元 or 万元) and signs, and at the "
          + "seasons of the scenario:"),
    ] + far + [""]
  }

  /// The files that a register keeps.
  func registered(_ files: [String]) -> String {
    text("已登记：", "Registered: ") + files.joined(separator: text("、", ", "))
  }

  private func light(_ light: WarningRule.Light) -> String {
    switch light {
    case .green: text("绿", "green")
    case .yellow: text("黄", "yellow")
    case .red: text("红", "red")
    }
  }

  private func tracked(_ targets: [TrackedTarget]) -> String {
    var table = Table(columns: [
      column("目标", "target"), column("目标值", "bound"), column("年初测算", "before"),
      column("现在", "now"), column("灯", "light"), column("累计", "done"),
      column("完成", "share done"), column("序时", "calendar"), column("季节", "season"),
      column("累计到", "through"),
    ])
    func share(_ share: Double?) -> Cell {
      .text(share.map { $0.isNaN ? "–" : percent($0) } ?? "")
    }
    for target in targets {
      let judged = target.judged
      let sign = judged.target.side == .atLeast ? "≥ " : "≤ "
      let progress = target.progress
      let point = target.points.last
      table.append([
        .text(judged.target.label[language]), .text(sign + value(judged.bound, judged.unit)),
        .text(percent(target.before.probability)),
        .text(point.map { probability($0.probability, $0.standardError) } ?? ""),
        .text(point.map { light($0.light) } ?? ""),
        // What nobody reported is an estimate.
        .text(progress.map { ($0.isReported ? "" : "≈ ") + value($0.done, judged.unit) } ?? ""),
        share(progress?.doneShare), share(progress?.elapsedShare),
        share(progress?.seasonalShare.mean), .text(target.through),
      ])
    }
    return textTable(table)
  }

  /// The probabilities as they were known at the end of each period.
  private func course(_ targets: [TrackedTarget]) -> String? {
    guard let days = targets.first?.points.map(\.date), days.count > 1 else { return nil }
    var table = Table(
      columns: [column("达成概率（当时已知）", "probability as known on")]
        + days.map { column($0.description, $0.description) })
    for target in targets {
      table.append(
        [.text(target.judged.target.label[language])]
          + target.points.map { .text(percent($0.probability)) })
    }
    return textTable(table)
  }

  private func known(_ known: [TrackedActual]) -> String {
    var table = Table(columns: [
      column("已知", "known"), column("时期", "period"), column("实绩", "actual"),
      column("事前预期", "expected"), column("偏离（标准差）", "off by (sd)"),
      column("未解释", "unexplained"),
    ])
    for one in known {
      let unit = one.indicator.unit
      let surprise = one.agreement.surprise
      // What is less than a millionth is rounding.
      let size = one.agreement.remainderSize
      let isNothing = size <= 1e-6 * max(abs(one.value), one.agreement.deviation)
      table.append([
        .text(one.indicator.label[language]), .text(one.period), .text(value(one.value, unit)),
        .text(value(one.agreement.expected, unit)),
        surprise.isNaN ? .text("–") : .text(plainNumber(surprise, significantDigits: 2)),
        .text(isNothing ? "0" : "± " + error(distance(size, in: unit)) + unitAfter(unit)),
      ])
    }
    return textTable(table)
  }

  private func remarks(_ result: TrackResult) -> [String] {
    var lines: [String] = []
    if let chance = result.surpriseProbability, chance < 0.01 {
      let share = plainNumber(chance * 100, significantDigits: 2)
      // Of no year that the model made up is it known how improbable such figures are.
      let isLeast = result.isBeyondAllTrials
      lines += [
        "",
        text(
          "注意：按情景的假设，实绩偏离如此之大的机会\(isLeast ? "不到" : "只有") \(share)%；请检查假设。",
          "Note: under the scenario's assumptions figures so far off have a chance of "
            + "\(isLeast ? "less than " : "")\(share) %; look at the assumptions."),
      ]
    }
    func names(_ actuals: [TrackedActual]) -> String {
      actuals.map { $0.indicator.label[language] + text("（\($0.period)）", " (\($0.period))") }
        .joined(separator: text("、", "; "))
    }
    let bounded = result.known.filter(\.isAtBound)
    if !bounded.isEmpty {
      let names = names(bounded)
      lines += [
        "",
        text(
          "注意：已知的数正是模型的上限或下限：\(names)。超出界限的部分无从得知，概率只是近似，"
            + "可差十个百分点。",
          "Note: what is known is a bound of the model: \(names). How far beyond it the rest would "
            + "go is not known; the probabilities are rough, by up to ten points."),
      ]
    }
    let unreached = result.known.filter(\.isUnreached)
    if !unreached.isEmpty {
      let names = names(unreached)
      lines += [
        "",
        text(
          "注意：模型怎样也达不到已知的数：\(names)。请检查该数与假设；概率按最接近的情形计。",
          "Note: the model cannot come to what is known: \(names). Look at the figure and at the "
            + "assumptions; the probabilities are those of what comes nearest."),
      ]
    }
    if result.laterCount > 0 {
      lines += [
        "",
        text(
          "注意：\(result.laterCount) 个数在 \(result.asOf) 之后才为人所知，未使用。",
          "Note: \(result.laterCount) values were known only after \(result.asOf) and are left "
            + "out."),
      ]
    }
    return lines + remark(onCertain: result.compiled.model.model.certainStreams)
  }

  /// How the rule does with what is known now.
  private func rates(_ result: TrackResult) -> String? {
    let horizon = result.compiled.model.model.horizon
    // Before a period has ended nothing is known that the rule could go by.
    guard let past = horizon.periods.indices.last(where: { horizon[$0].lastDay <= result.asOf })
    else { return unmeasured(result) }
    let rows = result.warnings.compactMap { judged, rates in
      rates.first { $0.period == past }.map { (judged, $0) }
    }
    guard !rows.isEmpty else { return unmeasured(result) }
    var table = Table(columns: [
      column(
        "规则检验（已知到 \(horizon[past].label)）", "the rule, knowing \(horizon[past].label)"),
      column("误报", "false alarms"), column("漏报", "misses"),
      column("所求误报率的绿灯下限", "cut-off wished"), column("其漏报", "its misses"),
    ])
    func rate(_ share: Double, _ error: Double) -> Cell {
      .text(share.isNaN ? "–" : probability(share, error))
    }
    for (judged, one) in rows {
      table.append([
        .text(judged.target.label[language]), rate(one.falseAlarm, one.falseAlarmError),
        rate(one.miss, one.missError), rate(one.cutOff, one.cutOffError),
        rate(one.missAtCutOff, one.missAtCutOffError),
      ])
    }
    return textTable(table) + (unmeasured(result).map { "\n\n" + $0 } ?? "")
  }

  /// The targets for which there are no rates, and why; nil where there are none.
  private func unmeasured(_ result: TrackResult) -> String? {
    func names(_ holds: (UnmeasuredReason) -> Bool) -> String? {
      let names = result.unmeasured.filter { holds($0.reason) }
        .map { $0.judged.target.label[language] }
      return names.isEmpty ? nil : names.joined(separator: text("、", "; "))
    }
    let lines = [
      names { $0 != .nothingFollowed }.map {
        text("未检验规则（模型中总是达成或从不达成）：", "Rule not measured, always or never met by the model: ") + $0
      },
      names { $0 == .nothingFollowed }.map {
        text("未检验规则（没有逐期的实绩可知）：", "Rule not measured, no figures of periods to know: ") + $0
      },
    ].compactMap { $0 }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  /// What `torreya score --targets` prints.
  ///
  /// - Parameter repeated: how many days of a target were registered more than once.
  func targetScores(
    _ targets: [RegisteredTarget], repeated: Int, files: [String], folder: String
  ) -> String {
    let open = targets.count { $0.isMet == nil }
    let leftOut = targets.count { $0.isMet != nil && $0.isLeftOut }
    var lines = [
      text(
        "登记 \(targets.count) 个概率，其中 \(open) 个尚无结果",
        "Probabilities registered: \(targets.count), of which \(open) have no outcome yet")
    ]
    if leftOut > 0 {
      lines.append(
        text(
          "\(leftOut) 个给出时结果已知，不计分", "\(leftOut) given when the outcome was known: left out"))
    }
    if repeated > 0 {
      lines.append(
        text(
          "同一目标同一天登记了几次的有 \(repeated) 处，取最后一次",
          "Days on which a target was registered several times: \(repeated); the last one counts"))
    }
    let scores = yearlyScores(targets)
    if !scores.isEmpty {
      var table = Table(columns: [
        column("年度", "year"), column("个数", "count"), column("Brier 评分", "Brier score"),
        column("可靠性", "reliability"), column("分辨力", "resolution"),
        column("不确定性", "uncertainty"), column("改进", "skill"),
      ])
      func cell(_ value: Double) -> Cell {
        .text(value.isNaN ? "–" : plainNumber(value, significantDigits: 3))
      }
      for (year, score) in scores {
        table.append([
          .text(year == "all" ? text("合计", "all") : year), .integer(score.count),
          cell(score.score), cell(score.reliability), cell(score.resolution),
          cell(score.uncertainty), cell(score.skill),
        ])
      }
      lines += ["", textTable(table)]
    }
    lines += [
      "",
      written(files, folder),
    ]
    return lines.joined(separator: "\n")
  }
}
