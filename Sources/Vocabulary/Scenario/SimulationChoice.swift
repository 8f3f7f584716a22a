import Formulas
import SourceText

/// How the planner wants the scenario simulated, unless the command line says otherwise.
public struct SimulationChoice: Component {
  static let trials = Field(
    "trials", .integer(1...1_000_000_000), .defaults(to: "10000"), zh: "试验次数",
    en: "the number of trials")
  static let seed = Field(
    "seed", .integer(0...Int.max), .defaults(to: "1"), zh: "随机种子",
    en: "the seed: the same seed gives the same bytes")

  static let report = Field(
    "report", .choice(Indicator.ReportedPeriods.allCases.map(\.rawValue)),
    .defaults(to: Indicator.ReportedPeriods.everyPeriod.rawValue), zh: "结果中列出哪些时期",
    en: "which values of an indicator appear in the results; the trials of years need less memory")

  public static let descriptor = ObjectDescriptor(
    "simulation", zh: "模拟设置", en: "how the scenario is simulated", fields: [trials, seed, report],
    example: #"{ "trials": 10000, "seed": 1 }"#)

  public let trials: Int
  public let seed: UInt64
  /// For every indicator that does not choose for itself.
  public let reportedPeriods: Indicator.ReportedPeriods

  public static let standard = SimulationChoice()

  private init() { (trials, seed, reportedPeriods) = (10_000, 1, .everyPeriod) }

  init(_ reader: ObjectReader) {
    trials = reader.integer(Self.trials) ?? Self.standard.trials
    seed = reader.integer(Self.seed).map { UInt64($0) } ?? Self.standard.seed
    reportedPeriods =
      reader.choice(Self.report).flatMap(Indicator.ReportedPeriods.init(rawValue:))
      ?? Self.standard.reportedPeriods
  }
}
