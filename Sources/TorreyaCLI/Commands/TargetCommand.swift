import ArgumentParser
import Torreya

struct TargetCommand: RunQuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "target", abstract: "Say which target holds how surely, and what it costs.",
    discussion: """
      The probability of every level of an indicator; the boldest level for each wished \
      confidence, and what one more point of confidence costs; floor, base and stretch (守底, \
      力争, 冲刺) with the confidences of the scenario. With what missing costs and what aiming low \
      costs, also the level of least expected loss. Writes target.csv and manifest.json; after an \
      interrupt for the trials that are done.

        torreya target scenarios/jidong-2024.json --period 2024 \\
          --indicator fiscal.total.recurring --confidence 0.8
        torreya target scenarios/jidong-2024.json --target T1 \\
          --miss-cost 3 --low-cost 1
        torreya target scenarios/jidong-2024.json --period 2024-01..2024-06 \\
          --indicator fiscal.total.recurring
        torreya target town.json --indicator works.road.finish --confidence 50%,80%
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var single: SingleRunOptions
  @OptionGroup var language: LanguageOption

  @Option(help: "The id of the indicator.")
  var indicator: String?

  @Option(
    help: """
      The period, year or several periods, such as 2024-Q2 or 2024-01..2024-06. (default: what has \
      one value, or the horizon's only year)
      """)
  var period: String?

  @Option(help: "A target of the scenario, for its indicator, period, side and bound.")
  var target: String?

  @Option(
    help: """
      Confidences such as 0.8 or 80%, parted by commas. (default: 0.5,0.7,0.8,0.9, without those \
      of floor, base and stretch)
      """)
  var confidence: String?

  @Flag(help: "The target is not to be exceeded: costs, cases; dates are taken so anyway.")
  var atMost = false

  @Option(help: "About how many levels the curve has, besides round numbers.")
  var points = 25

  @Option(
    parsing: .unconditional,
    help: """
      What each unit costs by which the target is missed: a number in the indicator's own unit, \
      or such as 3元/元 or 2万元/天.
      """)
  var missCost: String?

  @Option(
    parsing: .unconditional,
    help: "What each unit costs that was reached and not aimed for.")
  var lowCost: String?

  @Option(
    parsing: .unconditional,
    help: "What a miss costs, however small, such as 200万元.")
  var fixedMissCost: String?

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/target"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  private static let usualConfidences = [0.5, 0.7, 0.8, 0.9]

  /// Those that were asked for; nil for the usual ones.
  private var confidences: [Double]? {
    get throws {
      try confidence.map { text in
        let named = listed(text)
        guard !named.isEmpty else {
          throw ValidationError(
            zh: "--confidence：“\(text)”里没有把握，请写成如 0.8 或 50%,80%。",
            en: "--confidence: '\(text)' has none: write it such as 0.8 or 50%,80%.")
        }
        return try named.map { try Confidence(argument: $0).checked() }
      }
    }
  }

  func validate() throws {
    _ = try confidences
    guard indicator != nil || target != nil else {
      throw ValidationError(
        zh: "请指明要问的：--indicator 或 --target。",
        en: "Name what is asked about: --indicator, or --target.")
    }
    guard indicator == nil || target == nil else {
      throw ValidationError(
        zh: "--indicator 和 --target 只能写一个：目标自带指标。",
        en: "Give --indicator or --target, and not both: a target has its own indicator.")
    }
    if target != nil, period != nil || atMost {
      throw ValidationError(
        zh: "--target 自带时段和方向：请去掉 --period 和 --at-most。",
        en: "--target has its own period and side: leave --period and --at-most out.")
    }
    guard (2...1000).contains(points) else {
      throw ValidationError(zh: "--points 应在 2 到 1000 之间。", en: "--points must be from 2 to 1000.")
    }
  }

  func showing(_ model: ScenarioModel) -> ScenarioModel {
    guard let indicator, let period else { return model }
    return model.showing(period, of: indicator)
  }

  func question(of compiled: CompiledScenario) throws -> TargetQuestion {
    let wished = try confidences
    let costs = try readCosts()
    var question =
      if let target {
        try TargetQuestion(target: target, of: compiled)
      } else {
        try TargetQuestion(
          indicator ?? "", period: period, atMost ? .atMost : nil, of: compiled)
      }
    let triple = [question.triple.floor, question.triple.base, question.triple.stretch]
    question.confidences = wished ?? Self.usualConfidences.filter { !triple.contains($0) }
    question.points = points
    if let costs {
      do throws(LossError) {
        question.loss = try costs.resolved(for: question.indicator.unit)
      } catch {
        throw QuestionError(
          .init(zh: "损失：\(error.message.zh)。", en: "The loss: \(error.message.en)."))
      }
    }
    return question
  }

  func indicators(_ question: TargetQuestion) -> Set<String> { [question.column.label] }

  var precise: PrecisionOptions { single.precise }
  var quantiles: QuantileMethod? { single.quantiles }

  func needsTrials(_ question: TargetQuestion) -> Bool { question.loss != nil }

  func answer(
    _ question: TargetQuestion, _ run: QuestionRun, _ answering: Answering
  ) -> QuestionAnswer {
    let answer = Torreya.answer(question, run.simulation)
    return QuestionAnswer(
      tables: [NamedTable("target.csv", TargetTable.table(answer))], settings: run.settings,
      text: { $0.target(answer, files: $1, folder: output) })
  }

  var options: [(name: String, value: String?)] {
    [
      ("at-most", atMost ? "true" : nil), ("confidence", confidence),
      ("fixed-miss-cost", fixedMissCost), ("indicator", indicator), ("low-cost", lowCost),
      ("miss-cost", missCost), ("period", period), ("points", String(points)),
      ("target", target),
    ]
  }

  private func readCosts() throws -> LossCosts? {
    guard missCost != nil || lowCost != nil || fixedMissCost != nil else { return nil }
    func quantity(_ text: String?, _ option: String) throws -> Quantity? {
      guard let text else { return nil }
      do throws(UnitError) {
        return try Quantity(parsing: text)
      } catch {
        throw ValidationError(
          zh: "\(option)：\(error.message.zh)；应为\(error.expected.zh)。",
          en: "\(option): \(error.message.en); expected \(error.expected.en).")
      }
    }
    return LossCosts(
      missing: try quantity(missCost, "--miss-cost"),
      aimingLow: try quantity(lowCost, "--low-cost"),
      missingAtAll: try quantity(fixedMissCost, "--fixed-miss-cost"))
  }
}
