import Torreya

/// The short tables of an optimisation of levers.
extension TerminalReport {
  func optimisation(
    _ result: LeverOptimisation, _ settings: SimulationSettings, files: [String], folder: String
  ) -> String {
    var lines = [
      result.scenario.label[language] + text("　", "  ")
        + text(
          "搜索 \(settings.trials) 次试验，种子 \(settings.seed)；新抽样 \(result.freshTrials) 次",
          "search: \(settings.trials) trials, seed \(settings.seed); judged again in "
            + "\(result.freshTrials) fresh ones"),
      "", heading(result),
    ]
    if result.best == nil {
      lines += [
        "",
        text(
          "没有任何取值花费不超过预算。", "No values of the levers cost as little as the budget."),
      ]
    }
    lines += ["", choices(result)]
    lines += remarks(result)
    if !result.frontier.isEmpty { lines += ["", frontier(result)] }
    if !result.outcomes.isEmpty { lines += ["", robustness(result)] }
    return (lines + ["", written(files, folder)]).joined(separator: "\n")
  }

  private func heading(_ result: LeverOptimisation) -> String {
    let targets = result.figures.map { $0.label[language] }
      .joined(separator: text("；", "; "))
    let together = result.figures.count > 1 ? text("（同时达成）", " (all together)") : ""
    return text("目标：", "To meet: ") + targets + together
  }

  private func choices(_ result: LeverOptimisation) -> String {
    let levers = result.levers.map { lever in
      let name = lever.label[language]
      return Table.Column(name, BilingualText(zh: name, en: name))
    }
    var table = Table(
      columns: [column("选择", "decision")] + levers + [
        column("成本（万元）", "cost (万元)"), column("比现状多花", "more than now"),
        column("达成概率", "probability"), column("概率之差", "change"),
        column("搜索所见偏高", "optimism"),
      ])
    let standing = result.standing?.cost ?? 0
    for choice in result.choices {
      table.append(
        [.text(name(choice.role, result))]
          + zip(result.levers, choice.decision).map { .text(value($1, $0.unit)) } + [
            cost(choice.cost), cost(choice.cost - standing),
            .text(probability(choice.fresh.probability, choice.fresh.standardError)),
            .text(points(choice.fresh.difference, choice.fresh.differenceError)),
            .text(points(choice.optimism, choice.optimismError)),
          ])
    }
    return textTable(table)
  }

  private func points(_ difference: Double) -> String {
    let shown = (difference * 1000).rounded() / 10
    return (shown > 0 ? "+" : "") + "\(shown + 0)"
  }

  private func name(_ role: LeverChoice.Role, _ result: LeverOptimisation) -> String {
    switch role {
    case .standing: return text("现状", "as they stand")
    case .best: return text("最优", "the best")
    case .alone(let id):
      let label = result.levers.first { $0.id == id }?.label[language] ?? id
      return text("全投：", "all for: ") + label
    case .bestIn(let id):
      let label = result.scenario.variants.first { $0.id == id }?.label[language] ?? id
      return text("最优于：", "best if: ") + label
    case .worstCase: return text("最坏情形最好", "best worst case")
    case .leastRegret: return text("最大遗憾最小", "least regret")
    case .budget: return text("预算", "budget")
    }
  }

