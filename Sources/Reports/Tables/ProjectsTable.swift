import Formulas
import Planning
import Probability
import SourceText

/// `projects.csv`: when each project finishes and what it costs, both together, and month by month
/// how much is done and paid.
public enum ProjectsTable {
  /// How likely the joint confidence is to be kept.
  static let jointConfidence = 0.7
  /// The confidences of dates and costs that are held against each other.
  static let confidences = [0.5, 0.7, 0.8, 0.9]
  static let probabilities = [0.1, 0.5, 0.7, 0.8, 0.9]

  public static let columns: [Table.Column] =
    [
      Table.Column(
        "project", BilingualText(zh: "项目标识；all 为全部项目", en: "the project's id; all: all of them")),
      .labelZh, .labelEn,
      Table.Column(
        "measure",
        BilingualText(
          zh: "finish 完工日，cost 造价，joint 某日前完工且不超某造价，jointConfidence 两者同等把握、"
            + "合计 70% 的日期与造价，complete 期末形象进度，paid 累计支付",
          en: "finish: the day of the finish; cost: the cost; joint: finished by a day within a "
            + "cost; jointConfidence: the day and the cost, each as likely as the other, that are "
            + "kept together with 70 %; complete: the share of the work done at the end of the "
            + "period; paid: what is paid up to then")),
      .period, .unit,
      Table.Column(
        "planned",
        BilingualText(
          zh: "计划值：最可能取值，无风险无天气", en: "with likeliest numbers, no risk, no weather")),
      .mean,
    ]
    + probabilities.map { .quantile($0) }
    + [
      Table.Column(
        "contingency80",
        BilingualText(
          zh: "预备量：80% 分位数减计划值（完工以日历日计）",
          en: "the contingency: the 80 % quantile less what is planned; for the finish in days")),
      Table.Column("finishBy", BilingualText(zh: "joint：完工日上限", en: "of joint: the latest finish")),
      Table.Column(
        "costBy", BilingualText(zh: "joint：造价上限", en: "of joint: the highest cost"), unit: "万元"),
      Table.Column(
        "finishConfidence",
        BilingualText(
          zh: "单看完工日的把握", en: "how likely that finish is by itself: 0.8 for the 80 % quantile")),
      Table.Column(
        "costConfidence", BilingualText(zh: "单看造价的把握", en: "how likely that cost is by itself")),
      Table.Column(
        "probability", BilingualText(zh: "两者同时满足的概率", en: "the probability of both together")),
      Table.Column(
        "standardError",
        BilingualText(
          zh: "该概率的蒙特卡洛标准误", en: "the Monte Carlo standard error of that probability")),
    ]

  public static func table(_ figures: ScheduleFigures) -> Table {
    var table = Table(columns: columns)
    let projects = ProjectFigures.all(figures)
    for project in projects {
      for row in rows(project) { table.append(row.cells(project)) }
    }
    return table
  }

  private static func rows(_ project: ProjectFigures) -> [ProjectRow] {
    var rows: [ProjectRow] = []
    if let finishes = project.finishes {
      rows.append(amounts("finish", finishes, project.plannedFinish, .date, project))
    }
    if let costs = project.costs {
      rows.append(amounts("cost", costs, project.plannedCost, .tenThousandYuan, project))
    }
    if let finishes = project.finishes, let costs = project.costs, finishes.count == costs.count,
      costs.count > 1
    {
      rows += jointRows(finishes, costs, project)
    }
    return rows + months("complete", .share, project.complete)
      + months("paid", .tenThousandYuan, project.paid)
  }

  private static func amounts(
    _ measure: String, _ trials: [Double], _ planned: Double?, _ unit: UnitOfMeasure,
    _ project: ProjectFigures
  ) -> ProjectRow {
    var row = ProjectRow(measure, unit, project.horizon)
    row.planned = planned
    row.fill(trials)
    if let planned { row.contingency = row.quantiles[probabilities.firstIndex(of: 0.8)!] - planned }
    return row
  }

  private static func jointRows(
    _ finishes: [Double], _ costs: [Double], _ project: ProjectFigures
  ) -> [ProjectRow] {
    let joint = JointConfidence(finishes: finishes, costs: costs)
    let dates = quantiles(of: finishes, at: confidences)
    let amounts = quantiles(of: costs, at: confidences)
    let shares = joint.shares(finishBy: dates, costBy: amounts)
    var rows: [ProjectRow] = []
    for (row, date) in dates.enumerated() {
      for (column, amount) in amounts.enumerated() {
        var made = ProjectRow("joint", nil, project.horizon)
        (made.finishBy, made.costBy) = (date, amount)
        (made.finishConfidence, made.costConfidence) = (confidences[row], confidences[column])
        made.probability = shares[row][column]
        rows.append(made)
      }
    }
    let equal = joint.equalConfidence(jointly: jointConfidence)
    var made = ProjectRow("jointConfidence", nil, project.horizon)
    (made.finishBy, made.costBy) = (equal.finish, equal.cost)
    // Of whole days the nearest one may be kept a little more often.
    made.finishConfidence = share(of: finishes, atMost: equal.finish)
    made.costConfidence = share(of: costs, atMost: equal.cost)
    made.probability = joint.shares(finishBy: [equal.finish], costBy: [equal.cost])[0][0]
    return rows + [made]
  }

  private static func share(of trials: [Double], atMost bound: Double) -> Double {
    Double(trials.count { $0 <= bound }) / Double(trials.count)
  }

  private static func months(
    _ measure: String, _ unit: UnitOfMeasure, _ values: [(period: String, trials: [Double])]
  ) -> [ProjectRow] {
    values.map { period, trials in
      var row = ProjectRow(measure, unit, period)
      row.fill(trials)
      return row
    }
  }
}

/// A row of `projects.csv` before it is cells.
private struct ProjectRow {
  let measure: String
  let unit: UnitOfMeasure?
  let period: String
  var planned, mean, contingency: Double?
  var quantiles: [Double] = []
  var finishBy, costBy, finishConfidence, costConfidence: Double?
  var probability: ExceedanceProbability?

  init(_ measure: String, _ unit: UnitOfMeasure?, _ period: String) {
    (self.measure, self.unit, self.period) = (measure, unit, period)
  }

  mutating func fill(_ trials: [Double]) {
    mean = trials.reduce(0, +) / Double(trials.count)
    quantiles = Probability.quantiles(of: trials, at: ProjectsTable.probabilities)
  }

  func cells(_ project: ProjectFigures) -> [Cell] {
    func amount(_ base: Double?) -> Cell {
      guard let base, let unit else { return .empty }
      return .value(base, in: unit)
    }
    var cells: [Cell] = [
      .text(project.id), .text(project.label.zh), .text(project.label.en), .text(measure),
      .date(period), .optional(unit?.symbol), amount(planned), amount(mean),
    ]
    cells +=
      quantiles.isEmpty
      ? [Cell](repeating: .empty, count: ProjectsTable.probabilities.count)
      : quantiles.map { amount($0) }
    cells += [
      contingency.map { .distance($0, in: unit ?? .one) } ?? .empty, .day(finishBy),
      costBy.map { .value($0, in: .tenThousandYuan) } ?? .empty, .known(finishConfidence),
      .known(costConfidence), .known(probability?.probability), .known(probability?.standardError),
    ]
    return cells
  }
}
