import ColumnPlan
import Formulas
import Probability
import SourceText
import Vocabulary

/// Writes the plan of one indicator of a scenario as JSON, for a peer that interprets it: which
/// instructions there are, on which slots, with which numbers, streams and distributions.
///
///     planjson scenarios/jidong-2024.json fiscal.total.recurring
@main
struct PlanJSON {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      print("planjson: a scenario and the id of an indicator")
      return
    }
    guard case .success(let file) = CurrentFolder().read(arguments[1]),
      let plan = plan(of: file, only: arguments[2])
    else {
      print("planjson: \(arguments[1]) cannot be read; run it from the root of the project")
      return
    }
    print(JSONText.object(entries(of: plan) + ahead(of: plan)).text)
  }

  private static func plan(of source: SourceFile, only indicator: String) -> Plan? {
    let files = CurrentFolder()
    guard let document = read(source, files: files).0,
      let scenario = check(document, files: files).0,
      let model = Vocabulary.model(scenario).model
    else { return nil }
    return lower(model.model, recording: .only([indicator]))
  }

  private static func entries(of plan: Plan) -> [(String, JSONText)] {
    let bodies = Plan.Body.allCases.map { body in
      ("\(body)", JSONText.list(plan.instructions(of: body).map(instruction)))
    }
    return bodies + [
      ("periods", .number(Double(plan.periods))),
      ("daysOfPeriods", .numbers(plan.daysOfPeriods.map(Double.init))),
      ("constants", .numbers(plan.constants)), ("tables", .numbers(plan.tables)),
      ("dayTables", .numbers(plan.dayTables)), ("draws", .list(plan.draws.map(site))),
      ("distributions", .list(plan.distributions.map(distribution))),
      ("correlations", .list(plan.correlations.map(correlation))),
      (
        "memories",
        .list(
          plan.memories.map { memory in
            .object([
              ("depth", .number(Double(memory.depth))),
              ("history", memory.history.map(JSONText.numbers) ?? .text("none")),
            ])
          })
      ),
      ("sums", .list(plan.sums.map { .list($0.map(slot)) })),
      ("combinations", .list(plan.combinations.map(combination))),
      ("occasions", .list(plan.occasions.map { .numbers($0.map { $0 ? 1 : 0 }) })),
      ("occasionOfDays", .number(Double(plan.occasionOfDays))),
      (
        "outputs",
        .list(plan.outputs.map { .numbers($0.storageOfPeriod.map(Double.init)) })
      ),
      (
        "columns",
        .list(
          plan.columns.map {
            .object([
              ("label", .text($0.label)), ("period", .text($0.period)),
              ("storage", .number(Double($0.storage))),
            ])
          })
      ),
      (
        "schedules",
        .list(plan.schedules.map { NetworkJSON($0, stateDays: plan.ahead?.days ?? 0..<0).text })
      ),
    ]
  }

  private static func ahead(of plan: Plan) -> [(String, JSONText)] {
    plan.ahead.map { [("ahead", .object([("plan", .object(entries(of: $0.plan)))]))] } ?? []
  }

  static func slot(_ slot: Slot) -> JSONText { .text("\(slot)") }

  private static func instruction(_ instruction: Instruction) -> JSONText {
    .list([
      .text("\(instruction.opcode)"), slot(instruction.destination), slot(instruction.first),
      slot(instruction.second), slot(instruction.third), .number(Double(instruction.parameter)),
      .number(Double(instruction.occasion)),
    ])
  }

  private static func site(_ site: DrawSite) -> JSONText {
    .object([
      ("stream", .text(site.stream.name)),
      ("periods", .numbers(site.periodNumbers.map(Double.init))),
    ])
  }

  /// Its quantiles at even probabilities, the ends far out in the tails.
  private static func distribution(_ distribution: any Distribution) -> JSONText {
    let steps = 1 << 12
    let levels = (0...steps).map { min(max(Double($0) / Double(steps), 1e-6), 1 - 1e-6) }
    return .object([
      ("isDiscrete", .number(distribution.isDiscrete ? 1 : 0)),
      ("levels", .numbers(levels)),
      ("quantiles", .numbers(levels.map { distribution.quantile(at: $0) })),
    ])
  }

  private static func correlation(_ correlation: CorrelationSite) -> JSONText {
    let count = correlation.draws.count
    return .object([
      ("draws", .list(correlation.draws.map(site))),
      (
        "covariance",
        .numbers(
          (0..<(count * count)).map { correlation.factor.covariance($0 / count, $0 % count) })
      ),
    ])
  }

  private static func combination(_ combination: Combination) -> JSONText {
    .object([
      ("rows", .list(combination.rows.map(slot))),
      ("columns", .list(combination.columns.map(slot))),
      ("weights", .list(combination.weights.map(slot))),
    ])
  }
}

/// JSON as it is written.
enum JSONText {
  case null
  case number(Double)
  case whole(Int)
  case text(String)
  case numbers([Double])
  case list([JSONText])
  case object([(String, JSONText)])

  var text: String {
    switch self {
    case .null: "null"
    case .whole(let number): "\(number)"
    case .number(let number): "\(number)"
    case .text(let text): "\"\(text)\""
    case .numbers(let numbers): "[" + numbers.map { "\($0)" }.joined(separator: ",") + "]"
    case .list(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let entries):
      "{" + entries.map { "\"\($0)\":\($1.text)" }.joined(separator: ",") + "}"
    }
  }
}
