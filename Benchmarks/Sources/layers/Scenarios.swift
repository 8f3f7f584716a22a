import Torreya

/// A scenario that is written here; nil, and a message, when it has a mistake.
func compiledScenario(_ text: String) -> CompiledScenario? {
  compiled(SourceFile(name: "<scenario>", text: text), DiskFiles(scenario: nil))
}

/// A scenario of the project, whose root is the current folder.
func compiledScenario(at path: String) -> CompiledScenario? {
  guard let file = try? readFile(path) else {
    print(toStandardError: "layers: cannot read \(path); run it from the root of the project")
    return nil
  }
  return compiled(file, DiskFiles(scenario: path))
}

private func compiled(_ source: SourceFile, _ files: DiskFiles) -> CompiledScenario? {
  let (model, diagnostics) = load(source, files: files)
  guard let model else {
    for diagnostic in diagnostics {
      print(toStandardError: "layers: \(source.name): \(diagnostic.message)")
    }
    return nil
  }
  return compile(model)
}
