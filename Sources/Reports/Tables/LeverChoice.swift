import Formulas
import Planning
import SourceText
import Vocabulary

/// A decision about levers, with what the search and fresh trials say of it.
public struct LeverChoice: Sendable {
  public enum Role: Hashable, Sendable {
    /// The levers as they stand.
    case standing
    /// What the search has found.
    case best
    /// All of the money for one lever.
    case alone(lever: String)
    /// What is best in one of the futures.
    case bestIn(future: String)
    /// The decision with the best worst case, and with the least regret, over the futures.
    case worstCase, leastRegret
    /// The best one for a budget of the frontier.
    case budget

    /// As the files have it.
    public var name: String {
      switch self {
      case .standing: "standing"
      case .best: "best"
      case .alone(let lever): "alone:" + lever
      case .bestIn(let future): "bestIn:" + future
      case .worstCase: "worstCase"
      case .leastRegret: "leastRegret"
      case .budget: "budget"
      }
    }
  }

  public let role: Role
  /// A value for each lever, in base units.
  public let decision: [Double]
  /// The expected cost of the levers, in yuan.
  public let cost: Double
  /// The probability in the trials of the search, which is too good for what was chosen by it,
  /// beside that of the levers as they stand.
  public let searched: ProbabilityChange
  /// The probability in fresh trials, beside that of the levers as they stand.
  public let fresh: ProbabilityChange

  public init(
    role: Role, decision: [Double], cost: Double, searched: ProbabilityChange,
    fresh: ProbabilityChange
  ) {
    self.role = role
    self.decision = decision
    self.cost = cost
    self.searched = searched
    self.fresh = fresh
  }

  /// How much too good the trials of the search made it look: what it gains on the levers as they
  /// stand in them, less what it gains in fresh ones. What sets the two sets of trials apart at the
  /// levers as they stand is no doing of the search, and falls out.
  public var optimism: Double { searched.difference - fresh.difference }
  /// The Monte Carlo standard error of the optimism: the two sets of trials are independent.
  public var optimismError: Double {
    let (a, b) = (searched.differenceError, fresh.differenceError)
    return (a * a + b * b).squareRoot()
  }
}

/// `optimise.csv`: decisions about levers, a row for each lever of each.
public enum OptimiseTable {
  public static let columns: [Table.Column] =
    [
      Table.Column(
        "choice",
        BilingualText(
          zh: "选择：standing 现状，best 最优，alone:… 全部投给一项，bestIn:… 某情形下最优，worstCase 最坏情形最好，"
            + "leastRegret 最大遗憾最小",
          en: "the decision: standing, best, alone:… all the money for one lever, bestIn:… best in "
            + "a future, worstCase the best worst case, leastRegret the least regret"))
    ] + LeverChoiceColumns.lever + LeverChoiceColumns.outcome

  public static func table(_ choices: [LeverChoice], _ levers: [Lever]) -> Table {
    var table = Table(columns: columns)
    let standing = choices.first { $0.role == .standing }?.cost ?? 0
    for choice in choices {
      for (lever, value) in zip(levers, choice.decision) {
        table.append(
          [.text(choice.role.name)] + LeverChoiceColumns.cells(lever, value)
            + LeverChoiceColumns.cells(choice, standing: standing))
      }
    }
    return table
  }
}

/// `frontier-cost.csv`: the best decision for one budget after another.
public enum CostFrontierTable {
  public static let columns: [Table.Column] =
    [
      Table.Column("budget", BilingualText(zh: "预算", en: "the budget"), unit: "万元")
    ] + LeverChoiceColumns.lever + LeverChoiceColumns.outcome + [
      Table.Column(
        "risingProbability",
        BilingualText(
          zh: "单调化后的概率（预算更多不会更差）",
          en: "the probability, made to rise with the budget: more money never does worse"))
    ]

  /// - Parameter standing: what the levers cost as they stand, in yuan.
  public static func table(
    _ budgets: [Double], _ choices: [LeverChoice], _ levers: [Lever], standing: Double
  ) -> Table {
    var table = Table(columns: columns)
    let rising = risingFit(choices.map(\.fresh.probability))
    for (place, choice) in choices.enumerated() {
      for (lever, value) in zip(levers, choice.decision) {
        table.append(
          [.value(budgets[place], in: .tenThousandYuan)] + LeverChoiceColumns.cells(lever, value)
            + LeverChoiceColumns.cells(choice, standing: standing) + [.number(rising[place])])
      }
    }
    return table
  }
}

