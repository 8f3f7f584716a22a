import ColumnPlan
import Formulas
import SourceText
import Vocabulary

/// The plan of a scenario that is written here; nil, and a message, when it has a mistake.
func plan(of text: String) -> Plan? {
  plan(of: SourceFile(name: "<scenario>", text: text), NoFiles())
}

/// The plan of a scenario of the project, whose root is the current folder.
func plan(at path: String) -> Plan? {
  switch CurrentFolder().read(path) {
  case .success(let file): return plan(of: file, CurrentFolder())
  case .failure:
    print(toStandardError: "layers: cannot read \(path); run it from the root of the project")
    return nil
  }
}

private func plan(of source: SourceFile, _ files: any ProjectFiles) -> Plan? {
  let (document, mistakes) = read(source, files: files)
  guard let document else { return refused(source, mistakes) }
  let (scenario, more) = check(document, files: files)
  guard let scenario else { return refused(source, mistakes + more) }
  let (model, last) = Vocabulary.model(scenario)
  guard let model, mistakes.isEmpty, more.isEmpty, last.isEmpty else {
    return refused(source, mistakes + more + last)
  }
  return lower(model.model, recording: .reported)
}

private func refused(_ source: SourceFile, _ diagnostics: [Diagnostic]) -> Plan? {
  for diagnostic in diagnostics {
    print(toStandardError: "layers: \(source.name): \(diagnostic.message)")
  }
  return nil
}
