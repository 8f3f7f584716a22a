import SourceText
import Testing

@testable import Formulas

@Suite struct FunctionCatalogueTests {
  @Test(arguments: FormulaFunction.allCases)
  func exampleGivesWhatItSays(function: FormulaFunction) throws {
    let example = function.descriptor.example
    let (parsed, mistakes) = parseFormula(example.formula)
    #expect(mistakes.isEmpty, "\(printed(mistakes))")
    let formula = try #require(parsed)
    #expect(uses(function, formula))

    let count = max(example.gives.count, example.inputs.map(\.values.count).max() ?? 1)
    let horizon = Horizon(first: Period(.monthly, year: 2024), count: count)
    let inputs = example.inputs.map { input in
      let values = stretched(input.values, count)
      return indicator(input.name, input.unit, Formula(.series(values, input.unit)))
    }
    let unit = try unit(of: formula, inputs, horizon)
    let definitions = Definitions(
      horizon: horizon, indicators: inputs + [indicator("example", unit, formula)],
      calendars: [ListedIndicators.week])
    let (resolved, diagnostics) = resolve(definitions)
    let model = try #require(resolved, "\(printed(diagnostics))")

    let evaluator = ReferenceEvaluator(model)
    for (period, expected) in stretched(example.gives, count).enumerated() {
      let value = evaluator.value(of: "example", in: period)
      #expect(abs(value - expected) <= 1e-12 * abs(expected))
    }
  }

  private func uses(_ function: FormulaFunction, _ formula: Formula) -> Bool {
    guard case .call(let called, let arguments) = formula.node else { return false }
    return called == function || arguments.contains { uses(function, $0) }
  }

  private func stretched(_ values: [Double], _ count: Int) -> [Double] {
    values.count == 1 ? Array(repeating: values[0], count: count) : values
  }

  private func indicator(_ id: String, _ unit: UnitOfMeasure, _ formula: Formula) -> Indicator {
    Indicator(
      id, label: BilingualText(zh: id, en: id),
      kind: unit.dimension == .date ? .date : .flow, unit: unit, formula)
  }

  /// The unit that the formula gives, as resolution infers it.
  private func unit(
    of formula: Formula, _ inputs: [Indicator], _ horizon: Horizon
  ) throws -> UnitOfMeasure {
    let definitions = Definitions(
      horizon: horizon, indicators: [indicator("example", .one, formula)] + inputs,
      calendars: [ListedIndicators.week])
    let names = NameTable(definitions)
    var resolution = NameResolution(names, definitions, owner: 0)
    var inference = UnitInference(
      definitions, names, owner: indicator("example", .one, formula), language: .zh)
    guard case .known(let dimension) = inference.infer(resolution.resolved(formula)) else {
      Issue.record("\(formula) has no unit: \(printed(inference.diagnostics))")
      return .one
    }
    return UnitOfMeasure(dimension)
  }

  @Test func spellingsAreUnique() {
    let called = FormulaFunction.callableNames
    #expect(Set(called).count == called.count)
    for name in called { #expect(FormulaFunction.named(name)?.descriptor.spelling == name) }
    #expect(FormulaFunction.named("+") == nil)
    #expect(FormulaFunction.named("minimum") == nil)
  }

  @Test func arityFollowsFromTheArguments() {
    #expect(FormulaFunction.clamp.descriptor.arity == 3...3)
    #expect(FormulaFunction.previous.descriptor.arity == 1...2)
    #expect(FormulaFunction.sum.descriptor.arity == 1...Int.max)
    #expect(FormulaFunction.negate.descriptor.arity == 1...1)
    #expect(FormulaFunction.clamp.descriptor.signature == "clamp(x, lower, upper)")
    #expect(FormulaFunction.add.descriptor.signature == "x + y")
    #expect(FormulaFunction.not.descriptor.signature == "not x")
  }
}
