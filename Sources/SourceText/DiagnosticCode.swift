/// The kinds of mistake, each with a short code that `torreya describe diagnostics` explains.
public enum DiagnosticCode: String, CaseIterable, Sendable {
  // Reading the text.
  case emptyFile = "empty-file"
  case invalidUTF8 = "invalid-utf8"
  case syntax
  case truncated
  case nestingTooDeep = "nesting-too-deep"
  case duplicateKey = "duplicate-key"
  case csvHeader = "csv-header"
  case csvQuote = "csv-quote"
  case csvRaggedRow = "csv-ragged-row"
  case unreadableFile = "unreadable-file"
  case includeOutsideFolder = "include-outside-folder"
  case includeCycle = "include-cycle"

  // Checking the scenario.
  case unknownKey = "unknown-key"
  case missingKey = "missing-key"
  case wrongType = "wrong-type"
  case invalidValue = "invalid-value"
  case numberOverflow = "number-overflow"
  case duplicateID = "duplicate-id"
  case unknownUnit = "unknown-unit"
  case unknownDistribution = "unknown-distribution"
  case distributionParameters = "distribution-parameters"
  case unknownPath = "unknown-path"

  // Reading history.
  case unknownColumn = "unknown-column"
  case missingPeriod = "missing-period"
  case duplicatePeriod = "duplicate-period"
  case mixedFrequencies = "mixed-frequencies"
  case runningTotal = "running-total"

  // Importing a plan of another program.
  case notRepresented = "not-represented"

  // Making the model.
  case formulaSyntax = "formula-syntax"
  case unknownName = "unknown-name"
  case unknownFunction = "unknown-function"
  case argumentCount = "argument-count"
  case unitMismatch = "unit-mismatch"
  case cycle
  case timing
  case periodOutsideHorizon = "period-outside-horizon"
  case notPositiveDefinite = "not-positive-definite"
  case correlation

  // Running it.
  case memoryBudget = "memory-budget"
  case nonFinite = "non-finite"
}