/// `robustness.csv`: how decisions do in several futures.
public enum RobustnessTable {
  public static let columns: [Table.Column] = [
    Table.Column(
      "choice", BilingualText(zh: "选择，同 optimise.csv", en: "the decision, as in optimise.csv")),
    Table.Column(
      "future",
      BilingualText(zh: "情形：变体标识，base 为情景本身", en: "the variant; base: the scenario itself")),
    Table.Column(
      "probability",
      BilingualText(zh: "该情形下的达成概率（新抽样）", en: "the probability in it, in fresh trials")),
    Table.Column(
      "probabilityError",
      BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "probabilityDifference",
      BilingualText(
        zh: "与同一情形下措施不变时之差", en: "less that of the levers as they stand, in the same future")),
    Table.Column(
      "probabilityDifferenceError",
      BilingualText(
        zh: "该差的蒙特卡洛标准误（逐次试验配对）",
        en: "the Monte Carlo standard error of that difference, trial by trial")),
    Table.Column(
      "regret",
      BilingualText(
        zh: "遗憾：比该情形下最好的选择少多少", en: "how much less than the best of these decisions in it")),
    Table.Column(
      "worstProbability",
      BilingualText(zh: "该选择在各情形中的最低概率", en: "the least probability of the decision")),
    Table.Column(
      "worstRegret",
      BilingualText(zh: "该选择在各情形中的最大遗憾", en: "the greatest regret of the decision")),
  ]

  /// - Parameter outcomes: for each decision its probabilities in the futures.
  public static func table(
    _ choices: [LeverChoice], futures: [String], _ outcomes: [[ProbabilityChange]]
  ) -> Table {
    var table = Table(columns: columns)
    let regrets = RegretTable(outcomes.map { $0.map(\.probability) })
    for (row, choice) in choices.enumerated() {
      for (place, future) in futures.enumerated() {
        let change = outcomes[row][place]
        table.append([
          .text(choice.role.name), .text(future), .number(change.probability),
          .known(change.standardError), .number(change.difference),
          .known(change.differenceError), .number(regrets.regrets[row][place]),
          .number(regrets.worstValues[row]), .number(regrets.worstRegrets[row]),
        ])
      }
    }
    return table
  }
}

private enum LeverChoiceColumns {
  static let lever: [Table.Column] = [
    Table.Column("lever", BilingualText(zh: "措施标识", en: "the lever's id")),
    .labelZh, .labelEn,
    Table.Column("value", BilingualText(zh: "取值", en: "its value")),
    Table.Column("standingValue", BilingualText(zh: "现值", en: "its value as it stands")),
    .unit,
  ]

  static let outcome: [Table.Column] = [
    Table.Column(
      "cost", BilingualText(zh: "所决定措施的期望成本合计", en: "the expected cost of the levers"),
      unit: "万元"),
    Table.Column(
      "additionalCost",
      BilingualText(zh: "比现状多花多少", en: "the cost less that of the levers as they stand"),
      unit: "万元"),
    Table.Column(
      "searchedProbability",
      BilingualText(
        zh: "搜索所用试验中的联合达成概率（偏高）",
        en: "the joint probability in the trials of the search, which is too good")),
    Table.Column(
      "probability",
      BilingualText(zh: "新抽样中的联合达成概率", en: "the joint probability in fresh trials")),
    Table.Column(
      "probabilityError",
      BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "probabilityDifference",
      BilingualText(zh: "与现状之差", en: "the probability less that of the levers as they stand")),
    Table.Column(
      "probabilityDifferenceError",
      BilingualText(
        zh: "该差的蒙特卡洛标准误（逐次试验配对）",
        en: "the Monte Carlo standard error of that difference, trial by trial")),
    Table.Column(
      "optimism",
      BilingualText(
        zh: "搜索使人高看多少：搜索所用试验中比现状的提高减去新抽样中的提高",
        en: "how much the search flatters: the rise against the levers as they stand in the trials "
          + "of the search, less that in fresh ones")),
    Table.Column(
      "optimismError",
      BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
  ]

  static func cells(_ lever: Lever, _ value: Double) -> [Cell] {
    [
      .text(lever.id), .text(lever.label.zh), .text(lever.label.en),
      .value(value, in: lever.unit), .value(lever.value, in: lever.unit),
      .text(lever.unit.symbol),
    ]
  }

  static func cells(_ choice: LeverChoice, standing: Double) -> [Cell] {
    [
      .value(choice.cost, in: .tenThousandYuan),
      .value(choice.cost - standing, in: .tenThousandYuan),
      .number(choice.searched.probability), .number(choice.fresh.probability),
      .known(choice.fresh.standardError), .number(choice.fresh.difference),
      .known(choice.fresh.differenceError), .number(choice.optimism),
      .known(choice.optimismError),
    ]
  }
}
