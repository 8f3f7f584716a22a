import ColumnPlan
import Formulas
import Planning
import Simulation
import SourceText
import Vocabulary
import Workers

/// `decomposition.csv`: how much of the uncertainty of a year's revenue comes from each kind of
/// it, and from each group of payers.
public enum DecompositionTable {
  public static let columns: [Table.Column] = [
    Table.Column("year", BilingualText(zh: "年度", en: "the year")),
    Table.Column(
      "level",
      BilingualText(
        zh: "被分解的合计：total 财政总收入，local 一般公共预算收入",
        en: "the total that is taken apart: total or local")),
    Table.Column("definition", BilingualText(zh: "口径", en: "the definition of the total")),
    Table.Column(
      "by",
      BilingualText(
        zh: "分解方式：kind 分税种，payerGroup 分企业组，payer 分企业；分村等按其成员集合的标识",
        en: "into what: kind, payerGroup, payer, or the id of a set of members")),
    Table.Column(
      "part",
      BilingualText(
        zh: "部分的标识；other 为各部分之外的其余收入",
        en: "the id of the part; other: what belongs to none of them")),
    .labelZh, .labelEn,
    Table.Column(
      "share",
      BilingualText(
        zh: "该部分占合计方差的比例：与合计的协方差除以合计的方差；各部分之和恰为 1",
        en: "its share of the variance of the total: its covariance with the total over that "
          + "variance; all of them add up to exactly 1")),
    Table.Column(
      "shareError",
      BilingualText(zh: "该比例的蒙特卡洛标准误", en: "the Monte Carlo standard error of the share")),
    Table.Column(
      "standardDeviation",
      BilingualText(zh: "该部分自身的标准差", en: "the standard deviation of the part itself")),
    .unit,
  ]

  /// - Returns: nil when the trials are not kept, or no year of the horizon is uncertain.
  public static func table(
    _ model: ScenarioModel, _ result: SimulationResult, threads: Int
  ) -> Table? {
    guard let layout = model.scenario.fiscal, result.quantiles == .exact else { return nil }
    let questions = Question.all(model, layout, result)
    let found = collect(questions.count, threads: threads) { index in
      let question = questions[index]
      return decomposition(
        of: question.total, into: question.parts.map(\.column), in: result)
    }
    var table = Table(columns: columns)
    for (question, decomposition) in zip(questions, found) {
      guard let decomposition else { continue }
      for row in rows(question, decomposition) { table.append(row) }
    }
    return table.rows.isEmpty ? nil : table
  }

  /// A total of a year, and what it is to be taken apart into.
  private struct Question {
    let year: String
    let level: RevenueLevel
    let definition: RevenueDefinition
    let sort: FiscalSeries.Sort
    let unit: UnitOfMeasure
    let total: Column
    let parts: [(id: String, label: BilingualText, column: Column)]

    static func all(
      _ model: ScenarioModel, _ layout: FiscalLayout, _ result: SimulationResult
    ) -> [Question] {
      let series = FiscalSeries.all(model, layout)
      let totals = series.filter { $0.sort == .all && [.total, .local].contains($0.level) }
      let sorts: [FiscalSeries.Sort] =
        [.kind, .payerGroup, .payer] + layout.memberResults.map { .member(of: $0.set.id) }
      return model.model.horizon.years.flatMap { year in
        let label = Period(.yearly, year: year.year).label
        return totals.flatMap { total in
          sorts.compactMap { sort in
            Question(label, total, sort, series, layout, result)
          }
        }
      }
    }

    private init?(
      _ year: String, _ total: FiscalSeries, _ sort: FiscalSeries.Sort, _ series: [FiscalSeries],
      _ layout: FiscalLayout, _ result: SimulationResult
    ) {
      guard let definition = total.definition,
        let column = result.column(total.indicator.id, period: year)
      else { return nil }
      parts = series.filter {
        $0.sort == sort && $0.level == total.level
          && ($0.definition?.id ?? definition.id) == definition.id
      }.compactMap { part in
        result.column(part.indicator.id, period: year).map {
          (part.part, layout.label(of: part), $0)
        }
      }
      guard !parts.isEmpty else { return nil }
      (self.year, level, self.definition) = (year, total.level, definition)
      (self.sort, self.total, unit) = (sort, column, total.indicator.unit)
    }
  }

  /// The largest share first.
  private static func rows(_ question: Question, _ found: Decomposition) -> [[Cell]] {
    var parts = zip(question.parts, found.parts).map { ($0.id, $0.label, $1) }
    if let remainder = found.remainder {
      parts.append(("other", BilingualText(zh: "其余收入", en: "Other revenue"), remainder))
    }
    let order = parts.indices.sorted { left, right in
      let (a, b) = (parts[left].2.share, parts[right].2.share)
      return a == b ? left < right : a > b
    }
    return order.map { place in
      let (id, label, share) = parts[place]
      return [
        .date(question.year), .text(question.level.rawValue), .text(question.definition.id),
        .text(question.sort.name), .text(id), .text(label.zh), .text(label.en),
        .number(share.share), .known(share.standardError),
        .distance(share.standardDeviation, in: question.unit), .text(question.unit.symbol),
      ]
    }
  }
}

extension FiscalLayout {
  /// The name of a part by itself.
  fileprivate func label(of series: FiscalSeries) -> BilingualText {
    switch series.sort {
    case .kind: kinds.first { $0.id == series.part }?.label ?? series.indicator.label
    case .payerGroup, .payer, .member:
      (groups + payers + memberResults.flatMap(\.members))
        .first { $0.indicator == series.indicator.id }?.label
        ?? series.indicator.label
    case .all: series.indicator.label
    }
  }
}