  /// What a reader should know of how it was found.
  private func remarks(_ result: LeverOptimisation) -> [String] {
    var lines: [String] = []
    if let search = result.search {
      lines.append(
        search.isExhaustive
          ? text(
            "允许的 \(search.evaluations) 种取值均已试算。",
            search.evaluations == 1
              ? "There is but one decision, and it was tried."
              : "All \(search.evaluations) decisions were tried.")
          : text(
            "试算 \(search.evaluations) 种取值；不保证没有更好的。",
            "\(search.evaluations) decisions were tried; that none is better is not proved."))
    }
    if case .probability(let wished) = result.wish, let best = result.best {
      if best.searched.probability < wished {
        lines.append(
          text(
            "注意：所求概率 \(percent(wished)) 在允许的取值内达不到；所示为最接近的。",
            "Note: no values reach \(percent(wished)); what is shown comes nearest."))
      } else if best.fresh.probability < wished {
        lines.append(
          text(
            "注意：新抽样的概率低于所求；请适当提高 --probability 或增加 --trials。",
            "Note: in fresh trials it is less than wished; ask for a little more, or for more "
              + "--trials."))
      }
    }
    if case .probability(let wished) = result.wish { lines += missed(wished, result) }
    if !result.idle.isEmpty {
      let names = result.idle.map { $0.label[language] }.joined(separator: text("、", ", "))
      lines.append(
        text(
          "不影响所选目标、保持不变、不计入成本：\(names)。",
          "These do not act on the targets; they stay, and their cost is not counted: \(names)."))
    }
    if result.costIsUncertain {
      lines.append(
        text("成本不确定，以期望值计。", "The cost is uncertain; its mean is counted."))
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  /// Futures in which a wished probability is out of reach.
  private func missed(_ wished: Double, _ result: LeverOptimisation) -> [String] {
    var lines: [String] = []
    if !result.missedFutures.isEmpty {
      let names = result.missedFutures.map { id in
        result.scenario.variants.first { $0.id == id }?.label[language] ?? id
      }.joined(separator: text("、", ", "))
      lines.append(
        text(
          "注意：在以下情形下，允许的取值达不到 \(percent(wished))，所示为最接近的：\(names)。",
          "Note: no values reach \(percent(wished)) in these futures; what is shown comes nearest: "
            + "\(names)."))
    }
    if result.worstCaseIsMissed {
      lines.append(
        text(
          "注意：没有任何取值在每种情形下都达到 \(percent(wished))。",
          "Note: no values reach \(percent(wished)) in every future."))
    }
    return lines
  }

  private func frontier(_ result: LeverOptimisation) -> String {
    var table = Table(
      columns: [column("预算（万元）", "budget (万元)")]
        + result.levers.map { lever in
          let name = lever.label[language]
          return Table.Column(name, BilingualText(zh: name, en: name))
        } + [
          column("成本（万元）", "cost (万元)"), column("达成概率", "probability"),
          column("比现状", "change"),
        ])
    for (budget, choice) in zip(result.budgets, result.frontier) {
      table.append(
        [cost(budget)] + zip(result.levers, choice.decision).map { .text(value($1, $0.unit)) } + [
          cost(choice.cost),
          .text(probability(choice.fresh.probability, choice.fresh.standardError)),
          .text(points(choice.fresh.difference, choice.fresh.differenceError)),
        ])
    }
    return text("成本与达成概率", "Cost and probability") + "\n" + textTable(table)
  }

  private func robustness(_ result: LeverOptimisation) -> String {
    let names = result.futures.map { id in
      result.scenario.variants.first { $0.id == id }?.label[language] ?? text("基准", "base")
    }
    var table = Table(
      columns: [column("选择", "decision")]
        + names.map { Table.Column($0, BilingualText(zh: $0, en: $0)) } + [
          column("最坏情形", "worst case"), column("最大遗憾", "greatest regret"),
        ])
    let regrets = RegretTable(result.outcomes.map { $0.map(\.probability) })
    for (row, choice) in zip(result.outcomes.indices, result.choices) {
      table.append(
        [.text(name(choice.role, result))]
          + result.outcomes[row].map { .text(probability($0.probability, $0.standardError)) } + [
            .text(percent(regrets.worstValues[row])), .text(points(regrets.worstRegrets[row])),
          ])
    }
    let best = name(result.choices[regrets.leastRegret].role, result)
    return text("各情形下的达成概率（新抽样）", "The probability in each future, in fresh trials") + "\n"
      + textTable(table) + "\n"
      + text("最大遗憾最小的选择：\(best)", "The least greatest regret: \(best)")
  }
}
