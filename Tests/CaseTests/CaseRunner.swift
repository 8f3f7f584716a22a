import Torreya

/// Does what a case asks, and gives what comes out as text.
///
/// The directives that say what is made; where there is none, the folder says it:
///
///     check                  every mistake, or that there is none        (errors)
///     model                  the model as `torreya explain --stage model` prints it  (models)
///     plan                   the plan as `torreya explain --stage plan` prints it    (plans)
///     explain id trial [period]   how one number comes about
///     histories              what is wrong with the files as histories
///     import [--option value]     what becomes of a plan of Microsoft Project     (imports)
///     run summary            a table of results: summary, targets, schedule, assumptions, fiscal,
///                            progress, decomposition, checks, visitors, holidays, calendar
///     run comparison variant      a variant against the base            (variants)
///
/// and those that say how it is shown:
///
///     columns period mean    these columns of the table
///     only fiscal.*          these rows, by the id in their first column; a `*` stands at the end
///     digits 6               numbers with so many digits; 9 where nothing is said
///     language zh            mistakes in Chinese
///     memory 1000000         the bytes that a run may take
struct CaseRunner {
  private let file: CaseFile
  private let project: CaseProject
  private let language: Language
  private let told = Told()

  /// The mistakes that `output` told.
  var mistakes: [Diagnostic] { told.all }

  private final class Told { var all: [Diagnostic] = [] }

  init(_ file: CaseFile) {
    self.file = file
    project = CaseProject(files: file.files)
    language = file.arguments("language")?.first == "zh" ? .zh : .en
  }

  /// The text that comes out.
  func output() -> String {
    if let options = file.arguments("import") ?? (file.folder == "imports" ? [] : nil) {
      return imported(options)
    }
    if file.arguments("histories") != nil {
      let found = file.files.flatMap {
        readHistory(SourceFile(name: $0.name, text: $0.text)).diagnostics
      }
      return tell(found)
    }
    let (model, diagnostics) = load(file.source, files: project)
    guard let model else { return tell(diagnostics) }
    let asked = ["check", "explain", "model", "plan", "run"].first { file.arguments($0) != nil }
    switch asked ?? Self.standard[file.folder] ?? "run" {
    case "check": return "no mistakes"
    case "model": return trimmed(model.model.description)
    case "plan":
      return trimmed(
        compile(model).planText(sampling: model.scenario.simulation.sampling))
    case "explain": return explanation(model)
    default: return results(model)
    }
  }

  private func tell(_ mistakes: [Diagnostic]) -> String {
    told.all += mistakes
    return printed(mistakes, language: language)
  }

  /// What a folder's cases are about.
  private static let standard = ["errors": "check", "models": "model", "plans": "plan"]

