import ArgumentParser
import Torreya

/// Does what may find the scenario wrong; says all that is wrong, and ends with the status for it.
func reporting<Result>(
  in language: Language, _ body: () throws(Diagnostics) -> Result
) throws -> Result {
  do {
    return try body()
  } catch {
    throw fail(error.all, in: language)
  }
}

/// Tells what is wrong with the scenario as its mistakes, and what does not fit it of what was
/// asked by itself; ends with the status for it.
///
/// - Parameter firstMistakeOnly: of the scenario's mistakes the first is told, and how many follow.
func telling<Result>(
  in language: Language, firstMistakeOnly: Bool = false, _ body: () throws -> Result
) throws -> Result {
  do {
    return try body()
  } catch let error as Diagnostics {
    guard firstMistakeOnly else { throw fail(error.all, in: language) }
    say(printedFirst(of: error.all, language: language))
    throw ExitStatus.scenarioHasErrors
  } catch let error as QuestionError {
    throw refuse(error)
  }
}

/// Lowers a model; a plan that is not sound is our defect, and is told as one.
func lowered(_ model: ScenarioModel, recording: Recording = .reported) throws
  -> CompiledScenario
{
  try sound(compile(model, recording: recording))
}

/// The same for a run with its tables.
func loweredForTables(_ model: ScenarioModel, _ options: SingleRunOptions) throws
  -> CompiledScenario
{
  try sound(compileForTables(model, wishes: options.precise.wishes))
}

private func sound(_ compiled: CompiledScenario) throws -> CompiledScenario {
  let defects = compiled.plan.defects()
  guard defects.isEmpty else {
    say(
      error: .init(
        zh: "这是 Torreya 的缺陷，不是情景的错误；请反馈：",
        en: "this is a defect of Torreya, not of the scenario; please report it:"))
    say(defects.joined(separator: "\n"))
    throw ExitStatus.ourDefect
  }
  return compiled
}

extension SimulationOptions {
  /// Runs a scenario with a progress line; says why when it cannot be run.
  ///
  /// - Parameter needingTrials: every trial is asked for, so that they must be kept.
  func run(
    _ compiled: CompiledScenario, _ single: SingleRunOptions, needingTrials: Bool = false,
    _ stop: StopOnInterrupt, language: Language
  ) throws -> RunResult {
    let settings: SimulationSettings = try telling(in: language) {
      try self.settings(
        for: compiled, single.precise, quantiles: single.quantiles, needingTrials: needingTrials)
    }
    let progress = Progress(quiet: quiet, language: language)
    defer { progress.finish() }
    let label = compiled.scenario.label
    remark(on: settings)
    stop.beginWork()
    return try reporting(in: language) { () throws(Diagnostics) in
      try Torreya.run(
        compiled, settings, progress: { progress.update(label, $0) },
        isStopped: { stop.isStopped })
    }
  }

  /// Says what would make more of the sampling scheme, and what the environment asks in vain.
  func remark(on settings: SimulationSettings) {
    if let used = levelUsedInstead() {
      say(
        warning: .init(
          zh: "TORREYA_KERNELS 不是 baseline、avx2、avx512 之一，或本机处理器不支持；改用 \(used)",
          en: "TORREYA_KERNELS names none of baseline, avx2 and avx512, or one "
            + "that this processor lacks; \(used) is used"))
    }
    // A run that stops at a precision does whole groups of trials anyway.
    guard settings.stopping == nil else { return }
    if !quiet, let remark = trialsRemark(settings) { say(note: remark) }
  }
}

/// Sees to it that results can be written before hours are spent on them; says why they cannot.
func requireWritable(_ folder: String) throws {
  guard !folder.isEmpty else {
    throw ValidationError(
      zh: "--output 要写文件夹的名称；当前文件夹写作“.”。",
      en: "--output needs the name of a folder; the current one is '.'.")
  }
  do {
    try OutputFolder(folder).check()
  } catch {
    throw cannotWrite(error)
  }
}

/// Writes the files of a run; says why when it cannot.
func publish(_ tables: [NamedTable], for request: Request, in folder: String) throws -> [String] {
  do {
    return try Torreya.publish(tables, for: request, in: folder)
  } catch {
    throw cannotWrite(error)
  }
}
