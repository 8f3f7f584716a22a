import SourceText

/// How the planner wants the scenario simulated, unless the command line says otherwise.
public struct SimulationChoice: Component {
  static let trials = Field(
    "trials", .integer(1...1_000_000_000), .defaults(to: "10000"), zh: "试验次数",
    en: "the number of trials")
  static let seed = Field(
    "seed", .integer(0...Int.max), .defaults(to: "1"), zh: "随机种子",
    en: "the seed: the same seed gives the same bytes")

  public static let descriptor = ObjectDescriptor(
    "simulation", zh: "模拟设置", en: "how the scenario is simulated", fields: [trials, seed],
    example: #"{ "trials": 10000, "seed": 1 }"#)

  public let trials: Int
  public let seed: UInt64

  public static let standard = SimulationChoice()

  private init() { (trials, seed) = (10_000, 1) }

  init(_ reader: ObjectReader) {
    trials = reader.integer(Self.trials) ?? Self.standard.trials
    seed = reader.integer(Self.seed).map { UInt64($0) } ?? Self.standard.seed
  }
}
