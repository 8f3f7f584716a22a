import History
import SourceText

/// A sum of series whose forecasts were brought together.
public struct SumForecast: Sendable {
  /// The history of the sum.
  public let history: History
  /// The series that it is the sum of.
  public let members: [String]
  /// How they were brought together.
  public let method: String
  /// How much of the correlations of the errors was taken away: 1 for all.
  public let shrinkage: Double
  /// The forecast of the sum by itself, step by step.
  public let own: [Double]
  /// The sum of the forecasts that its members have by themselves.
  public let ofMembers: [Double]
  /// What sum and members agree on.
  public let reconciled: [Double]

  /// Everything that is told of a sum.
  public init(
    history: History, members: [String], method: String, shrinkage: Double, own: [Double],
    ofMembers: [Double], reconciled: [Double]
  ) {
    self.history = history
    self.members = members
    self.method = method
    self.shrinkage = shrinkage
    self.own = own
    self.ofMembers = ofMembers
    self.reconciled = reconciled
  }
}

/// `sums.csv`: how far forecasts of sums and of their members lay apart, and what they agree on.
public enum SumsTable {
  public static let columns: [Table.Column] = [
    Table.Column("sum", BilingualText(zh: "合计序列", en: "the series that is the sum")),
    Table.Column(
      "members", BilingualText(zh: "各分项", en: "the series at the bottom that it is the sum of")),
    .step, .forecastPeriod,
    Table.Column(
      "own",
      BilingualText(zh: "合计序列单独预测的值", en: "the point forecast of the sum by itself")),
    Table.Column(
      "ofMembers",
      BilingualText(zh: "各分项单独预测之和", en: "the sum of the members' own point forecasts")),
    Table.Column(
      "reconciled",
      BilingualText(zh: "协调后的值", en: "the point forecast on which they agree")),
    Table.Column("method", BilingualText(zh: "协调方法", en: "how they were brought together")),
    Table.Column(
      "shrinkage",
      BilingualText(
        zh: "误差相关系数的收缩程度，1 表示不用相关",
        en: "how much of the correlations of errors was taken away; 1: all")),
    .seriesUnit,
  ]

  /// A row for each sum and step.
  public static func table(_ sums: [SumForecast]) -> Table {
    var table = Table(columns: columns)
    for sum in sums {
      for step in sum.own.indices {
        table.append([
          .text(sum.history.id), .text(sum.members.joined(separator: " + ")), .integer(step + 1),
          .date(sum.history.period(at: sum.history.series.count + step).label),
          .known(sum.own[step]), .known(sum.ofMembers[step]), .known(sum.reconciled[step]),
          .text(sum.method), .known(sum.shrinkage), .optional(sum.history.unit?.symbol),
        ])
      }
    }
    return table
  }
}
