import Formulas
import SourceText

/// The activities of all projects by name: their own within a project, `project.activity` outside.
struct ActivityNames {
  /// The projects with the ids of their activities, in the order of the scenario.
  let projects: [(id: String, activities: [String])]
  /// Those that nothing can wait for or hang from, each with its project.
  let hammocks: Set<String>
  /// Every `project.activity`.
  let all: [String]
  private let known: Set<String>

  init(projects: [(id: String, activities: [String])], hammocks: Set<String>) {
    self.projects = projects
    self.hammocks = hammocks
    all = projects.flatMap { project in project.activities.map { project.id + "." + $0 } }
    known = Set(all)
  }

  /// Whether there is such a `project.activity`.
  func contains(_ name: String) -> Bool { known.contains(name) }

  /// The project and the id, joined by a dot, that a text names from within a project.
  ///
  /// - Parameter own: the name of the activity that must not name itself.
  /// - Errors: nil, with a diagnostic, when there is no such activity.
  func resolve(
    _ text: String, of project: String, besides own: String?,
    at place: (range: SourceRange, path: JSONPath), _ context: ReadingContext
  ) -> String? {
    let full = text.contains(".") ? text : project + "." + text
    if hammocks.contains(full) {
      context.report(
        Diagnostic(
          .invalidValue,
          BilingualText(
            zh: "“\(text)”是跨越作业，只随其他作业起止",
            en: "'\(text)' is a hammock, which only follows others"),
          at: place.range, path: place.path.description,
          expected: BilingualText(zh: "有工期的作业", en: "an activity with a duration")))
      return nil
    }
    if full != own, contains(full) { return full }
    let siblings = projects.first { $0.id == project }?.activities ?? []
    let usable = siblings.filter { project + "." + $0 != own }
    let here = usable.isEmpty ? BilingualText.nothingThere : .oneOf(usable)
    let others =
      projects.count > 1
      ? BilingualText(
        zh: "；或其他项目的作业，写作 项目.作业", en: "; or project.activity of another project")
      : .same("")
    context.report(
      Diagnostic(
        .unknownName,
        BilingualText(
          zh: "“\(text)”不是此处已知的名称", en: "'\(text)' is not known here"),
        at: place.range, path: place.path.description,
        expected: BilingualText(zh: here.zh + others.zh, en: here.en + others.en),
        suggestion: didYouMean(text, among: usable + all.filter { $0 != own })))
    context.markIncomplete()
    return nil
  }

  /// The same for what a pattern names, in which `*` stands for one segment.
  func matching(_ pattern: String) -> [String] {
    let wanted = NamePattern(pattern)
    return all.filter(wanted.matches)
  }
}