  private func trimmed(_ text: String) -> String {
    text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// The fragment, an empty line, and what is told.
  private func imported(_ arguments: [String]) -> String {
    var options = ImportOptions()
    for (option, value) in zip(arguments, arguments.dropFirst()) {
      switch option {
      case "--project": options.project = value
      case "--optimistic": options.optimistic = value
      case "--likely": options.likely = value
      case "--pessimistic": options.pessimistic = value
      case "--exchange-rate": options.yuanPerUnit = Double(value)
      default: continue
      }
    }
    let plan = SourceFile(name: "plan.xml", text: file.scenario + "\n")
    let imported = importProject(plan, options)
    return [imported.json ?? "", tell(imported.diagnostics)].filter { !$0.isEmpty }.joined(
      separator: "\n")
  }

  private func explanation(_ model: ScenarioModel) -> String {
    let arguments = file.arguments("explain") ?? []
    guard arguments.count >= 2, let trial = Int(arguments[1]) else { return "explain id trial" }
    do {
      if ScheduleExplanation.explains(arguments[0], in: model) {
        return try ScheduleExplanation(
          of: arguments[0], in: model, trial: trial, seed: model.scenario.simulation.seed,
          sampling: model.scenario.simulation.sampling
        ).text(language)
      }
      return try Explanation(
        of: arguments[0], in: model, trial: trial,
        period: arguments.count > 2 ? arguments[2] : model.model.horizon[0].label,
        seed: model.scenario.simulation.seed, sampling: model.scenario.simulation.sampling
      ).text(depth: 3, language: language)
    } catch {
      return tell([compile(model).diagnostic(error)])
    }
  }

  // MARK: Tables

  private func results(_ model: ScenarioModel) -> String {
    let arguments = file.arguments("run") ?? []
    let name = arguments.first ?? (file.folder == "variants" ? "comparison" : "summary")
    do throws(Diagnostics) {
      let result = try run(compile(model), settings(model))
      let simulation = result.simulation
      switch name {
      case "summary":
        let summaries = summarise(simulation, threads: 1)
        return text(of: SummaryTable.table(model, simulation, summaries), name)
      case "targets":
        return text(of: TargetsTable.table(result.outcomes, joint: result.joint), name)
      case "assumptions": return text(of: AssumptionsTable.table(model.scenario), name)
      case "correlations":
        return text(of: CorrelationsTable.table(model.model.correlations), name)
      case "fiscal", "progress", "decomposition", "checks", "visitors", "holidays", "calendar",
        "schedule", "projects", "gantt":
        return written(result, name)
      case "comparison": return try comparison(result, of: arguments.dropFirst().first)
      default: return "there is no table '\(name)'"
      }
    } catch {
      return tell(error.all)
    }
  }

  /// A table that is made only where there is something to tell.
  private func written(_ result: RunResult, _ name: String) -> String {
    let tables = result.tables(threads: 2, withTrials: false)
    guard let table = tables.first(where: { $0.fileName == name + ".csv" })?.wholeTable else {
      return "there is no \(name).csv"
    }
    return text(of: table, name)
  }

  private func settings(_ model: ScenarioModel) -> SimulationSettings {
    SimulationSettings(
      trials: model.scenario.simulation.trials, seed: model.scenario.simulation.seed,
      sampling: model.scenario.simulation.sampling, threads: 2,
      memory: file.number("memory") ?? 1 << 30)
  }

  /// The variant of that name, or all.
  private func comparison(_ base: RunResult, of id: String?) throws(Diagnostics) -> String {
    let model = base.compiled.model
    let order = DimensionOrder(of: base.compiled.plan)
    var table = Table(columns: ComparisonTable.columns)
    for variant in model.scenario.variants where id == nil || variant.id == id {
      let (changed, diagnostics) = load(variant, of: model, files: project)
      guard let changed else { return tell(diagnostics) }
      let result = try run(compile(changed), settings(changed), following: order)
      ComparisonTable.append(
        compare(base.simulation, with: result.simulation), of: variant, model, to: &table)
    }
    return text(of: table, "comparison")
  }

  /// The columns that are shown where a case does not say which.
  private static let columns = [
    "summary": ["indicator", "period", "unit", "mean"],
    "comparison": [
      "variant", "indicator", "period", "unit", "baseMean", "variantMean", "difference",
    ],
    "fiscal": ["indicator", "periodKind", "period", "unit", "mean"],
    "targets": ["target", "indicator", "period", "comparison", "bound", "unit", "probability"],
  ]

  /// The rows and columns that the case is about, as CSV.
  private func text(of table: Table, _ name: String) -> String {
    let names = file.arguments("columns") ?? Self.columns[name] ?? table.columns.map(\.name)
    let places = names.compactMap { name in table.columns.firstIndex { $0.name == name } }
    let idColumn = table.columns.firstIndex { $0.name == "indicator" } ?? 0
    let digits = file.number("digits") ?? 9
    var shown = Table(columns: places.map { table.columns[$0] })
    for row in table.rows where isAskedFor(row[idColumn]) {
      shown.append(places.map { rounded(row[$0], digits) })
    }
    return trimmed(String(decoding: csv(shown), as: UTF8.self))
  }

  private func isAskedFor(_ cell: Cell) -> Bool {
    guard let patterns = file.arguments("only"), case .text(let id) = cell else { return true }
    return patterns.contains { pattern in
      pattern.hasSuffix("*") ? id.hasPrefix(pattern.dropLast()) : id == pattern
    }
  }

  /// Fewer digits than the machine has: the last ones depend on the order of additions.
  private func rounded(_ cell: Cell, _ digits: Int) -> Cell {
    guard case .number(let value) = cell,
      let rounded = Double(plainNumber(value, significantDigits: digits))
    else { return cell }
    return .number(rounded)
  }
}
