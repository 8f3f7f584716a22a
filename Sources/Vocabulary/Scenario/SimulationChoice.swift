import Formulas
import Probability
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

  static let sampling = Field(
    "sampling", .choice(SamplingScheme.names), .defaults(to: "pseudoRandom"),
    zh: "抽样方法：伪随机、对偶、拉丁超立方、加扰 Sobol 序列",
    en: "how the random numbers are spread over the trials")
  static let randomisations = Field(
    "randomisations", .integer(SamplingScheme.allowedRandomisations),
    .defaults(to: "\(SamplingScheme.standardRandomisations)"),
    zh: "sobol 的独立随机化次数，用来估计误差",
    en: "how many independent randomisations `sobol` has, whose spread gives the error")

  static let precision = Field(
    "precision", .list(.text), .optional,
    zh: "希望达到的标准误，达到即停：0.5% 指全部目标达成概率，id@期=5万元 或 id=1% 指某指标的均值",
    en: "go on until standard errors are so small: `0.5%` for the probabilities of all targets, "
      + "`id@period=50000 yuan` or `id=1%` for the mean of an indicator")
  static let maxTrials = Field(
    "maxTrials", .integer(1...1_000_000_000), .defaults(to: "1000000"), zh: "达到精度前最多的试验次数",
    en: "the most trials, whatever precision is reached")

  public static let descriptor = ObjectDescriptor(
    "simulation", zh: "模拟设置", en: "how the scenario is simulated",
    fields: [trials, seed, precision, maxTrials, sampling, randomisations, report],
    example: #"{ "trials": 16384, "seed": 1, "sampling": "sobol", "randomisations": 16 }"#)

  public let trials: Int
  public let seed: UInt64
  /// When the trials are enough; then `trials` is the fewest.
  public let precision: [PrecisionWish]
  /// Where each of these wishes stands, and its JSON path.
  public let precisionPlaces: [(range: SourceRange, path: String)]
  public let maxTrials: Int
  public let sampling: SamplingScheme
  /// For every indicator that does not choose for itself.
  public let reportedPeriods: Indicator.ReportedPeriods

  public static let standard = SimulationChoice()

  private init() {
    (trials, seed, sampling, reportedPeriods) = (10_000, 1, .pseudoRandom, .everyPeriod)
    (precision, precisionPlaces, maxTrials) = ([], [], 1_000_000)
  }

  init(_ reader: ObjectReader) {
    trials = reader.integer(Self.trials) ?? Self.standard.trials
    seed = reader.integer(Self.seed).map { UInt64($0) } ?? Self.standard.seed
    maxTrials = reader.integer(Self.maxTrials) ?? Self.standard.maxTrials
    var wishes: [PrecisionWish] = []
    var places: [(range: SourceRange, path: String)] = []
    for (text, node, path) in reader.placedTexts(Self.precision) {
      do throws(PrecisionError) {
        wishes.append(try PrecisionWish(text))
        places.append((node.range, path.description))
      } catch {
        reader.context.report(
          Diagnostic(
            .invalidValue, error.message, at: node.range, path: path.description,
            expected: .init(
              zh: "标准误，例如 0.5% 或 id=5万元", en: "a standard error such as 0.5% or id=5万元"),
            found: .same(node.excerpt)))
      }
    }
    (precision, precisionPlaces) = (wishes, places)
    reportedPeriods =
      reader.choice(Self.report).flatMap(Indicator.ReportedPeriods.init(rawValue:))
      ?? Self.standard.reportedPeriods
    let chosen = reader.choice(Self.sampling)
    let name = chosen ?? Self.standard.sampling.name
    let randomisations = reader.integer(Self.randomisations)
    sampling =
      SamplingScheme(
        name: name, randomisations: randomisations ?? SamplingScheme.standardRandomisations)
      ?? Self.standard.sampling
    // A name that is misspelt is mistake enough.
    let isKnown = chosen != nil || !reader.has(Self.sampling)
    if randomisations != nil, sampling.randomisations == nil, isKnown {
      reader.reportInvalid(
        Self.randomisations,
        .init(
          zh: "只有“sobol”有随机化次数，而抽样方法是“\(name)”",
          en: "only 'sobol' has randomisations, and the sampling is '\(name)'"),
        expected: .init(
          zh: "\"sampling\": \"sobol\"，或不写 \"randomisations\"",
          en: "\"sampling\": \"sobol\", or no randomisations"))
    }
  }
}
